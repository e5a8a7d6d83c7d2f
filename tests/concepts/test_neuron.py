"""The neuron against Keras, its line against geometry, the perceptron's rule against gradient descent in Keras."""

import keras
import numpy as np
import pytest

from nnviz.concepts.neuron import ACTIVATIONS, forward, line
from nnviz.concepts.perceptron import CORNERS, GATES, learn_from, passes
from nnviz.errors import SpecError
from tests.browser_twins import in_browser


def _dense(weights, bias, activation):
    layer = keras.layers.Dense(1, activation=activation)
    layer.build((None, len(weights)))
    layer.set_weights([np.reshape(weights, (-1, 1)), np.array([bias])])
    return layer


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_forward_is_a_dense_layer_of_one_unit(activation):
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(50, 3)) * 3, rng.normal(size=3)
    made = forward(x, weights, 0.4, activation)
    np.testing.assert_allclose(made.a, np.array(_dense(weights, 0.4, activation)(x))[:, 0], atol=1e-6)
    np.testing.assert_allclose(made.z, made.products.sum(1) + 0.4)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_slope_is_the_difference_quotient(activation):
    z = np.linspace(-4, 4, 41) + 0.003
    of = ACTIVATIONS[activation]
    np.testing.assert_allclose(of.slope(z), (of.function(z + 1e-6) - of.function(z - 1e-6)) / 2e-6, atol=1e-6)


def test_step_fires_above_zero_only():
    assert forward([[1.0], [-1.0], [0.0]], [2.0], 0.0, "step").a.tolist() == [1, 0, 0]


def test_sigmoid_of_large_numbers_does_not_overflow():
    with np.errstate(over="raise"):
        assert ACTIVATIONS["sigmoid"].function(np.array([-1000.0, 1000.0])).tolist() == [0, 1]


def test_the_sum_is_zero_along_the_line():
    point, along = line((0.8, -1.2), 0.3)
    for t in (-2.0, 0.0, 3.5):
        assert forward(point + t * along, (0.8, -1.2), 0.3).z[0] == pytest.approx(0)
    assert point @ along == pytest.approx(0)
    assert line((0, 0), 1.0) is None


@pytest.mark.parametrize(("x", "y"), [((1.0, 1.0), 1), ((0.0, 1.0), 0), ((1.0, 0.0), 0), ((-2.0, 0.5), 1)])
def test_the_rule_is_gradient_descent_on_the_wrong_side(x, y):
    """Loss max(0, −t z) with t = ±1: its gradient is −t x where the example is on the wrong side, else 0."""
    weights, bias = np.array([0.25, -0.5]), 0.125
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.set_weights([weights.reshape(2, 1), np.array([bias])])
    model.compile(keras.optimizers.SGD(0.1), lambda y, z: keras.ops.relu(-(2 * y - 1) * z))
    model.train_on_batch(np.array([x]), np.array([[float(y)]]))
    kernel, (offset,) = model.get_weights()
    made = learn_from(0, x, y, weights, bias, 0.1)
    np.testing.assert_allclose(made.new_weights, kernel.ravel(), atol=1e-7)
    assert made.new_bias == pytest.approx(offset, abs=1e-7)


def test_and_and_or_are_learnt_and_xor_never():
    for gate in ("and", "or"):
        last = passes(CORNERS, np.array(GATES[gate]))[-1]
        assert not any(step.error for step in last)
        assert [int(CORNERS[i] @ last[-1].new_weights + last[-1].new_bias > 0) for i in range(4)] == list(GATES[gate])
    assert len(passes(CORNERS, np.array(GATES["xor"]), limit=500)) == 500


def test_number_of_mistakes_is_within_novikoffs_bound():
    """(R / γ)²: R the longest example with its 1 for the bias, γ the margin of any line that parts them; here 1.5 − x −
    y."""
    extended = np.column_stack([CORNERS, np.ones(4)])
    parting = np.array([1.0, 1.0, -1.5])
    margin = np.min(np.abs(extended @ parting)) / np.linalg.norm(parting)
    bound = (np.linalg.norm(extended, axis=1).max() / margin) ** 2
    mistakes = sum(step.error != 0 for done in passes(CORNERS, np.array(GATES["and"])) for step in done)
    assert 0 < mistakes <= bound


def test_what_does_not_fit_is_a_sentence():
    with pytest.raises(SpecError, match="do not fit"):
        forward([[1.0, 2.0]], [1.0], 0.0)
    with pytest.raises(SpecError, match="sigmoid"):
        forward([[1.0]], [1.0], 0.0, "sigmoit")
    with pytest.raises(SpecError, match="0 or 1"):
        passes(CORNERS, np.array([0, 1, 2, 3]))


def test_the_browser_computes_the_same():
    rng, cases = np.random.default_rng(3), []
    for activation in ACTIVATIONS:
        for _ in range(6):
            x, weights, bias = rng.normal(size=2) * 2, rng.normal(size=2), float(rng.normal())
            cases.append({"x": x.tolist(), "w": weights.tolist(), "b": bias, "activation": activation})
    function = "({ x, w, b, activation }) => forward(x, w, b, activation)"
    answers = in_browser({"lessons/neuron/neuron.js": "forward"}, function, cases)
    for case, answer in zip(cases, answers, strict=True):
        ours = forward([case["x"]], case["w"], case["b"], case["activation"])
        assert answer["products"] == pytest.approx(ours.products[0], abs=1e-12)
        assert [answer[key] for key in ("z", "a", "slope")] == pytest.approx([ours.z[0], ours.a[0], ours.slope[0]])


def test_the_browser_takes_the_perceptrons_steps():
    """Every step of the first passes from where Python's step before it ended: the same mistake, the same new line."""
    modules = {"lessons/neuron/neuron.js": "CORNERS, GATES, learnFrom"}
    (constants,) = in_browser(modules, "() => ({ CORNERS, GATES })", [None])
    assert np.array_equal(constants["CORNERS"], CORNERS) and list(constants["GATES"]) == list(GATES)
    steps, cases = [], []
    for gate, wanted in GATES.items():
        assert constants["GATES"][gate] == list(wanted)
        weights, bias = [0.0, 0.0], 0.0
        for step in (step for done in passes(CORNERS, np.array(wanted), limit=4) for step in done):
            cases.append({"gate": gate, "index": int(step.index), "w": weights, "b": bias})
            steps.append(step)
            weights, bias = step.new_weights.tolist(), float(step.new_bias)
    function = "({ gate, index, w, b }) => learnFrom(CORNERS[index], GATES[gate][index], w, b, 0.1)"
    for step, answer in zip(steps, in_browser(modules, function, cases), strict=True):
        assert answer["error"] == step.error
        assert [*answer["newWeights"], answer["newBias"]] == pytest.approx([*step.new_weights, step.new_bias])
