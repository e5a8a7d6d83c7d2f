"""Schedules as they are drawn before training are those that Keras then follows."""

import keras
import numpy as np
import pytest

from nnviz.data.catalog import known_schema
from nnviz.specs import DataSpec, TrainSpec
from nnviz.training.catalog import resolve
from nnviz.training.compiling import learning_rate
from nnviz.training.one_cycle import OneCycle
from nnviz.training.rates import rates
from nnviz.training.schedules import LIVE, SCHEDULES

PER_EPOCH = 7
STEPS = np.array([0, 1, 6, 7, 20, 21, 34, 35, 69, 70, 71, 104, 105, 139, 400])
CASES = [(name, {}) for name in SCHEDULES if name not in LIVE] + [
    ("cosine", {"decay_epochs": 10.0, "warmup_epochs": 3.0, "alpha": 0.1}),
    ("cosine_restarts", {"decay_epochs": 5.0, "t_mul": 1.0, "m_mul": 0.5, "alpha": 0.05}),
    ("polynomial", {"power": 2.0, "decay_epochs": 15.0}),
    ("one_cycle", {"decay_epochs": 15.0, "warm_share": 0.2, "begin_divisor": 10.0, "end_divisor": 100.0}),
    ("one_cycle", {"warm_share": 0.0}),
]


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_what_is_drawn_is_what_keras_does(name, settings):
    schema = known_schema(DataSpec(source="moons"))
    train = resolve(TrainSpec(schedule=name, schedule_settings=settings, learning_rate=0.2, epochs=20), schema)
    schedule = learning_rate(train, PER_EPOCH)
    truth = [float(schedule(int(step))) if callable(schedule) else schedule for step in STEPS]
    np.testing.assert_allclose(rates(train, PER_EPOCH, STEPS), truth, rtol=2e-4, atol=1e-7)


def test_a_plateau_is_not_known_beforehand():
    schema = known_schema(DataSpec(source="moons"))
    assert rates(resolve(TrainSpec(schedule="plateau"), schema), 7, [0, 1]) is None


def test_one_cycle_by_hand_and_from_its_own_description():
    cycle = OneCycle(1.0, 100, warm_share=0.4, begin_divisor=10, end_divisor=1000)
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(cycle))
    by_hand = {0: 0.1, 20: 0.55, 40: 1.0, 70: (1 + 0.001) / 2, 100: 0.001, 500: 0.001}
    for step, rate in by_hand.items():
        assert float(cycle(step)) == float(again(step)) == pytest.approx(rate, rel=1e-5)
