"""Data with several labels an example: the made images against what was drawn, splits, own tables."""

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

import nnviz
from nnviz.data import shape_sets
from nnviz.data.load import load
from nnviz.data.splitting import strata
from nnviz.data.summary import summarise
from nnviz.errors import NnvizError
from nnviz.specs import DataSpec

SPEC = DataSpec(source="shape_sets", settings={"points": 200, "noise": 0.0}, test_fraction=0.2)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NNVIZ_HOME", str(folder))
        yield folder


def test_every_label_is_drawn_where_it_is_there_and_nowhere_else():
    ink, there = shape_sets.drawn(200, 24, 4, 0.45, 0)
    areas = ink.sum(axis=(2, 3))
    assert ((areas > 20) == (there == 1)).all() and (areas[there == 0] == 0).all()
    assert (ink.max(axis=1) - ink.sum(axis=1)).max() == pytest.approx(0, abs=1e-12)  # no shape covers another
    data = load(SPEC)
    part = data.train
    assert data.schema.task == "multilabel" and data.schema.outputs == 4 and part.y.shape == (len(part), 4)
    assert (part.y == there[part.rows]).all()
    assert np.allclose(data.unscaled(part.x)[..., 0], ink.max(axis=1)[part.rows], atol=1e-5)


def test_sets_of_labels_keep_their_shares_in_every_part():
    data = load(SPEC)
    everything = np.concatenate([data.split(name).y for name in ("train", "validation", "test")])
    sets, counts = np.unique(everything, axis=0, return_counts=True)
    for own, count in zip(sets, counts, strict=True):
        if count >= 4:
            held = (data.validation.y == own).all(axis=1).sum()
            assert abs(held - 0.2 * count) <= 1.0


def test_rare_sets_of_labels_are_grouped_by_how_many_they_hold():
    y = np.array([[0, 0, 0]] * 6 + [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 1, 1]])
    groups = strata.groups(load(SPEC).schema, y)
    assert len(set(groups[:6])) == 1 and len(set(groups[6:10])) == 1 and groups[0] != groups[6]
    assert np.bincount(groups)[groups].min() >= 2


def test_a_summary_counts_each_label_and_names_the_sets():
    summary = summarise(SPEC)
    assert summary.class_counts["train"] == tuple(load(SPEC).train.y.sum(axis=0))
    places, names = summary.colours
    for row, place in zip(summary.sample_y, places, strict=True):
        assert names[place] in (summary.schema.truth(row), "other sets")
    assert summary.schema.truth([1, 0, 1, 0]) == "circle and triangle" and summary.schema.truth([0] * 4) == "none"


def people(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    words = rng.choice(["yes", "no"], n)
    height = rng.normal(170, 9, n).round(1)
    return pd.DataFrame(
        {"age": rng.integers(18, 80, n), "smokes": words, "runs": rng.integers(0, 2, n), "height (cm)": height}
        | {"weight (kg)": (height - 100 + rng.normal(0, 5, n)).round(1), "city": rng.choice(["Rome", "Lima"], n)}
    )


def test_several_yes_or_no_columns_are_labels_in_their_own_names(home):
    frame = people()
    data = load(nnviz.own_data(frame, target=["smokes", "runs"]))
    schema = data.schema
    assert (schema.task, schema.class_names, schema.outputs) == ("multilabel", ("smokes", "runs"), 2)
    expected = np.stack([frame["smokes"] == "yes", frame["runs"] == 1], axis=1)
    assert (data.train.y == expected[data.train.rows]).all()


def test_several_numbers_are_targets_with_units_and_scales_of_their_own(home):
    frame = people()
    data = load(nnviz.own_data(frame, target=["height (cm)", "weight (kg)"]))
    schema, rows = data.schema, data.train.rows
    assert schema.task == "regression" and schema.answers == ("height (cm)", "weight (kg)")
    assert (schema.unit(0), schema.unit(1)) == ("cm", "kg")
    own = frame[["height (cm)", "weight (kg)"]].to_numpy()[rows]
    assert data.train.y == pytest.approx((own - own.mean(0)) / own.std(0), abs=1e-5)
    assert data.unscaled_targets(data.train.y) == pytest.approx(own, abs=1e-3)


def test_a_mix_of_targets_is_refused_with_a_sentence(home):
    with pytest.raises(NnvizError, match="cannot be predicted together: smokes is a boolean and weight .kg. is a numb"):
        load(nnviz.own_data(people(), target=["smokes", "weight (kg)"]))
    with pytest.raises(NnvizError, match="has no classes to choose from, but labels"):
        load(SPEC.replace(only_classes=("circle", "ring")))


def test_several_real_targets_are_told_by_their_names_and_units():
    data = load(DataSpec(source="linnerud"))
    assert data.schema.answers == ("weight", "waist", "pulse") and data.schema.unit(2) == "beats/min"
    own = datasets.load_linnerud().target[data.train.rows]
    assert data.unscaled_targets(data.train.y) == pytest.approx(own, abs=1e-3)
    assert data.train.y.mean(axis=0) == pytest.approx(0, abs=1e-6) and data.train.y.std(axis=0) == pytest.approx(1)
    assert data.schema.truth([191, 36, 50]) == "weight 191, waist 36 and pulse 50"
    assert "each by its own mean" in " ".join(data.notes)
