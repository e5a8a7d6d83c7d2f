"""The smallest changes: against closed forms and a brute search, within what a row may become, and each asked again."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnviz
from nnviz.errors import NnvizError
from nnviz.explanation.changes.attacks import attacker_of, fgsm, pgd
from nnviz.explanation.changes.goal import Goal, goal_of
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.records import Withstood
from nnviz.explanation.changes.search import Rows, Search, cheapest
from nnviz.explanation.changes.space import Space, space_of
from nnviz.explanation.changes.swaps import word_swaps

RNG = np.random.default_rng(0)
DATA = RNG.normal(size=(200, 5)).astype("float32")


@pytest.fixture(scope="module")
def linear():
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3, "softmax")])
    model.layers[-1].set_weights([RNG.normal(size=(5, 3)).astype("float32"), np.zeros(3, "float32")])
    return model


def search_of(model, origin, space, wanted=None):
    rows = Rows(lambda codes: np.asarray(codes, "float32"), lambda codes, gradients: gradients[0])
    leads = Leads(model, rows.batch(origin[None]))
    return Search(leads, leads.goal(wanted, rows.batch(origin[None])), rows, origin, space.around(origin))


def test_the_cheapest_step_is_the_linear_programs():
    from scipy.optimize import linprog

    for seed in range(20):
        rng = np.random.default_rng(seed)
        slope, high = rng.normal(size=6), rng.uniform(0.2, 2, 6)
        low, need = -rng.uniform(0.2, 2, 6), rng.uniform(0.1, 2)
        u = cheapest(slope[None], np.array([need]), low[None], high[None])[0]
        # min Σ(p + n) with u = p − n
        bounds = [(0, h) for h in high] + [(0, -own) for own in low]
        best = linprog(np.ones(12), A_ub=-np.concatenate([slope, -slope])[None], b_ub=[-need], bounds=bounds)
        assert np.abs(u).sum() == pytest.approx(best.fun, abs=1e-6) and slope @ u >= need - 1e-9


def test_of_a_linear_network_the_nearest_row_is_the_closed_forms(linear):
    space, kernel = space_of(DATA, np.zeros(5, int)), linear.layers[-1].kernel.numpy().astype(float)
    for origin in DATA[:3].astype(float):
        search = search_of(linear, origin, space)
        present = search.goal.present
        ways = []
        for other in set(range(3)) - {present}:
            slope = kernel[:, other] - kernel[:, present]
            ways.append((-(origin @ slope) / (np.abs(slope) * space.unit)).min())
        found = search.nearest(np.empty((0, 5)))
        changed = np.flatnonzero(found != origin)
        step = (space.step / space.unit)[changed].sum()
        assert len(changed) == 1 and search.lead(found[None])[0] > 0
        assert min(ways) <= space.distance(found[None], origin)[0] <= min(ways) + step + 0.05
        assert linear(found[None].astype("float32")).numpy().argmax() != present


def test_what_may_not_change_stays_and_whole_numbers_stay_whole():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, "sigmoid")])
    model.layers[-1].set_weights([np.array([[3.0], [1.0], [0.4], [2.0]], "float32"), np.array([-20.0], "float32")])
    rows = np.column_stack(
        [RNG.integers(0, 9, 50), RNG.integers(0, 9, 50), RNG.normal(size=50), RNG.integers(0, 3, 50)]
    )
    choices, origin = np.array([0, 0, 0, 3]), np.array([1.0, 1.0, 0.0, 0.0])
    held = space_of(rows, choices, np.array([True, False, False, False]))
    found = search_of(model, origin, held).nearest(np.empty((0, 4)))
    assert found is None  # 3 + 8 + 0.4 · 2.5 + 4 < 20
    found = search_of(model, origin, space_of(rows, choices)).nearest(np.empty((0, 4)))
    assert model(found[None].astype("float32"))[0, 0] > 0.5
    assert (found[[0, 1, 3]] == np.round(found[[0, 1, 3]])).all() and 0 <= found[0] <= 8
    near = [
        space_of(rows, choices).distance(np.array([codes]), origin)[0]
        for codes in itertools.product(range(9), range(9), [0.0], range(3))
        if 3 * codes[0] + codes[1] + 2 * codes[3] > 20
    ]
    assert space_of(rows, choices).distance(found[None], origin)[0] <= min(near) + 1e-9


def test_a_space_knows_steps_and_ranges():
    rows = np.column_stack([np.arange(10.0), np.arange(10) / 10, np.full(10, 3.0), RNG.random(10)])
    space = space_of(rows, np.zeros(4, int))
    assert space.step[:2].tolist() == [1.0, 0.1] and space.movable.tolist() == [True, True, False, True]
    moved = space.on_grid(np.array([[4.3, 0.22, 3.0, 0.5]]), np.array([2.0, 0.5, 3.0, 0.5]))
    np.testing.assert_allclose(moved[0], [5.0, 0.2, 3.0, 0.5])


def test_goals_are_checked(linear):
    leads = Leads(linear, DATA[:1])
    present = int(linear(DATA[:1]).numpy().argmax())
    with pytest.raises(NnvizError, match="already"):
        leads.goal(present, DATA[:1])
    with pytest.raises(NnvizError, match="no class"):
        leads.goal(7, DATA[:1])
    with pytest.raises(NnvizError, match="not a finite number"):
        goal_of(None, leads.meaning, np.array([np.nan, 1.0]), np.zeros(2))
    lead, up, down = Goal("class", -1, 0).lead(np.array([[3.0, 1.0, 2.0]]))
    assert (lead[0], up[0], down[0]) == (-1.0, 2, 0)


def test_fgsm_is_the_sign_of_the_losses_gradient_and_pgd_stays_in_its_ball(linear):
    x, y = DATA[:20], linear(DATA[:20]).numpy().argmax(1)
    with tf.GradientTape() as tape:
        tensor = tf.constant(x)
        tape.watch(tensor)
        loss = tf.reduce_sum(keras.losses.sparse_categorical_crossentropy(y, linear(tensor)))
    expected = x + 0.3 * np.sign(tape.gradient(loss, tensor).numpy())
    attack = fgsm(linear, x, 0.3, y)
    np.testing.assert_allclose(attack.x, expected, atol=1e-6)
    assert (attack.flips == (linear(expected).numpy().argmax(1) != y)).all()
    box = {"low": -1.0, "high": 1.0}
    for norm in ("linf", "l2"):
        pushed = pgd(linear, x, 0.5, norm=norm, seed=1, **box)
        assert getattr(pushed, norm).max() <= 0.5 + 1e-5
        inside = np.abs(pushed.x) <= np.maximum(np.abs(x), 1.0) + 1e-6
        assert inside.all() and pushed.flips.sum() >= fgsm(linear, x, 0.2, norm=norm, **box).flips.sum()


def test_any_of_several_inputs_is_pushed_and_the_others_stay():
    """Of Σ a·u + Σ b·v > 0 the boundary is |f| / ‖b‖ away along v alone."""
    inputs = [keras.Input((2,), name="u"), keras.Input((3,), name="v")]
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(keras.layers.Concatenate()(inputs)))
    kernel = np.array([1.0, -2.0, 0.5, 1.0, -1.5])
    model.layers[-1].set_weights([kernel[:, None], np.zeros(1)])
    u, v = DATA[:4, :2], np.ones((4, 3), "float32")
    attacker = attacker_of(model, [u, v], place=1)
    for norm, dual in (("linf", 1), ("l2", 2)):
        x, sizes = attacker.least(8.0, norm)
        f = u @ kernel[:2] + v @ kernel[2:]
        np.testing.assert_allclose(sizes, np.abs(f) / np.linalg.norm(kernel[2:], dual), rtol=0.05)
        found = attacker.result(x, norm)
        assert found.x.shape == (4, 3) and found.flips.all()
    with pytest.raises(NnvizError, match="There is no input 2. Expected 0 to 1"):
        pgd(model, [u, v], 0.1, place=2)


def test_the_smallest_push_is_the_distance_to_the_boundary(linear):
    kernel = linear.layers[-1].kernel.numpy().astype(float)
    attacker = attacker_of(linear, DATA[:8])
    for norm, dual in (("linf", 1), ("l2", 2)):
        _, sizes = attacker.least(4.0, norm)
        for x, own, size in zip(DATA[:8].astype(float), attacker.own, sizes, strict=True):
            slopes = [kernel[:, k] - kernel[:, own] for k in range(3) if k != own]
            exact = min(-(x @ g) / np.linalg.norm(g, dual) for g in slopes)
            assert exact * 0.999 <= size <= exact * 1.12


def test_one_unit_withstands_as_its_logit_says():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    assert fgsm(model, np.array([[0.1, 0.2]]), 0.16).flips.tolist() == [True]
    assert fgsm(model, np.array([[0.1, 0.2]]), 0.14).flips.tolist() == [False]
    right = np.array([[True, True, True, False], [True, False, False, False]])
    told = Withstood(np.array([0.0, 0.1]), right, "linf", "pgd")
    assert told.accuracy.tolist() == [0.75, 0.25]
    np.testing.assert_allclose(told.interval[:, 0], [0.3006, 0.9544], atol=2e-4)  # Wilson's, 3 of 4


@pytest.fixture(scope="module")
def reader():
    """The mean of the words' vectors: each word has a number, and their sum decides."""
    model = keras.Sequential(
        [keras.Input((4,), dtype="int32"), keras.layers.Embedding(7, 1), keras.layers.GlobalAveragePooling1D(),
         keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")]
    )  # fmt: skip
    model.layers[0].set_weights([np.array([[0], [0], [1], [2], [-1.5], [-4], [0.5]], "float32")])
    return model


def test_the_fewest_words_are_swapped(reader):
    found = word_swaps(reader, np.array([2, 3, 2, 0]))
    assert found.flips and len(found.places) == 1 and found.after[found.places[0]] == 5
    twice = word_swaps(reader, np.array([2, 3, 2, 0]), allowed=[4])
    assert twice.flips and len(twice.places) == 2 and 3 not in twice.after
    never = word_swaps(reader, np.array([2, 3, 2, 0]), allowed=[6])
    assert not never.flips and reader(never.after[None]).numpy()[0, 0] > 0.5
    with pytest.raises(NnvizError, match="1 or more"):
        word_swaps(reader, np.array([2, 3, 2, 0]), most=0)


def test_tokens_are_not_pushed_and_rows_not_swapped(reader, linear):
    with pytest.raises(NnvizError, match="word_swaps"):
        pgd(reader, np.array([2, 3, 2, 0]), 0.1)
    with pytest.raises(NnvizError, match="No Embedding"):
        word_swaps(linear, DATA[0])
    with pytest.raises(NnvizError, match="strength"):
        fgsm(linear, DATA[:1], -1.0)
    with pytest.raises(NnvizError, match="linf"):
        fgsm(linear, DATA[:1], 1.0, norm="l1")


def test_a_network_of_one_answer_gives_none(linear):
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2, "softmax", kernel_initializer="zeros")])
    model.layers[-1].set_weights([np.zeros((5, 2), "float32"), np.array([1.0, 0.0], "float32")])
    origin = DATA[0].astype(float)
    assert search_of(model, origin, space_of(DATA, np.zeros(5, int))).nearest(np.empty((0, 5))) is None
    x, sizes = attacker_of(model, DATA[:2]).least(5.0, "linf")
    assert np.isinf(sizes).all() and (x == DATA[:2]).all()
    assert isinstance(space_of(DATA, np.zeros(5, int)), Space)


def test_a_script_keeps_one_hot_numbers_one_hot():
    """Numbers 2 to 4 are one of three names; the last of them alone is worth enough."""
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(1, "sigmoid")])
    model.layers[-1].set_weights(
        [np.array([[1.0], [0.01], [0.0], [1.0], [9.0]], "float32"), np.array([-6.0], "float32")]
    )
    rows = np.column_stack([RNG.normal(size=(40, 2)), np.eye(3)[RNG.integers(0, 3, 40)]])
    x = np.array([0.1, 0.2, 1.0, 0.0, 0.0])
    told = nnviz.counterfactual(model, x, rows, groups=[(2, 3, 4)], names=("a", "b", "p", "q", "r"))
    best = told.found[0]
    assert best.flips and best.changed == (2,) and told.value(2, best.codes[2]) == "r" and best.distance == 1.0
    assert "were r instead of p" in told.sentence(best)
    assert told.real.flips and rows[told.real_row, 4] == 1.0
    held = nnviz.counterfactual(model, x, rows, groups=[(2, 3, 4)], fixed=(3,))
    assert not held.found and held.why_none
    with pytest.raises(NnvizError, match="shape"):
        nnviz.counterfactual(model, x, rows[:, :4])


def test_a_wide_row_is_changed_in_few_places():
    """400 numbers of which ten count: a real example differs in all of them, the answer in a few."""
    model = keras.Sequential([keras.Input((400,)), keras.layers.Dense(1, "sigmoid")])
    kernel = np.zeros((400, 1), "float32")
    kernel[:10] = 1.0
    model.layers[-1].set_weights([kernel, np.array([-6.0], "float32")])
    rows = np.random.default_rng(0).normal(size=(60, 400))
    found = nnviz.counterfactual(model, rows[0] * 0, np.concatenate([rows, np.abs(rows[:5]) + 1]), count=1)
    assert found.found[0].flips and len(found.found[0].changed) <= 10 and max(found.found[0].changed) < 10
    assert len(found.real.changed) == 400


def test_a_labels_moved_threshold_is_what_has_to_be_crossed():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(2, "sigmoid")])
    model.layers[-1].set_weights([np.array([[1.0, -1.0]], "float32"), np.zeros(2, "float32")])
    meaning = decide_labels().deciding((0.8, 0.5))
    rows = np.linspace(-3, 3, 61)[:, None]
    told = nnviz.counterfactual(model, np.array([0.0]), rows, 0, meaning=meaning, count=1)
    assert told.found[0].flips and told.found[0].codes[0] == pytest.approx(1.4)  # σ(1.3) < 0.8 < σ(1.4)


def decide_labels():
    from nnviz.training.meaning import OutputMeaning

    return OutputMeaning("multilabel", 2, 2, "probability", "numbers")


class Steps(keras.layers.Layer):
    """Whole numbers only: nothing has a slope."""

    def call(self, x):
        return tf.stop_gradient(tf.round(x))


def test_without_a_gradient_a_real_example_is_brought_nearer():
    model = keras.Sequential([keras.Input((3,)), Steps(), keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    rows = np.random.default_rng(1).normal(size=(50, 3)) * 2
    x = np.array([-1.0, 0.0, 0.0])
    told = nnviz.counterfactual(model, x, rows, count=1)
    assert told.real.flips and told.found[0].flips and told.found[0].distance <= told.real.distance
    with pytest.raises(NnvizError, match="nearest real examples"):
        pgd(model, x[None], 1.0)
