"""Examples that are left out are found again by what is in them, where their places have changed."""

import numpy as np
import pandas as pd

import nnviz
from nnviz.data.load import read
from nnviz.data.same_rows import same_rows
from nnviz.specs import DataSpec


def test_rows_are_found_in_another_sample_of_their_table(home):
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"n": rng.normal(size=90), "city": rng.choice(list("abcdef"), 90), "y": np.arange(90) * 1.5})
    frame.loc[5, "n"] = None
    columns = {"y": {"kind": "number", "role": "target"}}
    spec = nnviz.own_data(frame, columns=columns, limit=1_000)
    before = spec.replace(left_out=(5, 40, 41, 89))
    assert same_rows(before, spec.replace(seed=9)) == (5, 40, 41, 89)
    less = spec.replace(settings={**spec.settings, "limit": 45}, seed=3)
    there = np.flatnonzero(np.isin(read(less).y, frame["y"][[5, 40, 41, 89]]))
    assert 0 < len(there) < 4 and same_rows(before, less) == tuple(there)
    mended = nnviz.own_data(frame.drop(index=[0, 1]).assign(new=np.arange(88) % 2), columns=columns, limit=1_000)
    assert same_rows(before, mended) == (3, 38, 39, 87)  # another file, with a column more


def test_of_rows_that_are_alike_as_many_stay_away_as_before_and_other_points_are_others():
    before = DataSpec(source="moons", left_out=(0, 1, 2))
    assert same_rows(before, before.replace(seed=5)) == () == same_rows(before.replace(left_out=()), before)
    twice = nnviz.own_data(np.ones((12, 2)), np.resize([0, 1], 12)).replace(left_out=(0, 2))
    assert same_rows(twice, twice.replace(seed=1)) == (0, 2)
