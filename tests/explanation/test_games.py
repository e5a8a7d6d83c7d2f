"""Shapley values of games: by least squares, hierarchies and drawing, against closed forms and the shap package."""

import functools
import itertools
import math
import sys
from types import SimpleNamespace

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import ExplanationError
from nnviz.explanation import shap_game
from nnviz.explanation.attribute import problem_of
from nnviz.explanation.background import Background
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.hiding import hiding, inpainted
from nnviz.explanation.hierarchy import hierarchy
from nnviz.explanation.methods.kernel_shap import chosen_sets, fitted
from nnviz.explanation.methods.partition_shap import owen_values
from nnviz.explanation.methods.sampling_shap import drawn_values
from nnviz.explanation.shap_game_process import explained
from nnviz.explanation.shap_package import package
from nnviz.explanation.target import Target
from tests.sampling import whole

layers, RNG = keras.layers, np.random.default_rng(3)
OURS = ("kernel_shap", "partition_shap", "permutation_shap", "sampling_shap", "exact_shapley")


def by_definition(worth, players: int) -> np.ndarray:
    """Every order, one after the other."""
    values = np.zeros(players)
    worth = functools.cache(worth)
    for order in itertools.permutations(range(players)):
        for place, player in enumerate(order):
            values[player] += worth(frozenset(order[: place + 1])) - worth(frozenset(order[:place]))
    return values / math.factorial(players)


class Game:
    """A game that is written down: what a set of players is worth."""

    def __init__(self, worth, players: int, copies: int = 1):
        self.told, self.players, self.hidden = worth, players, SimpleNamespace(copies=copies)

    def worth(self, example, revealed):
        return np.array([self.told(frozenset(np.flatnonzero(row))) for row in revealed])

    def drawn(self, example, revealed, rows):
        return self.worth(example, revealed)


def tangled(players: int):
    """A worth in which all sets of two and three count."""
    pairs, triples = RNG.normal(size=(players,) * 2), RNG.normal(size=(players,) * 3)
    return lambda known: float(sum(pairs[i, j] for i in known for j in known) + sum(
        triples[i, j, k] for i, j, k in itertools.combinations(sorted(known), 3)))  # fmt: skip


def line(known, weights, worth, nothing, everything):
    """`fitted` of one example."""
    return fitted(known, weights, np.asarray(worth)[None], np.array([nothing]), np.array([everything]))


def test_with_every_set_the_best_line_is_shapleys_definition():
    worth = tangled(5)
    known, weights = chosen_sets(5, 1000, np.random.default_rng(0))
    assert len(np.unique(known, axis=0)) == len(known) == 2**5 - 2
    (values,) = line(known, weights, Game(worth, 5).worth(0, known), worth(frozenset()), worth(frozenset(range(5))))
    np.testing.assert_allclose(values, by_definition(worth, 5), atol=1e-10)


def test_a_few_sets_find_an_additive_game_and_keep_the_sum_of_any():
    own = RNG.normal(size=14)
    known, weights = chosen_sets(14, 60, np.random.default_rng(0))
    again = chosen_sets(14, 60, np.random.default_rng(0))
    np.testing.assert_array_equal(known, again[0])
    assert len(known) < 90 and weights.sum() == pytest.approx(1)
    assert {tuple(row) for row in known} == {tuple(~row) for row in known}
    np.testing.assert_allclose(line(known, weights, known @ own + 2, 2.0, 2 + own.sum())[0], own, atol=1e-9)
    worth = tangled(14)
    odd = line(known, weights, Game(worth, 14).worth(0, known), 0.0, worth(frozenset(range(14))))
    assert odd.sum() == pytest.approx(worth(frozenset(range(14))))
    assert np.all(np.isnan(line(known, weights, np.full(len(known), np.nan), 0.0, 1.0)))
    twins = np.array([[True, True, False], [False, False, True]])
    assert line(twins, np.ones(2), np.array([2.0, 1.0]), 0.0, 3.0).sum() == pytest.approx(3)


def test_a_hierarchy_shares_a_branch_as_two_players_would():
    """Owen's value of three players, of whom 0 and 1 belong together, written out."""
    worth = tangled(3)
    tree = hierarchy([np.array([0, 1]), np.array([2])], None)
    v = lambda *known: worth(frozenset(known))  # noqa: E731
    third = (v(2) - v() + v(0, 1, 2) - v(0, 1)) / 2
    alone, after = [(v(*own, 0) - v(*own) + v(*own, 0, 1) - v(*own, 1)) / 2 for own in ((), (2,))]
    values, base, left, tried = owen_values(functools.partial(Game(worth, 3).worth, 0), tree, 100)
    np.testing.assert_allclose(values[np.argsort(tree.order)], [(alone + after) / 2, v(0, 1, 2) - v() - third - (
        alone + after) / 2, third], atol=1e-12)  # fmt: skip
    assert base == v() and left == 0 and tried == 8
    rough, *_, left, tried = owen_values(functools.partial(Game(worth, 3).worth, 0), tree, 4)
    assert rough.sum() == pytest.approx(v(0, 1, 2) - v()) and left > 0 and tried == 4


def test_drawing_comes_as_near_as_it_says():
    worth = tangled(4)
    values, uncertain = drawn_values(Game(worth, 4), 0, 400, np.random.default_rng(1))
    assert np.all(np.abs(values - by_definition(worth, 4)) < 4.5 * np.sqrt(uncertain) + 1e-12)
    assert np.sqrt(uncertain).max() < 0.2 * np.abs(values).max()


def test_the_shap_package_plays_the_same_game():
    worth = tangled(5)
    tree = hierarchy([np.arange(5)], [RNG.normal(size=(20, 5)).astype("float32")])
    request = {"players": 5, "examples": 1, "evaluations": 500, "permutations": 4, "seed": 0}
    request["linkage"] = tree.linkage().tolist()
    shap, play = package(), Game(worth, 5).worth
    exact = by_definition(worth, 5)
    for name in ("exact", "kernel"):
        found = explained(shap, {**request, "explainer": name}, play)
        np.testing.assert_allclose(found["values"][0], exact, atol=1e-8)
        assert found["base"][0] == worth(frozenset())
    found = explained(shap, {**request, "explainer": "partition"}, play)["values"][0]
    ours = owen_values(functools.partial(play, 0), tree, 500)[0]
    np.testing.assert_allclose(found[tree.order], ours, atol=1e-9)


def test_a_hierarchy_holds_every_part_once_and_joins_what_is_alike():
    rows = RNG.normal(size=(40, 6)).astype("float32")
    rows[:, 4], rows[:, 2] = -2 * rows[:, 0] + 0.01 * rows[:, 4], 7.0
    tree = hierarchy([np.arange(6), 6 + np.arange(35).reshape(5, 7, 1)], [rows, None])
    assert sorted(tree.order) == list(range(41)) and tree.stop[-1] - tree.start[-1] == 41
    branches = [set(tree.order[a:b]) for a, b in zip(tree.start, tree.stop, strict=True)]
    assert {0, 4} in branches and set(range(6)) in branches and {6, 7, 8, 13, 14, 15} in branches
    pairs = [(branches[a], branches[b], branches[k]) for k, (a, b) in enumerate(zip(tree.left, tree.right, strict=True))
             if a >= 0]  # fmt: skip
    assert all(one | other == both and not one & other for one, other, both in pairs)
    assert len(hierarchy([np.arange(20_000)], [np.zeros((2, 20_000), "float32")]).left) == 39_999


def test_hidden_pixels_are_filled_from_those_around_them():
    image = np.add.outer(np.arange(9.0), np.zeros(8))[..., None].repeat(2, -1)
    known = RNG.random((4, 9, 8)) < 0.6
    known[0], known[1] = True, False
    filled = inpainted(image, known)
    np.testing.assert_allclose(filled[known], np.broadcast_to(image, filled.shape)[known])
    np.testing.assert_allclose(filled[1], image.mean((0, 1), keepdims=True).repeat(9, 0).repeat(8, 1), atol=1e-6)
    assert np.abs(filled[2:] - image).mean() < 0.4 * np.abs(image.mean() - image).mean()
    np.testing.assert_allclose(inpainted(image * 0 + 5, known[2:]), 5, atol=1e-5)


@pytest.fixture(scope="module")
def largest():
    """max(x) and Σ x: an airport game and an additive one."""
    inputs = keras.Input((4,))
    outputs = [keras.ops.max(inputs, 1, keepdims=True), keras.ops.sum(inputs, 1, keepdims=True)]
    return keras.Model(inputs, keras.ops.concatenate(outputs, 1))


@pytest.mark.parametrize("method", OURS)
def test_of_the_largest_of_four_numbers_and_of_their_sum(largest, method):
    x = np.array([[3.0, 1.0, 4.0, 2.0], [1.0, 2.0, 3.0, 4.0]], "float32")
    zeros, settings = np.zeros((1, 4), "float32"), {"samples": 300} if method == "sampling_shap" else {}
    found = nnviz.shap_values(largest, x, zeros, 0, method, **settings)
    step = 1 / 4  # who lands a runway of 1 needs pays a quarter of it, who needs 2 a third of the next piece more, …
    share = {1.0: step, 2.0: step + 1 / 3, 3.0: step + 1 / 3 + 1 / 2, 4.0: step + 1 / 3 + 1 / 2 + 1}
    airport = [[share[value] for value in row] for row in x.tolist()]
    if method == "partition_shap":  # of a background of one row no columns are alike: neighbours go together
        first, second = x[:, :2].max(1), x[:, 2:].max(1)
        half = (first + np.maximum(first, second) - second) / 2
        np.testing.assert_allclose(found.values[:, :2].sum(1), half, atol=1e-5)
    else:
        np.testing.assert_allclose(found.values, airport, atol=0.25 if method == "sampling_shap" else 1e-5)
    assert found.residual.max() < 1e-5
    summed = nnviz.shap_values(largest, x, zeros, 1, method)
    np.testing.assert_allclose(summed.values, x, atol=1e-5)


def test_a_category_is_one_player_and_a_constant_column_counts_nothing(largest):
    rows = np.array([[0.0, 6.0, 5.0, 0.5], [7.0, 0.0, 5.0, 0.1]], "float32")
    background = Background(rows, "two rows", (np.array([0, 0, 1, 2]),))
    x = np.array([1.0, 0.0, 5.0, 9.0], "float32")

    def worth(known):
        places = [k for k, column in enumerate((0, 0, 1, 2)) if column in known]
        mixed = rows.copy()
        mixed[:, places] = x[places]
        return float(mixed.max(1).mean())

    expected = by_definition(worth, 3)
    for method in ("kernel_shap", "permutation_shap", "exact_shapley"):
        values = nnviz.shap_values(largest, x, background, 0, method).values[0]
        np.testing.assert_allclose([values[:2].sum(), values[2], values[3]], expected, atol=1e-5)
        assert abs(values[2]) < 1e-9 and values[0] == values[1]


def test_what_cannot_be_is_a_sentence(largest):
    x, rows = np.ones((1, 4), "float32"), np.zeros((2, 4), "float32")
    with pytest.raises(ExplanationError, match="Hiding by blur is for images"):
        nnviz.shap_values(largest, x, rows, 0, "kernel_shap", hide="blur")
    wide = keras.Sequential([layers.Input((10_000,)), layers.Dense(1)])
    many, none = np.ones((1, 10_000), "float32"), np.zeros((1, 10_000), "float32")
    with pytest.raises(ExplanationError, match=r"10,000 parts.*expected gradients"):
        nnviz.shap_values(wide, many, none, 0, "kernel_shap")
    with pytest.raises(ExplanationError, match="up to 2,000 parts; these examples have 10,000"):
        nnviz.shap_values(wide, many, none, 0, "shap_library")
    found = nnviz.shap_values(wide, many, none, 0, "partition_shap", evaluations=40)
    assert found.relative_residual[0] < 1e-3 and "share its value evenly" in found.notes[0]
    broken = nnviz.shap_values(largest, np.full((1, 4), np.nan), rows, 0, "kernel_shap")
    assert np.all(np.isnan(broken.values)) and np.isnan(broken.residual[0])


def test_the_order_of_classes_and_the_seed(largest):
    inputs = keras.Input((4,))
    swapped = keras.Model(inputs, largest(inputs)[:, ::-1])
    x, rows = RNG.normal(size=(2, 4)).astype("float32"), RNG.normal(size=(3, 4)).astype("float32")
    one, other = (nnviz.shap_values(m, x, rows, k, "sampling_shap", seed=5) for m, k in ((largest, 0), (swapped, 1)))
    np.testing.assert_allclose(one.values, other.values, atol=1e-6)
    alone = nnviz.shap_values(largest, x[:1], rows, 0, "sampling_shap", seed=5)
    np.testing.assert_allclose(one.values[0], alone.values[0], atol=1e-6)
    third = nnviz.shap_values(largest, x, rows, 0, "sampling_shap", seed=6)
    assert np.abs(one.values - third.values).max() > 1e-6


def _game(model, x, rows, hide="background"):
    problem, _ = problem_of(model, x, Target(0), rows, 0)
    return Coalitions(problem, hiding(problem, hide, 20))


def test_a_traced_game_is_the_game():
    """Tokens, whose embeddings are mixed instead, and numbers beside them; hidden by rows, and by one copy each."""
    tokens, numbers = keras.Input((5,), dtype="int32"), keras.Input((3,))
    read = layers.GlobalAveragePooling1D()(layers.Embedding(9, 4, mask_zero=True)(tokens))
    model = keras.Model([tokens, numbers], layers.Dense(2, "softmax")(layers.Concatenate()([read, numbers])))
    inputs = [RNG.integers(0, 9, (8, 5)).astype("int32"), RNG.normal(size=(8, 3)).astype("float32")]
    x, rows = ([one[some] for one in inputs] for some in (slice(2), slice(2, None)))
    known = RNG.random((30, 8)) < 0.5
    for hide in ("background", "zeros"):
        game = _game(model, x, rows, hide)
        np.testing.assert_allclose(game.traced.worth(1, known), game._mixed(1, known), atol=1e-6)


STUB = """
import json, sys
import numpy as np
from nnviz.explanation.shap_messages import *
request = json.loads(sys.stdin.buffer.readline())
out = sys.stdout.buffer
if request["explainer"] == "fails":
    out.write(message(FAILED, b"no such thing")), out.flush(), sys.exit(1)
if request["explainer"] == "sleeps":
    import time; time.sleep(60)
out.write(message(ASK, packed(example=np.array(1), known=np.eye(4) > 0))), out.flush()
worth = unpacked(received(sys.stdin.buffer)[1])["worth"]
out.write(message(DONE, packed(values=worth[None], base=worth[:1]))), out.flush()
"""


def test_another_process_asks_what_sets_are_worth(largest, monkeypatch):
    x, rows = RNG.normal(size=(2, 4)).astype("float32"), np.zeros((1, 4), "float32")
    game = _game(largest, x, rows)
    monkeypatch.setattr(shap_game, "COMMAND", (sys.executable, "-c", STUB))
    values, _ = shap_game.played(game, 2, {"explainer": "asks"}, 30.0)
    np.testing.assert_allclose(values[0], np.maximum(x[1], 0), atol=1e-6)
    with pytest.raises(ExplanationError, match="cannot explain this: no such thing"):
        shap_game.played(game, 2, {"explainer": "fails"}, 30.0)
    with pytest.raises(ExplanationError, match="took longer than 0.1 s"):
        shap_game.played(game, 2, {"explainer": "sleeps"}, 0.1)


@whole  # each of the package's explainers in a process of its own takes seconds to start
@pytest.mark.parametrize("explainer", ["exact", "permutation", "kernel", "sampling", "partition"])
def test_the_package_in_a_process_of_its_own(largest, explainer):
    x, rows = RNG.normal(size=(2, 4)).astype("float32"), RNG.normal(size=(5, 4)).astype("float32")
    found = nnviz.shap_values(largest, x, rows, 1, "shap_library", explainer=explainer)
    np.testing.assert_allclose(found.values, x - rows.mean(0), atol=1e-4)
    assert "tensorflow" in sys.modules and found.residual.max() < 1e-4
