"""The race of overfitting: what is trained, what the lesson says of it, and how the guess is answered."""

import json

import pytest

from nnviz import settings
from nnviz.concepts.overfitting_races import FEW, MANY, RACES, SIZES, noisy_moons, parameters_of
from nnviz.data.load import load
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.studies.lockstep import train_race
from nnviz.studies.race import Race, record_of
from tests.browser_twins import in_browser
from tests.sampling import whole


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The lines of the largest network's training, on few examples and, for 40 epochs, on many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.get(), "home", tmp_path_factory.mktemp("home"))
        few, (name, many) = RACES["sizes"](None).variants[2:]
        race = Race("two", (few, (name, many.replace(train=many.train.replace(epochs=40)))))
        train_race(race)
        return [json.loads(line) for line in record_of(race.key).read_text().splitlines()]


def test_the_same_new_examples_judge_all():
    few, many = (load(noisy_moons(SIZES["Large"], count).data) for count in (FEW, MANY))
    assert (len(few.train), len(many.train), len(few.validation)) == (FEW, MANY, 500)
    assert sorted(few.validation.y) == sorted(many.validation.y)
    model = build(noisy_moons(SIZES["Large"], FEW).model, few.schema, seed=1)
    assert model.count_params() == parameters_of("Large") == 4417


@whole  # the lesson's text; a race of another lesson proves the way that it is measured
def test_what_the_lesson_says_of_the_large_network(recorded):
    last = {line["network"]: line["rows"][-1] for line in recorded if line.get("rows")}
    few, many = last[0], last[1]
    assert few["loss"] < 0.01 and few["val_loss"] > 1
    assert many["val_loss"] < 0.5 * few["val_loss"] and many["loss"] > few["loss"]


def test_ones_own_network_is_trained_on_all_examples_and_on_few():
    (_, own), (name, few) = RACES["sizes"](ready("breast_cancer")).variants
    assert name == f"Yours, {FEW} examples" and few.data.training_examples == FEW and own.data.training_examples == 0


def test_the_browser_says_the_numbers_of_the_race():
    row = {"epoch": 200, "loss": 0.001, "val_loss": 1.37}
    rows = [{"epoch": 3, "loss": 0.4, "val_loss": 0.359}, row]
    (words,) = in_browser({"lesson/gap.js": "gapWords"}, "([rows, row]) => gapWords(rows, row)", [[rows, row]])
    assert "a gap of 1.37" in words and "Best at epoch 3: 0.359" in words
    networks = [
        {"label": "Medium", "loss": 0.15, "val_loss": 0.52},
        {"label": "Large", "loss": 0.001, "val_loss": 1.37},
    ]
    moment = {"epoch": 200, "state": "finished", "networks": networks}
    cases = [[None, moment], ["Large", moment], ["Medium", {**moment, "state": "running"}]]
    asked, wrong, right = in_browser({"lessons/overfitting/networks_view.js": "wordsOf"}, "(c) => wordsOf(...c)", cases)
    assert asked == "Choose one first." and "you said Large (1.37)" in wrong and "Worst is Large" in wrong
    assert "as you said" in right and "Worst" not in right
