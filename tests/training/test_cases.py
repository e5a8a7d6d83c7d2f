"""The cases on Home go wrong as they say, and their twins go right."""

import numpy as np
import pytest

import nnviz
from nnviz import cases
from nnviz.evaluation.of_run import evaluation_of_run
from tests.sampling import whole


@pytest.fixture(scope="module")
def trained():
    """`trained(name, which)`: the run of a case."""
    runs = {}

    def get(name: str, which: str):
        if (name, which) not in runs:
            runs[name, which] = nnviz.train(getattr(cases.case(name), which))
        return runs[name, which]

    return get


def last(run, name: str) -> float:
    return float(run.history()[name][-1])


@whole  # two trainings; what too long steps do is tested in concepts/test_learning_rate.py
def test_steps_that_are_too_long_settle_nowhere(trained):
    wrong, right = (trained("learning_rate", which) for which in ("wrong", "right"))
    if wrong.status().state == "finished":  # else its loss was no number any more
        loss = wrong.history()["loss"][-20:]
        assert loss.min() > 0.3 and np.ptp(loss) > 0.3
    assert last(right, "val_accuracy") > 0.97


@whole  # two trainings; that the coach finds dead units is in test_coach.py
def test_dead_units_learn_nothing_at_all(trained):
    wrong = trained("dead_relus", "wrong")
    assert np.ptp(wrong.history()["val_accuracy"]) == 0 and last(trained("dead_relus", "right"), "val_accuracy") > 0.95
    hidden = wrong.model().get_layer("dense_1").get_weights()[0]
    assert not hidden.any()


@whole  # two trainings; concepts/test_overfitting_races.py tells them apart
def test_learning_by_heart_is_told_from_learning(trained):
    wrong, right = (trained("overfitting", which) for which in ("wrong", "right"))
    assert last(wrong, "accuracy") == 1 and last(wrong, "val_loss") > 3 * wrong.history()["val_loss"].min()
    assert wrong.status().message.startswith("It overfits")
    assert min(right.history()["val_loss"]) * 1.5 > last(right, "val_loss")


@whole  # two trainings; that a leak is told is tested with the profile
def test_a_leak_looks_too_good(trained):
    assert last(trained("leakage", "wrong"), "val_accuracy") > 0.97
    assert 0.65 < last(trained("leakage", "right"), "val_accuracy") < 0.92


@whole  # two convolutional networks; that the marks lie and tell is tested with the data
def test_a_shortcut_fails_where_the_mark_says_nothing(trained):
    wrong, right = (trained("shortcut", which) for which in ("wrong", "right"))
    assert last(wrong, "val_accuracy") > 0.97 and evaluation_of_run(wrong.id, "test").scores["accuracy"] < 0.75
    assert evaluation_of_run(right.id, "test").scores["accuracy"] > 0.93


def test_another_name_is_a_sentence():
    with pytest.raises(nnviz.NnvizError, match="overfitting"):
        cases.case("overfiting")
