"""A training step taken apart: every number of forward, loss, backward and update, held against Keras's own step."""

import dataclasses

import keras
import numpy as np
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection.slow_layers import check_step
from nnviz.inspection.slow_motion_records import SlowBatch, SlowLayer
from nnviz.keras_internals import calls_of
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.training.begin import begin
from nnviz.training.compiling import compile_model
from nnviz.training.gradient_probe import compared
from nnviz.training.midway import set_typed
from nnviz.training.parts import in_sentences, parts

MOST_WEIGHTS = 2_000
_PASSING = ("InputLayer", "Flatten")
_ACTING = ("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax")


def slow_motion(experiment: Experiment, step: int, *, run: Run | None = None) -> SlowBatch:
    """The training step number `step` (from 0) of an experiment, from its first weights on and with its own batches.

    Args:
        experiment: a chain of dense layers with at most 2,000 weights, without dropout, penalties or augmentation.
        run: whose first weights are taken, where it began with those of another one.

    Raises:
        ModelError: for another network, which `slow_layers` follows, or a step beyond the 200th.
    """
    _check(experiment, step)
    with in_sentences():
        model, dataset = parts(experiment, None, None)
        train = dataset.train
        if run is not None:
            begin(model, run)
            set_typed(model, run)
        batches = -(-len(train) // experiment.train.batch_size)
        spec, meaning = compile_model(
            model, experiment.train, dataset.schema, batches, dataset.target_scaler, weights=dataset.weights
        )
    chain = _chain(model)
    model.run_eagerly = True
    first = 0 if run is None else run.record.counts_from * batches
    step += first
    for earlier in range(first, step):
        _train_on(model, dataset, meaning, _rows(spec, len(train), earlier))
    rows = _rows(spec, len(train), step)
    x, y = train.x[rows], meaning.encode(train.y[rows])
    weights = None if dataset.weights is None else dataset.weights[rows]
    parts_of_it, losses, loss, outputs = _taken_apart(chain, model, x, y, weights)
    by_hand = _stepped(model, parts_of_it)
    _train_on(model, dataset, meaning, rows)
    kept = [variable.numpy() for variable in model.trainable_variables]
    residual = max(float(np.abs(a - b).max()) for a, b in zip(by_hand["weights"], kept, strict=True))
    truth = dataset.unscaled_targets(train.y[rows]) if dataset.schema.task == "regression" else train.y[rows]
    shown = meaning.readable(outputs)
    answers = tuple(meaning.words(one, dataset.schema.answers) for one in shown)
    layers = [_after(own, dense) for own, (dense, *_) in zip(parts_of_it, chain, strict=True)]
    layers[0] = dataclasses.replace(layers[0], names=_inputs(dataset.schema, len(layers[0].names)))
    return SlowBatch(
        step // batches, step % batches, batches, train.rows[rows], tuple(map(dataset.schema.truth, truth)), answers,
        losses, loss, tuple(layers), spec.optimizer, by_hand["rate"], residual,
    )  # fmt: skip


def _check(experiment: Experiment, step: int) -> None:
    check_step(step)
    kinds = {layer.kind for layer in experiment.model.layers if layer.enabled}
    other = kinds - {"Dense", *_PASSING, *_ACTING}
    penalized = [layer.id for layer in experiment.model.layers if any("regularizer" in name for name in layer.settings)]
    if other or penalized or experiment.data.augmentations:
        what = f"layers of the kind {sorted(other)[0]}" if other else "penalties" if penalized else "augmentation"
        raise ModelError(
            f"Slow motion cannot follow {what}.",
            expected="dense layers and activations alone",
            fix="Choose a small network of dense layers.",
            where="model",
        )


def _chain(model: keras.Model) -> list[list]:
    """[[dense layer, the activations that stand alone after it], …]. Raises ModelError for what is not one chain."""
    chain: list[list] = []
    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "Dense":
            chain.append([layer])
        elif kind in _ACTING and chain:
            chain[-1].append(layer)
        elif kind not in _PASSING:
            raise ModelError(f"Slow motion cannot follow {layer.name}.", where="model")
    straight = all(len(calls_of(layer)) == 1 for layer in model.layers if type(layer).__name__ != "InputLayer")
    if not chain or not straight or any(isinstance(layer.output, list) for layer in model.layers):
        raise ModelError("Slow motion needs a chain of dense layers.", where="model")
    if model.count_params() > MOST_WEIGHTS:
        raise ModelError(
            f"This network has {model.count_params():,} weights.",
            expected=f"at most {MOST_WEIGHTS:,}, so that each number can be looked at",
            fix="Take fewer units, and look at it again.",
            where="model",
        )
    return chain


def _inputs(schema, count: int) -> tuple[str, ...]:
    """What the numbers that come in are called."""
    known = len(schema.feature_names) == count
    return schema.feature_names if known else tuple(f"input {k + 1}" for k in range(count))


def _rows(spec, count: int, step: int) -> np.ndarray:
    """The training examples of a step, in the order in which training takes them."""
    batches = -(-count // spec.batch_size)
    epoch, place = divmod(step, batches)
    order = np.random.default_rng((spec.seed, epoch)).permutation(count) if spec.shuffle else np.arange(count)
    return order[place * spec.batch_size : (place + 1) * spec.batch_size]


def _train_on(model, dataset, meaning, rows) -> None:
    """Keras's own step."""
    weights = {} if dataset.weights is None else {"sample_weight": dataset.weights[rows]}
    model.train_on_batch(dataset.train.x[rows], meaning.encode(dataset.train.y[rows]), **weights)


def _taken_apart(chain, model, x, y, weights):
    """(the layers' numbers, (n,) losses, their mean, (n, outputs) the answers), worked out layer by layer."""
    inputs = tf.constant(np.asarray(x, "float32").reshape(len(x), -1))
    sums, received = [], []
    with tf.GradientTape(persistent=True) as tape:
        value = inputs
        for dense, *acting in chain:
            received.append(value)
            z = value @ tf.convert_to_tensor(dense.kernel.value)
            if dense.use_bias:
                z = z + tf.convert_to_tensor(dense.bias.value)
            tape.watch(z)
            sums.append(z)
            value = z if dense.activation is None else dense.activation(z)
            for layer in acting:
                value = layer(value)
            tape.watch(value)
        outputs = value  # as the last layer gave it: cross-entropies look for the sums behind a sigmoid or a softmax
        loss = keras.losses.get(model.loss)
        mean = compared(loss, tf.constant(y), outputs, None if weights is None else tf.constant(weights))
    answers = [*received[1:], value]
    layers = []
    for k, (dense, *acting) in enumerate(chain):
        outer, delta = tape.gradient(mean, answers[k]), tape.gradient(mean, sums[k])
        own = [dense.activation, *acting]
        layers.append(_layer(dense, own, received[k], sums[k], answers[k], outer, delta, k == len(chain) - 1))
    each = [float(compared(loss, tf.constant(y[i : i + 1]), outputs[i : i + 1])) for i in range(len(x))]
    return layers, np.array(each), float(mean), outputs.numpy()


def _layer(dense, acting, received, z, a, outer, delta, last: bool) -> SlowLayer:
    """Where a unit's output hangs on its own sum alone, ∂loss/∂a and f′(z); else ∂loss/∂z and ones, as at a softmax,
    and at the end, where the loss may be worked out from the sums themselves."""
    plain = not last and not any("oftmax" in str(getattr(f, "__name__", type(f).__name__)) for f in acting)
    if plain:
        with tf.GradientTape() as tape:
            tape.watch(z)
            value = z
            for function in acting:
                value = value if function is None else function(value)
        slopes, outside = tape.gradient(value, z).numpy(), outer.numpy()
    else:
        slopes, outside = np.ones(z.shape, "float32"), delta.numpy()
    names = tuple(f"unit {k + 1}" for k in range(received.shape[1]))
    function = " and ".join(str(getattr(f, "__name__", type(f).__name__)) for f in acting if f is not None) or "linear"
    kernel = dense.kernel.numpy()
    bias = dense.bias.numpy() if dense.use_bias else np.zeros(kernel.shape[1], "float32")
    numbers = received.numpy(), names, kernel, bias, z.numpy(), a.numpy(), outside, slopes
    return SlowLayer(dense.name, function, *numbers, kernel, bias)


def _stepped(model, layers: list[SlowLayer]) -> dict:
    """The weights that the optimizer makes of the gradients worked out here; model and optimizer are put back."""
    by_layer = {own.path: own for own in layers}
    optimizer, trained = model.optimizer, model.trainable_variables
    if not optimizer.built:
        optimizer.build(trained)
    rate = float(np.asarray(optimizer.learning_rate))
    before = [(variable, variable.numpy()) for variable in (*trained, *optimizer.variables)]
    gradients = []
    for layer in model.layers:
        for variable in layer.trainable_variables:
            own = by_layer[layer.name]
            gradients.append(own.bias_gradient if variable.name == "bias" else own.kernel_gradient)
    try:
        optimizer.apply(list(map(tf.constant, gradients)), trained)
        return {"weights": [variable.numpy() for variable in trained], "rate": rate}
    finally:
        for variable, value in before:
            variable.assign(value)


def _after(own: SlowLayer, dense) -> SlowLayer:
    """With its kernel and bias after the step."""
    bias = dense.bias.numpy() if dense.use_bias else own.bias
    return dataclasses.replace(own, new_kernel=dense.kernel.numpy(), new_bias=bias)
