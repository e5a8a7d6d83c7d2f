"""The shap package's DeepExplainer in a process of its own, and DeepSHAP by our own rules, which agree."""

from pathlib import Path

import keras
import numpy as np
import pytest

from nnviz.errors import ExplanationError
from nnviz.explanation import shap_process
from nnviz.explanation.attribute import attribute
from nnviz.explanation.methods import shap_of_model
from nnviz.explanation.target import Target
from nnviz.inspection.gradients import input_gradient
from tests.sampling import ALL, whole

layers = keras.layers
RNG = np.random.default_rng(5)


@pytest.fixture
def here(monkeypatch):
    """What the other process does is done in this one, which a model that shap knows leaves as it was."""
    if not ALL:
        monkeypatch.setattr(shap_of_model, "_run", lambda folder, *_: shap_process.explain(Path(folder)))


def test_on_one_relu_unit_it_equals_the_difference_it_should(here):
    # With one input that reaches the output only through itself, DeepLIFT gives f(x) − f(b) exactly.
    model = keras.Sequential([layers.Input((1,)), layers.Dense(6, activation="relu"), layers.Dense(2)])
    x, background = np.array([[1.5], [-2.0]], "float32"), RNG.normal(size=(8, 1)).astype("float32")
    found = attribute(model, x, Target(1), "shap_library", explainer="deep", background=background)
    truth = model(x).numpy()[:, 1] - model(background).numpy()[:, 1].mean()
    np.testing.assert_allclose(found.values[:, 0], truth, atol=1e-5)
    assert found.residual.max() < 1e-5
    assert np.all(np.isfinite(input_gradient(model, x, 1)))


def test_logits_of_a_convolutional_net_add_up(here):
    model = keras.Sequential(
        [
            layers.Input((6, 6, 1)),
            layers.Conv2D(3, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    x, background = (RNG.normal(size=(n, 6, 6, 1)).astype("float32") for n in (1, 5))
    found = attribute(model, x[0], Target(2, on="logits"), "shap_library", explainer="deep", background=background)
    assert found.values.shape == (6, 6, 1) and found.relative_residual < 1e-3
    ours = attribute(model, x[0], Target(2, on="logits"), "deep_shap", background=background)
    np.testing.assert_allclose(ours.values, found.values, atol=1e-5)
    assert ours.baseline_output == pytest.approx(found.baseline_output, abs=1e-5)
    assert model.layers[-1].activation is keras.activations.softmax


def test_gradient_explainer_draws_what_expected_gradients_work_out_and_says_how_far_it_is_off(here):
    model = keras.Sequential([layers.Input((3,)), layers.Dense(8, "tanh"), layers.Dense(2, "softmax")])
    x, background = (RNG.normal(size=(n, 3)).astype("float32") for n in (2, 6))
    how = {"explainer": "gradient", "evaluations": 300, "background": background}
    drawn = attribute(model, x, Target(1), "shap_library", **how)
    exact = attribute(model, x, Target(1), "expected_gradients", background=background, n_steps=16)
    said = next(note for note in drawn.notes if "It draws 300 points" in note)
    error = float(said.split("±")[1].split(" ")[0])
    assert np.abs(drawn.values - exact.values).max() < 4 * error and 1e-5 < error < 0.05
    assert drawn.residual.max() > 10 * exact.residual.max()
    np.testing.assert_allclose(drawn.baseline_output, np.asarray(model(background))[:, 1].mean(), rtol=1e-5)


@whole  # a process of its own cannot reach this one's gradients; test_games.py calls the package
def test_a_model_that_shap_refuses_leaves_gradients_working():
    model = keras.Sequential([layers.Input((4, 2)), layers.LSTM(3), layers.Dense(1)])
    x = RNG.normal(size=(2, 4, 2)).astype("float32")
    with pytest.raises(ExplanationError, match="no rule for its operation .* expected gradients"):
        attribute(model, x, 0, "shap_library", explainer="deep", background=x)
    assert np.all(np.isfinite(input_gradient(model, x, 0)))
    ours = attribute(model, x, 0, "deep_shap", background=x)
    assert ours.residual.max() < 1e-5 and np.abs(ours.values).max() > 1e-3


def test_it_is_stopped_at_its_time_limit_and_refuses_at_once_what_cannot_work():
    with pytest.raises(ExplanationError, match="stopped after 0.05 s"):
        shap_of_model._run("/nonexistent", 0.05, "shap's DeepExplainer")
    with pytest.raises(ExplanationError, match="cannot open the layer"):
        model = keras.Sequential([layers.Input((1,)), layers.Lambda(lambda x: 2 * x), layers.Dense(1)])
        attribute(model, np.ones((1, 1)), 0, "shap_library", explainer="deep", background=np.zeros((2, 1)))
    with pytest.raises(ExplanationError, match="cannot explain tokens"):
        parts = [layers.Input((3,)), layers.Embedding(4, 2), layers.Flatten(), layers.Dense(1)]
        tokens = keras.Sequential(parts)
        attribute(tokens, np.array([[1, 2, 3]]), 0, "shap_library", explainer="deep", background=np.array([[0, 0, 0]]))
