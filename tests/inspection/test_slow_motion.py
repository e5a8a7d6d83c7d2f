"""A training step in slow motion: its numbers against NumPy's own and against Keras's step."""

import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import ModelError
from nnviz.inspection.slow_motion import slow_motion
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from tests.training.coach_cases import dense


def experiment(source="moons", model=None, **train) -> Experiment:
    settings = {"points": 60} if source == "moons" else {}
    train = TrainSpec(**{"optimizer": "sgd", "learning_rate": 0.5, "batch_size": 8, **train})
    return Experiment(
        data=DataSpec(source=source, settings=settings), model=model or dense(3, activation="tanh"), train=train
    )


def test_every_number_of_a_step_of_gradient_descent_is_what_numpy_makes_of_it():
    own = slow_motion(experiment(), 1)
    first, last = own.layers
    x, z = first.inputs, first.inputs @ first.kernel + first.bias
    a = np.tanh(z)
    answer = 1 / (1 + np.exp(-(a @ last.kernel + last.bias)))
    truth = np.array([[float(name == "lower")] for name in own.truths])
    losses = -np.log(np.where(truth == 1, answer, 1 - answer))[:, 0]
    np.testing.assert_allclose(first.sums, z, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(last.outputs, answer, rtol=1e-4)
    np.testing.assert_allclose(own.losses, losses, rtol=1e-4)
    assert own.loss == pytest.approx(losses.mean(), rel=1e-4)
    delta = (answer - truth) / len(truth)
    back = delta @ last.kernel.T
    np.testing.assert_allclose(last.deltas, delta, rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(first.outer, back, rtol=1e-3, atol=1e-7)
    np.testing.assert_allclose(first.slopes, 1 - a**2, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(first.new_kernel, first.kernel - 0.5 * x.T @ (back * (1 - a**2)), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(last.new_bias, last.bias - 0.5 * delta.sum(0), rtol=1e-4, atol=1e-6)
    assert (first.names, last.names) == (("x1", "x2"), ("unit 1", "unit 2", "unit 3"))
    assert own.rate == 0.5 and own.residual < 1e-6 and (own.epoch, own.batch, own.batches) == (0, 1, 6)
    assert first.written_out(0, 0).endswith(
        f"= {first.written_out(0, 0).split('= ')[1]}"
    ) and " · " in first.written_out(0, 0)


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"optimizer": "adam", "learning_rate": 0.01}, 2),
        ({"source": "iris", "model": dense(4, outputs=3, end="softmax"), "batch_size": 16}, 0),
        ({"source": "diabetes", "model": dense(3, end="linear"), "optimizer_settings": {"momentum": 0.9}}, 1),
    ],
)
def test_the_sum_of_the_parts_is_keras_own_update(changes, step):
    own = slow_motion(experiment(**changes), step)
    assert own.residual < 1e-6
    assert max(np.abs(layer.new_kernel - layer.kernel).max() for layer in own.layers) > 1e-4


def test_steps_follow_each_other_and_batches_are_those_of_training():
    case = experiment()
    first, second = slow_motion(case, 0), slow_motion(case, 1)
    np.testing.assert_array_equal(first.layers[0].new_kernel, second.layers[0].kernel)
    order = np.random.default_rng((0, 0)).permutation(48)
    np.testing.assert_array_equal(first.rows, load(case.data).train.rows[order[:8]])


def test_what_it_cannot_follow_is_said():
    with pytest.raises(ModelError, match="layers of the kind Dropout"):
        layers = (LayerSpec(id="drop", kind="Dropout", settings={"rate": 0.5}), *dense(3).layers)
        slow_motion(experiment(model=ModelSpec(layers=layers)), 0)
    with pytest.raises(ModelError, match="at most 2,000"):
        slow_motion(experiment(model=dense(64, 64)), 0)
    with pytest.raises(ModelError, match="one of the first 200"):
        slow_motion(experiment(), 200)
