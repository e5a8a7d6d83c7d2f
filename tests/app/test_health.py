"""The address that tells whether a copy works."""

import json

import pytest

from pages.shared import health


class Engine:
    """One that is in a state, and answers or not."""

    def __init__(self, state: str, answering: bool):
        self.state, self._answering, self.started = state, answering, False

    def start(self) -> None:
        self.started = True

    def answers(self) -> bool:
        return self._answering


@pytest.mark.parametrize(
    ("state", "answering", "status", "told"),
    [("ready", True, 200, "ready"), ("ready", False, 503, "silent"), ("starting", False, 503, "starting")],
)
def test_it_is_well_once_its_engine_answers(monkeypatch, state, answering, status, told):
    engine = Engine(state, answering)
    monkeypatch.setattr(health.client, "get", lambda: engine)
    answer = health._health(None)
    assert answer.status_code == status and json.loads(answer.body) == {"engine": told} and engine.started
    assert answer.headers["cache-control"] == "no-store"


def test_an_engine_that_runs_answers(engine):
    assert engine.answers()
