"""A history as text and back."""

import json

import pytest

from nnviz import gallery
from nnviz.errors import NnvizError
from nnviz.models import edits
from nnviz.specs import LayerSpec, ModelSpec, TrainSpec
from pages.shared.session import undo
from pages.shared.session.undo import History, Origin, Step

EXPERIMENT = gallery.ready("digits")


def worked(steps: int, layers: int = 4) -> History:
    """A history of so many edits of one network."""
    model = ModelSpec(
        layers=tuple(LayerSpec(id=f"dense_{n}", kind="Dense", settings={"units": 4}) for n in range(layers))
    )
    history = History(Step(model, TrainSpec()))
    for number in range(steps):
        model = edits.set_settings(history.present.model, f"dense_{number % layers}", units=5 + number)
        history.push(Step(model, TrainSpec()))
    return history


def again(history: History) -> History:
    return History.from_json(json.loads(history.to_json()))


def test_undo_and_redo_are_what_they_were_before():
    history = worked(6)
    first, last = history.past[0], history.present
    history.undo()
    history.undo()
    restored = again(history)
    assert restored == history and len(restored.past) == 4 and len(restored.future) == 2
    while restored.undo():
        pass
    assert restored.present == first
    while restored.redo():
        pass
    assert restored.present == last and not restored.redo()


def test_the_file_that_a_network_came_from_is_remembered():
    origin = Origin("/somewhere/a.keras", (None, 28, 1), "float32", ("a note",))
    history = History(Step(EXPERIMENT.model, EXPERIMENT.train))
    history.push(Step(EXPERIMENT.model, EXPERIMENT.train, origin))
    restored = again(history)
    assert restored.present.origin == origin and restored.past[0].origin is None


def test_a_history_is_bounded_in_steps_and_in_characters(monkeypatch):
    history = worked(undo.STEPS + 30)
    assert len(history.past) == undo.STEPS
    monkeypatch.setattr(undo, "TEXT", 20_000)
    history = worked(90, layers=40)
    newest = history.past[-1]
    assert len(history.to_json()) <= 20_000
    assert 0 < len(history.past) < 90 and history.past[-1] == newest, "the oldest gave way"


def test_layers_of_states_that_are_gone_make_room_first(monkeypatch):
    history = worked(20)
    length = len(history.to_json())
    for _ in range(3):
        while history.undo():
            pass
        for number in range(20):
            history.push(Step(edits.set_settings(history.present.model, "dense_0", units=100 + number), TrainSpec()))
            history.to_json()
    monkeypatch.setattr(undo, "TEXT", length)
    assert len(again(history).past) == 20


@pytest.mark.parametrize(
    "change", [{"past": 9}, {"steps": [[[7], None, 0, 0]]}, {"layers": [{"id": "?"}]}, {"trains": None}]
)
def test_a_damaged_history_raises_what_it_says(change):
    data = json.loads(worked(2).to_json()) | change
    with pytest.raises((NnvizError, LookupError, TypeError, ValueError)):
        History.from_json(data)
