"""Measures of explanations against closed forms and published numbers, and the order that they put methods in."""

import dataclasses
import json

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import SpecError
from nnviz.explanation import scoreboard as kept
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.likeness import rank_likeness, spearman, ssim
from nnviz.explanation.measures import of_run
from nnviz.explanation.measures.board import Board, joined
from nnviz.explanation.measures.catalog import MEASURES, measure_named
from nnviz.explanation.measures.chance import moved_map
from nnviz.explanation.measures.infidelity import infidelity_of, unexplained
from nnviz.explanation.measures.measuring import measured
from nnviz.explanation.measures.price import board_cost, quick, row_cost
from nnviz.explanation.measures.records import Row
from nnviz.explanation.measures.sensitivity import max_change
from nnviz.explanation.measures.sparsity import gini
from nnviz.explanation.measures.subject import Bench, Subject
from nnviz.explanation.randomization import forgetful
from nnviz.explanation.scoreboard import Asked
from nnviz.explanation.truth_records import KnownTruth
from nnviz.runs.run import Run
from tests.sampling import whole

layers = keras.layers
_FAILING = [name for name in ("guided_backpropagation", "guided_grad_cam") if name in METHODS]
RNG = np.random.default_rng(4)
W = np.array([2.0, -1.0, 0.5, -3.0, 1.0], "float32")
X = RNG.normal(size=(6, 5)).astype("float32")


@pytest.fixture(scope="module")
def bench():
    """A linear model: the number is W·x + 0.25."""
    model = keras.Sequential([layers.Input((5,)), layers.Dense(1)])
    model.set_weights([W[:, None], np.array([0.25], "float32")])
    truth = KnownTruth("", "the columns", "vector", np.tile(W < -2, (6, 1)), np.ones((6, 5), bool))
    return Bench(model, X, 0, background=X, truth=truth)


def test_of_a_linear_model_gradients_are_faithful_and_steady(bench):
    names = [name for name in MEASURES if name != "random_labels"]
    slope, share = measured(bench, "gradient", names), measured(bench, "gradient_x_input", names)
    for row in (slope, share):
        np.testing.assert_allclose(row.scores["infidelity"], 0, atol=1e-8)
    np.testing.assert_allclose(slope.scores["sensitivity"], 0, atol=1e-6)
    # Φ = W ⊙ (x + ε) moves by ‖W ⊙ ε‖ with |ε| ≤ 2 % of the range: bounded, and never 0
    radius = 0.02 * np.ptp(X, axis=1)
    bound = radius * np.linalg.norm(W) / np.linalg.norm(W * X, axis=1)
    assert (share.scores["sensitivity"] <= bound + 1e-6).all() and (share.scores["sensitivity"] > bound / 10).all()
    assert "completeness" in slope.reasons and "completeness" not in slope.scores
    # the largest slope, −3, is the column that decides
    np.testing.assert_array_equal(slope.scores["pointing"], 1)
    np.testing.assert_allclose(slope.scores["mass"], 3 / 7.5, rtol=1e-5)
    np.testing.assert_array_equal(slope.scores["rank"], 1)
    assert slope.chances["mass"] == pytest.approx(0.2)
    np.testing.assert_allclose(slope.scores["sparsity"], gini(np.abs(W)), rtol=1e-5)


def test_the_best_order_leads_and_the_opposite_one_trails(bench):
    best = Subject(bench, "gradient_x_input")
    worst = Subject(bench, lambda model, x: -W * x)
    worst.method = "opposite"
    for name in ("deletion", "insertion"):
        up, down = (measured(bench, own, [name]).scores[name] for own in (lambda m, x: W * x, lambda m, x: -W * x))
        assert np.nanmean(up) > 0.1 > -0.1 > np.nanmean(down)
    np.testing.assert_allclose(best.importance, W * X, rtol=1e-5)
    curves = nnviz.deletion_insertion(bench.model, X, 0, "gradient_x_input", steps=5, orders=20)
    every = np.concatenate([curves.deletion[None], curves.random_deletion])
    lead = np.trapezoid(curves.random_deletion.mean(0) - curves.deletion, curves.fractions, axis=1)
    own = measured(bench, "gradient_x_input", ["deletion"]).scores["deletion"]
    np.testing.assert_allclose(own, lead / (every.max((0, 2)) - every.min((0, 2))), rtol=1e-4)


def test_infidelity_and_sensitivity_by_published_numbers():
    # Captum's test of integrated gradients on relu(relu(a) − 1 − relu(b)) at (3, 1): attributions ÷ inputs (0.5, −0.5),
    # perturbed by (0.0009, 0.0121): 0.0000316
    told = np.array([[0.5 * 0.0009 - 0.5 * 0.0121]])
    drop = np.array([[1.0 - (2.9991 - 1 - 0.9879)]])
    assert infidelity_of(told, drop)[0] == pytest.approx(0.0000316, abs=1e-6)
    # its scale is left to the map, its direction is not
    drops = RNG.normal(size=(40, 1))
    assert unexplained(7 * drops, drops)[0] == pytest.approx(0, abs=1e-12)
    assert unexplained(-drops, drops)[0] == 1.0 and np.isnan(unexplained(drops, 0 * drops)[0])
    assert 0.7 < unexplained(RNG.normal(size=(40, 1)), drops)[0] <= 1.0
    original = np.array([[3.0, 4.0], [0.0, 0.0]])
    change = max_change(original, [original + 0.3, original + [[0.0, 1.0], [1.0, 1.0]]])
    assert change[0] == pytest.approx(0.2) and np.isnan(change[1])


def test_the_gini_index_by_its_definition():
    sizes = RNG.uniform(size=9)
    differences = np.abs(sizes[:, None] - sizes[None]).sum() / (2 * 9 * sizes.sum())
    assert gini(sizes) == pytest.approx(differences)
    assert gini([1, 1, 1]) == pytest.approx(0) and np.isnan(gini([0, 0]))


def test_what_cannot_be_measured_is_a_sentence_in_its_row(bench):
    broken = measured(bench, lambda model, x: np.full(x.shape, np.nan), list(MEASURES))
    assert "not finite" in broken.refused and broken.verdict == broken.refused
    jumps = keras.Sequential([layers.Input((5,)), layers.Dense(1), layers.Activation(keras.ops.sign)])
    flat = measured(Bench(jumps, X, 0), "gradient", ["deletion"])
    assert "0 everywhere" in flat.refused and "occlusion" in flat.refused
    image_only = measured(bench, "grad_cam", list(MEASURES))
    assert image_only.refused and not image_only.scores
    words = keras.Sequential([layers.Input((6,)), layers.Embedding(9, 3), layers.Flatten(), layers.Dense(1)])
    row = measured(Bench(words, np.array([[1, 2, 3, 8, 1, 1]]), 0), "gradient_x_input", ["sensitivity", "infidelity"])
    assert "Words cannot be moved" in row.reasons["sensitivity"] and row.scores["infidelity"][0] < 1e-6
    with pytest.raises(SpecError, match="sparsity"):
        measure_named("sparcity")


def rows(**changes):
    """A method that does well in everything that decides, and how it differs."""
    scores = {"deletion": 0.4, "insertion": 0.4, "infidelity": 0.1, "sensitivity": 0.1, "randomization": 0.0}
    scores = {name: np.full(12, value) for name, value in (scores | changes).items() if value is not None}
    return Row("gradient", scores, chances={"mass": 0.1}, parts=500)


@pytest.mark.parametrize(
    ("changes", "belief", "said"),
    [
        ({}, "yes", "You can believe it. Covering what the map ranks first lowers the number faster"),
        ({"randomization": -0.9}, "yes", "You can believe it."),
        ({"randomization": 0.9}, "no", "Do not believe it. As the network forgets, the map stays much the same"),
        ({"deletion": -0.3, "insertion": -0.2}, "no", "Covering parts at random lowers the number faster"),
        ({"sensitivity": 3.0}, "partly", "But: a nearly equal input gets a very different map."),
        ({"mass": 0.1}, "partly", "But: no more of the map lies on what decides than by chance."),
        ({"mass": 0.6}, "yes", "Much of the map lies on what decides."),
        ({"completeness": 0.2}, "partly", "But: the values do not add up"),
        ({"deletion": np.nan, "insertion": None, "infidelity": None}, "unknown", "so this says nothing"),
    ],
)
def test_the_verdict_follows_from_the_numbers(changes, belief, said):
    row = rows(**changes)
    assert row.belief == belief and said in row.verdict
    few = dataclasses.replace(row, parts=4, scores={name: own[:1] for name, own in row.scores.items()})
    assert few.level("randomization") == "" and "Take more examples" in few.said("randomization")


def test_verdicts_stand_on_what_maps_that_know_nothing_reach_on_the_same_examples():
    nulls = {"deletion": RNG.normal(size=(20, 12)) * 0.1, "randomization": RNG.normal(size=(200, 12)) * 0.1}
    row = dataclasses.replace(rows(deletion=0.2), nulls=nulls)
    assert row.level("deletion") == "good" and "faster than all of the random orders" in row.said("deletion")
    hardly = dataclasses.replace(rows(deletion=0.06), nulls={"deletion": nulls["deletion"] + 0.05})
    assert 0.3 < hardly.ranks["deletion"][0] < 0.95 and hardly.level("deletion") != "good"
    useless = dataclasses.replace(rows(deletion=-0.5), nulls=nulls)
    assert useless.level("deletion") == "bad" and "none of the random orders" in useless.verdict
    assert (
        dataclasses.replace(rows(infidelity=0.9), nulls={"infidelity": np.full((20, 12), 1.0)}).level("infidelity")
        == "good"
    ), "of infidelity, less is better"
    few = dataclasses.replace(rows(randomization=0.4), nulls={"randomization": np.full((200, 12), 0.5)})
    assert few.level("randomization") == "", "by chance alone, copies of the map are as much alike"
    alike = dataclasses.replace(few, scores={**few.scores, "randomization": np.full(12, 0.8)})
    assert alike.level("randomization") == "bad", "more alike than by any chance"
    halves = [dataclasses.replace(row, scores={k: v[half] for k, v in row.scores.items()},
                                  nulls={k: v[:, half] for k, v in nulls.items()})
              for half in (slice(6), slice(6, 12))]  # fmt: skip
    assert Row.joined(halves).ranks == row.ranks
    short = row.in_short
    assert not short.nulls and short.ranks == row.ranks and short.verdict == row.verdict


def test_a_map_is_moved_whole_and_never_to_where_it_was():
    image = np.arange(24.0).reshape(1, 3, 4, 2)
    moved = moved_map(image, (3, 4), np.random.default_rng(1))
    assert sorted(moved.ravel()) == sorted(image.ravel()) and not np.array_equal(moved, image)
    np.testing.assert_array_equal(np.diff(moved, axis=-1), np.ones((1, 3, 4, 1)), "channels stay together")
    row = np.arange(6.0)[None]
    assert sorted(moved_map(row, (6,), np.random.default_rng(1))[0]) == list(row[0])


def test_methods_are_put_in_order_and_how_sure_that_is_is_told():
    noise = RNG.normal(size=12) * 0.01

    def named(method, **changes):
        row = rows(**changes)
        return dataclasses.replace(row, method=method, scores={k: v + noise for k, v in row.scores.items()})

    better, worse = named("occlusion"), named("gradient", deletion=0.1, insertion=0.1, infidelity=0.5)
    blind = named("smoothgrad", deletion=0.9, insertion=0.9, infidelity=0.0, randomization=0.95)
    refused = Row("grad_cam", refused="No convolution.")
    board = joined([worse, blind, refused, better])
    assert board.order == ("occlusion", "gradient", "smoothgrad") and board.refused == (refused,)
    assert board.first_share == 1.0 and "Occlusion does best" in board.verdict and "hardly" in board.verdict
    low, high = board.interval("gradient", "deletion")
    assert low < worse.mean("deletion") < high and high - low < 0.05
    unsure = named("occlusion", deletion=0.1, insertion=0.1, infidelity=0.5)
    unsure = dataclasses.replace(unsure, scores={k: v + RNG.normal(size=12) * 0.3 for k, v in unsure.scores.items()})
    close = joined([worse, unsure])
    assert close.first_share < 0.95 and "not certain" in close.verdict
    assert "next to nothing" in joined([dataclasses.replace(row, scores={
        k: v[:3] for k, v in row.scores.items()}) for row in (worse, better)]).verdict  # fmt: skip
    hopeless = [named(own, deletion=-0.3, insertion=-0.3) for own in ("gradient", "occlusion")]
    assert "no method that was measured deserves belief" in joined(hopeless).verdict
    assert joined([hopeless[1], worse]).order == ("gradient", "occlusion")
    assert joined([refused]).verdict == "No method explains this network."
    for figure in (board.figure(), board.figure(True, narrow=True)):
        assert {text for trace in figure.data for text in (trace.y or ())} >= {"Occlusion", "Gradient"}


def test_a_scoreboard_is_kept_with_its_run_and_can_be_stopped(trained, monkeypatch):
    run, _ = trained("iris")
    asked = Asked("validation", (0, 1, 2, 3), None, ("gradient", "gradient_x_input"))
    assert kept.order_of(run.id) == () and kept.read(run, asked) is None
    names = [name for name in MEASURES if name in ("deletion", "sparsity")]
    monkeypatch.setattr(of_run, "_measures", lambda bench: names)
    kept.begin(run, asked)
    kept.stop(run, asked)
    assert of_run.scoreboard_of_run(run.id, asked).rows == () and kept.read(run, asked).state == "stopped"
    kept.begin(run, asked)
    board = of_run.scoreboard_of_run(run.id, asked)
    read = kept.read(run, asked)
    assert read.state == "finished" and read.board.order == board.order == kept.order_of(run.id)
    for a, b in zip(board.rows, read.board.rows, strict=True):
        assert a.verdict == b.verdict and a.seconds == b.seconds
        for name in names:
            np.testing.assert_array_equal(a.scores[name], b.scores[name])
    more = dataclasses.replace(asked, methods=("occlusion",))
    assert kept.missing(read, more) == ("occlusion",)
    monkeypatch.setattr(of_run, "_bench", lambda *asked: pytest.fail("nothing is to be measured again"))
    assert of_run.scoreboard_of_run(run.id, asked).order == board.order
    other = dataclasses.replace(asked, split="train")
    assert kept.read(run, other) is None and kept.order_of("20200101-000000-00000000") == ()
    path = next((run.folder / "trust").glob("*.json"))
    path.write_text(json.dumps({"asked": 3}))
    assert kept.read(Run.open(run.id), asked) is None


def test_shuffled_answers_are_the_same_answers_dealt_out_anew():
    spec = nnviz.DataSpec(source="iris")
    own, shuffled = nnviz.load_data(spec), nnviz.load_data(spec.replace(shuffled_labels=True))
    assert (own.train.y != shuffled.train.y).mean() > 0.3
    np.testing.assert_array_equal(np.sort(own.train.y), np.sort(shuffled.train.y))
    np.testing.assert_array_equal(own.train.x, shuffled.train.x)
    np.testing.assert_array_equal(own.validation.y, shuffled.validation.y)
    assert any("shuffled" in note for note in shuffled.notes) and "shuffled" not in spec.to_json()


def test_networks_forget_from_the_output_on():
    keras.utils.set_random_seed(3)
    model = keras.Sequential([layers.Input((6,)), *(layers.Dense(6) for _ in range(6))])
    copies = forgetful(model, np.ones((1, 6), "float32"), 4)
    changed = [
        [not np.array_equal(a, b) for a, b in zip(model.get_weights()[::2], one.get_weights()[::2], strict=True)]
        for one in copies
    ]
    assert [sum(own) for own in changed] == [1, 3, 4, 6] and changed[0][-1] and changed[1][3:] == [True] * 3


def test_structural_similarity_window_by_window():
    own, other = RNG.normal(size=(2, 9, 8))
    a, b = np.abs(own) / np.abs(own).max(), np.abs(other) / np.abs(other).max()
    each = []
    for row in range(7):
        for column in range(6):
            p, q = (one[row : row + 3, column : column + 3].ravel() for one in (a, b))
            cov = np.cov(p, q)
            light = (2 * p.mean() * q.mean() + 1e-4) / (p.mean() ** 2 + q.mean() ** 2 + 1e-4)
            each.append(light * (2 * cov[0, 1] + 9e-4) / (cov[0, 0] + cov[1, 1] + 9e-4))
    assert ssim(own, other) == pytest.approx(np.mean(each))
    assert ssim(own, -3 * own) == pytest.approx(1) and np.isnan(ssim(own, 0 * own))


def test_maps_are_compared_where_both_mark_something():
    own, order = np.array([0.0, 1.0, 2.0, 3.0, 0.0]), np.array([9.0, 1.0, 2.0, 3.0, -9.0])
    assert rank_likeness(own, order) == pytest.approx(1) and spearman(own, order) < 0.9
    assert rank_likeness(own, own[::-1]) == pytest.approx(-1)
    assert rank_likeness(own, np.zeros(5)) == 0 and np.isnan(rank_likeness(np.zeros(5), own))
    assert rank_likeness(np.arange(1.0, 6), [2, 1, 4, 3, 5]) == pytest.approx(0.8)  # 1 − 6 Σd² / n(n² − 1)


@whole  # a training; what it proves of the measure is proved above on what ignores all weights
def test_guided_backpropagation_fails_where_gradient_and_grad_cam_pass():
    digits = nnviz.load_data(nnviz.ready("digits").data)
    keras.utils.set_random_seed(0)
    maps = [layers.Conv2D(count, 3, activation="relu", padding="same") for count in (8, 12, 16)]
    head = [layers.GlobalAveragePooling2D(), layers.Dense(10, activation="softmax")]
    model = keras.Sequential([layers.Input((8, 8, 1)), *maps, *head])
    model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    model.fit(digits.train.x, digits.train.y, epochs=6, verbose=0)
    x = digits.validation.x[:20]
    board = nnviz.scoreboard(model, x, [*_FAILING, "gradient", "grad_cam"], measures=["randomization", "insertion"])
    levels = {row.method: row.level("randomization") for row in board.rows}
    assert {name: levels[name] for name in _FAILING} == dict.fromkeys(_FAILING, "bad")
    assert levels["gradient"] == "good" and levels["grad_cam"] != "bad"
    assert set(board.order[-len(_FAILING) :]) == set(_FAILING)
    for name in _FAILING:
        check = nnviz.randomization_check(model, x, None, name)
        assert "do not take it for a reason" in check.verdict
    assert "something that the network has learned" in nnviz.randomization_check(model, x, None, "gradient").verdict


def test_costs_add_up():
    one = row_cost("gradient", 10, (5,))
    assert (one.forward, one.backward) == (10 * 9 + 10 * (42 * 21 + 61), 90)
    two = board_cost(["gradient", "gradient_x_input"], 10, (5,))
    assert two.forward == 2 * one.forward - 10 * (42 * 20 + 61) and two.backward == 180
    assert "shap_library" not in quick("vector", 20, (5,)) and "gradient" in quick("vector", 20, (5,))
    assert isinstance(Board((), 0).verdict, str)
