"""No group stands in two parts, nothing later trains, and a column of the file is obeyed."""

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.load import load, read
from nnviz.data.splitting import split_by
from nnviz.errors import NnvizError


def visits(n: int = 240) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    return pd.DataFrame(
        {
            "patient": np.array([f"p{k}" for k in rng.choice(30, n, p=np.arange(1, 31) / 465)], object),
            "seen": pd.date_range("2024-03-01", periods=n, freq="9h")
            .strftime("%Y-%m-%d")
            .to_numpy()[rng.permutation(n)],
            "pulse": rng.normal(70, 8, n),
            "ill": rng.choice(["yes", "no"], n),
        }
    )


def spec_of(frame: pd.DataFrame, columns: dict, **fields):
    return nnviz.own_data(frame, target="ill", columns=columns, **fields)


def rows_of(spec) -> list[np.ndarray]:
    data = load(spec)
    return [data.train.rows, data.validation.rows, data.test.rows]


@pytest.mark.parametrize("seed", range(4))
def test_no_group_stands_in_two_parts(home, seed):
    frame = visits()
    frame.loc[::40, "patient"] = None  # each of these is a group of its own
    columns = {"patient": {"role": "group"}, "seen": {"role": "ignored"}}
    parts = rows_of(spec_of(frame, columns, test_fraction=0.2, seed=seed))
    assert sorted(np.concatenate(parts)) == list(range(len(frame)))
    known = [set(frame["patient"].iloc[rows].dropna()) for rows in parts]
    assert not (known[0] & known[1] or known[0] & known[2] or known[1] & known[2])
    assert all(abs(len(rows) / len(frame) - share) < 0.07 for rows, share in zip(parts, (0.6, 0.2, 0.2), strict=True))
    folds = [rows_of(spec_of(frame, columns, folds=4, fold=k, test_fraction=0.2, seed=seed)) for k in range(4)]
    validating = np.concatenate([fold[1] for fold in folds])
    assert sorted([*validating, *folds[0][2]]) == list(range(len(frame)))
    for train, validation, _ in folds:
        assert not set(frame["patient"].iloc[train].dropna()) & set(frame["patient"].iloc[validation].dropna())


def test_nothing_later_than_what_is_held_out_trains(home):
    frame = visits()
    columns = {"seen": {"role": "time"}, "patient": {"role": "ignored"}}
    spec = spec_of(frame, columns, test_fraction=0.2)
    train, validation, test = (frame["seen"].iloc[rows] for rows in rows_of(spec))
    assert train.max() < validation.min() and validation.max() < test.min()
    assert all(abs(len(part) / len(frame) - share) < 0.02 for part, share in ((validation, 0.2), (test, 0.2)))
    assert "seen" not in load(spec).schema.feature_names
    for fold in range(3):
        train, validation, test = (
            frame["seen"].iloc[rows] for rows in rows_of(spec.replace(folds=3, fold=fold, test_fraction=0.1))
        )
        assert train.max() < validation.min() and validation.max() < test.min()
    frame.loc[5, "seen"] = None
    assert 5 not in read(spec_of(frame, columns)).rows


def test_a_column_of_the_file_is_obeyed(home):
    frame = visits().drop(columns=["seen", "patient"])
    frame["set"] = np.resize(["Train", "train", "TEST", "val", None], len(frame))
    parts = rows_of(spec_of(frame, {"set": {"role": "split"}}))
    expected = [("Train", "train"), ("val",), ("TEST",)]
    for rows, names in zip(parts, expected, strict=True):
        assert sorted(rows) == list(np.flatnonzero(frame["set"].isin(names)))
    frame["set"] = np.resize([0, 0, 0, 2], len(frame))  # as numbers, and none for validation
    spec = spec_of(frame, {"set": {"role": "split"}}, validation_fraction=0.25)
    train, validation, test = rows_of(spec)
    assert (len(train), len(validation), len(test)) == (135, 45, 60)
    folds = [rows_of(spec.replace(folds=3, fold=k)) for k in range(3)]
    assert all(list(np.sort(fold[2])) == list(np.flatnonzero(frame["set"] == 2)) for fold in folds)
    assert sorted(np.concatenate([fold[1] for fold in folds])) == sorted(np.concatenate([train, validation]))


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"patient": {"role": "group"}, "seen": {"role": "time"}}, "one at most"),
        ({"patient": {"role": "split"}}, "train, validation or test in every row"),
        ({"patient": {"role": "time"}}, "no order in time"),
        ({"patient": {"role": "groups"}}, "Did you mean 'group'"),
    ],
)
def test_what_cannot_share_out_is_refused(home, columns, says):
    with pytest.raises(NnvizError, match=says):
        load(spec_of(visits(), columns))


def test_too_few_groups_are_refused():
    with pytest.raises(NnvizError, match="2 groups to share out. Expected at least 3"):
        split_by.group_rows(np.repeat([0, 1], 10), 0.2, 0.2, 0)
