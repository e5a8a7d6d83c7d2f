"""The lesson on explaining an answer: the shortcut is there, the maps are nnviz's, the questions are checked."""

import keras
import numpy as np
import pytest
from scipy.stats import spearmanr

from nnviz.concepts import interpreting_check
from nnviz.concepts import interpreting_own as own
from nnviz.concepts import interpreting_tasks as tasks
from nnviz.concepts.interpreting import CORNERS, METHODS, SHADES
from nnviz.concepts.interpreting_asked import network_of
from nnviz.errors import SpecError
from nnviz.explanation.catalog import METHODS as CATALOG
from tests.browser_twins import in_browser
from tests.sampling import whole


def test_methods_are_those_of_the_catalog():
    assert {name: CATALOG[name].title for name in METHODS} == METHODS


def test_images_are_told_without_their_mark_and_the_browser_puts_it_back():
    told = tasks.learn_shortcut_images()
    marked, labels = tasks._explained()
    assert (told["corners"] == told["labels"]).all(), "held-out images are marked as those in training"
    assert all(told["images"][k, r : r + 3, c : c + 3].max() == 0 for k, (r, c) in enumerate(map(_corner, labels)))
    modules = {"lessons/interpreting/state.js": "composed, CORNERS"}
    cases = [[told["images"][k].ravel().tolist(), int(labels[k])] for k in (0, 1, 2)]
    for k, image in enumerate(in_browser(modules, "([x, k]) => [...composed(x, CORNERS[k])]", cases)):
        np.testing.assert_allclose(image, marked[k].ravel(), atol=1e-6)


def _corner(label: int) -> tuple[int, int]:
    return CORNERS[int(label)]


@whole
def test_one_network_reads_the_mark_and_the_other_the_shape():
    told = tasks.learn_shortcut_images()
    for name, wanted in (("shortcut", (0.97, 0.75, 0.1)), ("cured", (0.95, 0.9, 0.9))):
        as_trained, bare, crossed = (_right(name, told, shift) for shift in (0, None, 1))
        if name == "shortcut":
            assert as_trained > wanted[0] and bare < wanted[1] and crossed < wanted[2]
        else:
            assert as_trained > wanted[0] and bare > wanted[1] and crossed > wanted[2]


def _right(name: str, told: dict, shift: int | None) -> float:
    x = told["images"].copy()
    for image, label in zip(x, told["labels"], strict=True):
        if shift is not None:
            row, column = CORNERS[(label + shift) % 2]
            image[row : row + 3, column : column + 3] = 1
    return float((np.asarray(tasks._model(name)(x)).argmax(1) == told["labels"]).mean())


@whole
def test_maps_agree_as_they_are_said_to():
    maps = tasks.learn_shortcut_maps("shortcut")
    at = {name: k for k, name in enumerate(METHODS)}
    assert maps["marks"].mean(1)[at["occlusion"]] > 0.9 and maps["marks"].mean(1)[at["grad_cam"]] < 0.5
    np.testing.assert_allclose(maps["alike"], maps["alike"].swapaxes(1, 2), atol=1e-6)
    sanity = tasks.learn_shortcut_sanity("cured")
    last = sanity["alike"][:, -1]
    assert last[at["integrated_gradients"]] > last[at["gradient"]] + 0.3
    assert len(sanity["layers"]) == 4
    paths = tasks.learn_shortcut_baselines("shortcut")
    difference = paths["outputs"] - paths["from"]
    assert len(paths["maps"]) == len(SHADES) + 2
    np.testing.assert_allclose(paths["totals"], difference, rtol=0.01, atol=0.02)


def test_questions_of_the_picture_are_checked():
    assert network_of({"network": "cured"}) == "cured"
    with pytest.raises(SpecError):
        network_of({"network": "another"})


def test_numbers_asked_for_are_those_of_the_formulas_in_the_lesson():
    for number in (1, 4, 7):
        output, start = (
            float(word.replace("−", "-")) for word in interpreting_check.ask(number).words.split("**")[1::2]
        )
        assert interpreting_check.judge(number, output - start).right
        assert "taken away" in interpreting_check.judge(number, output + start).words
    for number in (2, 5, 8):
        ranks = interpreting_check._ranks(number // 3)
        assert interpreting_check.judge(number, spearmanr(*ranks).statistic).right


@pytest.fixture
def reader() -> keras.Sequential:
    """A network that reads the first of four pixels, and nothing else: class 1 where it is bright."""
    model = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")])
    model.layers[-1].set_weights([np.array([[8.0], [0], [0], [0]], "float32"), np.array([-4.0], "float32")])
    return model


def test_what_is_left_of_an_answer_once_its_place_is_erased(reader, monkeypatch):
    """A quarter of the pixels is one of them; erasing the right one leaves what the ground says, 1 / (1 + e⁴)."""
    monkeypatch.setattr(own, "SHARE", 0.25)
    x = np.array([[1, 0.5, 0.5, 0.5]], "float32").reshape(1, 2, 2, 1)
    sure, lost = 1 / (1 + np.exp(-4)), 1 / (1 + np.exp(4))
    np.testing.assert_allclose(own.probabilities(reader, x), [[1 - sure, sure]], rtol=1e-5)
    right, wrong = np.array([[[3.0, 0], [0, 0]]]), np.array([[[0, 0], [0, 3.0]]])
    chosen, ground = np.array([1]), np.zeros(1, "float32")
    np.testing.assert_allclose(own.left_of(reader, x, chosen, right, ground), [lost], rtol=1e-5)
    np.testing.assert_allclose(own.left_of(reader, x, chosen, wrong, ground), [sure], rtol=1e-5)
    between = own.by_chance(reader, x, chosen, ground)
    assert lost < between[0] < sure


def test_a_method_that_cannot_explain_the_network_says_why(reader):
    maps, refused = own._maps(reader, np.full((2, 2, 2, 1), 0.7, "float32"), np.array([1, 1]))
    assert set(refused) == {METHODS["grad_cam"]} and set(maps) == set(METHODS) - {"grad_cam"}
    assert all(one.shape == (2, 2, 2) for one in maps.values())
    assert (maps["gradient"].reshape(2, 4).argmax(1) == 0).all()
