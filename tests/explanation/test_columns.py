"""What is said of columns over a whole data set, against scikit-learn and closed forms."""

import importlib.util
from types import SimpleNamespace

import keras
import numpy as np
import pytest
from sklearn import inspection
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

import nnviz
from nnviz.errors import ExplanationError
from nnviz.explanation import kept
from nnviz.explanation.columns.dependence import accumulated
from nnviz.explanation.columns.interactions import estimated_pairs, exact_pairs
from nnviz.explanation.columns.records import Importance

layers = keras.layers
RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4)).astype("float32")
X[:, 3] = 2.0


class _Wrapped(BaseEstimator):
    """A Keras model as scikit-learn sees one."""

    def __init__(self, model=None):
        self.model = model

    def fit(self, x, y):
        self.fitted_ = True
        return self

    def __sklearn_is_fitted__(self):
        return True


class Classifier(ClassifierMixin, _Wrapped):
    classes_ = np.array([0, 1, 2])

    def predict_proba(self, x):
        return np.asarray(self.model(np.asarray(x, "float32")))

    def predict(self, x):
        return self.predict_proba(x).argmax(1)


class Regressor(RegressorMixin, _Wrapped):
    def predict(self, x):
        return np.asarray(self.model(np.asarray(x, "float32")))[:, 0]


@pytest.fixture(scope="module")
def classifier():
    keras.utils.set_random_seed(4)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(6, "tanh"), layers.Dense(3, "softmax")])
    model.set_weights([3 * weight for weight in model.get_weights()])
    return model, (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)


@pytest.fixture(scope="module")
def regressor():
    keras.utils.set_random_seed(5)
    return keras.Sequential([keras.Input((4,)), layers.Dense(6, "tanh"), layers.Dense(1)])


@pytest.mark.parametrize(("ours", "theirs"), [("accuracy", "accuracy"), ("log_loss", "neg_log_loss")])
def test_importance_of_classes_is_that_of_scikit_learn_shuffle_by_shuffle(classifier, ours, theirs):
    model, y = classifier
    found = nnviz.permutation_importance(model, X, y, ours, repeats=4, seed=3)
    wanted = inspection.permutation_importance(Classifier(model), X, y, scoring=theirs, n_repeats=4, random_state=3)
    np.testing.assert_allclose(found.falls, wanted.importances, atol=1e-5)
    assert found.falls[3].tolist() == [0.0] * 4 and np.abs(found.falls[:3]).max() > 0.01


@pytest.mark.parametrize(("ours", "theirs"), [("r2", "r2"), ("mean_absolute_error", "neg_mean_absolute_error")])
def test_importance_of_numbers_is_that_of_scikit_learn(regressor, ours, theirs):
    y = X[:, 0] + X[:, 1] ** 2
    found = nnviz.permutation_importance(regressor, X, y, ours, repeats=3, seed=1)
    wanted = inspection.permutation_importance(Regressor(regressor), X, y, scoring=theirs, n_repeats=3, random_state=1)
    np.testing.assert_allclose(found.falls, wanted.importances, atol=1e-4)


def test_columns_of_a_group_are_shuffled_together(regressor):
    y = X[:, 0]
    found = nnviz.permutation_importance(regressor, X, y, groups=(0, 0, 1, 1), repeats=1, seed=0, names=("a", "b"))
    mixed = X.copy()
    drawn = np.random.RandomState(np.random.RandomState(0).randint(np.iinfo(np.int32).max + 1))
    order = np.arange(60)
    drawn.shuffle(order)
    mixed[:, :2] = X[order][:, :2]
    model = Regressor(regressor)
    np.testing.assert_allclose(found.falls[0, 0], model.score(X, y) - model.score(mixed, y), atol=1e-5)
    assert found.names == ("a", "b") and found.score == "r2"


def test_partial_dependence_and_curves_are_those_of_scikit_learn(classifier):
    model, y = classifier
    found = nnviz.partial_dependence(model, X, 1, 2, points=7)
    wanted = inspection.partial_dependence(
        Classifier(model), X, [1], kind="both", response_method="predict_proba", custom_values={1: found.grid}
    )
    np.testing.assert_allclose(found.curves, wanted["individual"][2], atol=1e-5)
    np.testing.assert_allclose(found.mean, wanted["average"][2], atol=1e-5)
    assert found.grid.shape == (7,) and 0 < found.disagreement < 1


def test_accumulated_effects_of_an_additive_answer_are_its_term_however_columns_hang_together():
    x = RNG.normal(size=(500, 2))
    x[:, 1] = x[:, 0] + 0.1 * x[:, 1]  # partial dependence would ask for rows that no data have
    edges, effects, counts = accumulated(lambda rows, _: np.sin(rows[:, 0]) - 3 * rows[:, 1], x, 0, 25)
    np.testing.assert_allclose(effects - effects[0], np.sin(edges) - np.sin(edges[0]), atol=1e-9)
    assert counts.sum() == 500 and abs(counts @ (effects[:-1] + effects[1:])) < 1e-8


def test_accumulated_effects_of_a_product_stay_where_the_data_are():
    """f = x₀ x₁ with x₁ = x₀: within a piece x₁ is as large as x₀, so that the effect is ∫ x dx = x² / 2."""
    x = np.repeat(np.linspace(0, 1, 401)[:, None], 2, axis=1)
    edges, effects, _ = accumulated(lambda rows, _: rows[:, 0] * rows[:, 1], x, 0, 100)
    np.testing.assert_allclose(effects - effects[0], edges**2 / 2, atol=0.01)


def test_pairs_of_a_game_of_pairs_are_its_own_numbers_and_add_up(regressor):
    weights = np.triu(RNG.normal(size=(4, 4)))

    def worth(sets):
        return np.einsum("mi,ij,mj->m", sets.astype(float), weights, sets.astype(float))

    np.testing.assert_allclose(exact_pairs(worth, 4), np.triu(weights) + np.triu(weights, 1).T, atol=1e-9)
    found = nnviz.interactions(regressor, X[:3], X[10:20], 0)
    assert found.exact and found.budget == 16 and found.residual.max() < 1e-5
    np.testing.assert_allclose(found.values[:, 3], 0, atol=1e-6)
    np.testing.assert_allclose(found.output, Regressor(regressor).predict(X[:3]), atol=1e-5)


def test_pairs_are_those_that_shapiq_found():
    """shapiq 1.4.1: ExactComputer(worth, 4)("k-SII", order=2), and ("SV") for the players' Shapley values."""

    def worth(sets):
        s = sets.astype(float)
        alone = s @ np.array([1.0, 2, -1, 0.5])
        return alone + 2 * s[:, 0] * s[:, 1] - 3 * s[:, 1] * s[:, 2] * s[:, 3] + s[:, 0] * s[:, 3]

    theirs = [[1.0, 2.0, 0.0, 1.0], [2.0, 2.5, -1.5, -1.5], [0.0, -1.5, -0.5, -1.5], [1.0, -1.5, -1.5, 1.0]]
    found = exact_pairs(worth, 4)
    np.testing.assert_allclose(found, theirs, atol=1e-12)
    shapley = np.diag(found) + (found.sum(1) - np.diag(found)) / 2
    np.testing.assert_allclose(shapley, [2.5, 2.0, -2.0, 0.0], atol=1e-12)


@pytest.mark.skipif(importlib.util.find_spec("shapiq") is None, reason="an optional package")
def test_shapiq_says_the_same():
    weights = RNG.normal(size=(5, 5, 5))

    def worth(sets):
        return np.einsum("mi,mj,mk,ijk->m", *(sets.astype(float),) * 3, weights)

    from shapiq import ExactComputer

    wanted = ExactComputer(worth, 5)("k-SII", order=2)
    expected = wanted.get_n_order_values(2) + np.diag(wanted.get_n_order_values(1))
    np.testing.assert_allclose(exact_pairs(worth, 5), expected, atol=1e-9)
    np.testing.assert_allclose(estimated_pairs(worth, 5, 32, 0), expected, atol=1e-6)


def test_what_was_found_is_kept_for_these_weights_and_these_questions_alone(tmp_path):
    model = tmp_path / "model.keras"
    model.write_bytes(b"1")
    run = SimpleNamespace(folder=tmp_path, model_path=model, moment=None, weight_ids=lambda: [3])
    found = Importance(("a", "b"), np.array([[0.1, 0.2], [0.0, -0.1]]), "r2", 0.5, 30, 0)
    kept.keep(run, "column_importance", ("test", (0, 1), "r2", 2, 30), found)
    again = kept.find(run, "column_importance", ("test", (0, 1), "r2", 2, 30))
    np.testing.assert_array_equal(again.falls, found.falls)
    assert (again.names, again.before, again.score) == (("a", "b"), 0.5, "r2")
    assert kept.find(run, "column_importance", ("test", (0, 1), "r2", 3, 30)) is None
    run.weight_ids = lambda: [3, 4]
    assert kept.find(run, "column_importance", ("test", (0, 1), "r2", 2, 30)) is None
    next(tmp_path.glob("explained/*.npz")).write_bytes(b"broken")
    run.weight_ids = lambda: [3]
    assert kept.find(run, "column_importance", ("test", (0, 1), "r2", 2, 30)) is None


def test_what_cannot_be_said_gets_a_sentence(classifier, monkeypatch):
    model, y = classifier
    with pytest.raises(ExplanationError, match="column 4 is the same in every example"):
        nnviz.partial_dependence(model, X, 3)
    with pytest.raises(ExplanationError, match="Did you mean 'log_loss'"):
        nnviz.permutation_importance(model, X, y, "logloss")
    with pytest.raises(ExplanationError, match="There is no class or output 3. Expected 0 to 2"):
        nnviz.partial_dependence(model, X, 0, 3)
    wide = keras.Sequential([keras.Input((11,)), layers.Dense(1)])
    monkeypatch.setattr("nnviz.explanation.columns.interactions.importlib.util.find_spec", lambda name: None)
    with pytest.raises(ExplanationError, match="shapiq, which is not installed"):
        nnviz.interactions(wide, np.ones((1, 11)), np.zeros((2, 11)), 0)
    broken = keras.Sequential(
        [keras.Input((4,)), layers.Dense(1, kernel_initializer=lambda *a, **k: np.full((4, 1), np.nan))]
    )
    with pytest.raises(ExplanationError, match="no finite numbers"):
        nnviz.permutation_importance(broken, X, y)
    pictures = keras.Sequential([keras.Input((4, 4, 1)), layers.Flatten(), layers.Dense(1)])
    with pytest.raises(ExplanationError, match="a table"):
        nnviz.permutation_importance(pictures, np.ones((3, 4, 4, 1)), np.ones(3))
