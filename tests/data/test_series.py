"""Series to forecast: windows of the real numbers, and a split by time that lets nothing of the future in."""

import numpy as np
import pytest
from plotly import data as shipped

from nnviz.data.load import load, read
from nnviz.data.splitting.split_by_time import time_folds, time_rows
from nnviz.specs import DataSpec


def test_windows_and_targets_are_the_series_own_numbers():
    raw = read(DataSpec(source="stocks", settings={"company": "AAPL", "window": 5, "horizon": 3}))
    prices = shipped.stocks()["AAPL"].to_numpy()
    assert raw.x.shape == (105 - 5 - 3 + 1, 5, 1)
    np.testing.assert_array_equal(raw.x[10, :, 0], prices[10:15])
    assert raw.y[10] == prices[17]
    lives = read(DataSpec(source="life_expectancy"))
    table = shipped.gapminder()
    for place in (0, 141, 500):
        own = table[table["lifeExp"] == lives.y[place]]
        assert any(
            set(lives.x[place, :, 0]) <= set(table[table["country"] == name]["lifeExp"]) for name in own["country"]
        )


@pytest.mark.parametrize("folds", [0, 4])
def test_all_that_is_held_out_came_about_after_all_that_is_trained_on(folds):
    for fold in range(folds or 1):
        spec = DataSpec(source="stocks", settings={"horizon": 4}, test_fraction=0.2, folds=folds, fold=fold)
        data, times = load(spec), read(spec).times
        train, validation, test = (times[data.split(name).rows] for name in ("train", "validation", "test"))
        assert train.max() < validation.min() and validation.max() < test.min()
        assert abs(len(test) / len(times) - 0.2) < 0.02


def test_what_a_network_has_to_beat_is_told_of_the_held_out_part():
    data = load(DataSpec(source="stocks", settings={"company": "MSFT"}))
    prices, last = shipped.stocks()["MSFT"].to_numpy(), len(data.validation)
    miss = np.abs(np.diff(prices))[-last:].mean()
    (note,) = [note for note in data.notes if "last one seen" in note]
    assert f"misses by {miss:.2g} on average over the validation examples" in note
    assert not any("last one seen" in note for note in load(DataSpec(source="stocks", validation_fraction=0)).notes)


def test_shares_are_met_to_the_nearest_time_and_examples_of_one_time_stay_together():
    times = np.repeat([5.0, 1.0, 3.0, 2.0], [2, 4, 2, 2])
    parts = time_rows(times, 0.2, 0.2)
    assert [set(times[part]) for part in parts] == [{1.0, 2.0}, {3.0}, {5.0}]
    assert [len(part) for part in time_rows(times, 0.0, 0.0)] == [10, 0, 0]
    assert [len(part) for part in time_rows(np.ones(4), 0.5, 0.2)] == [4, 0, 0], "one time trains"
    every = [time_folds(np.arange(12.0), 3, fold, 0.0) for fold in range(3)]
    assert [len(train) for train, _, _ in every] == [3, 6, 9] and [len(v) for _, v, _ in every] == [3, 3, 3]


def test_tables_that_plotly_ships_have_its_numbers_and_names():
    tips = shipped.tips()
    raw = read(DataSpec(source="tips"))
    assert raw.schema.target_name == "tip (dollars)" and [c.kind for c in raw.columns][1:3] == ["category", "boolean"]
    np.testing.assert_array_equal(raw.x[:, 0], tips["total_bill"])
    np.testing.assert_array_equal(raw.y, tips["tip"])
    days = next(c for c in raw.columns if c.name == "day").categories
    assert [days[int(k)] for k in raw.x[:, 3]] == list(tips["day"])
    smokers = {"smoker": {"role": "target"}, "tip (dollars)": {"role": "input"}}
    assert load(DataSpec(source="tips", columns=smokers)).schema.class_names == ("no", "yes")
    countries = read(DataSpec(source="countries"))
    assert "country" not in [c.name for c in countries.columns], "a name of the row itself is no input"
    world = shipped.gapminder(year=2007)
    np.testing.assert_array_equal(countries.y, world["lifeExp"])
