"""Attention: the browser's transformer against Keras, the lists, the recorded training, the check."""

import json

import keras
import numpy as np
import pytest

from nnviz import settings
from nnviz.concepts import attention, attention_check
from nnviz.concepts import attention_tasks as tasks
from nnviz.concepts.attention_asked import recording_of
from nnviz.errors import SpecError
from nnviz.studies.race import record_of
from nnviz.views.packing import unpack
from tests.browser_twins import in_browser
from tests.sampling import whole

FORWARD = {
    "lessons/attention/transformer.js": "attend, chosenOf, forward",
    "lessons/attention/state.js": "allowedOf, nearestGuess, problemOf, truthOf, waitsForGuess",
    "lessons/attention/fresh.js": "chanceProducts, freshBlock",
}
_PASS = """(given) => {
  const weights = Object.fromEntries(given.weights.map(([name, shape, values]) => [name, { shape, values }]));
  const allowed = allowedOf({ mask: given.mask, forbidden: given.forbidden ?? [] });
  const pass = forward(weights, given.letters, { allowed, positions: given.positions, heads: given.on ?? [] });
  const maps = pass.heads.map(({ rows }) => rows.map(({ weights }) => weights));
  return { answers: [...pass.answers], maps, norm1: [...pass.norm1], mixed: [...pass.mixed] };
}"""


def shaken(positions=True, mask="none"):
    """A block whose every weight, biases and scales too, is by chance."""
    model, rng = tasks.block(positions, mask), np.random.default_rng(5)
    model.set_weights([weight + rng.normal(0, 0.3, weight.shape) for weight in model.get_weights()])
    return model


def passed(model, letters, **how):
    weights = [[name, list(own.shape), own.ravel().tolist()] for name, own in tasks.weights_of(model).items()]
    case = {"weights": weights, "letters": letters.tolist(), "positions": True, "mask": "none", **how}
    told = in_browser(FORWARD, _PASS, [case])[0]
    return {name: np.array(values) for name, values in told.items()}


@pytest.mark.parametrize(("positions", "mask"), [(True, "none"), (True, "causal"), (False, "none")])
def test_the_block_is_that_of_keras(positions, mask):
    model = shaken(positions, mask)
    letters, _ = attention.drawn("sort", 1, seed=2)
    told = passed(model, letters[0], positions=positions, mask=mask)
    answers = np.array(model(letters))[0]
    assert told["answers"].reshape(answers.shape) == pytest.approx(answers, abs=1e-5)
    x = model.get_layer("letter")(letters)
    if positions:
        x = x + model.get_layer("position")(np.arange(attention.LENGTH))
    causal = mask == "causal"
    mixed, maps = model.get_layer("attention")(x, x, return_attention_scores=True, use_causal_mask=causal)
    assert told["maps"] == pytest.approx(np.array(maps)[0], abs=1e-5)
    assert told["mixed"].reshape(mixed.shape[1:]) == pytest.approx(np.array(mixed)[0], abs=1e-5)
    norm = np.array(model.get_layer("norm_1")(x + mixed))[0]
    assert told["norm1"].reshape(norm.shape) == pytest.approx(norm, abs=1e-5)
    if causal:
        assert (np.triu(told["maps"][0], 1) == 0).all()


def test_a_head_that_is_off_and_looks_that_are_forbidden_are_those_of_keras():
    """Off: as if its part of the last matrix were zero. Forbidden: as an attention mask."""
    model = shaken()
    letters, _ = attention.drawn("sort", 1, seed=3)
    off = passed(model, letters[0], on=[True, False])
    weights = model.get_layer("attention").get_weights()
    silent = [own.copy() for own in weights]
    silent[6][1] = 0
    model.get_layer("attention").set_weights(silent)
    assert off["answers"] == pytest.approx(np.array(model(letters))[0].ravel(), abs=1e-5)
    model.get_layer("attention").set_weights(weights)
    told = passed(model, letters[0], forbidden=[2, 8 * 3 + 3])
    x = model.get_layer("letter")(letters) + model.get_layer("position")(np.arange(attention.LENGTH))
    mask = np.ones((1, 8, 8), bool)
    mask[0, 0, 2] = mask[0, 3, 3] = False
    _, maps = model.get_layer("attention")(x, x, attention_mask=mask, return_attention_scores=True)
    assert told["maps"] == pytest.approx(np.array(maps)[0], abs=1e-5)


def test_without_positions_equal_letters_get_equal_answers():
    model = shaken(False)
    answers = passed(model, np.array([0, 1, 1, 0, 2, 0, 1, 5]), positions=False)["answers"].reshape(8, -1)
    assert answers[0] == pytest.approx(answers[3]) and answers[1] == pytest.approx(answers[6])
    assert np.abs(answers[0] - answers[1]).max() > 1e-3


def test_queries_keys_and_values_by_hand_and_by_keras():
    rng = np.random.default_rng(1)
    query, keys, values = rng.normal(size=3), rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    own = attention.attend(query, keys, values)
    case = [query.tolist(), keys.tolist(), values.tolist()]
    told = in_browser(FORWARD, "([q, k, v]) => attend(q, k, v, Math.sqrt(3))", [case])[0]
    layer = keras.layers.Attention(use_scale=False)
    scaled = (query / np.sqrt(3))[None, None].astype("float32")
    mixed, weights = layer(
        [scaled, values[None].astype("float32"), keys[None].astype("float32")], return_attention_scores=True
    )
    for name, truth in (("weights", weights), ("mixed", mixed)):
        assert getattr(own, name) == pytest.approx(np.ravel(truth), abs=1e-6)
        assert told[name] == pytest.approx(getattr(own, name), abs=1e-12)
    assert told["scores"] == pytest.approx(own.scores)


def test_products_of_long_vectors_spread_like_the_root_of_their_length():
    products = in_browser(FORWARD, "(d) => chanceProducts(d, 600)", [4, 64, 256])
    for size, own in zip((4, 64, 256), products, strict=True):
        assert np.std(own) == pytest.approx(np.sqrt(size), rel=0.35)
    assert np.std(products[2]) / np.std(products[1]) == pytest.approx(2, rel=0.25)


def test_lists_and_what_is_right():
    for task in attention.TASKS:
        x, y = attention.drawn(task, 3, seed=4)
        told = in_browser(FORWARD, "([task, letters]) => truthOf(task, letters)", [[task, own] for own in x.tolist()])
        assert told == y.tolist()
    problems = in_browser(FORWARD, "problemOf", ["FACEBEAD", "face bead", "FACE", "ABCDEFG7", " facebead "])
    assert problems[0] == problems[4] == ""
    assert "a space" in problems[1] and "there are 4" in problems[2] and "“G”, “7”" in problems[3]


def test_who_takes_something_away_guesses_first():
    cases = [[True, "none", None], [False, "none", None], [True, "causal", None], [False, "none", "some"]]
    waits = in_browser(FORWARD, "([positions, mask, guess]) => waitsForGuess({ positions, mask, guess })", cases)
    assert waits == [False, True, True, False]
    assert in_browser(FORWARD, "nearestGuess", [0.17, 0.38, 0.594, 0.99]) == ["chance", "some", "more", "all"]


def test_a_new_block_has_the_shapes_of_keras():
    shapes = in_browser(
        FORWARD, "(s) => Object.entries(freshBlock(s)).map(([n, w]) => [n, w.shape, w.values.length])", [1]
    )
    truth = {name: list(own.shape) for name, own in tasks.weights_of(tasks.block(True, "none")).items()}
    assert {name: shape for name, shape, _ in shapes[0]} == truth
    assert all(count == np.prod(shape) for _, shape, count in shapes[0])


def test_a_training_is_recorded_with_all_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    monkeypatch.setattr(tasks, "_MOMENTS", (0, 1))
    monkeypatch.setattr(tasks, "_BATCHES", 2)
    recording = recording_of({"want": "transformer", "task": "reverse", "positions": True, "mask": "none"})
    tasks.train_transformer(recording)
    first, second, end = map(json.loads, record_of(recording.key).read_text().splitlines())
    assert end == {"ended": True} and len(second["places"]) == 8 and 0 <= second["accuracy"] <= 1
    fresh = tasks.weights_of(tasks.block(True, "none"))
    for name, own in fresh.items():
        assert (unpack(first["weights"][name]) == own).all()
    assert (unpack(second["weights"]["position"]) != fresh["position"]).any(), "positions are learnt"


@whole  # the lesson's text; that training works is tested above
def test_what_the_text_says_of_the_trained_networks_is_true(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)

    def last(*how):
        recording = attention.transformer(*how)
        tasks.train_transformer(recording)
        return json.loads(record_of(recording.key).read_text().splitlines()[-2])

    turned = last("reverse", True, "none")
    assert turned["accuracy"] > 0.99
    assert 0.3 < last("reverse", False, "none")["accuracy"] < 0.45
    places = last("reverse", True, "causal")["places"]
    assert min(places[4:]) > 0.99 and max(places[:4]) < 0.25
    weights = [[name, packed["shape"], unpack(packed).ravel().tolist()] for name, packed in turned["weights"].items()]
    x, y = attention.drawn("reverse", 60, seed=9)
    case = {"weights": weights, "positions": True, "mask": "none"}
    maps = np.array(in_browser(FORWARD, _PASS, [{**case, "letters": x[0].tolist()}])[0]["maps"])
    assert np.trace(maps[1][::-1]) / 8 > 0.8, "the second head's map is an anti-diagonal"
    for on, most in (([True, False], 0.5), ([False, True], 1)):
        answers = [
            np.array(one["answers"]).reshape(8, -1).argmax(1)
            for one in in_browser(FORWARD, _PASS, [{**case, "letters": own.tolist(), "on": on} for own in x])
        ]
        share = (np.array(answers) == y).mean()
        assert share <= most and (share > 0.9 or most < 1)


def test_questions_from_the_browser_are_read_or_refused():
    good = {"want": "transformer", "task": "sort", "positions": False, "mask": "causal"}
    assert recording_of(good) == attention.transformer("sort", False, "causal")
    assert recording_of(good).key != attention.transformer("sort", True, "causal").key
    for wrong in ({}, {**good, "task": "eat"}, {**good, "positions": "yes"}, {**good, "mask": None}):
        with pytest.raises(SpecError):
            recording_of(wrong)


def test_answers_by_hand():
    words = attention_check.ask(0).words
    query, key = ([int(n.replace("−", "-")) for n in piece.split(")")[0].split(",")] for piece in words.split("(")[1:3])
    product = float(np.dot(query, key))
    assert attention_check.judge(0, product / 2).right
    assert (
        "root" in attention_check.judge(0, product).words and "its root" in attention_check.judge(0, product / 4).words
    )
    for number in (2, 8, 14):
        first, second = (
            float(piece.replace("−", "-")) for piece in attention_check.ask(number).words.split("**")[1::2]
        )
        share = float(keras.ops.softmax(np.array([first, second]))[0])
        assert attention_check.judge(number, share).right
        assert "other one" in attention_check.judge(number, 1 - share).words
    length = int(attention_check.ask(4).words.split("**")[1])
    assert attention_check.judge(4, int(np.tril(np.ones((length, length))).sum())).right
    assert "diagonal" in attention_check.judge(4, length * (length - 1) // 2).words


def test_the_picture_is_judged_by_what_it_measures():
    wanted = int(attention_check.ask(3).words.split("key **")[1].split("**")[0])
    turned = {"view": 1, "divide": 1.41, f"share{wanted}": 0.9}
    assert attention_check.judge(3, turned).right
    for wrong in ({"view": 0}, {"divide": 0.3}, {f"share{wanted}": 0.5}):
        assert not attention_check.judge(3, {**turned, **wrong}).right
    off = {"view": 0, "reverse": 1, "positions": 1, "causal": 0, "trained": 600, "heads": 1, "forbidden": 0}
    assert attention_check.judge(5, {**off, "accuracy": 0.3}).right
    for wrong in ({"heads": 2}, {"trained": 0}, {"forbidden": 3}, {"positions": 0}, {"accuracy": 0.98}, {"reverse": 0}):
        assert not attention_check.judge(5, {**off, "accuracy": 0.3, **wrong}).right
