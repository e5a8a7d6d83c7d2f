"""The walk from a task to a network: what each decision makes of the experiment, what the app says of it, and what the
lesson claims."""

import itertools

import numpy as np
import pytest

from nnviz.concepts import task_to_network as walk
from nnviz.concepts import task_to_network_asked as asked
from nnviz.concepts import task_to_network_check as check
from nnviz.concepts.task_to_network_tasks import learn_look
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.models.preview import preview
from nnviz.specs import DataSpec
from nnviz.training.train import train
from tests.sampling import whole

FIT = {
    "breast_cancer": (1, "sigmoid", "binary_crossentropy"),
    "digits": (10, "softmax", "sparse_categorical_crossentropy"),
    "diabetes": (1, "linear", "mean_squared_error"),
}


@pytest.fixture(scope="module")
def looks():
    return {name: learn_look(walk.base(name, ready("spirals")).data) for name in walk.TASKS}


def _choices(data: str, end=None, size: str = "suggested", step: str = "") -> walk.Choices:
    return walk.Choices(data, "standard", *(end or FIT[data]), size, step)


def _experiment(looks, choices: walk.Choices):
    shown = looks[choices.data]
    return walk.experiment(choices, ready("spirals"), shown["schema"], shown["training"])


def _told(looks, choices: walk.Choices) -> dict:
    shown = looks[choices.data]
    decided = _experiment(looks, choices)
    seen = preview(decided.model, shown["schema"], decided.train, shown["training"])
    return walk.told_network(seen, choices, shown["schema"])


@pytest.mark.parametrize("data", walk.TASKS)
def test_the_usual_end_fits_and_is_a_probability_or_a_value(looks, data):
    told = _told(looks, _choices(data))
    assert told["fits"] and told["ready"] and not told["found"]
    assert ("probabilities" in told["read"]) == (data != "diabetes")
    decided = _experiment(looks, _choices(data))
    assert told["parameters"] == build(decided.model, looks[data]["schema"], seed=0).count_params()
    assert decided.train.epochs <= walk.EPOCHS


def test_every_wrong_number_of_units_is_refused_and_every_refusal_is_said(looks):
    ends = itertools.product((1, 2, 10), walk.ACTIVATIONS, walk.LOSSES)
    for data, end in itertools.product(walk.TASKS, ends):
        told = _told(looks, _choices(data, end))
        outputs = looks[data]["schema"].outputs
        allowed = (1, 2) if data == "breast_cancer" else (outputs,)
        if end[0] not in allowed:
            assert not told["ready"] and not told["fits"] and told["read"] == ""
        assert told["fits"] == (not any(one["end"] for one in told["found"]))


def test_what_the_trials_say(looks):
    said = [
        one["message"]
        for one in _told(looks, _choices("breast_cancer", (1, "softmax", "binary_crossentropy")))["found"]
    ]
    assert any("A single share is always 1" in message for message in said)
    squeezed = _told(looks, _choices("diabetes", (1, "sigmoid", "mean_squared_error")))
    assert "any real number" in squeezed["found"][0]["message"] and not squeezed["fits"]
    large = _told(looks, _choices("breast_cancer", size="large"))
    assert large["parameters"] == 12_289 and looks["breast_cancer"]["training"] == 455
    assert [one["code"] for one in large["found"]] == ["more_parameters_than_examples"] and large["fits"]


@whole  # tests/browser/test_learn_task_to_network.py trains at the end of the walk
def test_a_training_of_the_walk_beats_guessing_and_is_compared_with_another(looks, tmp_path):
    shown = looks["breast_cancer"]
    first, second = (
        train(_experiment(looks, _choices("breast_cancer", step=step)), home=tmp_path) for step in ("", "seed")
    )
    news = walk.told_run(first, shown["schema"], shown["validation"])
    assert news["state"] == "finished" and news["epochs"] == 40 and len(news["curves"]["score"]) == 40
    assert news["score"] > 0.9 > shown["guess"] + 0.2 and news["compared"] == ""
    assert news["diagnosis"] in walk.DIAGNOSES and news["message"]
    compared = walk.told_run(second, shown["schema"], shown["validation"], first)["compared"]
    assert "no sure change" in compared and "114" in compared


@pytest.mark.parametrize(("data", "what"), [("breast_cancer", "classes"), ("diabetes", "numbers")])
def test_what_guessing_gives_is_measured_on_the_examples_kept_back(looks, data, what):
    dataset, shown = load(ready(data).data), looks[data]
    if what == "classes":
        most = np.bincount(dataset.train.y).argmax()
        assert shown["guess"] == np.mean(dataset.validation.y == most) and sum(shown["counts"]) == shown["training"]
    else:
        seen, kept = (dataset.unscaled_targets(part.y).ravel() for part in (dataset.train, dataset.validation))
        assert shown["guess"] == pytest.approx(np.abs(kept - seen.mean()).mean(), rel=1e-5)
        assert shown["range"] == pytest.approx((seen.min(), seen.max()))


def test_scales_are_of_the_widest_and_the_narrowest_columns(looks):
    names = [name for name, *_ in looks["breast_cancer"]["scales"]]
    assert names[0] == "worst area" and len(names) == 6
    plain = learn_look(ready("breast_cancer").data.replace(scaling="none"))["scales"][0]
    assert plain[1:3] == pytest.approx(plain[3:5], rel=1e-5)


def test_a_table_is_shown_by_its_first_examples_in_their_own_units(looks):
    dataset = load(ready("breast_cancer").data)
    columns, rows = looks["breast_cancer"]["table"]
    assert columns[0] == "mean radius" and len(rows) == 5 and len(columns) == 6
    shown = dataset.unscaled(dataset.train.x)[:, :6]
    for values, answer in rows:
        place = int(np.abs(shown - values).sum(1).argmin())
        np.testing.assert_allclose(values, shown[place], rtol=1e-4)
        assert answer == dataset.schema.class_names[dataset.train.y[place]]
    assert {answer for _, answer in rows} == {"malignant", "benign"}
    assert looks["digits"]["table"] is None and float(looks["diabetes"]["table"][1][0][1]) >= 25


def test_images_come_with_their_answers(looks):
    shown = looks["digits"]
    assert shown["images"].shape == (8, 8, 8, 1) and shown["images"].max() == 255
    assert len(shown["answers"]) == 8 and set(shown["answers"]) <= set("0123456789")


@pytest.mark.parametrize("step", walk.STEPS)
def test_a_step_changes_one_thing(looks, step):
    before, after = (_experiment(looks, _choices("digits", step=name)) for name in ("", step))
    assert before.data == after.data and (before.model != after.model) != (before.train != after.train)
    if before.train != after.train:
        changed = [
            name
            for name in type(before.train).model_fields
            if getattr(before.train, name) != getattr(after.train, name)
        ]
        assert len(changed) == 1


def test_a_step_that_the_network_does_not_allow_is_a_sentence(looks):
    with pytest.raises(SpecError, match="no hidden layer"):
        _experiment(looks, _choices("breast_cancer", size="none", step="wider"))


def test_ones_own_data_are_walked_with(looks):
    own = ready("spirals").replace(data=DataSpec(source="rings"))
    shown = learn_look(own.data)
    choices = walk.Choices("own", "none", 3, "softmax", "sparse_categorical_crossentropy", "suggested")
    decided = walk.experiment(choices, own, shown["schema"], shown["training"])
    assert decided.data == own.data.replace(scaling="none") and walk.unit_options(shown["schema"]) == (1, 2, 3)
    assert decided.train.epochs == walk.EPOCHS


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("The loss ran away, from 1 to 9; …", "away"),
        ("The loss was no longer a number in epoch 3; …", "away"),
        ("It overfits: after epoch 8 …", "overfits"),
        ("It has not learnt yet: 10 % …", "nothing"),
        ("The validation loss was still falling at the end, …", "falling"),
        ("It was best in epoch 9 (validation loss 0.1).", "good"),
    ],
)
def test_the_apps_verdict_is_one_of_the_diagnoses(message, name):
    assert walk.diagnosis(message) == name


def test_the_network_that_a_training_leaves_is_the_last_one_or_after_early_stopping_the_best():
    history = {"val_loss": np.array([0.5, 0.2, 0.4]), "val_accuracy": np.array([0.7, 0.9, 0.8])}
    assert walk.kept(history, "binary", "It overfits: …") == 0.8
    assert walk.kept(history, "binary", "Ended early after epoch 3: …") == 0.9
    assert walk.kept({}, "binary", "") is None


def test_a_change_counts_once_it_is_more_than_chance():
    assert "no sure change" in walk.compared(0.95, 0.96, "binary", 100)
    assert "Better" in walk.compared(0.90, 0.95, "multiclass", 5000)
    assert "Worse" in walk.compared(0.90, 0.60, "binary", 100)
    assert walk.spread(0.5, "binary", 100) == pytest.approx(0.1)


GOOD = {"want": "network", **vars(_choices("digits"))}


@pytest.mark.parametrize(
    "change", [{"units": 0}, {"units": "many"}, {"loss": "mae"}, {"data": "own.csv"}, {"step": "all"}]
)
def test_decisions_out_of_range_are_refused(change):
    assert asked.choices(GOOD) == _choices("digits")
    with pytest.raises(SpecError):
        asked.choices({**GOOD, **change})


def test_what_the_picture_may_not_ask():
    for question in (None, {"want": "delete"}, {}):
        with pytest.raises(SpecError):
            asked.want(question)
    for question in ({"page": "pages/lab/runs.py"}, {}):
        with pytest.raises(SpecError):
            asked.page(question)
    with pytest.raises(SpecError):
        asked.run_id({"run": "a\nb"})


@pytest.mark.parametrize("number", [0, 5, 10, 15])
def test_one_end_is_right_for_each_task_and_the_others_say_why_not(number):
    question = check.ask(number)
    verdicts = [check.judge(number, choice) for choice in question.choices]
    assert len(set(question.choices)) == 4 and sum(verdict.right for verdict in verdicts) == 1
    assert len({verdict.words for verdict in verdicts if not verdict.right}) >= 2


@pytest.mark.parametrize("number", [1, 6, 11])
def test_weights_are_counted_as_keras_counts_them(number):
    import keras

    columns, hidden, outputs = check._sizes(number // 5)
    model = keras.Sequential([keras.Input((columns,)), keras.layers.Dense(hidden), keras.layers.Dense(outputs)])
    truth = model.count_params()
    assert check.judge(number, truth).right and f"**{columns}** columns" in check.ask(number).words
    bare = check.judge(number, truth - hidden - outputs)
    assert not bare.right and "biases are missing" in bare.words


@pytest.mark.parametrize("number", [3, 8, 13])
def test_the_points_above_guessing(number):
    right = [value for value in range(-20, 100) if check.judge(number, value).right]
    assert len(right) == 1
    many, few, better = check._counts(number // 5)
    assert right == [better] and "its accuracy" in check.judge(number, 100 * many / (many + few) + better).words


def test_the_walk_that_is_to_be_made():
    end = {"task": 1, "fits": 1, "units": 10, "outputs": 10, "probability": 1}
    assert check.ask(2).make and check.judge(2, end).right
    for change, words in (
        ({"task": 0}, "other data"),
        ({"fits": 0, "units": 1}, "1 output unit;"),
        ({"probability": 0}, "accepts that"),
    ):
        verdict = check.judge(2, end | change)
        assert not verdict.right and words in verdict.words
    assert not check.judge(2, {}).right and not check.judge(4, {}).right
    assert (
        check.judge(4, {"task": 0, "score": 0.93}).right
        and "Nothing has been trained" in check.judge(4, {"task": 0}).words
    )
    assert "92 % are asked for" in check.judge(4, {"task": 0, "score": 0.8, "second": 0.85}).words
