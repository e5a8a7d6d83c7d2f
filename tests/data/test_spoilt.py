"""The wines with faults: each fault is where it is asked for and nowhere else, and the honest part stays honest."""

import numpy as np
import pytest
from sklearn.datasets import load_wine
from sklearn.feature_selection import f_classif

from nnviz.data import spoilt
from nnviz.data.load import load, read
from nnviz.specs import DataSpec, StepSpec

WINE = load_wine()
PROLINE = 12


def table(**settings):
    """In its own units, gaps included."""
    return read(DataSpec(source="spoilt_wine", settings=settings, steps=(StepSpec(name="missing"),)))


def test_without_a_fault_it_is_the_wine():
    raw = table()
    np.testing.assert_allclose(raw.x, WINE.data)
    np.testing.assert_array_equal(raw.y, WINE.target)


def test_each_fault_changes_what_it_says():
    plain = WINE.data
    np.testing.assert_allclose(table(unit=1000.0).x[:, PROLINE], 1000 * plain[:, PROLINE])
    typed = table(typing=100.0)
    wrong = np.argwhere(~np.isclose(typed.x, plain))
    assert wrong.shape == (1, 2) and wrong[0, 1] == PROLINE and typed.parts[wrong[0, 0]] == 0
    device = table(device=True)
    np.testing.assert_array_equal(np.isnan(device.x), (plain < 1.5) & (np.arange(13) == 6))
    gaps = table(gaps=0.2)
    known = np.isnan(gaps.x)[gaps.parts != 2]
    assert 0.17 < known.mean() < 0.23 and not np.isnan(gaps.x)[gaps.parts == 2].any(), "later wines are complete"


def test_numbers_tell_the_known_wines_and_say_nothing_of_later_ones():
    raw = table(numbered=True)
    number, later = raw.x[:, 13], raw.parts == 2
    np.testing.assert_array_equal(number[~later], np.flatnonzero(~later) + 1)
    assert sorted(number[later]) == list(range(179, 179 + later.sum()))
    assert (
        abs(np.corrcoef(number[later], WINE.target[later])[0, 1])
        < 0.2
        < np.corrcoef(number[~later], raw.y[~later])[0, 1]
    )


def test_a_bottle_is_split_up_by_chance_alone():
    bottle = np.repeat(np.arange(178), 3)
    for judge, split_up in (("by chance", True), ("by bottle", False)):
        parts = table(measured=3, judge=judge).parts
        both = set(bottle[parts == 0]) & set(bottle[parts == 1])
        assert bool(both) == split_up and not set(bottle[parts == 2]) & set(bottle[parts != 2])


@pytest.mark.parametrize("ways", [("by chance", "new wines"), ("by bottle", "new wines by bottle")])
def test_new_wines_judge_the_same_training(ways):
    by_chance, new = (
        load(DataSpec(source="spoilt_wine", settings={"judge": how, "numbered": True, "measured": 3})) for how in ways
    )
    np.testing.assert_array_equal(by_chance.train.x, new.train.x)
    np.testing.assert_array_equal(by_chance.test.rows, new.validation.rows)


@pytest.mark.parametrize("chosen", ["on training", "on all"])
def test_the_best_of_chance_are_those_that_scikit_learn_finds(chosen):
    raw = table(chosen=chosen)
    rows = raw.parts == 0 if chosen == "on training" else raw.parts != 2
    columns = np.random.default_rng(spoilt._SEED + 6).normal(size=(178, spoilt.CHANCE))
    best = np.sort(np.argsort(-f_classif(columns[rows], WINE.target[rows])[0])[:10])
    np.testing.assert_allclose(raw.x[:, 13:], columns[:, best])
    validation = raw.parts == 1
    strength = spoilt.told_apart(raw.x[validation, 13:], raw.y[validation]).mean()
    by_chance = 2 / (validation.sum() - 1)
    assert (strength > 2 * by_chance) == (chosen == "on all"), "validation shares the luck where it was looked at"
