"""An export predicts elsewhere what the app predicts, or is not offered."""

import json
import subprocess
import sys
import zipfile
from itertools import product

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnviz
from nnviz.errors import NnvizError
from nnviz.serving import export as exports
from nnviz.serving import writers
from nnviz.serving.carried import prepare
from nnviz.serving.catalog import FORMATS
from nnviz.serving.graph import _days
from nnviz.serving.of_run import export_of_run
from nnviz.serving.records import kept, zip_path
from nnviz.serving.source import source_of_run
from tests.sampling import sample


@pytest.mark.parametrize(("name", "format"), sample(product(["people", "digits"], FORMATS)))
def test_every_form_agrees_on_the_whole_test_part(request, name, format):
    run = request.getfixturevalue(name)
    made = export_of_run(run.id, format)
    assert made.refused == "" and made.part == "test" and made.examples == {"people": 30, "digits": 180}[name]
    assert made.largest <= made.allowed and made.sentence.startswith(f"Equal on all {made.examples} test examples")
    assert kept(run, format) == made and zip_path(run, format).stat().st_size == made.size
    inside = {"saved_model": "columns", "keras": "prepared"}.get(format, "prepared")
    assert made.takes == (inside if name == "people" else {"keras": "prepared"}.get(format, "units"))


def test_a_saved_model_takes_raw_rows_with_text_and_gaps_and_moments(people, tmp_path):
    nnviz.export(people, tmp_path / "out", format="saved_model")
    dataset = nnviz.load_data(people.experiment.data)
    ask = tf.saved_model.load(str(tmp_path / "out" / "model")).signatures["serving_default"]
    said = ask(
        age_years=tf.constant([np.nan, 40.0], tf.float64),
        city=tf.constant(["", "Rome"]),
        member=tf.constant(["yes", "no"]),
        joined=tf.constant(["2020-02-29", "2020-03-01T06:00:00"]),
    )["shown"]
    ages = dataset.preparation.steps[0]["columns"]["age (years)"]["fill"]
    day = float((np.datetime64("2020-02-29") - np.datetime64("1970-01-01")).astype(int))
    codes = np.array([[ages, np.nan, 1.0, day], [40.0, 2.0, 0.0, day + 1.25]])
    x = dataset.inputs(codes)
    expected = dataset.unscaled_targets(people.model().predict(x, verbose=0))
    np.testing.assert_allclose(said, expected, rtol=1e-5)


def test_the_zip_runs_by_its_own_words(digits, tmp_path):
    made = nnviz.export(digits.id, tmp_path / "digits.zip", format="onnx")
    with zipfile.ZipFile(tmp_path / "digits.zip") as archive:
        archive.extractall(tmp_path / "there")
    listed = {path.name + "/" * path.is_dir() for path in (tmp_path / "there").iterdir()}
    assert set(made.files) == listed
    command = [sys.executable, "-S", "-c", _WITHOUT_NNVIZ, "example.json"]
    done = subprocess.run(command, cwd=tmp_path / "there", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-800:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    x = nnviz.load_data(digits.experiment.data).test.x[:3]
    expected = digits.model().predict(x, verbose=0)
    for answer, row in zip(answers, expected, strict=True):
        assert answer["class"] == str(row.argmax())
        np.testing.assert_allclose(list(answer["probabilities"].values()), row, atol=1e-5)


_WITHOUT_NNVIZ = f"""
import sys, runpy
sys.path[:] = [".", *[own for own in {sys.path!r} if own]]
runpy.run_path("predict.py", run_name="__main__")
assert not {{"nnviz", "tensorflow", "keras"}} & set(sys.modules)
"""


def test_a_model_of_somebody_elses_is_compared_on_the_examples_given(tmp_path):
    model = keras.Sequential([keras.Input((6, 3)), keras.layers.LSTM(4), keras.layers.Dense(2)])
    before = [np.array(value) for value in model.get_weights()]
    x = np.random.default_rng(0).normal(size=(5, 6, 3)).astype("float32")
    made = nnviz.export(model, tmp_path / "lstm", format="litert", examples=x)
    assert made.batch == 1 and made.examples == 5, "LiteRT holds a recurrent network for one row at a time"
    assert nnviz.export(model, tmp_path / "lstm.zip", format="onnx", examples=x).batch is None
    assert all((one == other).all() for one, other in zip(before, model.get_weights(), strict=True))
    with pytest.raises(NnvizError, match="says nothing of what it will be asked"):
        nnviz.export(model, tmp_path / "none")


def imaginary(x):
    """Passes through a complex number, which LiteRT does not have on its own."""
    pair = (keras.ops.reshape(x, (-1, 2, 2)), keras.ops.zeros((1, 2, 2)) + keras.ops.reshape(x, (-1, 2, 2)) * 0)
    return keras.ops.reshape(keras.ops.fft2(pair)[0], (-1, 4))


def test_onnx_says_gelu_and_celu_by_other_operations_and_refuses_what_it_has_no_operation_for(tmp_path):
    x = np.random.default_rng(0).normal(0, 3, (64, 4)).astype("float32")
    layers = [keras.layers.Dense(6, activation=name) for name in ("gelu", "celu")]
    made = nnviz.export(keras.Sequential([keras.Input((4,)), *layers]), tmp_path / "a", format="onnx", examples=x)
    assert made.largest < 1e-5 < made.spread
    given = keras.Input((4,))
    real, _ = keras.ops.rfft(given)
    with pytest.raises(NnvizError, match=r"ONNX cannot hold this network\. ONNX has no operation (Complex|RFFT)"):
        nnviz.export(keras.Model(given, real), tmp_path / "b", format="onnx", examples=x)
    with pytest.raises(NnvizError, match=r"LiteRT has no operation \w+"):
        nnviz.export(keras.Model(given, imaginary(given)), tmp_path / "b", format="litert", examples=x)


def test_what_predicts_otherwise_is_refused_and_leaves_no_file(digits, tmp_path, monkeypatch):
    def wrong(model, recipe, folder, batch):
        model.layers[-1].bias.assign(model.layers[-1].bias + np.arange(10) / 50)
        honest(model, recipe, folder, batch)

    honest = writers.onnx
    monkeypatch.setattr(writers, "onnx", wrong)
    with pytest.raises(NnvizError, match=r"predicts otherwise than the app, by up to 0\.\d+, on these 180 test"):
        nnviz.export(digits, tmp_path / "wrong.zip", format="onnx")
    assert not (tmp_path / "wrong.zip").exists()
    made, content = exports.make(source_of_run(digits), FORMATS["onnx"])
    assert made.refused and content == b""


def test_what_a_converter_refuses_is_a_sentence(people, monkeypatch, tmp_path):
    def broken(*arguments):
        raise ValueError("Unsupported ops: ['Strange']\nmore")

    monkeypatch.setattr(writers, "litert", broken)
    with pytest.raises(NnvizError, match=r"LiteRT cannot hold this network. Its converter says: Unsupported ops"):
        nnviz.export(people, tmp_path / "x", format="litert")
    with pytest.raises(NnvizError, match="Did you mean 'onnx'"):
        nnviz.export(people, tmp_path / "x", format="onx")


def test_dates_are_the_calendars_days_in_numpy_and_in_tensorflow():
    rng = np.random.default_rng(1)
    days = np.concatenate([rng.integers(-50_000, 80_000, 300), [0, 59, 60, 11_016, -719_162]])
    texts = [str(np.datetime64(int(day), "D")) for day in days]
    np.testing.assert_array_equal(_days(tf.constant(texts)), days)
    column = {"name": "d", "kind": "date", "categories": []}
    np.testing.assert_array_equal([prepare.code(column, text) for text in texts], days)
    odd = _days(tf.constant(["", "yesterday", "2020-01-01 06:00", "2020-01-01T00:00:30"]))
    np.testing.assert_allclose(odd, [np.nan, np.nan, 18_262.25, 18_262 + 30 / 86_400], rtol=1e-12)
