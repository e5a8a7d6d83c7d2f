"""Sequences of lengths of their own: padding that is known to be padding, scaling by what is there, words."""

import json

import numpy as np
import pytest

import nnviz
from nnviz.data import lengths
from nnviz.data.load import load, read
from nnviz.data.preparing.effects import prepared_through
from nnviz.data.summary import summarise
from nnviz.errors import NnvizError
from nnviz.models import edits
from nnviz.models.preview import preview
from nnviz.models.templates import suggest
from nnviz.serving.carried import prepare
from nnviz.serving.recipe import recipe_of
from nnviz.specs import DataSpec, LayerSpec, StepSpec
from nnviz.training.meaning import assumed

SPEC = DataSpec(source="walks", settings={"points": 120})


def test_every_walk_keeps_its_own_length_and_the_scaler_sees_real_steps_alone():
    data, raw = load(SPEC), read(SPEC)
    own = lengths.lengths(raw.x)
    assert own.min() >= 8 and own.max() == 30 and len(set(own)) > 10
    part = data.train
    padded = (part.x == 0).all(axis=-1)
    for row, steps, x in zip(part.rows, own[part.rows], padded, strict=True):
        assert not x[:steps].any() and x[steps:].all() and np.isfinite(raw.x[row, :steps]).all()
    real = np.concatenate([raw.x[row, : own[row], 0] for row in part.rows])
    assert (float(data.scaler.offset[0]), float(data.scaler.scale[0])) == pytest.approx((real.mean(), real.std()))
    shown = data.unscaled(part.x)
    assert np.isnan(shown[padded]).all()
    assert shown[~padded] == pytest.approx(raw.x[part.rows][~padded], abs=1e-5)


def test_beside_another_input_sequences_keep_their_lengths_too():
    rng = np.random.default_rng(0)
    walks = [rng.normal(3, 2, (steps, 2)) for steps in rng.integers(2, 9, 40)]
    walks[0][1] = 0.0
    spec = nnviz.own_data({"row": rng.normal(size=(40, 3)), "walk": walks}, np.arange(40) % 2)
    data, (form,) = load(spec), load(spec).schema.further
    assert data.size == 40 and form.padded and form.words == "up to 8 steps of 2 numbers"
    assert any("The sequences of walk have 2 to 8 steps" in note for note in data.notes)
    part, own = data.train, data.train.further["walk"]
    real = np.concatenate([walks[row] for row in part.rows])
    back = data.further[0].unscaled(own)
    for row, given, shown in zip(part.rows, own, back, strict=True):
        steps = len(walks[row])
        assert given[:steps].any(axis=-1).all() and not given[steps:].any() and np.isnan(shown[steps:]).all()
        assert given[:steps] == pytest.approx((walks[row] - real.mean(axis=0)) / real.std(axis=0), abs=2e-6)
    model = nnviz.suggest(data.schema)
    assert [layer.kind for layer in model.layers if "walk" in layer.id][:3] == ["InputLayer", "Masking", "GRU"]
    assert not preview(model, data.schema).diagnoses
    bare = edits.remove(model, next(layer.id for layer in model.layers if layer.kind == "Masking"))
    (warned,) = [own for own in preview(bare, data.schema).diagnoses if own.code == "padding_read"]
    assert "The sequences of walk" in warned.message and not preview(warned.fixes[0].model, data.schema).diagnoses
    recipe = recipe_of(data, assumed("sigmoid", 1, "binary"), ("walk",))
    rows = {"row": np.zeros((3, 3)), "walk": [walks[row] for row in part.rows[:3]]}
    sent = prepare.inputs({**recipe, "takes": "prepared"}, rows)["walk"]
    np.testing.assert_allclose(sent, own[:3], atol=1e-6)


def test_a_step_of_nothing_but_zeros_is_no_padding():
    x = lengths.stacked([[1.0, 0.0, -1.0], [2.0]])
    given = lengths.given(x, lengths.fit(x, "none"))
    assert ((given != 0).any(axis=-1) == [[True, True, True], [True, False, False]]).all()
    assert given[0, 1, 0] == pytest.approx(0, abs=1e-5)
    with pytest.raises(NnvizError, match="as many channels in each"):
        lengths.stacked([np.zeros((3, 2)), np.zeros((3, 1))])


def test_a_summary_counts_real_steps_and_the_truth_is_the_last_of_them():
    summary, raw = summarise(SPEC), read(SPEC)
    assert summary.features[0].mean == pytest.approx(np.nanmean(raw.x), rel=1e-6)
    last = [own[np.isfinite(own)][-1] for own in summary.sample_x[..., 0]]
    assert ((np.array(last) > 0) == (summary.sample_y == 1)).all()
    own = lengths.lengths(summary.sample_x[: len(summary.truth)])
    assert (summary.truth.argmax(axis=1) == own - 1).all() and summary.truth.sum() == len(own) > 10


@pytest.mark.parametrize("how", ["standard", "minmax", "robust", "log", "quantile"])
def test_steps_are_fitted_on_real_steps_and_leave_the_padding(how):
    scale = StepSpec(name="scale", settings={"how": how})
    data, raw = load(SPEC.replace(steps=(StepSpec(name="outliers"), scale))), read(SPEC)
    part, own = data.train, lengths.lengths(raw.x)
    real = np.arange(raw.x.shape[1]) < own[part.rows, None]
    assert ((part.x != 0).any(axis=-1) == real).all()
    seen = raw.x[part.rows, :, 0][real]
    clipped = np.clip(raw.x[part.rows, :, 0], *np.quantile(seen, [0.01, 0.99]))
    there = clipped[real]
    expected = {
        "standard": lambda: (clipped - there.mean()) / there.std(),
        "minmax": lambda: (clipped - there.min()) / np.ptp(there),
        "robust": lambda: (clipped - np.median(there)) / np.subtract(*np.percentile(there, [75, 25])),
        "log": lambda: np.sign(clipped) * np.log1p(np.abs(clipped)),
        "quantile": lambda: np.array([[(there <= v).mean() if v == v else v for v in row] for row in clipped]),
    }[how]()
    off = 0.02 if how == "quantile" else 2e-6  # marks are kept of a hundred values; a zero is moved by a millionth
    np.testing.assert_allclose(part.x[..., 0][real], expected[real], atol=off)
    assert np.isnan(data.unscaled(part.x)[~real]).all()
    if how == "standard":
        again = load(SPEC)
        np.testing.assert_allclose(load(SPEC.replace(steps=(scale,))).train.x, again.train.x, atol=1e-6)
        recipe = {"steps": json.loads(json.dumps(data.preparation.steps)), "columns": [], "padded": True}
        np.testing.assert_array_equal(prepare.prepared(recipe, raw.x[part.rows]).astype("float32"), part.x)
        spread = prepared_through(SPEC.replace(steps=(scale,))).effects[0].after
        assert sum(spread.counts) == real.sum()


def test_a_network_that_reads_the_padding_is_warned_with_a_way_on():
    schema = load(SPEC).schema
    spec = suggest(schema)
    assert spec.layers[0].kind == "Masking"
    assert "padding_read" not in {one.code for one in preview(spec, schema).diagnoses}
    without = edits.remove(spec, spec.layers[0].id)
    told = next(one for one in preview(without, schema).diagnoses if one.code == "padding_read")
    assert told.fixes[0].model.layers[0].kind == "Masking"
    conv = LayerSpec(id="conv", kind="Conv1D", settings={"filters": 4, "kernel_size": 3, "padding": "same"})
    forgets = edits.insert_after(spec, spec.layers[0].id, conv)
    told = next(one for one in preview(forgets, schema).diagnoses if one.code == "padding_read")
    assert told.where == "conv" and "takes no mask" in told.message


def test_a_script_hands_over_a_list_of_sequences_and_labels_as_ones_and_zeros(tmp_path, monkeypatch):
    monkeypatch.setenv("NNVIZ_HOME", str(tmp_path))
    rng = np.random.default_rng(0)
    sequences = [rng.normal(size=(count, 2)) for count in rng.integers(3, 9, 40)]
    y = (rng.random((40, 3)) < 0.5).astype(int)
    held = ([rng.normal(size=(12, 2)), rng.normal(size=(5, 2))] * 4, y[:8])
    spec = nnviz.own_data(sequences, y, validation=held, classes="a, b, c")
    data = load(spec)
    assert data.schema.padded and data.schema.input_shape == (12, 2) and data.schema.class_names == ("a", "b", "c")
    assert len(data.train) == 40 and (data.train.y == y[data.train.rows]).all()
    own = [int((~(row == 0).all(axis=-1)).sum()) for row in data.train.x]
    assert own == [len(sequences[row]) for row in data.train.rows]
    assert "have 3 to 12 steps" in " ".join(data.notes)
