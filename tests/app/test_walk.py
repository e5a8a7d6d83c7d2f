"""What the page of "From task to network" answers to its picture, from the first look to a trained run in hand; the
engine's work is done here."""

import importlib

import pytest

from nnviz.concepts.task_to_network import Choices
from nnviz.concepts.tasks import TASKS
from nnviz.errors import NnvizError
from nnviz.models.on_data import preview_on_data
from nnviz.training.train import train
from pages.shared import engine
from pages.shared.session import state
from tests.app.test_hostile_questions import ROOT, answer_of, worker

__all__ = ["worker"]
CHOICES = vars(Choices("breast_cancer", "standard", 1, "sigmoid", "binary_crossentropy", "suggested"))


@pytest.fixture
def answer(worker, monkeypatch, tmp_path):
    """The page's answer; a run is trained at once."""

    def call(task, *arguments, timeout=None):
        if task == "preview":
            return preview_on_data(*arguments)
        module, name = TASKS[task].split(":")
        return getattr(importlib.import_module(module), name)(*arguments)

    monkeypatch.setattr(engine, "call", call)
    monkeypatch.setattr(engine, "train", lambda experiment: train(short(experiment)))
    return answer_of(ROOT / "pages/learn/task_to_network.py", monkeypatch)


def short(experiment):
    return experiment.replace(train=experiment.train.replace(epochs=4))


def test_from_a_first_look_to_a_trained_run_in_hand(answer, monkeypatch):
    data = {"data": "breast_cancer", "scaling": "standard"}
    look = answer({"want": "look", **data})["look"]
    assert (look["task"], look["training"], look["units"]) == ("binary", 455, (1, 2)) and "schema" not in look
    network = answer({"want": "network", **CHOICES})["network"]
    assert network["fits"] and network["parameters"] == 641
    first = answer({"want": "train", **CHOICES})["run"]
    again = answer({"want": "watch", **data, "run": first["id"], "before": None})["run"]
    assert again == first and first["state"] == "finished" and first["score"] > look["guess"]
    second = answer({"want": "train", **CHOICES, "step": "seed"})["run"]
    compared = answer({"want": "watch", **data, "run": second["id"], "before": first["id"]})["run"]["compared"]
    assert "before" in compared and "114" in compared
    went, taken = [], []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    monkeypatch.setattr(state, "load", lambda experiment, run_id: taken.append((experiment, run_id)))
    answer({"want": "open", "page": "attribution", "run": second["id"]})
    assert went == ["pages/explain/attribution.py"] and taken[0][1] == second["id"]
    assert taken[0][0].data.source == "breast_cancer"


def test_a_run_that_is_not_there_is_a_sentence(answer):
    for question in ({"want": "watch", "run": "gone"}, {"want": "open", "page": "layers", "run": "../secrets"}):
        with pytest.raises(NnvizError):
            answer({"data": "digits", "scaling": "none", "before": None, **question})
