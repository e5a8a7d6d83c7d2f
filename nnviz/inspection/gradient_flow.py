"""How the loss's gradient comes back through a network: ∂loss/∂weights and ∂loss/∂output of every layer."""

import keras
import numpy as np

from nnviz.errors import ModelError, NnvizError
from nnviz.inspection.capture import ensure_built, first_line
from nnviz.inspection.gradient_records import GradientFlow, GradientHistory, LayerGradients
from nnviz.inspection.inputs import as_batch, as_tensors
from nnviz.inspection.state import preserved
from nnviz.runs.recorded_gradients import RecordedGradients, recorded_gradients
from nnviz.training.gradient_probe import READINGS, GradientProbe, batch_rows

_MOST_MOMENTS = 40
_MOST_PARAMETERS = 20_000_000
"""Parameters times moments that are looked at, so that a large network has fewer moments."""


def gradients(model: keras.Model, x, y: np.ndarray, loss: str | keras.losses.Loss) -> GradientFlow:
    """The gradients of one batch, for every layer with weights, from the input to the output.

    Args:
        model: any Keras 3 model with one output; it is left as it was.
        x: a batch, as the model takes it.
        y: (n, …) targets, as the loss compares them.
        loss: a Keras loss, or its name. What regularizers add to it is left out.

    Returns:
        Root mean squares over all entries; for an output ∂(mean loss)/∂output times the batch size, so that it does not
        depend on it (Glorot and Bengio, "Understanding the difficulty of training deep feedforward networks", 2010).
        The next step is that of the optimizer that the model is compiled with, where its state is there.

    Raises:
        ModelError: for a model that cannot run on x, or a loss without a gradient.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    optimizer = getattr(model, "optimizer", None)
    steps = optimizer if optimizer is not None and optimizer.built else None
    with preserved(model):
        return _flow(_probe(model, batch, y, keras.losses.get(loss), steps, compiled=False))


def gradient_history(run_id: str) -> GradientHistory:
    """The gradients of one fixed batch of training examples at every moment whose weights a run has recorded, and at
    those where it recorded them while it trained."""
    from nnviz.runs.run import Run

    run = Run.open(run_id)
    live = recorded_gradients(run)
    flows = {} if live is None else {int(step): _kept(live, k) for k, step in enumerate(live.steps)}
    epochs = {} if live is None else dict(zip(map(int, live.steps), map(float, live.epochs), strict=True))
    flows |= _of_kept_weights(run, flows, epochs)
    if not flows:
        raise ModelError("This run has recorded no weights yet.", fix="Wait for its first epochs.", where="run")
    order = sorted(flows)
    return GradientHistory(
        np.asarray([epochs[step] for step in order]), tuple(flows[step] for step in order), np.asarray(order)
    )


def _of_kept_weights(run, known, epochs: dict[int, float]) -> dict[int, GradientFlow]:
    """Flows of the weights that a run has kept, but for moments that are known; their epochs are noted."""
    from nnviz.models.build import build
    from nnviz.training.warm import warm

    steps = [step for step in run.weight_ids() if step not in known]
    if not steps and known:
        return {}
    model, dataset = warm(run.id)
    if not steps:  # a network that was opened has no history
        epochs[0] = 0.0
        return {0: _flow(_probe_of(run, model, dataset, compiled=False))}
    model = build(run.experiment.model, dataset.schema, seed=run.experiment.train.seed)
    probe, flows = _probe_of(run, model, dataset, compiled=True), {}
    an_epoch = -(-len(dataset.train) // run.experiment.train.batch_size)
    for step in _moments(steps, model.count_params()):
        values = run.weights(step)
        if values is None:
            continue
        for variable, value in zip(model.variables, values, strict=True):
            variable.assign(value)
        flows[step], epochs[step] = _flow(probe), step / an_epoch
    return flows


def _probe_of(run, model, dataset, compiled: bool) -> GradientProbe:
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss, make_optimizer
    from nnviz.training.given import given
    from nnviz.training.head import meaning_of_model, unit_count

    train = resolve(run.experiment.train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    rows, optimizer = batch_rows(dataset.schema.input_shape), None
    if train.optimizer == "sgd" and not train.optimizer_settings.get("momentum") and train.schedule == "constant":
        optimizer = make_optimizer(train, 1)  # it has no state, so that its step follows from the gradient
        optimizer.build(model.trainable_variables)
    x, y = given(model, dataset.train, rows), meaning.encode(dataset.train.y[rows])
    counts = None if dataset.weights is None else dataset.weights[rows]
    return _probe(model, x, y, make_loss(train, meaning, counts), optimizer, counts, compiled)


def _probe(model, x, y, loss, optimizer=None, counts=None, compiled=True) -> GradientProbe:
    counts = None if counts is None else np.asarray(counts, "float32")
    return GradientProbe(model, as_tensors(x), keras.ops.convert_to_tensor(y), loss, optimizer, counts, compiled)


def _flow(probe: GradientProbe) -> GradientFlow:
    try:
        reading = probe.read()
    except NnvizError:
        raise
    except Exception as error:  # whatever a stranger's layer raises becomes a sentence
        raise ModelError(
            f"The model {probe.model.name!r} cannot run on this input: {first_line(error)}",
            fix="Check the input's shape and type against the model's first layer.",
            where="x",
        ) from error
    rows = zip(probe.layers, *(reading[name] for name in READINGS), strict=True)
    layers = tuple(LayerGradients(*named, *map(float, numbers)) for named, *numbers in rows)
    return GradientFlow(layers, float(reading["loss"]), probe.examples)


def _kept(live: RecordedGradients, moment: int) -> GradientFlow:
    rows = zip(live.layers, live.readings[moment], strict=True)
    layers = tuple(LayerGradients(*named, *map(float, numbers)) for named, numbers in rows)
    return GradientFlow(layers, float(live.losses[moment]), live.examples)


def _moments(steps: list[int], parameters: int) -> list[int]:
    """Recorded steps, the first and the last among them, as many as can be looked at."""
    count = int(min(_MOST_MOMENTS, max(2, _MOST_PARAMETERS // max(1, parameters)), len(steps)))
    chosen = np.unique(np.linspace(0, len(steps) - 1, count).round().astype(int)) if steps else []
    return [steps[place] for place in chosen]
