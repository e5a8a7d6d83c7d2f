"""The examples run as they stand, and leave what they promise; the longest with one epoch each, unless `make test-all`
runs them, which takes them at their numbers too."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import nnviz
from nnviz import gallery
from tests.sampling import ALL, whole

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run(name, long=False)`: that example, in a folder of its own."""

    def of_one_epoch(name: str):
        experiment = gallery.ready(name)
        return experiment.replace(train=experiment.train.replace(epochs=1))

    def go(name: str, long: bool = False) -> None:
        script = Path(shutil.copy(EXAMPLES / name, tmp_path))
        text = script.read_text()
        if long and not ALL:
            monkeypatch.setattr(nnviz, "ready", of_one_epoch)
            text = re.sub(r"epochs=\d\d+", "epochs=1", text).replace("count=12", "count=2")
        exec(compile(text, script, "exec"), {"__name__": "__main__", "__file__": str(script)})

    return go


def test_quickstart_trains_inspects_explains_and_saves_its_figures(run, tmp_path, capsys):
    assert len((EXAMPLES / "quickstart.py").read_text().splitlines()) < 25
    run("quickstart.py", long=True)
    said = capsys.readouterr().out
    assert float(said.split("residual ")[1].split()[0]) < 0.01
    for name in ("feature_maps.html", "attribution.html"):
        assert (tmp_path / name).stat().st_size > 1000
    if ALL:
        script = shutil.copy(EXAMPLES / "quickstart.py", tmp_path)
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr[-2000:]
        assert float(done.stdout.split("validation accuracy ")[1].split("%")[0]) > 90


def test_data_are_understood_and_a_leak_is_mended(run, tmp_path, capsys):
    run("understand.py")
    said = capsys.readouterr().out
    assert "reminders sent: 0 to 9, correlation ratio 0.91" in said
    assert "reminders sent is ignored now. Left to find: 0" in said
    assert (tmp_path / "relations.html").stat().st_size > 1000


@whole  # a long script of what tests of its own prove
def test_a_table_of_ones_own_is_studied_and_scored(run, capsys):
    run("own_table.py", long=True)
    said = capsys.readouterr().out
    mean = float(said.split("folds: ")[1].split("%")[0])
    accuracy = float(said.split("test accuracy ")[1].split("%")[0])
    noise = float(said.split("by ")[1].split(" ")[0])
    assert 0.06 < noise < 0.1, "a tenth of a deviation times the mean of |N(0, 1)|, which is 0.8"
    assert "over 3 folds" in said
    assert (mean > 85 and accuracy > 85) or not ALL


def test_a_search_keeps_its_storage_and_its_winner_learns_all(run, capsys):
    run("search.py", long=True)
    said = capsys.readouterr().out
    trials, kept = (int(said.split(mark)[0].split()[-1]) for mark in (" trials;", " of them"))
    assert trials == kept == (12 if ALL else 2) and "'units':" in said and "training data: finished" in said


def test_files_of_ones_own_are_read(run, capsys):
    run("own_files.py")
    said = capsys.readouterr().out
    assert said.count("the same rows True") == 2 and "towns: Bonn or Köln" in said and "kind image" in said
    assert "240 rows to train on, inputs area (m²), town = Bonn, town = Köln" in said and "texts: ('" in said


@whole  # a long script of what tests of its own prove
def test_a_network_is_exported_in_two_forms(run, tmp_path, capsys):
    run("export.py")
    assert capsys.readouterr().out.count("Equal on all 180 test examples") == 2
    assert {path.name for path in tmp_path.glob("*.zip")} == {"digits-onnx.zip", "digits-saved_model.zip"}


@whole  # a long script of what tests of its own prove
def test_shap_values_are_told_and_drawn(run, tmp_path, capsys):
    run("shap_values.py")
    said = capsys.readouterr().out
    assert "malignant rather than benign" in said and float(said.split("residual ")[1].split(";")[0]) < 0.1
    assert {path.name for path in tmp_path.glob("*.html")} == {
        f"shap_{kind}.html" for kind in ("waterfall", "bar", "beeswarm", "scatter")
    }


def test_a_shift_is_seen_and_no_shift_is_not(run, capsys):
    run("watch.py")
    unchanged, shifted = capsys.readouterr().out.splitlines()
    assert "None of 31 columns has drifted" in unchanged and "drifted: mean texture" in shifted


@whole  # a long script of what tests of its own prove
def test_taken_layers_beat_new_ones_where_examples_are_few(run, capsys):
    run("transfer.py", long=True)
    said = capsys.readouterr().out
    share = {name: float(said.split(f"{name}: ")[1].split("%")[0]) for name in ("scratch", "transferred", "tuned")}
    assert not ALL or (share["transferred"] > share["scratch"] + 20 and share["tuned"] > 90)


@whole  # a long script of what tests of its own prove
def test_an_explanation_is_judged(run, tmp_path, capsys):
    run("trust.py")
    said = capsys.readouterr().out
    own, random = (float(said.split(mark)[1].split()[0].rstrip(",")) for mark in ("deletion ", "in random orders "))
    assert own < random and "With the weights of every layer random" in said
    assert float(said.split("add up within ")[1].split()[0]) < 0.01 and " rather than " in said
    assert len(list(tmp_path.glob("trust_*.html"))) == 3 and "does best on this network" in said


def test_any_model_is_looked_into(run, capsys):
    run("look_inside.py")
    said = capsys.readouterr().out
    assert "heads: 2" in said and "each step: (1, 12, 8)" in said and "feature maps (4, 6, 6)" in said
    assert "flowing:" in said and "of their variance" in said
    assert "unit 1 of 8 likes example" in said and "without two units" in said and "of 3" in said


def test_a_loop_of_ones_own_is_recorded(run, capsys):
    run("own_loop.py")
    said = capsys.readouterr().out
    loss, accuracy = float(said.split("validation loss ")[1].split(",")[0]), float(said.split("accuracy ")[1][:4])
    assert loss < 0.3 and accuracy > 90


@whole  # a long script of what tests of its own prove
def test_a_learning_rate_is_found(run, capsys):
    run("learning_rate.py")
    said = capsys.readouterr().out
    fastest, lowest, breaks = (
        float(said.split(f"{words} at ")[1].split()[0].rstrip(",")) for words in ("falls fastest", "lowest", "breaks")
    )
    assert fastest < lowest / 2.9 < breaks and float(said.split("patients ")[1][:4]) > 90


@whole  # a long script of what tests of its own prove
def test_digits_and_points_are_generated(run, capsys):
    run("generating.py", long=True)
    said = capsys.readouterr().out
    assert 0 < float(said.split("KL ")[1].split()[0]) < 5 and "400 rounds: " in said
