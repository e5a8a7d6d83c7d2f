"""What pictures ask is read field by field: a good question is itself, anything else a sentence."""

import math

import pytest

from nnviz.concepts import asked
from nnviz.concepts.optimizers import RULES
from nnviz.concepts.surfaces import SURFACES
from nnviz.errors import SpecError
from tests.hostile import questions

RACE = {
    "want": "race",
    "id": "race-1-abc",
    "key": '{"names":["adam"]}',
    "names": ["momentum", "adam"],
    "surface": "bowl",
    "start": [-2.4, 1.7],
    "rate": 0.3,
    "steps": 150,
    "schedule": "constant",
    "batch_size": 0,
    "settings": {"momentum": {"momentum": 0.8}, "adam": {"beta_1": 0.8}},
}


def sentence(refusal: SpecError) -> None:
    text = str(refusal)
    assert text[0].isupper() and text.endswith((".", "?")) and len(text) < 1500
    text.encode()  # can be sent to a browser


def test_a_race_is_read_as_it_was_asked():
    race = asked.race(RACE, SURFACES)
    assert (race.names, race.surface, race.start) == (("momentum", "adam"), "bowl", (-2.4, 1.7))
    assert (race.rate, race.steps, race.schedule, race.batch_size) == (0.3, 150, "constant", 0)
    assert race.settings == RACE["settings"] and race.key == RACE["key"]
    assert asked.race({**RACE, "names": []}, SURFACES).settings == {}
    assert asked.flow_index({"want": "flow", "index": -3.0}) == -3
    assert asked.wanted({"want": "kernels"}, "kernels", "photograph") == "kernels"
    assert asked.identity(RACE) == "race-1-abc" and asked.identity([]) is None and asked.identity({"id": {}}) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"names": ["adamm"]}, "Optimizer must be one of sgd"),
        ({"surface": "network"}, "Surface must be one of bowl"),
        ({"start": [0]}, "Expected two weights"),
        ({"start": [0, math.inf]}, "Start must be a number"),
        ({"rate": "fast"}, "Rate must be a number, not 'fast'"),
        ({"steps": 10**9}, "between 1 and 400"),
        ({"settings": {"adam": {"path": "/etc"}}}, "Adam has no setting 'path'"),
        ({"settings": {"momentum": {"momentum": 3}}}, "between 0 and 1"),
        ({"key": None}, "Key is missing"),
    ],
)
def test_a_field_that_does_not_fit_is_named(changes, words):
    with pytest.raises(SpecError) as refused:
        asked.race({**RACE, **changes}, SURFACES)
    assert words in str(refused.value)


def test_hostile_races_are_sentences_or_races_within_their_limits():
    accepted = 0
    for question in questions(RACE, rounds=2000):
        try:
            race = asked.race(question, SURFACES)
        except SpecError as refusal:
            sentence(refusal)
            continue
        accepted += 1
        assert set(race.names) <= RULES.keys() and race.surface in SURFACES and 1 <= race.steps <= asked.MOST_STEPS
        numbers = (*race.start, race.rate, *(n for own in race.settings.values() for n in own.values()))
        assert all(math.isfinite(number) for number in numbers) and 0 <= race.batch_size <= 1_000_000
    assert accepted > 20, "the fuzzing also finds questions that are good"


def test_other_hostile_questions_are_sentences_or_read():
    for question in questions({"want": "flow", "id": "flow-1", "index": 3}, rounds=500):
        try:
            assert type(asked.flow_index(question)) is int
        except SpecError as refusal:
            sentence(refusal)
        try:
            assert asked.wanted(question, "kernels", "flow") in ("kernels", "flow")
        except SpecError as refusal:
            sentence(refusal)
        name = asked.identity(question)
        assert name is None or isinstance(name.encode(), bytes)


def test_measures_of_a_picture_are_finite_numbers_or_nothing():
    told = {"a": 1, "b": 2.5, "c": math.nan, "d": "3", "e": 10**400, "f": -math.inf, 7: 1.0, "g": None}
    assert asked.measures({"measures": told}) == {"a": 1.0, "b": 2.5}
    assert len(asked.measures({"measures": {str(i): i for i in range(900)}})) == 40
    assert asked.measures(None) == asked.measures({"measures": [1]}) == asked.measures("x") == {}
    for question in questions({"measures": {"accuracy": 0.9, "units": 3}}, rounds=300):
        assert all(type(value) is float and math.isfinite(value) for value in asked.measures(question).values())
