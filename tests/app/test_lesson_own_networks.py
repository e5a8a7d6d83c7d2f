"""What the pages of two lessons ask the engine about the reader's own network, trained or not yet."""

import runpy
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from nnviz.errors import SpecError
from nnviz.gallery import ready
from nnviz.views.lesson_text import read
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.course import LESSONS
from pages.shared.session import state

ASKED = {"activations": ("sums", "learn_sums"), "losses": ("answers", "learn_answers")}


def answers_of(name: str):
    """The function that answers a lesson's picture."""
    pictures = []
    with patch.multiple(
        lesson,
        begin=lambda _: read(LESSONS[name].text),
        picture=lambda *parts: pictures.append(parts),
        rest=lambda *_, **__: None,
    ):
        runpy.run_path(LESSONS[name].page)
    return pictures[0][2]


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("trained", [False, True])
def test_the_network_in_hand_is_asked_about_trained_where_it_has_been(name, trained, monkeypatch):
    want, task = ASKED[name]
    calls = []
    monkeypatch.setattr(engine, "call", lambda *parts: calls.append(parts) or {"layers": []})
    monkeypatch.setattr(state, "experiment", lambda: ready("spirals"))
    run = SimpleNamespace(id="r1", experiment=ready("digits"), weight_ids=lambda: [1] if trained else [])
    run.model_path = SimpleNamespace(is_file=lambda: False)
    monkeypatch.setattr(state, "run", lambda: run)
    assert answers_of(name)({"want": want, "id": "x"}) == {want: {"layers": []}}
    assert calls == [(task, ready("digits"), "r1") if trained else (task, ready("spirals"), None)]


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("question", [{"want": "everything"}, {"want": "race", "race": "gone", "own": False}, "race"])
def test_a_question_that_is_none_is_refused(name, question):
    with pytest.raises(SpecError):
        answers_of(name)(question)
