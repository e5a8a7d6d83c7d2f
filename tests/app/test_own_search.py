"""The lesson on hyperparameters tells what the reader's newest search has come to."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nnviz.errors import RunError, SpecError
from nnviz.studies.search_records import Axis, Searched
from nnviz.studies.store import Study
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.session import owner

PAGE = Path(__file__).resolve().parents[2] / "pages" / "learn" / "hyperparameters.py"
SEARCHED = Searched(
    larger_is_better=True,
    axes=(Axis("units", "Hidden units", np.array([2, 8])), Axis("rate", "Learning rate", np.array([0.1, 0.2]))),
    places=np.array([0, 1]),
    scores=np.array([0.6, 0.9]),
    names=("a", "b"),
    best=np.array([0.6, 0.9]),
    chance=np.array([[0.6, 0.7], [0.5, 0.6], [0.7, 0.8]]),
    importance={"units": 0.8, "rate": 0.2},
)


class _Damaged:
    trials = (1,)

    @property
    def spec(self):
        raise SpecError("It cannot be read.")


def _study(name: str, kind: str = "search", trials: tuple = (1,)):
    return SimpleNamespace(id=name, title=name, spec=SimpleNamespace(kind=kind), trials=trials)


@pytest.fixture
def told(monkeypatch):
    """What the page gives its picture, and its answer to `own`, with these studies of the reader."""

    def with_studies(*studies):
        given = {}
        monkeypatch.setattr(Study, "recent", lambda limit, owner: list(studies))
        monkeypatch.setattr(owner, "whose", lambda: "me")
        monkeypatch.setattr(engine, "call", lambda task, name: given.update(asked=(task, name)) or SEARCHED)
        monkeypatch.setattr(lesson, "begin", lambda name: SimpleNamespace(name=name))
        monkeypatch.setattr(lesson, "picture", lambda text, data, answer: given.update(data=data, answer=answer))
        monkeypatch.setattr(lesson, "rest", lambda *arguments, **named: None)
        runpy.run_path(str(PAGE))
        return given

    return with_studies


def test_the_newest_search_that_has_begun_is_told(told):
    given = told(_Damaged(), _study("folds", "folds"), _study("waiting", trials=()), _study("mine"), _study("older"))
    assert given["data"]["own"]
    own = given["answer"]({"want": "own"})["own"]
    assert given["asked"] == ("searched", "mine")
    assert own["title"] == "mine" and own["best"] == [0.6, 0.9] and own["chance"] == [0.6, 0.7]
    assert own["shares"] == [{"title": "Hidden units", "share": 0.8}, {"title": "Learning rate", "share": 0.2}]


def test_without_a_search_there_is_none_to_look_at(told):
    given = told(_study("folds", "folds"))
    assert not given["data"]["own"]
    with pytest.raises(RunError, match="no search of your own"):
        given["answer"]({"want": "own"})
