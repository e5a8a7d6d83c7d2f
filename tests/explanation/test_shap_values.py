"""SHAP values against closed forms, Shapley's own definition and the shap package; summed back to columns."""

import dataclasses
import itertools
import math
from functools import cache

import keras
import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.data.column import Column
from nnviz.errors import ExplanationError
from nnviz.explanation import shap_game_process
from nnviz.explanation.background import choose
from nnviz.explanation.methods import shap_library
from nnviz.explanation.shap_of_run import shap_maps_of_run, shap_of_run
from nnviz.explanation.shap_package import package
from nnviz.explanation.shap_values import METHODS
from nnviz.specs import Experiment, TrainSpec
from tests.sampling import ALL

layers = keras.layers
RNG = np.random.default_rng(11)
X = RNG.normal(size=(3, 4)).astype("float32")
BACKGROUND = RNG.normal(size=(6, 4)).astype("float32")


def net(*parts, shape=(4,), seed=2):
    keras.utils.set_random_seed(seed)
    return keras.Sequential([layers.Input(shape), *parts])


@pytest.fixture(scope="module")
def curved():
    return net(layers.Dense(6, activation="tanh"), layers.Dense(3, activation="softmax"))


def brute_force(model, x, background, unit):
    """Shapley's average over all orders; what is not known of a coalition comes from the background."""

    @cache
    def worth(known):
        mixed = background.copy()
        mixed[:, list(known)] = x[list(known)]
        return float(model(mixed).numpy()[:, unit].mean())

    values = np.zeros(len(x))
    for order in itertools.permutations(range(len(x))):
        for place, i in enumerate(order):
            values[i] += worth(frozenset(order[: place + 1])) - worth(frozenset(order[:place]))
    return values / math.factorial(len(x))


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The shap package's explainers are called in this process, which spares the seconds that one of their own takes
    to start; tests of `shap_game` have one."""
    if not ALL:
        monkeypatch.setattr(shap_library, "played", played_here)


def played_here(game, examples, request, time_limit):
    request = {**request, "players": game.players, "examples": examples}
    found = shap_game_process.explained(package(), request, game.worth)
    return found["values"], found["base"]


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"sampling_shap"}))
def test_of_a_linear_model_are_weight_times_distance_from_the_mean(method):
    w = np.array([2.0, -1.0, 0.5, 0.0])
    model = net(layers.Dense(1))
    model.set_weights([w[:, None], np.array([0.3])])
    shap = nnviz.shap_values(model, X, BACKGROUND, 0, method)
    np.testing.assert_allclose(shap.values, w * (X - BACKGROUND.mean(0)), atol=1e-5)
    np.testing.assert_allclose(shap.base, BACKGROUND.mean(0) @ w + 0.3, atol=1e-5)
    assert shap.residual.max() < 1e-5 and shap.background_size == 6


@pytest.mark.parametrize("method", ["permutation_shap", "shap_library"])
def test_of_four_features_are_shapleys_definition(curved, method):
    shap = nnviz.shap_values(curved, X, BACKGROUND, 1, method)
    for i, x in enumerate(X):
        np.testing.assert_allclose(shap.values[i], brute_force(curved, x, BACKGROUND, 1), atol=1e-5)


def test_many_features_are_walked_in_orders():
    w = RNG.normal(size=12)
    model = net(layers.Dense(1), shape=(12,))
    model.set_weights([w[:, None], np.zeros(1)])
    x, background = RNG.normal(size=(2, 12)), RNG.normal(size=(5, 12))
    shap = nnviz.shap_values(model, x, background, 0, "shap_library", permutations=2)
    np.testing.assert_allclose(shap.values, w * (x - background.mean(0)), atol=1e-4)
    assert "2 orders" in shap.notes[0] and shap.residual.max() < 1e-4


def test_by_gradients_agree_with_the_shap_package_where_the_model_is_multilinear(curved):
    product = keras.Model(
        pair := keras.Input((4,)), keras.ops.prod(pair[:, :2], axis=1, keepdims=True) + keras.ops.sum(pair, 1, True)
    )
    ours, theirs = (nnviz.shap_values(product, X, BACKGROUND, 0, m) for m in ("expected_gradients", "shap_library"))
    np.testing.assert_allclose(ours.values, theirs.values, atol=1e-4)
    bent = nnviz.shap_values(curved, X, BACKGROUND, 1)
    assert bent.relative_residual.max() < 2e-3


def test_one_example_and_the_margin_between_two_classes(curved):
    shap = nnviz.shap_values(curved, X[0], BACKGROUND, nnviz.Margin(2, 0), "permutation_shap")
    hidden = curved.layers[-2](X[:1]).numpy() @ curved.layers[-1].get_weights()[0]
    logits = hidden + curved.layers[-1].get_weights()[1]
    assert shap.values.shape == (1, 4) and shap.output[0] == pytest.approx(logits[0, 2] - logits[0, 0], abs=1e-5)
    assert shap.target.label() == "output 2 rather than output 0" and shap.target.unit == "logit"


def test_inputs_of_one_column_are_added_up():
    w = np.array([1.0, 2.0, -3.0, 0.5])
    model = net(layers.Dense(1))
    model.set_weights([w[:, None], np.zeros(1)])
    columns = (Column("city", "category", categories=("Lima", "Oslo", "Rome")), Column("age", unit="years"))
    codes = np.array([[0, 30.0], [2, 41.0], [np.nan, 5.0]])
    shap = nnviz.shap_values(model, X, BACKGROUND, 0).by_column(columns, [0, 0, 0, 1], codes)
    moved = w * (X - BACKGROUND.mean(0))
    np.testing.assert_allclose(shap.values, np.stack([moved[:, :3].sum(1), moved[:, 3]], 1), atol=1e-5)
    assert shap.residual.max() < 1e-5 and shap.names == ("city", "age (years)")
    assert [shap.texts(i)[0] for i in range(3)] == ["Lima", "Rome", "missing"]


def test_backgrounds_are_rows_that_there_are():
    rows = np.concatenate([RNG.normal(loc, 0.01, (20, 2)) for loc in (-5, 0, 5)]).astype("float32")
    for choice, count in (("sample", 7), ("kmeans", 3)):
        chosen = choose(rows, choice, count)
        assert len(chosen.rows) == count and all((rows == row).all(1).any() for row in chosen.rows)
        assert f"{count} rows of the training part" in chosen.words
    np.testing.assert_allclose(np.sort(choose(rows, "kmeans", 3).rows[:, 0]), [-5, 0, 5], atol=0.05)
    np.testing.assert_array_equal(choose(rows, "zeros", 9).rows, np.zeros((1, 2)))
    np.testing.assert_array_equal(choose(rows, "sample", 7).rows, choose(rows, "sample", 7).rows)
    assert len(choose(np.zeros((9, 2)), "kmeans", 5).rows) == 1
    with pytest.raises(ExplanationError, match="Did you mean 'kmeans'"):
        choose(rows, "kmean")


@pytest.mark.parametrize("kind", ["waterfall", "bar", "beeswarm", "scatter"])
def test_figures_of_a_table(curved, kind):
    shap = nnviz.shap_values(curved, X, BACKGROUND, 1, names=["a", "b<i>", "c", "d"])
    figure = shap.figure(kind, dark=True)
    assert "<i>" not in figure.to_json().replace("b&lt;i&gt;", "")
    if kind == "waterfall":
        bars = figure.data[0]
        assert bars.base[0] == pytest.approx(shap.base[0])
        assert bars.base[-1] + bars.x[-1] == pytest.approx(shap.output[0], abs=1e-3)
        assert list(np.abs(bars.x)) == sorted(np.abs(bars.x))
    if kind == "bar":
        np.testing.assert_allclose(sorted(figure.data[0].x), sorted(np.abs(shap.values).mean(0)))
    if kind == "beeswarm":
        drawn = {tuple(np.round(sorted(trace.x), 5)) for trace in figure.data}
        assert drawn == {tuple(np.round(sorted(shap.values[:, k]), 5)) for k in range(4)}
    if kind == "scatter":
        column = int(shap.importance.argmax())
        np.testing.assert_allclose(figure.data[0].x, X[:, column])


def test_figures_that_do_not_suit_are_a_sentence(curved):
    shap = nnviz.shap_values(curved, X, BACKGROUND, 1)
    with pytest.raises(ExplanationError, match="cannot show values of the shape"):
        shap.figure("image")
    with pytest.raises(ExplanationError, match="Did you mean 'waterfall'"):
        shap.figure("waterfal")
    with pytest.raises(ExplanationError, match="gives no SHAP values"):
        nnviz.shap_values(curved, X, BACKGROUND, 1, "gradient")
    with pytest.raises(ExplanationError, match="background's examples have the shape"):
        nnviz.shap_values(curved, X, np.zeros((2, 3)), 1)


def test_tokens_are_a_coloured_text():
    model = net(layers.Embedding(9, 3), layers.GlobalAveragePooling1D(), layers.Dense(2, activation="softmax"))
    tokens, others = np.array([[1, 2, 3, 8]]), np.array([[0, 0, 4, 4], [5, 5, 1, 2]])
    shap = nnviz.shap_values(model, tokens, others, 1)
    assert shap.values.shape == (1, 4) and shap.relative_residual[0] < 2e-3
    figure = shap.figure("text", tokens=["the", "cat", "sat", "<down>"])
    np.testing.assert_allclose(figure.data[0].z[0], shap.values[0])
    assert any(one.text == "&lt;down&gt;" for one in figure.layout.annotations)
    ended = dataclasses.replace(shap, values=np.array([[0.5, 0.2, 0.1, 0.0]]))
    told = [one.text for one in ended.figure("text", tokens=["so", "", "good", ""]).layout.annotations]
    assert told == ["so", "·", "good"], "what follows the end of a text and counts for nothing is left out"


@pytest.fixture(scope="module")
def people():
    n = 90
    age, city = RNG.integers(18, 80, n).astype(float), RNG.choice(["Oslo", "Rome", "Lima"], n)
    frame = pd.DataFrame({"age": age, "city": city, "spent": age * 2 + (city == "Rome") * 60})
    data = nnviz.own_data(frame, target="spent")
    dataset = nnviz.load_data(data)
    model = nnviz.suggest(dataset.schema, len(dataset.train))
    return nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=25))), frame, dataset


def test_a_runs_examples_are_told_in_the_tables_own_columns(people):
    run, frame, dataset = people
    shap = shap_of_run(run.id, "validation", (0, 4, 7), choice="kmeans", rows=12)
    assert shap.names == ("age", "city") and shap.values.shape == (3, 2)
    rows = frame.iloc[dataset.validation.rows[[0, 4, 7]]]
    assert [shap.texts(i) for i in range(3)] == [[f"{a:g}", c] for a, c in zip(rows.age, rows.city, strict=True)]
    expected = dataset.unscaled_targets(run.model().predict(dataset.validation.x[[0, 4, 7]], verbose=0))[:, 0]
    np.testing.assert_allclose(shap.output, expected, rtol=1e-4)
    assert shap.relative_residual.max() < 0.01 and shap.target.unit == "value"
    alone = shap_of_run(run.id, "validation", (4,), choice="kmeans", rows=12)
    joined = shap.joined([shap, alone])
    np.testing.assert_allclose(joined.values[3], joined.values[1], rtol=1e-4, atol=1e-3)
    with pytest.raises(nnviz.NnvizError, match="no example 99999"):
        shap_of_run(run.id, "validation", (99999,))


def test_a_category_of_a_run_is_one_player_against_rows_of_ones_own(people):
    run, _, dataset = people
    own = tuple(int(row) for row in dataset.train.rows[[2, 5, 11]])
    shap = shap_of_run(run.id, "validation", (1,), None, "kernel_shap", "own", own=own)
    assert shap.background == "3 rows of the training part, chosen by you" and shap.background_size == 3
    x, rows = dataset.validation.x[1], dataset.train.x[[2, 5, 11]]
    column, model = dataset.preparation.feature_columns, run.model()

    def worth(*known):
        mixed = np.where(np.isin(column, known), x, rows)
        return float(dataset.unscaled_targets(np.asarray(model(mixed))).mean())

    age = (worth(0) - worth() + worth(0, 1) - worth(1)) / 2
    np.testing.assert_allclose(shap.values[0], [age, worth(0, 1) - worth() - age], rtol=1e-3, atol=1e-3)
    with pytest.raises(ExplanationError, match="Not in the training part"):
        shap_of_run(run.id, "validation", (1,), choice="own", own=(int(dataset.validation.rows[0]),))


def test_maps_of_an_images_classes_are_on_one_scale(trained):
    run, dataset = trained("digits")
    shap = shap_maps_of_run(run.id, "validation", 3, (1, 7, 4), rows=6)
    np.testing.assert_allclose(shap.output, run.model()(dataset.validation.x[3:4]).numpy()[0, [1, 7, 4]], atol=1e-5)
    assert shap.relative_residual.max() < 0.01
    figure = shap.figure("image")
    maps = [trace for trace in figure.data if trace.type == "heatmap"]
    assert len(maps) == 3 and len({(trace.zmin, trace.zmax) for trace in maps}) == 1
    np.testing.assert_allclose(maps[1].z, shap.values[1].sum(-1), atol=1e-6)
    assert maps[0].zmin == -maps[0].zmax
