"""From a DataSpec to arrays: every source, exact rows, scaling from the training share only, sentences."""

import inspect
import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from nnviz import paths
from nnviz.data import catalog, plane
from nnviz.data import load as loading
from nnviz.data.catalog.kinds import OWN, REMOTE
from nnviz.data.load import load, schema_of
from nnviz.data.raw import Raw
from nnviz.data.summary import summarise
from nnviz.errors import DataError, SpecError
from nnviz.specs import DataSpec

LOCAL = [name for name, source in catalog.SOURCES.items() if source.group not in (REMOTE, OWN)]
SPLITS = ("train", "validation", "test")


@pytest.mark.parametrize("name", LOCAL)
def test_every_source_gives_what_its_schema_says(name):
    spec = DataSpec(source=name, test_fraction=0.1)
    data, schema = load(spec), schema_of(spec)
    assert data.schema == schema
    for part in (data.split(split) for split in SPLITS):
        assert part.x.shape[1:] == schema.input_shape
        assert part.x.dtype == (np.int32 if schema.kind == "tokens" else np.float32)
        assert np.isfinite(part.x).all()
        if schema.task == "regression":
            assert part.y.shape == (len(part), schema.outputs) and part.y.dtype == np.float32
        elif schema.has_labels:
            assert part.y.shape == (len(part), schema.outputs) and part.y.dtype == np.int64
            assert set(np.unique(part.y)) == {0, 1} and schema.outputs == len(schema.class_names)
        else:
            assert part.y.shape == (len(part),) and part.y.dtype == np.int64
            assert set(part.y) == set(range(len(schema.class_names)))
            assert schema.outputs == (1 if schema.task == "binary" else len(schema.class_names))
    rows = np.concatenate([data.split(split).rows for split in SPLITS])
    np.testing.assert_array_equal(np.sort(rows), np.arange(data.size))
    assert schema.kind != "vector" or len(schema.feature_names) == schema.input_shape[0]


@pytest.mark.parametrize("source", catalog.SOURCES.values(), ids=lambda s: s.name)
def test_a_sources_settings_are_its_functions_arguments(source):
    arguments = set(inspect.signature(paths.resolve(source.function)).parameters)
    corrected, added = {"columns"} if source.columns else set(), {plane.SETTING} if source.plane else set()
    assert {p.name for p in source.params} - added | set(source.fixed) | {"seed"} | corrected == arguments
    assert all(p.help and p.check(p.default) == p.default for p in source.params)
    assert source.help and (source.credit or source.group == OWN)


@pytest.mark.parametrize(
    "source, settings, task, outputs, shape",
    [
        ("spirals", {"arms": 3}, "multiclass", 3, (2,)),
        ("rings", {"classes": 2}, "binary", 1, (2,)),
        ("blobs", {"classes": 6}, "multiclass", 6, (2,)),
        ("shapes", {"classes": 2, "size": 20, "colour": True}, "binary", 1, (20, 20, 3)),
        ("patches", {"size": 8}, "binary", 1, (8, 8, 3)),
        ("surface", {"shape": "plane"}, "regression", 1, (2,)),
    ],
)
def test_the_schema_follows_the_settings(source, settings, task, outputs, shape):
    spec = DataSpec(source=source, settings=settings)
    schema, data = schema_of(spec), load(spec)
    assert (schema.task, schema.outputs, schema.input_shape) == (task, outputs, shape)
    assert data.train.x.shape[1:] == shape
    assert task == "regression" or len(np.unique(data.train.y)) == len(schema.class_names)


def test_names_agree_with_scikit_learn():
    for name in ("iris", "breast_cancer", "wine"):
        bunch = getattr(datasets, f"load_{name}")()
        schema = schema_of(DataSpec(source=name))
        assert list(schema.feature_names) == [n.replace("_", " ") for n in bunch.feature_names]
        assert len(schema.class_names) == len(bunch.target_names)
    for name in ("iris", "breast_cancer"):
        bunch = getattr(datasets, f"load_{name}")()
        assert schema_of(DataSpec(source=name)).class_names == tuple(bunch.target_names)


def test_digits_are_scikit_learns_rows():
    x, y = datasets.load_digits(return_X_y=True)
    data = load(DataSpec(source="digits", scaling="minmax", test_fraction=0.1))
    for split in SPLITS:
        part = data.split(split)
        np.testing.assert_array_equal(data.unscaled(part.x).reshape(-1, 64), x[part.rows])
        np.testing.assert_array_equal(part.y, y[part.rows])
    assert data.train.x.max() == 1.0 and data.train.x.min() == 0.0


def test_patches_are_pieces_of_the_photographs_that_do_not_overlap():
    images = datasets.load_sample_images().images
    data = load(DataSpec(source="patches", scaling="none", settings={"size": 32, "points": 60}))
    for patch, label in zip(data.train.x, data.train.y, strict=True):
        cells = images[label][:416, :640].reshape(13, 32, 20, 32, 3).swapaxes(1, 2).reshape(-1, 32, 32, 3)
        assert (cells == patch).all(axis=(1, 2, 3)).any()
    everything = load(DataSpec(source="patches", settings={"size": 64, "points": 1000}))
    assert everything.size == 2 * 6 * 10
    assert "120 patches of 64 by 64" in everything.notes[0]


def test_the_scaler_sees_training_examples_only():
    raw_x, _ = datasets.load_wine(return_X_y=True)
    data = load(DataSpec(source="wine", validation_fraction=0.3))
    np.testing.assert_allclose(data.scaler.offset, raw_x[data.train.rows].mean(axis=0))
    np.testing.assert_allclose(data.scaler.scale, raw_x[data.train.rows].std(axis=0))
    np.testing.assert_allclose(data.unscaled(data.validation.x), raw_x[data.validation.rows], rtol=1e-4)


def test_the_split_does_not_depend_on_the_scaling():
    scalings = ("none", "minmax", "robust")
    parts = [load(DataSpec(source="iris", scaling=s, seed=3)).train.rows for s in scalings]
    np.testing.assert_array_equal(parts[0], parts[1])
    np.testing.assert_array_equal(parts[0], parts[2])


def test_splits_are_stratified():
    data = load(DataSpec(source="iris", validation_fraction=0.2, test_fraction=0.2))
    assert [list(np.bincount(data.split(s).y)) for s in SPLITS] == [[30] * 3, [10] * 3, [10] * 3]


def test_regression_targets_return_to_their_units():
    _, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    data = load(DataSpec(source="diabetes"))
    assert data.train.y.mean() == pytest.approx(0, abs=1e-5)
    assert data.train.y.std() == pytest.approx(1, abs=1e-5)
    returned = data.unscaled_targets(data.validation.y)
    np.testing.assert_allclose(returned[:, 0], y[data.validation.rows], rtol=1e-5)
    assert any("progression, is standardised" in note for note in data.notes)
    plain = load(DataSpec(source="diabetes", scaling="none"))
    assert plain.target_scaler is None and plain.notes == ()
    np.testing.assert_array_equal(plain.train.y[:, 0], y[plain.train.rows])


def test_loading_twice_gives_the_same_read_only_arrays():
    spec = DataSpec(source="spirals", seed=8)
    first = load(spec)
    assert load(DataSpec(source="spirals", seed=8)) is first
    with pytest.raises(ValueError):
        first.train.x[0, 0] = 9.0
    kept = first.train.x.copy()
    loading._load.cache_clear()
    loading._read.cache_clear()
    np.testing.assert_array_equal(load(spec).train.x, kept)


def test_examples_with_gaps_are_left_out_and_counted(monkeypatch):
    def gappy(seed, **_):
        x = np.arange(40.0).reshape(20, 2)
        x[3, 1], x[7, 0], x[7, 1] = np.nan, np.inf, np.nan
        return Raw(x, np.arange(20) % 2)

    monkeypatch.setattr("nnviz.data.toys.moons", gappy)
    loading._read.cache_clear()
    spec = DataSpec(source="moons", seed=991, validation_fraction=0.0, scaling="none")
    data, summary = load(spec), summarise(spec)
    loading._read.cache_clear()
    loading._load.cache_clear()
    assert sorted(data.train.rows) == [k for k in range(20) if k not in (3, 7)]
    np.testing.assert_array_equal(data.train.x[:, 0], data.train.rows * 2)
    assert "2 of 20 examples" in data.notes[0]
    assert [f.missing for f in summary.features] == [1, 2]


@pytest.mark.parametrize(
    "source, settings, said",
    [
        ("spirales", {}, "Did you mean 'spirals'?"),
        ("spirals", {"arms": 9}, "between 2 and 5"),
        ("spirals", {"arm": 3}, "Did you mean 'arms'?"),
        ("moons", {"noise": "much"}, "Noise must be a number, not 'much'"),
        ("moons", {"points": None}, "a whole number"),
        ("surface", {"shape": "plain"}, "plane"),
        ("shapes", {"colour": "red"}, "yes or no"),
        ("tfds", {"name": "../../etc/passwd"}, "a name such as mnist"),
        ("tfds", {"name": "huggingface:x/y"}, "a name such as mnist"),
        ("tfds", {"split": "train[:3]"}, "the name of a split"),
    ],
)
def test_bad_settings_get_sentences_without_loading(source, settings, said):
    with pytest.raises(SpecError) as caught:
        catalog.check(DataSpec(source=source, settings=settings))
    assert said in str(caught.value) and caught.value.where


def test_too_little_to_train_on_is_said(monkeypatch):
    monkeypatch.setattr("nnviz.data.toys.xor", lambda seed, **_: Raw(np.ones((3, 2)), np.zeros(3, int)))
    loading._read.cache_clear()
    with pytest.raises(DataError, match="3 examples, of which 1 would be trained on"):
        load(DataSpec(source="xor", seed=992, validation_fraction=0.7))
    loading._read.cache_clear()


def test_summary_counts_and_statistics():
    x, y = datasets.load_wine(return_X_y=True)
    summary = summarise(DataSpec(source="wine", test_fraction=0.1), limit=50)
    assert summary.sizes == {"train": 124, "validation": 36, "test": 18} and summary.size == 178
    np.testing.assert_array_equal(sum(np.array(c) for c in summary.class_counts.values()), np.bincount(y))
    alcohol = summary.features[0]
    assert (alcohol.mean, alcohol.std) == (pytest.approx(x[:, 0].mean()), pytest.approx(x[:, 0].std()))
    assert (alcohol.minimum, alcohol.maximum, alcohol.missing) == (x[:, 0].min(), x[:, 0].max(), 0)
    assert len(summary.sample_x) == 50 and set(summary.sample_split) == set(SPLITS)
    np.testing.assert_array_equal(summary.sample_x, x[summary.sample_rows].astype("float32"))
    np.testing.assert_array_equal(summary.sample_y, y[summary.sample_rows])


def test_summary_of_images_and_of_a_regression():
    x, _ = datasets.load_digits(return_X_y=True)
    digits = summarise(DataSpec(source="digits"))
    assert digits.thumbnails.shape == (48, 8, 8, 1) and digits.thumbnails.dtype == np.uint8
    expected = np.rint(x[digits.sample_rows[:48]] * 255 / 16)
    np.testing.assert_array_equal(digits.thumbnails.reshape(48, 64), expected)
    diabetes = summarise(DataSpec(source="diabetes"))
    assert diabetes.target_counts.sum() == 442 and diabetes.class_counts == {}
    assert (diabetes.target_edges[0], diabetes.target_edges[-1]) == (25.0, 346.0)


def test_catalog_records_and_plots_import_no_framework():
    code = (
        "import sys, nnviz.data.catalog, nnviz.data.records, nnviz.data.load, nnviz.data.downloading.remote\n"
        "import nnviz.plots.data\n"
        "from nnviz.specs import DataSpec\n"
        "[nnviz.data.catalog.known_schema(DataSpec(source=s)) for s in nnviz.data.catalog.SOURCES]\n"
        "heavy = {'tensorflow', 'keras', 'shap', 'sklearn', 'tensorflow_datasets', 'streamlit'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
