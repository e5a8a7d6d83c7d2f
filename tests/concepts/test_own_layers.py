"""The reader's own network layer by layer: what its initializers promise, and its signal and gradients as Keras gives
them."""

import keras
import numpy as np
import pytest

from nnviz.concepts.deep_races import STARTS, deep_experiment, deep_model, depths, draws, starts
from nnviz.concepts.own_layers import expected_spread, fans, learn_own_layers
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.gallery import ready
from nnviz.models.build import build
from nnviz.training.train import train


@pytest.mark.parametrize(
    "initializer",
    [
        "glorot_uniform",
        "he_normal",
        "lecun_normal",
        "orthogonal",
        "zeros",
        keras.initializers.RandomNormal(0.0, 0.3),
        keras.initializers.RandomUniform(-0.2, 0.4),
        keras.initializers.TruncatedNormal(0.0, 0.3),
        keras.initializers.VarianceScaling(3.0, "fan_out", "uniform"),
    ],
)
def test_an_initializers_spread_is_that_of_what_it_draws(initializer):
    keras.utils.set_random_seed(0)
    layer = keras.layers.Dense(300, kernel_initializer=initializer)
    layer.build((None, 200))
    drawn = float(np.std(np.asarray(layer.kernel)))
    assert expected_spread(layer) == pytest.approx(drawn, rel=0.02, abs=1e-9)


def test_fans_are_those_of_keras():
    convolution = keras.layers.Conv2D(8, (3, 5), kernel_initializer="he_normal")
    convolution.build((None, 9, 9, 4))
    assert fans(convolution.kernel.shape) == (60, 120)
    assert expected_spread(convolution) == pytest.approx(np.sqrt(2 / 60))
    assert expected_spread(keras.layers.Dense(3)) is None, "not built yet"


def test_a_network_before_training():
    experiment = deep_experiment("Deep", deep_model("sigmoid", depth=5))
    told = learn_own_layers(experiment, None)
    assert not told.trained and [own.fan_in for own in told.layers] == [2, 16, 16, 16, 16, 16]
    dataset = load(experiment.data)
    model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    weighted = keras.Model(model.inputs, [layer.output for layer in model.layers if layer.weights])
    outputs = weighted([dataset.train.x[:64]])
    for own, output in zip(told.layers, outputs, strict=True):
        assert own.begun.size == pytest.approx(np.sqrt(np.mean(np.square(output))), rel=1e-5)
        assert own.begun.counts.sum() + 64 * output.shape[1] * (own.begun.below + own.begun.above) == pytest.approx(
            64 * output.shape[1]
        )
        assert own.expected == pytest.approx(np.sqrt(2 / (own.fan_in + own.fan_out)))
        assert own.now is None
    gradients = [own.begun.output_gradient for own in told.layers[:-1]]
    assert gradients[0] < 0.01 * gradients[-1], "it vanishes"
    assert isinstance(told.told()["layers"][0]["begun"]["counts"], list)


def test_a_trained_network_at_its_beginning_and_now():
    run = train(ready("digits").replace(train=ready("digits").train.replace(epochs=1)))
    told = learn_own_layers(run.experiment, run.id)
    assert told.trained and all(own.now is not None for own in told.layers)
    kernels = {own.path: own for own in told.layers if own.begun.spread is not None}
    assert all(own.begun.spread == pytest.approx(own.expected, rel=0.25) for own in kernels.values())
    assert any(own.now.spread != own.begun.spread for own in kernels.values())
    weights = [layer.kernel for layer in run.model().layers if hasattr(layer, "kernel")]
    assert [own.now.spread for own in kernels.values()] == pytest.approx([float(np.std(own)) for own in weights])


def test_the_races_of_the_readers_own_network():
    own = ready("digits")
    assert [label for label, _ in depths(own).variants] == ["as it is", "sigmoid", "tanh", "relu", "batch norm"]
    begun = dict(starts(own).variants)
    kinds = {label: one.model.layers[0].settings["kernel_initializer"] for label, one in begun.items()}
    assert kinds["zeros"] == "zeros" and kinds["too large, 1"]["config"]["stddev"] == 1.0
    bare = own.replace(model=own.model.replace(layers=own.model.layers[-1:]))
    with pytest.raises(NnvizError, match="no hidden layer"):
        starts(bare)


def test_what_is_said_of_the_deep_networks_is_so(recorded_race):
    networks = recorded_race(depths())
    shares = {label: own["rows"][-1]["accuracy"] for label, own in networks.items()}
    assert shares.pop("sigmoid") < 0.6 and all(share > 0.8 for share in shares.values())
    beginning = {label: own["frames"][0]["gradients"] for label, own in networks.items()}
    assert beginning["sigmoid"][0] < 1e-6 * beginning["sigmoid"][-1]
    assert all(own[0] > 0.01 * own[-1] for label, own in beginning.items() if label != "sigmoid")


def test_what_is_said_of_the_beginnings_is_so(recorded_race):
    """Of every draw: the draw hardly matters, its spread does. The first draws are the race of six."""
    networks = recorded_race(draws())
    assert [own for label, own in draws().variants if label.endswith("(1)")] == [own for _, own in starts().variants]

    def of(name: str) -> list[dict]:
        return [own for label, own in networks.items() if label.startswith(name)]

    assert [len(of(name)) for name in STARTS] == [3] * 6
    assert {label for label, own in networks.items() if own["last"]["state"] == "diverged"} == {
        label for label in networks if label.startswith("too large, 1")
    }
    for own in of("zeros"):
        assert not any(own["frames"][0]["gradients"])
    for own in of("too small"):
        assert 0 < max(own["frames"][0]["gradients"]) < 1e-9
    assert all(min(own["frames"][0]["gradients"]) > 500 for own in of("too large"))
    assert all(own["rows"][-1]["accuracy"] < 0.6 for name in ("zeros", "too small") for own in of(name))
    assert all(own["rows"][-1]["accuracy"] > 0.95 for name in ("Glorot", "He", "orthogonal") for own in of(name))
    early = {name: [own["rows"][9]["loss"] for own in of(name)] for name in ("Glorot", "He", "orthogonal")}
    assert all(he < min(glorot, other) for glorot, he, other in zip(*early.values(), strict=True))
