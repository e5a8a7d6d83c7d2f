"""Races between page, worker and browser: begun once, told piece by piece, refused in sentences."""

import json
import threading
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from nnviz import settings
from nnviz.concepts.recurrent_networks import memory
from nnviz.concepts.regularization_races import remedies
from nnviz.errors import EngineError, SpecError
from nnviz.gallery import ready
from nnviz.studies.knobs import KNOBS
from nnviz.studies.race import Race, record_of
from pages.shared import engine
from pages.shared.lessons import racing
from pages.shared.session import owner, state

RACES = {
    "seeds": lambda own: Race(
        "seeds", tuple((f"seed {i}", KNOBS["seed"].turn(own or ready("digits"), i)) for i in (0, 1))
    )
}


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page with an engine that writes down what it is asked, and a client for the route."""
    asked = []
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    monkeypatch.setattr(racing, "_problems", {})
    monkeypatch.setattr(racing, "_under_way", set())
    monkeypatch.setattr(owner, "owner", lambda: "")
    monkeypatch.setattr(state, "run", lambda: None)
    monkeypatch.setattr(state, "experiment", lambda: ready("spirals"))
    client = SimpleNamespace(call=lambda task, race, **named: asked.append((task, race.name, named)))
    monkeypatch.setattr(engine, "start", lambda: client)
    monkeypatch.setattr(racing, "_in_background", lambda work, *arguments: work(*arguments))
    return SimpleNamespace(asked=asked, engine=client)


def told_at(address: str) -> tuple[int, dict]:
    """(status, what the route answers) at an address of it."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "query_string": query.encode(),
        "path_params": {"key": path.rsplit("/")[-1]},
        "headers": [],
    }
    response = racing._news(Request(scope))
    return response.status_code, json.loads(response.body) if response.status_code == 200 else {}


def ask(want="race", race="seeds", own=False, **more):
    return racing.answer({"want": want, "race": race, "own": own, **more}, RACES)["race"]


def test_a_race_is_begun_as_work_for_a_training_worker_and_told_by_its_address(page):
    told = ask()
    assert told["labels"] == ["seed 0", "seed 1"] and told["address"].startswith("/nnviz/race/")
    ((task, name, named),) = page.asked
    assert (task, name, named["training"]) == ("train_race", "seeds", True)
    assert ask(own=True)["address"] != told["address"], "one's own networks are another race"


def test_a_training_of_a_lessons_own_is_begun_and_told_in_the_same_way(page):
    wanted = memory("quotes", "GRU")
    told = racing.recording(wanted)["recording"]
    assert told["settings"] == {"task": "quotes", "cell": "GRU"} and told["address"].endswith(wanted.key)
    ((task, name, named),) = page.asked
    assert (task, name, named["training"]) == ("train_memory", "train_memory", True)
    assert told_at(told["address"])[0] == 200


def test_what_was_recorded_is_told_in_pieces_and_trained_once(page):
    address, key = (told := ask())["address"], told["address"].rsplit("/")[-1]
    record_of(key).parent.mkdir(parents=True)
    record_of(key).write_text('{"ground":{}}\n{"netw')
    first = told_at(address)[1]
    assert (first["state"], first["lines"]) == ("running", [{"ground": {}}])
    record_of(key).write_text('{"ground":{}}\n{"network":0}\n{"ended":true}\n')
    rest = told_at(f"{address}?after={first['next']}")[1]
    assert (rest["state"], rest["lines"]) == ("finished", [{"network": 0}, {"ended": True}])
    ask()
    assert len(page.asked) == 1, "what is recorded is not trained again"


def test_what_goes_wrong_is_told_in_its_sentence_and_may_be_tried_again(page):
    def fail(*_, **__):
        raise EngineError("Every worker has been busy.")

    begun = page.engine.call
    page.engine.call = fail
    address = ask()["address"]
    assert told_at(address)[1] | {"lines": []} == {
        "next": 0, "state": "failed", "message": "Every worker has been busy.", "lines": [],
    }  # fmt: skip
    page.engine.call = begun
    ask()
    assert told_at(address)[1]["message"] == ""


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"want": "race"},
        {"want": "race", "race": "none", "own": False},
        None,
        {"want": "race", "race": "seeds", "own": 3},
    ],
)
def test_a_question_that_cannot_be_read_is_a_sentence(page, question):
    with pytest.raises(SpecError):
        racing.answer(question, RACES)
    assert not page.asked


def test_an_address_that_is_no_races_is_a_sentence(page):
    assert told_at("/nnviz/race/zzz")[0] == 404
    assert told_at("/nnviz/race/" + "a" * 32)[1]["state"] == "gone"
    assert told_at("/nnviz/race/" + "a" * 32 + "?after=x")[0] == 400


def test_a_network_of_a_race_is_taken_into_the_lab(page, monkeypatch):
    taken = []
    monkeypatch.setattr(state, "load", taken.append)
    monkeypatch.setattr(racing.st, "switch_page", lambda page: taken.append(page))
    ask("take", network=1)
    assert taken[0].train.seed == 1 and taken[1] == "pages/lab/train.py" and taken[0].title


def test_many_who_ask_at_once_begin_one_race(page, monkeypatch):
    going = threading.Event()
    page.engine.call = lambda *_, **__: (page.asked.append(1), going.wait(10))
    monkeypatch.setattr(
        racing, "_in_background", lambda work, *given: threading.Thread(target=work, args=given).start()
    )
    race = remedies()
    askers = [threading.Thread(target=racing.begin, args=(race,)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    going.set()
    assert len(page.asked) == 1
