"""Curating data: the network of a collection against Keras's own `fit`, what the text says of its scores, the browser's
images and measures against NumPy, what may be asked, and the checks."""

import base64

import keras
import numpy as np
import pytest
from sklearn.datasets import load_digits

from nnviz.concepts import curating_data_check, curating_data_tasks
from nnviz.concepts.curating_data_asked import collection_of, lean
from nnviz.concepts.curating_data_tasks import folds, learn_collection, learn_digits_of_others
from nnviz.errors import SpecError
from tests.browser_twins import in_browser

PIXELS = {"lessons/curating_data/pixels.js": "distance, encoded, measure, meanOf, nearPairs, pixelsOf, shift"}
STATE = {
    "lessons/curating_data/state.js": "addDrawing, beginning, collectionOf, copiesOf, doubtsOf, lackOf, ownThings, "
    "relabel, remove, spareOf"
}


def collection(alike=0, varied=0, right=False, once=False):
    """The collection of the lesson with further digits; with its labels put right, and without its copies."""
    told = learn_digits_of_others()
    x = np.concatenate([told["start"], told["alike"][: 3 * alike], told["varied"][: 3 * varied]])
    y = np.concatenate([told["startLabels"], told["alikeLabels"][: 3 * alike], told["variedLabels"][: 3 * varied]])
    if right:
        y[told["wrong"]] = (y[told["wrong"]] + 1) % 3
    chosen = np.setdiff1d(np.arange(len(x)), told["copies"]) if once else np.arange(len(x))
    return x[chosen], y[chosen]


def test_nobodys_digit_is_in_two_places():
    told = learn_digits_of_others()
    rows = {name: {image.tobytes() for image in told[name]} for name in ("others", "start", "alike", "varied")}
    assert not rows["others"] & (rows["start"] | rows["alike"] | rows["varied"]) and not rows["start"] & rows["varied"]
    assert lean(told["start"]).mean() < lean(told["alike"]).mean() < lean(told["varied"]).mean()
    x, y = load_digits(return_X_y=True)
    truth = {image.astype("uint8").tobytes(): label for image, label in zip(x, y, strict=True)}
    first = [truth[image.tobytes()] for image in told["start"][:36]]
    wrong = [i for i, label in enumerate(first) if label != (1, 2, 7)[told["startLabels"][i]]]
    assert wrong == told["wrong"].tolist()


def test_what_the_text_says_of_the_scores():
    """Of the ways of the lesson, with room: the score falls on other people's digits, and recovers."""
    begun, alike, varied = (learn_collection(*collection(**own)) for own in ({}, {"alike": 12}, {"varied": 3}))
    np.testing.assert_array_equal(learn_collection(*collection())["held"], begun["held"], "however often it is asked")
    assert begun["own"] > 0.85 and begun["others"] < 0.7
    assert begun["others"] < alike["others"] - 0.1 and varied["others"] > 0.8
    once, cured = (learn_collection(*collection(**own)) for own in ({"once": True}, {"varied": 12, "right": True}))
    assert once["own"] < begun["own"] - 0.05 and cured["others"] > 0.93 and abs(cured["own"] - cured["others"]) < 0.06
    doubted = np.argsort(begun["held"][np.arange(42), collection()[1]])[:3]
    assert set(doubted) == set(learn_digits_of_others()["wrong"])


def test_the_network_is_what_keras_fits(monkeypatch):
    """The same beginning, the same steps over all examples: Keras's fit says the same."""
    monkeypatch.setattr(curating_data_tasks, "STEPS", 12)
    curating_data_tasks._network.cache_clear()
    x, labels = collection()
    said = curating_data_tasks._trained(
        x.astype("float32") / 16, labels, np.ones(len(x), bool), x.astype("float32") / 16
    )
    model, _, first, _ = curating_data_tasks._network()
    twin = keras.models.clone_model(model)
    twin.set_weights(first[: len(twin.weights)])
    adam = keras.optimizers.Adam(curating_data_tasks.RATE)
    twin.compile(adam, "sparse_categorical_crossentropy", run_eagerly=True)
    twin.fit(x / 16, labels, batch_size=len(x), epochs=12, shuffle=False, verbose=0)
    curating_data_tasks._network.cache_clear()
    np.testing.assert_allclose(said, twin(x.astype("float32") / 16), atol=2e-4)


def test_folds_hold_every_class():
    labels = np.repeat([0, 1, 2], [10, 15, 5])
    fold = folds(labels)
    for k in range(5):
        np.testing.assert_array_equal(np.bincount(labels[fold == k], minlength=3), [2, 3, 1])


def test_what_may_be_asked():
    x, y = collection()
    text = base64.b64encode(x.tobytes()).decode()
    images, labels = collection_of({"images": text, "labels": y.tolist()})
    np.testing.assert_array_equal(images, x)
    np.testing.assert_array_equal(labels, y)
    for asked, words in (
        ({"images": "?", "labels": []}, "cannot be read"),
        ({"images": text, "labels": y.tolist()[1:]}, "cannot be read"),
        ({"images": text, "labels": [True] * len(y)}, "cannot be read"),
        ({"images": base64.b64encode(bytes([17] * 64)).decode(), "labels": [0]}, "cannot be read"),
        ({"images": base64.b64encode(x[:4].tobytes()).decode(), "labels": [0, 0, 0, 1]}, "3 of 1, 1 of 2"),
        ({"images": base64.b64encode(bytes(64 * 301)).decode(), "labels": [0] * 301}, "301 examples"),
    ):
        with pytest.raises(SpecError, match=words):
            collection_of(asked)


def test_the_browser_measures_as_numpy_does():
    x = learn_digits_of_others()["start"][:6].astype(int)
    told = in_browser(
        PIXELS, "(images) => [images.map(measure), nearPairs(images, 1), meanOf(images), encoded(images)]", [x.tolist()]
    )
    measured, pairs, mean, text = told[0]
    np.testing.assert_allclose([own["lean"] for own in measured], lean(x), atol=1e-9)
    np.testing.assert_allclose([own["ink"] for own in measured], x.sum(1) / 16)
    place = [(image.reshape(8, 8) * np.arange(1, 9)).sum() / image.sum() for image in x]
    np.testing.assert_allclose([own["place"] for own in measured], place)
    assert [own["height"] for own in measured] == [
        np.ptp(np.flatnonzero(image.reshape(8, 8).sum(1) > 2)) + 1 for image in x
    ]
    for pair in pairs:
        a, b = x[pair["a"]] / 16, x[pair["b"]] / 16
        assert pair["far"] == pytest.approx(np.sqrt(np.mean((a - b) ** 2)))
    assert len(pairs) == 15 and [own["far"] for own in pairs] == sorted(own["far"] for own in pairs)
    np.testing.assert_allclose(mean, x.mean(0))
    assert base64.b64decode(text) == x.astype("uint8").tobytes()
    assert in_browser(PIXELS, "([a, b]) => shift(a, b)", [[[4, 6], [1, 2, 3]]])[0] == pytest.approx(
        3 / np.std([1, 2, 3])
    )


def test_a_drawing_becomes_ink_by_counting_points():
    """A bar from top to bottom, a quarter of the side wide, in the middle: two full columns; centred it is so
    wherever it was drawn, and how high."""
    bar, small = ([["ink", [x, y0, x, y1]]] for x, y0, y1 in ((0.5, -0.5, 1.5), (0.2, 0.1, 0.3)))
    plain, fitted = in_browser(
        PIXELS, "([strokes, fit]) => pixelsOf(strokes, { width: 0.25, fit })", [[bar, False], [small, True]]
    )
    expected = np.zeros((8, 8))
    expected[:, 3:5] = 16
    np.testing.assert_array_equal(np.reshape(plain, (8, 8)), expected)
    fitted = np.reshape(fitted, (8, 8))
    np.testing.assert_array_equal(fitted[1:-1], expected[1:-1])
    assert (fitted[:, [0, 1, 2, 5, 6, 7]] == 0).all() and (fitted[[0, -1], 3] > 4).all()


def test_a_collection_is_changed_and_found_again():
    told = learn_digits_of_others()
    digits = {
        "start": [
            {"pixels": image.tolist(), "label": int(label)}
            for image, label in zip(told["start"], told["startLabels"], strict=True)
        ],
        "more": {"alike": [], "varied": [{"pixels": [0] * 64, "label": k % 3} for k in range(36)]},
    }
    steps = """([digits]) => {
        const state = { ...beginning(), ...ownThings(), varied: 2 };
        const all = collectionOf(state, digits);
        const pairs = copiesOf({ near: 0.06 }, all.slice(0, 42));
        remove(state, spareOf(pairs, all));
        relabel(state, "s2", 0);
        relabel(state, "s2", 1);
        const left = collectionOf(state, digits);
        state.whose = "mine";
        addDrawing(state, [["ink", [0.5, 0.1, 0.5, 0.9]]], 2, 0.1);
        const mine = collectionOf(state, digits);
        return [all.length, pairs, left, mine, addDrawing(state, [], 1, 0.1), lackOf(mine, ["1", "2", "7"])];
    }"""
    count, pairs, left, mine, empty, lack = in_browser(STATE, steps, [[digits]])[0]
    assert count == 48 and {pair["b"] for pair in pairs} == set(told["copies"].tolist()) and len(left) == 42
    assert next(own for own in left if own["id"] == "s2")["label"] == 1
    assert [own["label"] for own in mine] == [2] and not empty and "1 of 7" in lack
    held = [0.1, 0.8, 0.1, 0.2, 0.3, 0.5, 0.9, 0.05, 0.05]
    doubts = in_browser(STATE, "([held]) => doubtsOf([0, 1, 0].map((label) => ({ label })), held)", [[held]])[0]
    assert [(own["at"], own["given"], own["said"]) for own in doubts] == [(0, 0, 1), (1, 1, 2)]


def test_checks_know_their_own_answers():
    for number in range(16):
        question = curating_data_check.ask(number)
        if question.choices:
            verdicts = [curating_data_check.judge(number, choice) for choice in question.choices]
            assert sum(verdict.right for verdict in verdicts) == 1
        elif not question.make:
            assert not curating_data_check.judge(number, -1e6).right


def test_the_score_with_copies_and_the_mistakes_beside_it():
    given = curating_data_check._given(0)
    n, copies, right = given["held"], given["copies"], given["right"]
    assert curating_data_check.judge(0, 100 * (copies + (n - copies) * right / 100) / n).right
    assert "honest" in curating_data_check.judge(0, right).words


def test_makings_are_judged_by_what_the_picture_measures():
    first, second = 3, 7
    assert curating_data_check.judge(first, {"others": 0.93, "examples": 55}).right
    assert "60" not in curating_data_check.judge(first, {"others": 0.93, "examples": 78}).words
    assert not curating_data_check.judge(first, {"others": 0.93, "examples": 78}).right
    assert "trained" in curating_data_check.judge(first, {"examples": 42}).words
    assert curating_data_check.judge(second, {"copies": 0, "examples": 36}).right
    assert not curating_data_check.judge(second, {"copies": 0, "examples": 30}).right


def test_a_photograph_is_read_as_ink_on_paper():
    """A dark bar on light paper and a light one on dark, both off the middle: as drawn it stands where it was,
    fitted in the middle; paper alone is nothing."""
    side = 64
    paper = np.full((side, side), 210.0) + np.random.default_rng(0).normal(0, 3, (side, side))
    photo = paper.copy()
    photo[8:40, 8:16] -= 150
    told = in_browser(
        {"lessons/curating_data/photo.js": "inkOf, photoPixels"},
        """([grey, side]) => {
            const ink = inkOf(Float32Array.from(grey), side);
            return ink && [photoPixels(ink), photoPixels(ink, true)];
        }""",
        [[image.ravel().tolist(), side] for image in (photo, 255 - photo, paper)],
    )
    expected = np.zeros((8, 8))
    expected[1:5, 1] = 16
    for plain, fitted in told[:2]:
        np.testing.assert_array_equal(np.reshape(plain, (8, 8)), expected)
        fitted = np.reshape(fitted, (8, 8))
        assert (fitted[:, 3:5] == 16).all() and fitted.sum() == 256
    assert told[2] is None
