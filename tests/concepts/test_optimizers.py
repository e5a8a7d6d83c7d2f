"""Every optimizer, step by step, against Keras's own on the same surface; closed forms where there are some."""

import inspect

import keras
import numpy as np
import pytest

from nnviz.concepts import optimizers, surfaces
from nnviz.concepts.keras_race import keras_optimizer, keras_path, keras_schedule
from nnviz.concepts.optimizers import RULES, SCHEDULES, path
from nnviz.errors import SpecError

RAVINE = surfaces.SURFACES["ravine"]
LINE = surfaces.LineFit(*np.random.default_rng(1).normal(size=(2, 30)))


def weights(steps):
    return np.array([step.w for step in steps] + [steps[-1].w + steps[-1].update])


@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_keras(name):
    ours = weights(path(name, RAVINE, (-2.0, 1.0), 0.05, 40))
    assert ours == pytest.approx(keras_path(name, RAVINE, (-2.0, 1.0), 0.05, 40), abs=1e-9)


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_mini_batches_are_keras_too(name):
    how = {"examples": 30, "batch_size": 4}
    ours = weights(path(name, LINE, (2.0, -1.0), 0.05, 30, **how))
    assert ours == pytest.approx(keras_path(name, LINE, (2.0, -1.0), 0.05, 30, **how), abs=1e-9)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_are_keras(schedule):
    theirs = keras_schedule(schedule, 0.3, 50)
    for step in range(50):
        expected = theirs if schedule == "constant" else float(theirs(step))
        assert optimizers.learning_rate(schedule, 0.3, step, 50) == pytest.approx(expected, abs=1e-6)
    ours = weights(path("momentum", RAVINE, (-2.0, 1.0), 0.02, 50, schedule=schedule))
    assert ours == pytest.approx(keras_path("momentum", RAVINE, (-2.0, 1.0), 0.02, 50, schedule=schedule), abs=1e-5)


@pytest.mark.parametrize("name", RULES)
def test_settings_are_the_defaults_of_keras(name):
    signature = inspect.signature(getattr(keras.optimizers, RULES[name].keras)).parameters
    chosen = {"momentum", "nesterov"}  # Keras's own default is none: these two are what the race is about
    for key, value in RULES[name].settings.items():
        assert key in signature
        if key not in chosen:
            assert signature[key].default == value


def test_the_state_is_what_keras_remembers():
    optimizer = keras_optimizer("adam", 0.05)
    variable = keras.Variable(np.array([-2.0, 1.0]), dtype="float64")
    optimizer.build([variable])
    for step in path("adam", RAVINE, (-2.0, 1.0), 0.05, 5):
        optimizer.apply([keras.ops.convert_to_tensor(step.gradient)])
        assert step.state["mean"] == pytest.approx(optimizer._momentums[0].numpy())
        assert step.state["square"] == pytest.approx(optimizer._velocities[0].numpy())


def test_gradient_descent_on_a_bowl_shrinks_by_one_minus_the_rate():
    steps = path("sgd", surfaces.SURFACES["bowl"], (2.0, -1.0), 0.25, 10)
    assert steps[-1].w + steps[-1].update == pytest.approx(np.array([2.0, -1.0]) * 0.75**10)
    assert steps[0].loss == 2.5


def test_the_first_step_of_adam_is_the_rate_whatever_the_slope():
    step = path("adam", RAVINE, (-2.0, 1.0), 0.05, 1)[0]
    assert np.abs(step.update) == pytest.approx([0.05, 0.05], rel=1e-4)


def test_the_largest_rate_of_the_ravine():
    limit = optimizers.largest_rate(np.diag([1.0, surfaces.RAVINE]))
    assert limit == pytest.approx(2 / surfaces.RAVINE)
    inside, outside = (path("sgd", RAVINE, (-2.0, 1.0), rate, 60)[-1].loss for rate in (0.98 * limit, 1.02 * limit))
    assert inside < 2 < 20 < outside


def test_unknown_names_are_sentences():
    with pytest.raises(SpecError, match="adam"):
        path("adan", RAVINE, (0, 0), 0.1, 1)
    with pytest.raises(SpecError, match="cosine"):
        optimizers.learning_rate("cosin", 0.1, 0, 10)
