"""What keeps explanations of large models within time and memory: regions, limits, batches that fit."""

import dataclasses
import itertools
import math
from types import SimpleNamespace

import keras
import numpy as np
import pytest

import nnviz
from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.regions import count, players
from nnviz.inspection.output_function import OutputFunction

layers = keras.layers
RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def pictures():
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((6, 5, 2)), layers.Conv2D(3, 3, activation="tanh"), layers.Flatten(),
                              layers.Dense(2, "softmax")])  # fmt: skip
    return model, RNG.normal(size=(6, 6, 5, 2)).astype("float32")


def test_regions_are_squares_of_pixels_and_windows_of_steps():
    grid = players((6, 5, 2), 9)
    assert grid[:, :, 0].tolist() == [[0, 0, 1, 1, 2]] * 2 + [[3, 3, 4, 4, 5]] * 2 + [[6, 6, 7, 7, 8]] * 2
    assert np.array_equal(grid[..., 0], grid[..., 1])
    assert players((7, 3), 4)[:, 0].tolist() == [0, 0, 1, 1, 2, 2, 3]
    for shape, regions in (((200,), 64), ((3, 3, 2), 18), ((9, 9, 3), 0)):
        assert players(shape, regions).ravel().tolist() == list(range(math.prod(shape)))
    for shape in ((224, 224, 3), (17, 33, 1), (100, 4), (5, 9, 9, 1)):
        assert players(shape, 64).max() + 1 == count(shape, 64) <= 64


def test_a_region_shares_shapleys_value_of_it(pictures):
    model, x = pictures
    found = nnviz.attribute(model, x[0], 1, "permutation_shap", background=x[1:], regions=4)
    groups = players((6, 5, 2), 4)

    def worth(known):
        return float(np.asarray(model(np.where(np.isin(groups, known), x[0], x[1:])))[:, 1].mean())

    n = int(groups.max()) + 1
    by_hand = np.zeros(n)
    for order in itertools.permutations(range(n)):
        for place, player in enumerate(order):
            by_hand[player] += (worth(order[: place + 1]) - worth(order[:place])) / math.factorial(n)
    np.testing.assert_allclose(np.bincount(groups.ravel(), found.values.ravel()), by_hand, atol=1e-5)
    assert all(np.ptp(found.values[groups == player]) == 0 for player in range(n))
    assert found.residual < 1e-6 and f"{n} regions" in found.notes[1]
    assert f"{n} regions, 3 pixels" in cost("permutation_shap", 1, (6, 5, 2), regions=4).words


def test_what_takes_too_long_ends_with_what_it_has_and_adds_up(pictures, monkeypatch):
    model, x = pictures
    clock = iter(range(0, 10**6, 40))
    hours = SimpleNamespace(monotonic=lambda: float(next(clock)))  # theirs alone: other threads go by the real clock
    for module in ("methods.shapley", "methods.integrated", "path"):
        monkeypatch.setattr(f"nnviz.explanation.{module}.time", hours)
    monkeypatch.setattr("nnviz.progress.time", hours)
    monkeypatch.setattr("nnviz.explanation.methods.shapley._WORK_TOGETHER", 1)
    monkeypatch.setattr("nnviz.explanation.methods.integrated._HEAVY", 0)
    found = nnviz.attribute(model, x[0], 1, "permutation_shap", background=x[1:], regions=30)
    assert "2 of 10 orders were walked: after 60 s" in found.notes[0] and found.residual < 1e-6
    found = nnviz.attribute(model, x[:2], 1, "expected_gradients", background=x[1:])
    assert "Compared with 1 of 5 background examples" in found.notes[0] and found.residual.max() < 1e-3


_LONG = {
    "rise": {"masks": 20_000},
    "lime": {"samples": 20_000, "regions": 8},
    "kernel_shap": {"sets": 20_000, "regions": 12},
    "permutation_shap": {"permutations": 1000, "regions": 0},
    "expected_gradients": {},
    "partition_shap": {"evaluations": 20_000},
    "sampling_shap": {"samples": 5_000, "regions": 0},
    "exact_shapley": {"regions": 12},
    "occlusion": {},
}
_WHOLE = ("sampling_shap", "exact_shapley", "occlusion")
"""Methods of which a part is nothing to show."""


@pytest.mark.parametrize("method", _LONG)
def test_long_methods_end_at_their_next_block_with_what_they_have(method, pictures, monkeypatch):
    model, x = pictures
    monkeypatch.setattr(OutputFunction, "rows_a_call", lambda *_: 4)  # so that there are many blocks
    monkeypatch.setattr("nnviz.explanation.methods.integrated._HEAVY", 0)
    heard = []

    def hear(share):
        heard.append(share)
        return wanted.get("ends", math.inf) < len(heard)

    wanted, settings = {}, dict(_LONG[method])
    if METHODS[method].needs_background:
        settings["background"] = x[1:]
    with progress.heard_by(hear):
        nnviz.attribute(model, x[0], 1, "gradient")
        wanted["ends"] = len(heard) + (8 if method in _WHOLE else 600 if method == "kernel_shap" else 40)
        try:
            found = nnviz.attribute(model, x[0], 1, method, **settings)
            assert method not in _WHOLE and any("was cancelled" in note for note in found.notes)
        except progress.Stopped:
            assert method in _WHOLE
    assert len(heard) < wanted["ends"] + 12, "it goes on for a few blocks at most"


def test_exact_values_that_take_too_long_say_so_after_their_first_sets(pictures, monkeypatch):
    model, x = pictures
    clock, groups = iter(range(0, 10**6, 40)), tuple(k % 12 for k in range(x[0].size))
    monkeypatch.setattr("nnviz.explanation.methods.shapley.time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    with pytest.raises(ExplanationError, match=r"4,096 sets of 12 parts would take about 640 s.*at most 60 s"):
        nnviz.attribute(model, x[0], 1, "exact_shapley", background=x[1:], groups=groups)


def test_background_examples_one_by_one_are_the_same_as_all_at_once(pictures, monkeypatch):
    model, x = pictures
    whole = nnviz.attribute(model, x[:2], 1, "expected_gradients", background=x[2:])
    monkeypatch.setattr("nnviz.explanation.methods.integrated._HEAVY", 0)
    one_by_one = nnviz.attribute(model, x[:2], 1, "expected_gradients", background=x[2:])
    np.testing.assert_allclose(one_by_one.values, whole.values, atol=1e-4)
    np.testing.assert_allclose(one_by_one.baseline_output, whole.baseline_output, atol=1e-6)


def test_a_patch_is_widened_to_end_in_time(pictures, monkeypatch):
    model, x = pictures
    clock = iter(range(10**6))
    monkeypatch.setattr("nnviz.explanation.methods.occlusion._HEAVY", 0)
    counted = SimpleNamespace(monotonic=lambda: float(next(clock)))
    monkeypatch.setattr("nnviz.explanation.methods.occlusion.time", counted)
    monkeypatch.setattr(OutputFunction, "rows_a_call", lambda *_: 1)  # a second for each place
    found = nnviz.attribute(model, x[0], 1, "occlusion", time_limit=6.0)
    assert "made 4 wide and moved by 2" in found.notes[0]
    by_hand = nnviz.attribute(model, x[0], 1, "occlusion", window=4, stride=2)
    np.testing.assert_allclose(found.values, by_hand.values, atol=1e-6)


def test_fewer_examples_go_together_the_more_their_layers_hold(pictures):
    model, x = pictures
    function = OutputFunction(model, x)
    assert function.probe.bytes == 4 * (2 * 4 * 3 * 3 + 2)  # maps, the same flat, two classes
    points = function.points(x)
    assert function.rows_a_call(points, True) == 4096
    function.probe = dataclasses.replace(function.probe, bytes=2**26)
    assert function.rows_a_call(points, False) == 4 and function.rows_a_call(points, True) == 1
