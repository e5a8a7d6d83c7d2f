"""One weight's chain rule against backpropagation and finite differences; single examples against closed forms."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest

from nnviz.data.catalog import known_schema
from nnviz.errors import NnvizError
from nnviz.inspection import gradients_of_run
from nnviz.inspection.chain_rule import chain_rule
from nnviz.inspection.example_gradients import gradient_agreement
from nnviz.inspection.gradient_mends import mends
from nnviz.inspection.gradient_records import GradientFlow, LayerGradients
from nnviz.inspection.unit_slopes import unit_slopes
from nnviz.models.preview import preview
from nnviz.specs import DataSpec, LayerSpec, ModelSpec, TrainSpec
from tests.sampling import whole

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    inputs = keras.Input((6, 6, 2))
    x = keras.layers.Conv2D(3, 3, activation="tanh", strides=2, padding="same", name="maps")(inputs)
    x = keras.layers.Dense(4, "sigmoid", name="hidden")(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Dense(3, "softmax", name="end")(x))
    return model, RNG.normal(size=(5, 6, 6, 2)).astype("float32"), np.arange(5) % 3


@pytest.mark.parametrize(
    "layer, variable, index",
    [
        ("maps", "kernel", (0, 2, 1, 2)),
        ("maps", "bias", (1,)),
        ("hidden", "kernel", None),
        ("hidden", "bias", (0,)),
        ("end", "kernel", (3, 1)),
    ],
)
def test_the_products_add_up_to_the_slope_and_moving_the_weight_gives_the_same(network, layer, variable, index):
    model, x, y = network
    before = model.get_weights()
    chain = chain_rule(model, x, y, "sparse_categorical_crossentropy", layer, index, variable)
    assert chain.total == pytest.approx(chain.gradient, rel=1e-4, abs=1e-7)
    assert chain.difference == pytest.approx(chain.gradient, rel=2e-2, abs=chain.blur) and chain.adds_up
    assert chain.agrees != chain.hidden and ("Three ways" in chain.verdict) == chain.agrees
    assert chain.terms.shape[0] == 5 and abs(chain.terms[chain.largest]) == np.abs(chain.terms).max()
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert chain.by_example.sum() == pytest.approx(chain.total, rel=1e-6) and len(chain.by_example) == 5
    if index is None:
        assert len(chain.index) == 2


def test_a_slope_too_small_to_be_seen_is_not_said_to_be_seen(network):
    model, x, y = network
    chain = chain_rule(model, x, y, "sparse_categorical_crossentropy", "hidden")
    assert chain.agrees and not chain.hidden
    tiny = dataclasses.replace(chain, outside=1e-6 * chain.outside, gradient=1e-6 * chain.gradient, difference=0.0)
    assert tiny.adds_up and tiny.hidden and not tiny.agrees and "cannot show a slope this small" in tiny.verdict
    bent = dataclasses.replace(chain, difference=2 * chain.gradient)
    assert not bent.agrees and "another slope" in bent.verdict
    broken = dataclasses.replace(chain, gradient=2 * chain.gradient)
    assert "do not add up" in broken.verdict


def test_every_units_slope_is_that_of_moving_its_bias(network):
    """A unit's output before a linear end: ∂loss/∂output is what its own bias would do behind a linear function."""
    model, x, y = network
    slopes = unit_slopes(model, x, y, "sparse_categorical_crossentropy")
    assert slopes.layers == ("maps", "hidden", "end") and slopes.units == (3, 4, 3) and slopes.shown == 4
    maps = chain_rule(model, x, y, "sparse_categorical_crossentropy", "maps", (1,), "bias")
    assert slopes.values[0, 1] == pytest.approx(maps.outside.sum(), rel=1e-4) and np.isnan(slopes.values[0, 3])
    hidden = chain_rule(model, x, y, "sparse_categorical_crossentropy", "hidden", (2,), "bias")
    assert slopes.values[1, 2] == pytest.approx(hidden.outside.sum(), rel=1e-4)


@pytest.fixture(scope="module")
def reader():
    """One layer of every kind that has weights: words, recurrence, attention, normalization, depthwise, separable."""
    keras.utils.set_random_seed(1)
    kl, inputs = keras.layers, keras.Input((6,))
    x = kl.Embedding(5, 4, name="words", embeddings_initializer="normal")(inputs)
    x = kl.MultiHeadAttention(2, 3, name="heads")(x, x)
    x = kl.LayerNormalization(name="norm")(x)
    x = kl.DepthwiseConv1D(3, depth_multiplier=2, activation="tanh", padding="same", name="depthwise")(x)
    x = kl.SeparableConv1D(3, 3, padding="same", name="separable")(x)
    shared = kl.Dense(3, "tanh", name="shared")
    x = kl.BatchNormalization(name="batch")(shared(shared(x)))
    model = keras.Model(inputs, kl.Dense(1, name="end")(kl.GlobalAveragePooling1D()(x)))
    return model, RNG.integers(0, 5, (4, 6)), RNG.normal(size=(4, 1)).astype("float32")


@pytest.fixture(scope="module")
def remembering():
    """The same for layers that read step by step."""
    kl, inputs = keras.layers, keras.Input((3, 3))
    x = kl.Bidirectional(kl.GRU(2, return_sequences=True), name="both")(inputs)
    model = keras.Model(inputs, kl.Dense(1, name="end")(kl.LSTM(3, name="memory")(x)))
    return model, RNG.normal(size=(4, 3, 3)).astype("float32"), RNG.normal(size=(4, 1)).astype("float32")


@pytest.mark.parametrize(
    "layer, variable, meaning, shape",
    [
        ("words", "embeddings", "looked up", (4, 6)),
        pytest.param("heads", "query/kernel", "whole", (4, 6, 4), marks=whole),
        pytest.param("norm", "gamma", "scaled", (4, 6), marks=whole),
        ("depthwise", "kernel", "weighted", (4, 6)),
        pytest.param("separable", "depthwise_kernel", "whole", (4, 6, 3), marks=whole),
        ("shared", "kernel", "whole", (4, 2, 6)),
        pytest.param("batch", "gamma", "scaled", (4, 6), marks=whole),
        pytest.param("both", "backward_gru/gru_cell/kernel", "whole", None, marks=whole),
        ("memory", "recurrent_kernel", "whole", (4, 3)),
    ],
)
def test_the_factors_of_every_kind_add_up_and_moving_the_weight_gives_the_same(
    reader, remembering, layer, variable, meaning, shape
):
    model, x, y = remembering if layer in ("both", "memory") else reader
    before = model.get_weights()
    chain = chain_rule(model, x, y, "mean_squared_error", layer, None, variable)
    assert chain.adds_up and chain.meaning == meaning and (shape is None or chain.terms.shape == shape)
    assert chain.difference == pytest.approx(chain.gradient, rel=3e-2, abs=2 * chain.blur)
    assert chain.rows["product"].sum() == pytest.approx(chain.total, rel=1e-5) and chain.formula and chain.example_words
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    if layer == "words":
        assert np.array_equal(chain.local, (x == chain.index[0]).astype(float))


def test_two_threads_and_an_error_midway_leave_the_weights_as_they_were(network):
    model, x, y = network
    before = model.get_weights()
    ask = lambda k: chain_rule(model, x, y, "sparse_categorical_crossentropy", "hidden", (k, 0))  # noqa: E731
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(ask, range(3)))
    assert [own.difference for own in together] == [ask(k).difference for k in range(3)]
    calls = iter(range(10))

    def failing(truth, answers):
        if next(calls) == 2:
            raise ValueError("midway")
        return keras.losses.sparse_categorical_crossentropy(truth, answers)

    with pytest.raises(ValueError, match="midway"):
        chain_rule(model, x, y, failing, "hidden", (0, 0))
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_what_a_normalization_scales_is_the_normalized_number(reader):
    model, x, y = reader
    chain = chain_rule(model, x, y, "mean_squared_error", "norm", (1,), "gamma")
    before = keras.Model(model.inputs, model.get_layer("norm").input)(x).numpy()
    normalized = (before - before.mean(-1, keepdims=True)) / np.sqrt(before.var(-1, keepdims=True) + 1e-3)
    np.testing.assert_allclose(chain.local, normalized[..., 1], atol=1e-5)


def test_what_has_no_such_factors_is_a_sentence(network):
    model, x, y = network
    for layer, index, sentence in (("flatten", None, "has no weights"), ("hidden", (99, 0), "no weight at")):
        name = layer if layer != "flatten" else model.layers[2].name
        with pytest.raises(NnvizError, match=sentence):
            chain_rule(model, x, y, "sparse_categorical_crossentropy", name, index)
    with pytest.raises(NnvizError, match="no 'gain'"):
        chain_rule(model, x, y, "sparse_categorical_crossentropy", "hidden", None, "gain")


def test_the_noise_scale_of_a_linear_model_is_that_of_its_closed_form():
    """y = w·x with w = 0 and targets x·t + noise: gradients −2 x (x·t + e), whose mean and covariance are known."""
    dimensions, spread = 3, 0.5
    x = RNG.normal(size=(4000, dimensions)).astype("float32")
    truth = np.array([1.0, -2.0, 0.5])
    y = (x @ truth + spread * RNG.normal(size=4000))[:, None].astype("float32")
    model = keras.Sequential([keras.Input((dimensions,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.zeros((dimensions, 1))])
    told = gradient_agreement(model, x[:600], y[:600], "mean_squared_error", 32)
    signal = 4 * truth @ truth
    # E‖g‖² = 4 E[|x|² (x·t + e)²] = 4 ((d + 2)|t|² + d σ²), by the moments of normal variables
    noise = 4 * ((dimensions + 2) * truth @ truth + dimensions * spread**2) - signal
    assert told.noise_scale == pytest.approx(noise / signal, rel=0.15)
    exact = -2 * x[:600] * y[:600]
    assert told.norms == pytest.approx(np.linalg.norm(exact, axis=1), rel=1e-3)
    mean = exact.mean(0)
    assert told.cosines == pytest.approx(exact @ mean / np.linalg.norm(exact, axis=1) / np.linalg.norm(mean), abs=1e-3)
    assert told.length == pytest.approx(np.linalg.norm(mean), rel=1e-4) and "larger than they need" in told.sentence
    with pytest.raises(NnvizError, match="at least 4"):
        gradient_agreement(model, x[:3], y[:3], "mean_squared_error")


def deep(activation: str, **settings) -> ModelSpec:
    hidden = [
        LayerSpec(id=f"dense_{k}", kind="Dense", settings={"units": 8, "activation": activation, **settings})
        for k in range(4)
    ]
    end = LayerSpec(id="end", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return ModelSpec(layers=(*hidden, end))


def flow(verdict: str) -> GradientFlow:
    sizes = {"vanishing": (1e-9, 1.0), "exploding": (1e6, 1.0), "broken": (np.nan, 1.0), "none": (0.0, 0.0)}[verdict]
    layers = [LayerGradients(f"dense_{k}", "Dense", 1.0, size, size) for k, size in enumerate((*sizes, sizes[1]))]
    made = GradientFlow(tuple(layers), 0.5, 8)
    assert made.verdict == verdict
    return made


@pytest.mark.parametrize(
    "verdict, model, labels",
    [
        ("vanishing", deep("sigmoid"), ["ReLU", "Batch normalization", "Residual"]),
        (
            "exploding",
            deep("tanh", kernel_initializer="random_normal"),
            ["Clip", "Initial weights by", "Batch", "Learning"],
        ),
        ("broken", deep("relu"), ["Clip", "Learning rate 0.001"]),
        ("none", deep("relu"), ["Leaky ReLU", "Learning rate"]),
    ],
)
def test_each_trouble_has_mends_that_keras_accepts(verdict, model, labels):
    fixes = mends(flow(verdict), model, TrainSpec())
    assert len(fixes) == len(labels)
    for fix, label in zip(fixes, labels, strict=True):
        assert label in fix.label
        changed = TrainSpec().replace(**fix.train_changes)
        looked_at = preview(fix.model or model, known_schema(DataSpec(source="spirals")), changed)
        assert not [own for own in looked_at.diagnoses if own.severity == "error"]
    assert mends(GradientFlow((), 1e-9, 2), model, TrainSpec()) == ()


def test_what_a_page_asks_about_a_run(spirals_run):
    layers = gradients_of_run.chain_layers(spirals_run.id)
    path = next(iter(layers))
    chain = gradients_of_run.chain_of_run(spirals_run.id, path, "kernel", None)
    assert chain.agrees and layers[path]["kernel"] == (2, 8)
    told = gradients_of_run.agreement_of_run(spirals_run.id)
    assert len(told.cosines) == 64 and set(told.classes) == {0, 1} and told.batch_size
    slope = gradients_of_run.input_slope(spirals_run.id, "train", 3)
    model, dataset, loss, meaning = gradients_of_run._judged(spirals_run.id)
    x, y = dataset.train.x[3:4].astype("float64"), meaning.encode(dataset.train.y[3:4])
    for k in range(2):
        values = [float(loss(y, model((x + sign * 1e-2 * np.eye(2)[k]).astype("float32")))) for sign in (1, -1)]
        assert slope[k] == pytest.approx((values[0] - values[1]) / 2e-2, rel=2e-2, abs=2e-4)
