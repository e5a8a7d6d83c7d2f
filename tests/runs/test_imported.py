"""Curves from outside become a run; what is none is a sentence, and a pickle is never opened."""

import json
import pickle

import numpy as np
import pytest

from nnviz.errors import NnvizError
from nnviz.runs.imported import history_rows, import_history
from nnviz.runs.run import Run

HISTORY = {"loss": [0.9, 0.5, float("nan")], "val_loss": [1.0, 0.7, 0.8], "lr": [0.1, 0.1, 0.05]}
LOG = "epoch,accuracy,loss,val_loss\n0,0.5,0.9,1.0\n1,0.7,0.5,\n"


def test_a_history_of_keras_becomes_a_run_that_has_curves_and_no_network(tmp_path):
    run = import_history("night.json", json.dumps(HISTORY).encode(), tmp_path, owner="anna")
    history = Run.open(run.id, tmp_path).history()
    np.testing.assert_array_equal(history["epoch"], [1, 2, 3])
    np.testing.assert_array_equal(history["val_loss"], HISTORY["val_loss"])
    np.testing.assert_array_equal(history["loss"], HISTORY["loss"])
    assert "learning_rate" in history and run.status().state == "finished"
    (line,) = Run.recent(tmp_path, owner="anna")
    assert (line.title, line.data, line.epochs) == ("night", "from outside", 3)
    with pytest.raises(NnvizError, match="no network with them"):
        run.model()


@pytest.mark.parametrize(
    ("name", "text", "epochs", "last"),
    [
        ("a.json", json.dumps({"history": {"loss": [3, 2, 1]}, "epoch": [0, 1, 2], "params": {}}), [1, 2, 3], 1.0),
        ("a.json", json.dumps([{"epoch": 5, "loss": 3}, {"epoch": 7, "loss": 2}]), [5, 7], 2.0),
        ("a.csv", LOG, [1, 2], 0.5),
        ("a.log", LOG.replace(",", ";").replace("\n", "\r\n"), [1, 2], 0.5),
        ("a.csv", "epoch,loss\n0,3\n1,2\n0,1\n", [1, 2, 3], 1.0),
    ],
)
def test_the_forms_that_histories_and_logs_come_in(name, text, epochs, last):
    rows = history_rows(name, text.encode())
    assert [row["epoch"] for row in rows] == epochs and rows[-1]["loss"] == last


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pkl", pickle.dumps(HISTORY), "is a pickle"),
        ("a.json", pickle.dumps(HISTORY), "is a pickle"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b'{"loss": 3}', "no list of numbers"),
        ("a.json", b'{"loss": [1, 2], "val_loss": [1]}', "different lengths"),
        ("a.json", b'{"loss": [1, "high"]}', "holds 'high'"),
        ("a.json", b'{"loss": []}', "empty"),
        ("a.csv", b"epoch,loss\n", "no line of numbers"),
        ("a.csv", b"epoch,loss\n0,1,2\n", "Line 2"),
        ("a.csv", b"epoch,loss\n0,\n", "no score that is a number"),
        ("a.csv", b"\xff\xfe\x00", "not text"),
        ("a.csv", b"x" * 10_000_001, "at most"),
    ],
)
def test_what_is_no_history_is_a_sentence(name, content, said):
    with pytest.raises(NnvizError, match=said):
        history_rows(name, content)
