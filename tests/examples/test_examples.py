"""The examples run as they stand, in a folder of their own, and leave what they promise."""

import runpy
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_quickstart_trains_inspects_explains_and_saves_its_figures(tmp_path):
    script = shutil.copy(EXAMPLES / "quickstart.py", tmp_path)
    assert len(Path(script).read_text().splitlines()) < 25
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    accuracy = float(done.stdout.split("validation accuracy ")[1].split("%")[0])
    assert accuracy > 90
    residual = float(done.stdout.split("residual ")[1].split()[0])
    assert residual < 0.01
    assert (tmp_path / "feature_maps.html").stat().st_size > 1000 and (
        tmp_path / "attribution.html"
    ).stat().st_size > 1000


def test_a_table_of_ones_own_is_studied_and_scored(capsys):
    runpy.run_path(str(EXAMPLES / "own_table.py"))
    said = capsys.readouterr().out
    mean = float(said.split("folds: ")[1].split("%")[0])
    accuracy = float(said.split("test accuracy ")[1].split("%")[0])
    noise = float(said.split("by ")[1].split(" ")[0])
    assert 0.06 < noise < 0.1, "a tenth of a deviation times the mean of |N(0, 1)|, which is 0.8"
    assert mean > 85 and accuracy > 85 and "over 3 folds" in said


def test_a_network_is_exported_in_two_forms(tmp_path, capsys):
    runpy.run_path(shutil.copy(EXAMPLES / "export.py", tmp_path))
    assert capsys.readouterr().out.count("Equal on all 180 test examples") == 2
    assert {path.name for path in tmp_path.glob("*.zip")} == {"digits-onnx.zip", "digits-saved_model.zip"}


def test_shap_values_are_told_and_drawn(tmp_path, capsys):
    runpy.run_path(str(shutil.copy(EXAMPLES / "shap_values.py", tmp_path)))
    said = capsys.readouterr().out
    assert "malignant rather than benign" in said and float(said.split("residual ")[1].split(";")[0]) < 0.05
    assert {path.name for path in tmp_path.glob("*.html")} == {
        f"shap_{kind}.html" for kind in ("waterfall", "bar", "beeswarm", "scatter")
    }


def test_a_shift_is_seen_and_no_shift_is_not(capsys):
    runpy.run_path(str(EXAMPLES / "watch.py"))
    unchanged, shifted = capsys.readouterr().out.splitlines()
    assert "None of 31 columns has drifted" in unchanged and "drifted: mean texture" in shifted


def test_taken_layers_beat_new_ones_where_examples_are_few(capsys):
    runpy.run_path(str(EXAMPLES / "transfer.py"))
    said = capsys.readouterr().out
    share = {name: float(said.split(f"{name}: ")[1].split("%")[0]) for name in ("scratch", "transferred", "tuned")}
    assert share["transferred"] > share["scratch"] + 20 and share["tuned"] > 90


def test_an_explanation_is_judged(tmp_path, capsys):
    runpy.run_path(str(shutil.copy(EXAMPLES / "trust.py", tmp_path)))
    said = capsys.readouterr().out
    own, random = (float(said.split(mark)[1].split()[0].rstrip(",")) for mark in ("deletion ", "in random orders "))
    assert own < random and "With the weights of every layer random" in said
    assert len(list(tmp_path.glob("trust_*.html"))) == 2


def test_any_model_is_looked_into(capsys):
    runpy.run_path(str(EXAMPLES / "look_inside.py"))
    said = capsys.readouterr().out
    assert "heads: 2" in said and "each step: (1, 12, 8)" in said and "feature maps (4, 6, 6)" in said
    assert "flowing:" in said and "of their variance" in said


def test_a_loop_of_ones_own_is_recorded(capsys):
    runpy.run_path(str(EXAMPLES / "own_loop.py"))
    said = capsys.readouterr().out
    assert float(said.split("validation loss ")[1].split(",")[0]) < 0.3 and float(said.split("accuracy ")[1][:4]) > 90


def test_a_learning_rate_is_found(capsys):
    runpy.run_path(str(EXAMPLES / "learning_rate.py"))
    said = capsys.readouterr().out
    fastest, lowest, breaks = (
        float(said.split(f"{words} at ")[1].split()[0].rstrip(",")) for words in ("falls fastest", "lowest", "breaks")
    )
    assert fastest < lowest / 2.9 < breaks and float(said.split("patients ")[1][:4]) > 90


def test_digits_and_points_are_generated(capsys):
    runpy.run_path(str(EXAMPLES / "generating.py"))
    said = capsys.readouterr().out
    assert 1 < float(said.split("KL ")[1].split()[0]) < 5 and "400 rounds: " in said
