"""What the signal and the gradient of the reader's own network do, layer by layer, at its beginning and now.
For workers."""

from functools import lru_cache

import keras
import numpy as np

from nnviz.concepts.own_layers_records import CELLS, OwnLayer, OwnLayers, Passed
from nnviz.errors import RunError
from nnviz.inspection.capture import capture
from nnviz.inspection.gradient_flow import gradients
from nnviz.keras_internals import kernel_variable
from nnviz.runs.run import Run
from nnviz.specs import Experiment

_EXAMPLES = 64
_MOST_PARAMETERS = 20_000_000
_TRUNCATED = 0.87962566103423978
"""Keras's truncated normal makes up for what it cuts off in scaled initializers, but not in `TruncatedNormal`."""


def learn_own_layers(experiment: Experiment, run_id: str | None) -> OwnLayers:
    """The layers with weights of an experiment's network before training, and where there is a run, as it is now.

    The same 64 training examples go through both.

    Raises:
        RunError: for a network that is too large to wait for.
    """
    from nnviz.training.warm import weights_key

    if run_id is None:
        return _of(experiment, None, None)
    run = Run.open(run_id)
    return _of(run.experiment, run_id, weights_key(run))


@lru_cache(maxsize=4)
def _of(experiment: Experiment, run_id: str | None, weights: tuple | None) -> OwnLayers:
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.training.warm import warm

    dataset = load(experiment.data)
    begun = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    if begun.count_params() > _MOST_PARAMETERS:
        raise RunError(
            f"This network has {begun.count_params():,} parameters.",
            where="run",
            fix="Choose a smaller one in the Lab.",
            expected=f"at most {_MOST_PARAMETERS:,}, while you wait",
        )
    first = _passed(begun, experiment, dataset)
    model = warm(run_id)[0] if run_id else None
    last = _passed(model, experiment, dataset) if model is not None else {}
    limit = _limit([values for values, *_ in (*first.values(), *last.values())])
    layers = []
    for path, now in first.items():
        layer = now[2]
        kernel = kernel_variable(layer)
        later = last.get(path)
        layers.append(
            OwnLayer(
                path,
                type(layer).__name__,
                *(fans(kernel.shape) if kernel is not None else (0, 0)),
                type(layer.kernel_initializer).__name__ if hasattr(layer, "kernel_initializer") else "",
                expected_spread(layer),
                _pass(now, limit),
                None if later is None else _pass(later, limit),
            )
        )
    return OwnLayers(tuple(layers), limit, experiment.title, model is not None)


def _passed(model, experiment, dataset) -> dict[str, tuple]:
    """path → (outputs of the examples, LayerGradients, layer) of every layer with weights."""
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.head import meaning_of_model, unit_count

    train = resolve(experiment.train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    part = dataset.train
    x, y = part.x[:_EXAMPLES], meaning.encode(part.y[:_EXAMPLES])
    flow = gradients(model, x, y, make_loss(train, meaning))
    calls, _ = capture(model, x)
    outputs = {call.path: call for call in calls if call.outputs}
    return {
        own.path: (np.asarray(outputs[own.path].outputs[0], "float64"), own, outputs[own.path].layer)
        for own in flow.layers
    }


def _limit(outputs: list[np.ndarray]) -> float:
    """What nearly all values lie within: the largest 99th percentile of |outputs| of a layer, rounded up."""
    most = max((float(np.percentile(np.abs(own[np.isfinite(own)]), 99)) for own in outputs if own.size), default=1.0)
    power = 10.0 ** np.floor(np.log10(max(most, 1e-3)))
    return float(next(factor * power for factor in (1, 2, 3, 5, 10) if factor * power >= most * 0.999))


def _pass(passed: tuple, limit: float) -> Passed:
    values, own, layer = passed
    finite = values[np.isfinite(values)]
    counts, _ = np.histogram(finite, CELLS, (-limit, limit))
    size = float(np.sqrt(np.mean(finite**2))) if finite.size else float("nan")
    kernel = kernel_variable(layer)
    return Passed(
        counts,
        float(np.mean(finite < -limit)) if finite.size else 0.0,
        float(np.mean(finite > limit)) if finite.size else 0.0,
        size,
        own.output_gradient,
        own.weight_gradient,
        None if kernel is None else float(np.std(np.asarray(kernel, "float64"))),
    )


def fans(shape) -> tuple[int, int]:
    """(fan in, fan out) of a kernel: what goes into one number that comes out, and the other way."""
    if len(shape) < 2:
        return int(np.prod(shape)), int(np.prod(shape))
    field = int(np.prod(shape[:-2]))
    return field * int(shape[-2]), field * int(shape[-1])


def expected_spread(layer: keras.layers.Layer) -> float | None:
    """The standard deviation that a layer's initializer gives its kernel; None where no formula is known here."""
    kernel, begun = kernel_variable(layer), getattr(layer, "kernel_initializer", None)
    if kernel is None or begun is None:
        return None
    initializers = keras.initializers
    fan_in, fan_out = fans(kernel.shape)
    if isinstance(begun, initializers.VarianceScaling):
        count = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[begun.mode]
        return float(np.sqrt(begun.scale / max(1.0, count)))
    if isinstance(begun, initializers.TruncatedNormal):
        return float(begun.stddev * _TRUNCATED)
    if isinstance(begun, initializers.RandomNormal):
        return float(begun.stddev)
    if isinstance(begun, initializers.RandomUniform):
        return float((begun.maxval - begun.minval) / np.sqrt(12))
    if isinstance(begun, initializers.Orthogonal):
        rows, columns = int(np.prod(kernel.shape[:-1])), int(kernel.shape[-1])
        return float(begun.gain / np.sqrt(max(rows, columns)))
    flat = (initializers.Zeros, initializers.Ones, initializers.Constant)
    return 0.0 if isinstance(begun, flat) else None
