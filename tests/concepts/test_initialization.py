"""The twins against Keras, the browser's twins of all of it, and the questions about weight initialization."""

import keras
import numpy as np
import pytest

from nnviz.concepts.draws import normals
from nnviz.concepts.initialization_check import ask, judge
from nnviz.concepts.symmetry import RATE, begin, judged, learnt, points
from tests.browser_twins import in_browser

_SYMMETRY = "lessons/initialization/symmetry.js"


def _in_keras(net):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1, "sigmoid")])
    model.set_weights([net.kernel, net.bias, net.readout[:, None], np.array([net.output])])
    model.compile(keras.optimizers.SGD(RATE), "binary_crossentropy")
    return model


@pytest.mark.parametrize("start", ["equal", "random"])
def test_learning_is_that_of_keras(start):
    x, labels = points()
    model = _in_keras(begin(start, 3))
    for _ in range(5):
        loss = float(model.train_on_batch(x, labels[:, None]))
    kernel, bias, readout, output = model.get_weights()
    ours = learnt(begin(start, 3), 5)
    assert loss == pytest.approx(judged(learnt(begin(start, 3), 4))[0], rel=1e-2)
    np.testing.assert_allclose(ours.kernel, kernel, atol=1e-5)
    np.testing.assert_allclose(ours.bias, bias, atol=1e-5)
    np.testing.assert_allclose(ours.readout, readout[:, 0], atol=1e-5)
    assert ours.output == pytest.approx(output[0], abs=1e-5)


def test_zeros_move_the_outputs_bias_only():
    gradient = judged(begin("zeros"))[2]
    assert not gradient.kernel.any() and not gradient.bias.any() and not gradient.readout.any() and gradient.output
    end = learnt(begin("zeros"), 300)
    labels = points()[1]
    assert not end.kernel.any() and end.output == pytest.approx(np.log(labels.mean() / (1 - labels.mean())), abs=1e-6)


def test_twins_stay_twins():
    assert learnt(begin("equal"), 50).different == 1
    assert begin("random").different == 4


def test_the_browser_learns_the_same():
    function = """([start, seed, steps]) => {
      let net = begin(start, seed);
      for (let i = 0; i < steps; i++) net = stepped(net);
      const { units, c } = net;
      return { kernel: [units.map((u) => u.w1), units.map((u) => u.w2)], bias: units.map((u) => u.b),
        readout: units.map((u) => u.v), c, loss: judged(net).loss, accuracy: judged(net).accuracy };
    }"""
    cases = [["zeros", 1, 20], ["equal", 1, 40], ["random", 2, 40]]
    answers = in_browser({_SYMMETRY: "begin, stepped, judged"}, function, cases)
    for (start, seed, steps), answer in zip(cases, answers, strict=True):
        ours = learnt(begin(start, seed), steps)
        np.testing.assert_allclose(answer["kernel"], ours.kernel, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(answer["bias"], ours.bias, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(answer["readout"], ours.readout, rtol=1e-9, atol=1e-12)
        assert answer["c"] == pytest.approx(ours.output) and answer["loss"] == pytest.approx(judged(ours)[0])
        assert answer["accuracy"] == pytest.approx(judged(ours)[1])


def test_circles_have_the_radii_of_the_matrices_product():
    """Half axes: singular values of the first two rows of the layers' product."""
    widths, spread = [6, 9, 5, 7], 0.4
    kernels = [
        normals(40 + place, n * m).reshape(n, m) for place, (n, m) in enumerate(zip(widths, widths[1:], strict=False))
    ]
    function = "({ widths, kernels, spread }) => circles({ widths, kernels }, () => spread)"
    case = {"widths": widths, "kernels": [own.ravel().tolist() for own in kernels], "spread": spread}
    (found,) = in_browser({"lessons/initialization/orthogonal.js": "circles"}, function, [case])
    product = np.eye(6)[:2]
    for place, kernel in enumerate(kernels, 1):
        product = product @ (spread * kernel)
        expected = np.linalg.svd(product, compute_uv=False)
        assert [found[place]["longest"], found[place]["shortest"]] == pytest.approx(expected)
    assert (found[0]["longest"], found[0]["shortest"]) == (1, 1)


@pytest.mark.parametrize("shape", [(8, 8), (12, 5), (5, 12)])
def test_orthonormal_is_the_q_of_numpy(shape):
    """Gram and Schmidt's result is unique up to signs, which QR may choose otherwise."""
    drawn = normals(9, shape[0] * shape[1]).reshape(shape)
    function = "([values, n, m]) => [...orthonormal(values, n, m)]"
    case = [drawn.ravel().tolist(), *shape]
    (values,) = in_browser({"lessons/initialization/orthogonal.js": "orthonormal"}, function, [case])
    made = np.reshape(values, shape)
    q = np.linalg.qr(drawn if shape[0] >= shape[1] else drawn.T)[0]
    np.testing.assert_allclose(np.abs(made), np.abs(q if shape[0] >= shape[1] else q.T), atol=1e-9)


@pytest.mark.parametrize("number", [0, 6, 12, 18])
def test_a_spread_and_its_slips(number):
    place = ask(number).state["layer"]
    fan_in, fan_out = 128 - 12 * place, 116 - 12 * place
    assert f"{fan_out} units, each with {fan_in} inputs" in ask(number).words
    glorot = keras.initializers.GlorotNormal(0)((fan_in, fan_out))
    he = keras.initializers.HeNormal(0)((fan_in, fan_out))
    own, other = (glorot, he) if "Glorot" in ask(number).words else (he, glorot)
    spread = 2 / (fan_in + fan_out if own is glorot else fan_in)
    assert np.std(own) == pytest.approx(np.sqrt(spread), rel=0.1)
    assert np.std(other) != pytest.approx(np.std(own), rel=0.05)
    assert judge(number, np.sqrt(spread)).right
    assert "variance" in judge(number, spread).words and not judge(number, spread).right
    assert "uniform" in judge(number, np.sqrt(3 * spread)).words


def test_how_many_units_differ():
    """The answers that are right are what learning in the browser's twin leaves."""
    for number in range(1, 43, 6):
        nudges = ask(number).state["nudges"]
        net = begin("equal")
        net.kernel[0, :nudges] += 0.01 * (1 + np.arange(nudges))
        assert learnt(net, 30).different == nudges + 1
        right = [choice for choice in ask(number).choices if judge(number, choice).right]
        assert right == [("One", "Two", "Three")[nudges]]


def test_a_gain_to_find():
    good = {"glorot": 1, "relu": 1, "even": 1, "size": 1.1, "gain": 1.41}
    assert judge(2, good).right and not judge(2, good | {"size": 0.3}).right and not judge(2, good | {"size": 3}).right
    assert not judge(2, good | {"glorot": 0}).right and not judge(2, {}).right
    assert judge(8, good | {"glorot": 0, "orthogonal": 1}).right and judge(14, good | {"glorot": 0, "he": 1}).right


@pytest.mark.parametrize("number", [3, 9, 15])
def test_a_signal_after_layers(number):
    words = ask(number).words
    ratio = ask(number).state["gain"]
    depth = int(words.rsplit("after ", 1)[1].split()[0])
    assert judge(number, ratio**depth).right
    assert "a power" in judge(number, ratio * depth).words and "one layer" in judge(number, ratio).words


def test_what_zeros_move():
    assert [judge(4, choice).right for choice in ask(4).choices] == [False, False, True, False]


def test_twins_to_part():
    done = {"twins": 1, "equal": 1, "different": 2, "accuracy": 1.0, "steps": 400}
    assert judge(5, done).right and judge(5, done | {"different": 4}).right
    assert "one line" in judge(5, done | {"different": 1, "accuracy": 0.75}).words
    assert "learn on" in judge(5, done | {"accuracy": 0.8, "steps": 100}).words
    assert not judge(5, done | {"equal": 0}).right and not judge(5, {}).right
