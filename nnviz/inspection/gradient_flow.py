"""How the loss's gradient comes back through a network: ∂loss/∂weights and ∂loss/∂output of every layer."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.capture import capture
from nnviz.inspection.gradient_records import GradientFlow, GradientHistory, LayerGradients
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.state import preserved

_BATCH = 64
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

    Raises:
        ModelError: for a model that cannot run on x, or a loss without a gradient.
    """
    loss = keras.losses.get(loss)
    batch, _ = as_batch(model, x)
    with preserved(model), tf.GradientTape() as tape:
        calls, output = capture(model, batch)
        outputs = keras.tree.flatten(output)
        if len(outputs) != 1:
            raise ModelError(f"The model has {len(outputs)} outputs.", expected="one", where="model")
        # Keras's cross-entropies go around a softmax that they recognise; its output has a gradient of its own.
        value = tf.reduce_mean(loss(tf.convert_to_tensor(y), tf.identity(outputs[0])))
    last = {call.path: call for call in calls if call.outputs and getattr(call.layer, "trainable_weights", None)}
    rows = [(path, call) for path, call in last.items() if not _holds_others(path, last)]
    sources = [[variable.value for variable in call.layer.trainable_weights] for _, call in rows]
    asked = tape.gradient(value, (sources, [call.outputs[0] for _, call in rows]))
    size = len(keras.tree.flatten(batch)[0])
    layers = tuple(_layer(path, call, own, outer, size) for (path, call), own, outer in zip(rows, *asked, strict=True))
    return GradientFlow(layers, float(value), size)


def gradient_history(run_id: str) -> GradientHistory:
    """The gradients of one fixed batch of training examples at every moment whose weights a run has recorded."""
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.runs.run import Run
    from nnviz.training.catalog import resolve
    from nnviz.training.compiling import make_loss
    from nnviz.training.given import given
    from nnviz.training.head import meaning_of_model, unit_count

    run = Run.open(run_id)
    experiment, dataset = run.experiment, load(run.experiment.data)
    model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    train = resolve(experiment.train, dataset.schema, unit_count(model))
    meaning = meaning_of_model(model, train, dataset.schema, dataset.target_scaler)
    x, y = given(model, dataset.train, slice(_BATCH)), meaning.encode(dataset.train.y[:_BATCH])
    steps_an_epoch = -(-len(dataset.train) // train.batch_size)
    flows, epochs = [], []
    for step in _moments(run.weight_ids(), model.count_params()):
        values = run.weights(step)
        if values is None:
            continue
        for variable, value in zip(model.variables, values, strict=True):
            variable.assign(value)
        flows.append(gradients(model, x, y, make_loss(train, meaning)))
        epochs.append(step / steps_an_epoch)
    if not flows:
        raise ModelError("This run has recorded no weights yet.", fix="Wait for its first epochs.", where="run")
    return GradientHistory(np.asarray(epochs), tuple(flows))


def _moments(steps: list[int], parameters: int) -> list[int]:
    """Recorded steps, the first and the last among them, as many as can be looked at."""
    count = int(min(_MOST_MOMENTS, max(2, _MOST_PARAMETERS // max(1, parameters)), len(steps)))
    chosen = np.unique(np.linspace(0, len(steps) - 1, count).round().astype(int)) if steps else []
    return [steps[place] for place in chosen]


def _holds_others(path: str, paths) -> bool:
    """Whether a layer is a model that holds other layers with weights."""
    return any(other.startswith(f"{path}/") for other in paths)


def _layer(path: str, call, weight_gradients, output_gradient, size: int) -> LayerGradients:
    weights = [np.asarray(variable.value) for variable in call.layer.trainable_weights]
    found = [np.asarray(tf.convert_to_tensor(own)) for own in weight_gradients if own is not None]
    outer = np.zeros(1) if output_gradient is None else size * np.asarray(output_gradient)
    return LayerGradients(path, type(call.layer).__name__, _rms(weights), _rms(found), _rms([outer]))


def _rms(arrays: list[np.ndarray]) -> float:
    """The root mean square of all entries together; 0 for none."""
    flat = np.concatenate([np.ravel(own).astype("float64") for own in arrays]) if arrays else np.zeros(1)
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sqrt(np.mean(flat**2)))
