"""A training step of any network, layer by layer: against Keras's own `train_on_batch` and NumPy."""

import keras
import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import ModelError
from nnviz.inspection import slow_steps
from nnviz.inspection.slow_layer_records import INPUT, SlowWalk
from nnviz.inspection.slow_layers import SlowTraining, slow_layers
from nnviz.inspection.slow_motion_records import SlowBatch
from nnviz.models.build import build
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from tests.training.coach_cases import dense


def layer(name: str, kind: str, *inputs: str, **settings) -> LayerSpec:
    return LayerSpec(id=name, kind=kind, settings=settings, inputs=inputs)


BRANCHES = ModelSpec(
    layers=(
        layer("conv", "Conv2D", "input", filters=3, kernel_size=(3, 3), use_bias=False),
        layer("norm", "BatchNormalization", "conv"),
        layer("flat", "Flatten", "norm"),
        layer("rows", "Reshape", "input", target_shape=(8, 8)),
        layer("lstm", "LSTM", "rows", units=4),
        layer("both", "Concatenate", "flat", "lstm"),
        layer("drop", "Dropout", "both", rate=0.4),
        layer("hidden", "Dense", "drop", units=6, kernel_regularizer="l2"),
        layer("output", "Dense", "hidden", units=10, activation="softmax"),
    )
)
CASE = Experiment(
    data=DataSpec(source="digits"),
    model=BRANCHES,
    train=TrainSpec(optimizer="sgd", learning_rate=0.2, batch_size=8, seed=3),
)


@pytest.fixture(scope="module")
def walk() -> SlowWalk:
    """The second step."""
    return SlowTraining(CASE).walk(1)


def part(walk: SlowWalk, name: str):
    return next(own for own in walk.parts if own.path == name)


def test_convolution_recurrence_branch_dropout_and_statistics_end_where_keras_own_steps_do(walk):
    dataset = load(CASE.data)
    model = build(BRANCHES, dataset.schema, seed=3)
    model.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy", run_eagerly=True)
    order = np.random.default_rng((3, 0)).permutation(len(dataset.train))
    for step in range(2):
        rows = order[8 * step : 8 * step + 8]
        model.train_on_batch(dataset.train.x[rows], dataset.train.y[rows])
    np.testing.assert_array_equal(walk.rows, dataset.train.rows[rows])
    for name in ("conv", "norm", "lstm", "hidden", "output"):
        for own, variable in zip(part(walk, name).weights, model.get_layer(name).weights, strict=True):
            assert own.whole
            np.testing.assert_allclose(own.after, variable.numpy(), atol=1e-6, err_msg=f"{name} {own.name}")
    assert walk.residual < 1e-6 and max(own.step_size for own in part(walk, "norm").weights) > 1e-3


def test_what_flows_forward_and_back_is_what_numpy_makes_of_it(walk):
    both, drop, hidden, output = (part(walk, name) for name in ("both", "drop", "hidden", "output"))
    flat = part(walk, "norm").outputs.reshape(8, -1)
    np.testing.assert_array_equal(both.outputs, np.concatenate([flat, part(walk, "lstm").outputs], 1))
    dropped = drop.outputs == 0
    np.testing.assert_allclose(drop.outputs, np.where(dropped, 0, both.outputs / 0.6), rtol=1e-5)
    assert 0.25 < dropped.mean() < 0.55
    kernel, bias = hidden.weights
    np.testing.assert_allclose(hidden.outputs, drop.outputs @ kernel.before + bias.before, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(both.slopes, np.where(dropped, 0, drop.slopes / 0.6), rtol=1e-4, atol=1e-8)
    by_hand = drop.outputs.T @ hidden.slopes + 2 * 0.01 * kernel.before
    np.testing.assert_allclose(kernel.gradient, by_hand, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(kernel.step, -0.2 * kernel.gradient, rtol=1e-3, atol=1e-6)
    truth = np.eye(10)[np.array(walk.truths).astype(int)]
    np.testing.assert_allclose(walk.losses, -np.log((output.outputs * truth).sum(1)), rtol=1e-4)
    by_hand = (1 - truth / output.outputs) / 8  # Keras divides the answers by their sum
    np.testing.assert_allclose(output.slopes, by_hand, rtol=1e-3, atol=1e-6)
    assert walk.penalty == pytest.approx(0.01 * np.square(kernel.before).sum(), rel=1e-4)
    assert walk.loss == pytest.approx(walk.losses.mean() + walk.penalty, rel=1e-5)
    assert (both.sources, part(walk, "lstm").sources) == (("flat", "lstm"), ("rows",))
    assert walk.parts[0].path == INPUT and walk.parts[0].outputs.shape == (8, 8, 8, 1)
    assert [own.gradient is None for own in part(walk, "norm").weights] == [False, False, True, True]


def test_a_network_small_enough_is_followed_number_by_number_and_another_one_layer_by_layer(walk):
    moons = DataSpec(source="moons", settings={"points": 50})
    assert isinstance(slow_steps.slow_step_of(CASE.replace(data=moons, model=dense(2)), 0), SlowBatch)
    again = slow_steps.slow_step_of(CASE, 1)
    first = slow_steps.slow_step_of(CASE, 0)
    np.testing.assert_array_equal(part(again, "conv").outputs, part(walk, "conv").outputs)
    np.testing.assert_array_equal(part(first, "lstm").weights[0].after, part(walk, "lstm").weights[0].before)
    with pytest.raises(ModelError, match="one of the first 200"):
        slow_layers(CASE, 200)
