"""The races of width and depth: what is trained, and what the lesson says of the hardest spirals."""

import json

import keras
import pytest

from nnviz import settings
from nnviz.concepts.layers import parameters
from nnviz.concepts.layers_races import DEPTHS, RACES, WIDTHS, label, spirals
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.specs import ModelSpec
from nnviz.studies.lockstep import train_race
from nnviz.studies.race import Race, record_of
from tests.browser_twins import in_browser
from tests.sampling import whole


def test_every_width_of_every_depth_is_trained_on_the_same_data():
    for level, turns in (("easy", 0.5), ("hard", 1.5)):
        race = RACES[level](None)
        assert [name for name, _ in race.variants] == [label(w, d) for d in DEPTHS for w in WIDTHS]
        assert {own.data for _, own in race.variants} == {spirals(turns, 4, 1).data}


def test_the_browser_knows_the_names_and_the_parameters():
    modules = {"lessons/layers/race_view.js": "DEPTHS, WIDTHS", "lessons/layers/steps.js": "parametersOf"}
    function = (
        "() => DEPTHS.flatMap((d) => WIDTHS.map((w) => [`${d} × ${w}`, parametersOf([2, ...Array(d).fill(w), 1])]))"
    )
    (told,) = in_browser(modules, function, [None])
    dataset = load(spirals(1.5, 4, 1).data)
    for (name, count), (own_name, own) in zip(told, RACES["hard"](None).variants, strict=True):
        model = build(own.model, dataset.schema, seed=1)
        assert (name, count) == (own_name, model.count_params())
        keras.backend.clear_session()


def test_ones_own_network_is_made_wider_and_narrower():
    race = RACES["easy"](ready("breast_cancer"))
    assert [name for name, _ in race.variants] == ["2 units", "4 units", "8 units", "16 units", "32 units"]
    assert all(own.train.epochs <= 100 for _, own in race.variants)
    bare = ready("spirals").replace(model=ModelSpec(layers=spirals(1.5, 4, 1).model.layers[-1:]))
    with pytest.raises(SpecError, match="no hidden layer"):
        RACES["easy"](bare)


@whole  # a long race; the other races of the lesson are run
def test_what_the_lesson_says_of_the_hardest_spirals(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    race = Race("two", ((label(32, 1), spirals(1.5, 32, 1)), (label(8, 3), spirals(1.5, 8, 3))))
    train_race(race)
    last = {}
    for line in map(json.loads, record_of(race.key).read_text().splitlines()):
        for row in line.get("rows", ()):
            last[line["network"]] = row["val_accuracy"]
    assert last[0] < 0.93 and last[1] >= 0.95
    assert (parameters((2, 32, 1)), parameters((2, 8, 8, 8, 1)), parameters((2, 32, 32, 32, 1))) == (129, 177, 2241)


def test_the_guess_is_answered():
    networks = [
        {"label": "1 × 32", "parameters": 129, "val_accuracy": 0.81},
        {"label": "3 × 4", "parameters": 57, "val_accuracy": 0.96},
        {"label": "3 × 8", "parameters": 177, "val_accuracy": 1.0},
    ]
    cases = [[None, [], ""], *([guess, networks, "finished"] for guess in ("1 × 32", "3 × 4", "3 × 8"))]
    asked, low, right, large = in_browser({"lessons/layers/race_view.js": "wordsOf"}, "(c) => wordsOf(...c)", cases)
    assert "Choose one first" in asked and "Not enough: 3 × 4 does it with 57 parameters" in low
    assert "well guessed" in right and "instead of 177" in large
