"""Why a rather than b: the difference of two outputs, of logits where there are any."""

import keras
import numpy as np
import pytest

from nnviz import Margin, Target
from nnviz.errors import ExplanationError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.of_run import attribution_of_run
from nnviz.explanation.what_if import answer_of_run, row_of_run

layers = keras.layers
RNG = np.random.default_rng(4)
X = RNG.normal(size=(3, 5)).astype("float32")


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(3)
    return keras.Sequential(
        [layers.Input((5,)), layers.Dense(7, activation="tanh"), layers.Dense(4, activation="softmax")]
    )


@pytest.mark.parametrize(
    "method", ["gradient", "gradient_x_input", "integrated_gradients", "expected_gradients", "occlusion"]
)
def test_what_is_linear_in_the_output_is_the_difference_of_both(model, method):
    compared = {"background": X} if method == "expected_gradients" else {}
    both = [attribute(model, X, Target(k, on="logits"), method, **compared).values for k in (2, 0)]
    margin = attribute(model, X, Margin(2, 0), method, **compared)
    np.testing.assert_allclose(margin.values, both[0] - both[1], atol=5e-4)


def test_a_margin_is_complete_and_equals_the_log_of_the_odds(model):
    margin = attribute(model, X, Margin(2, 0), baseline=np.zeros(5, "float32"))
    p, at_zero = model(X).numpy(), model(np.zeros((1, 5), "float32")).numpy()[0]
    np.testing.assert_allclose(margin.output, np.log(p[:, 2] / p[:, 0]), atol=1e-5)
    np.testing.assert_allclose(margin.total, margin.output - np.log(at_zero[2] / at_zero[0]), atol=2e-3)
    assert margin.residual.max() < 2e-3 and margin.target.on == "logits"


def test_names_the_predicted_class_and_shown_numbers(model):
    names = ("ant", "bee", "cat", "dog")
    named = attribute(model, X[0], Margin("cat", "dog", names=names))
    assert named.target.label() == "cat rather than dog" and named.target.index == 2 and named.target.against == 3
    predicted = int(model(X[:1]).numpy().argmax())
    other = (predicted + 1) % 4
    assert attribute(model, X[0], Margin(None, other)).target.index == predicted
    shown = attribute(model, X[0], Margin(2, 3, on="output"))
    assert shown.output == pytest.approx(float(np.subtract(*model(X[:1]).numpy()[0, 2:])), abs=1e-6)
    with pytest.raises(ExplanationError, match="compared with itself"):
        attribute(model, X, Margin(1, 1))
    with pytest.raises(ExplanationError, match="Did you mean 'cat'"):
        attribute(model, X, Margin("dog", "catt", names=names))


def test_one_unit_for_two_classes_and_outputs_without_logits():
    keras.utils.set_random_seed(1)
    sigmoid = keras.Sequential([layers.Input((5,)), layers.Dense(1, activation="sigmoid")])
    p = sigmoid(X).numpy()[:, 0]
    for pair, sign in (((1, 0), 1), ((0, 1), -1)):
        np.testing.assert_allclose(attribute(sigmoid, X, Margin(*pair)).output, sign * np.log(p / (1 - p)), atol=1e-5)
    linear = keras.Sequential([layers.Input((5,)), layers.Dense(3)])
    found = attribute(linear, X, Margin(0, 2))
    kernel = linear.get_weights()[0]
    np.testing.assert_allclose(found.values, X * (kernel[:, 0] - kernel[:, 2]), atol=1e-4)
    assert found.target.on == "output"


def test_a_pair_chosen_on_a_page_reaches_the_network(trained):
    run, _ = trained("iris")
    found = attribution_of_run(run.id, "validation", 0, (1, 2), "integrated_gradients", {})
    answer = answer_of_run(run.id, tuple(row_of_run(run.id, "validation", 0).codes), (1, 2))
    assert answer.value == pytest.approx(found.output, abs=1e-4) and answer.target.endswith("virginica, in logits")
    np.testing.assert_allclose(answer.shares, found.values, atol=1e-3)
