"""Slices that are blamed and those that are not, and rules that make groups equal, against counting and trying all."""

import numpy as np
import pytest
from scipy import stats

from nnviz.errors import NnvizError
from nnviz.evaluation.fairness import CRITERIA, fair_rules, rates, same_for_all
from nnviz.evaluation.grouping import ranged
from nnviz.evaluation.slices import Attribute, Slices, chance

RANDOM = np.random.default_rng(5)
SIZE = 400
TOWN, KIND = RANDOM.integers(3, size=SIZE), RANDOM.integers(2, size=SIZE)
NOISE = RANDOM.integers(4, size=(6, SIZE))
GROUPS = ("Rome", "Oslo", "Lima")


def slices(errors, shares=True) -> Slices:
    noise = tuple(Attribute(f"noise {k}", tuple("abcd"), own) for k, own in enumerate(NOISE))
    return Slices((Attribute("town", GROUPS, TOWN), Attribute("kind", ("new", "old"), KIND), *noise), errors, shares)


def test_every_part_is_counted():
    errors = (RANDOM.random(SIZE) < 0.2).astype(float)
    for part in slices(errors).by("town", "kind"):
        (_, town), (_, kind) = part.where
        own = (GROUPS.index(town) == TOWN) & (("new", "old").index(kind) == KIND)
        assert part.size == own.sum() and part.error == pytest.approx(errors[own].mean())
        expected = stats.binomtest(int(errors[own].sum()), int(own.sum())).proportion_ci(method="wilson")
        assert (part.low, part.high) == pytest.approx((expected.low, expected.high))
        assert sorted(slices(errors).positions(part)) == np.flatnonzero(own).tolist()
        assert part.others == pytest.approx(errors[~own].mean())
    with pytest.raises(NnvizError, match="Did you mean 'town'"):
        slices(errors).by("twon")


def test_the_worst_part_is_found_and_chance_is_not_blamed():
    even = (RANDOM.random(SIZE) < 0.1).astype(float)
    assert slices(even).worst() == ()
    planted = np.where((TOWN == 1) & (KIND == 0), RANDOM.random(SIZE) < 0.7, even).astype(float)
    assert slices(planted).worst()[0].where == (("town", "Oslo"), ("kind", "new"))
    amounts = RANDOM.exponential(size=SIZE) + 3.0 * (TOWN == 2)
    assert slices(amounts, shares=False).worst()[0].where == (("town", "Lima"),)
    few = np.zeros(SIZE)
    few[:3] = 1.0
    rare = Attribute("rare", ("few", "others"), (np.arange(SIZE) >= 3).astype(int))
    assert Slices((rare,), few).worst() == ()  # three wrong of three are too few to be blamed


def test_chance_is_fishers_exact_test():
    own, others = np.array([1, 1, 1, 0.0]), np.array([0, 0, 1, 0, 0, 0.0])
    table = [[3, 1], [1, 5]]
    assert chance(own, others, True) == pytest.approx(stats.fisher_exact(table, "greater").pvalue)


def test_numbers_fall_into_ranges_of_the_training_examples():
    seen = np.arange(100.0)
    found = ranged("age", np.array([-5.0, 24.75, 50, 99, np.nan]), seen)
    assert found.groups[0] == "below 24.8" and found.codes.tolist() == [0, 1, 2, 3, -1]
    assert ranged("flag", np.array([0.0, 1]), np.array([0.0, 1, 1])).groups == ("0", "1")
    assert ranged("same", np.ones(3), np.ones(9)) is None


def people(seed: int = 0):
    random = np.random.default_rng(seed)
    codes = np.repeat([0, 1, 2], (80, 60, 40))
    truth = random.random(180) < np.array([0.3, 0.5, 0.6])[codes]
    return truth, np.round(random.normal(size=180) + 1.4 * truth - 0.5 * codes, 2), codes, GROUPS


@pytest.mark.parametrize("criterion", CRITERIA)
def test_rules_make_the_rates_equal(criterion):
    given = people()
    rules = fair_rules(*given, criterion)
    found = rates(*given, rules)
    assert found.gap(criterion) < 1e-9 < rates(*given, same_for_all(GROUPS, 0.5)).gap(criterion)


def test_rules_cost_no_more_than_any_thresholds_that_make_the_rates_equal():
    truth, numbers, codes, groups = given = people(1)
    best = rates(*given, fair_rules(*given, "opportunity", 3, 1), 3, 1).cost
    by_group = [np.append(np.unique(numbers[codes == k]), np.inf) for k in range(3)]
    for threshold in by_group[0]:
        own = truth & (codes == 0)
        wanted = (numbers[own] >= threshold).mean()
        cost = 0.0
        for k in range(3):
            here = codes == k
            called = numbers[here] >= by_group[k][:, None]
            recall = (called & truth[here]).sum(axis=1) / (truth & here).sum()
            alarms = (called & ~truth[here]).sum(axis=1)
            enough = recall >= wanted - 1e-12  # no group is found less often, which can only be dearer
            cost += alarms[enough].min() + 3 * (1 - wanted) * (truth & here).sum()
        assert best <= cost + 1e-9


def test_equal_odds_at_one_point_for_all():
    given = people(2)
    found = rates(*given, fair_rules(*given, "odds")).groups
    assert np.ptp([one.recall for one in found]) < 1e-9 and np.ptp([one.false_alarms for one in found]) < 1e-9


def test_groups_in_which_nothing_can_be_compared_have_no_rule():
    truth, numbers, codes, groups = people()
    truth = truth & (codes != 2)
    assert {rule.group for rule in fair_rules(truth, numbers, codes, groups, "opportunity")} == {"Rome", "Oslo"}
    assert len(fair_rules(truth, numbers, codes, groups, "parity")) == 3
    with pytest.raises(NnvizError, match="of 3 groups 1 have them"):
        fair_rules(truth & (codes == 0), numbers, codes, groups, "odds")
    with pytest.raises(NnvizError, match="finite|numbers"):
        fair_rules(truth, numbers * np.nan, codes, groups, "parity")
