"""The arithmetic of one number: recomputed it equals Keras's for every kind of layer; tiny examples worked by hand;
every operand is where it says; the model stays as it was."""

import contextlib
import functools
import inspect
import io
import json
import math

import keras
import numpy as np
import pytest
from keras import layers as kl

import nnviz
from nnviz.errors import ModelError
from nnviz.inspection.arithmetic import kinds
from nnviz.inspection.arithmetic.arithmetic import arithmetic, of_trace
from nnviz.inspection.arithmetic.of_run import _shown
from nnviz.inspection.arithmetic.records import Block, Origin, ShownNumber, ShownTensor, operand_rows
from nnviz.inspection.arithmetic.tracing import trace
from nnviz.views.arithmetic import number_view
from nnviz.views.packing import unpack
from tests.inspection.layer_cases import cases, made
from tests.sampling import ALL, sample

CASES = functools.cache(cases)
FEW = """
dense softmax|gelu|conv1 same 3 1 2|conv2 same 1 2 1|depthwise2 same 2 1 1|separable1 same 1 2 1|causal
channels first|transposed2 same 2 1 1|transposed1 valid 1 2 None|Average2 same 2|Max1 same 2|global masked
adaptive Max1|global Average2 True channels_first|batch axis|layer axes|group axis|rms|unit axes|rescaling
normalization back|relu|prelu|softmax axes|Multiply ranks|Concatenate axis|dot rows, columns|permute|pad2
up2 bilinear|masking|each picture|spectral|einsum heads|embedding|SimpleRNN {'return_sequences': True}
LSTM {'go_backwards': True, 'return_sequences': True}|masked GRU True|masked both LSTM True
both GRU True concat|gru, reset before|heads masked|heads causal|grouped|attention masked|additive|1 - a
split|op softmax|matmul|stacked True|heads gated|grouped gated|heads over one of two|counted
ConvLSTM2 {'strides': 2, 'return_sequences': True, 'go_backwards': True, 'recurrent_activation': 'hard_sigmoid'}
a cell alone|embedding backwards|buckets
"""
PARTS = list(CASES()) if ALL else FEW.strip().replace("\n", "|").split("|")
"""Every setting under `make test-all`, one or two of each kind of layer otherwise."""


def places(shape, count: int = 3) -> list[tuple[int, ...]]:
    every = list(np.ndindex(*shape))
    return [every[k] for k in np.random.default_rng(1).permutation(len(every))[: 12 if ALL else count]]


@pytest.mark.parametrize("name", sample(PARTS, 12))
def test_a_recomputed_number_is_the_network_s(name):
    model, x = made(*CASES()[name])
    output = np.asarray(keras.tree.flatten(model(x, training=False))[0])
    passed = trace(model, x)
    title = passed.find([call.path for call in passed.calls][-1])
    for index in places(output.shape[1:]):
        number = of_trace(passed, title, index, 1)
        assert number.value == pytest.approx(float(output[(1, *index)]), abs=1e-7), index
        assert number.exact and number.agrees, (index, number.note, number.difference)
        if "nnviz" not in number.code:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(number.code, {})
            assert float(printed.getvalue()) == pytest.approx(number.value, abs=1e-5, rel=1e-5)


def test_every_kind_of_layer_in_keras_is_told_or_it_is_said_why_not():
    own_kind = {own.__name__ for own in vars(kl).values() if inspect.isclass(own) and issubclass(own, kl.Layer)}
    whole = {"Layer", "Wrapper", "InputLayer", "Pipeline"}  # they compute nothing that a layer in them does not
    assert own_kind - set(kinds.ARITHMETIC) - set(kinds.WITHOUT) == whole


def alone(layer, x, weights, index, **how):
    """The arithmetic of one number of a layer with these weights, on one example."""
    x = np.asarray(x, "float32")[None]
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    layer.set_weights([np.asarray(w, "float32") for w in weights])
    return arithmetic(model, x, layer.name, index, **how)


def test_dense_by_hand():
    number = alone(kl.Dense(1, activation="relu"), [1, 2], [[[3], [-1]], [0.5]], (0,))
    assert (number["z"].result, number.computed, number.value) == (1.5, 1.5, 1.5)
    rows = [(row["name"], row["value"], row["weight"], row["product"], row["place"]) for row in operand_rows(number)]
    assert rows[:2] == [("x", 1, 3, 3, "1"), ("x", 2, -1, -2, "2")] and rows[2][:2] == ("b", 0.5)
    assert number["z"].blocks["x"].values.tolist() == [1, 2] and number["z"].blocks["w"].values.tolist() == [3, -1]


def test_convolution_by_hand():
    image = np.array([[1, 2], [3, 4]], float)[..., None]
    number = alone(
        kl.Conv2D(1, 2, activation="relu"), image, [np.array([[1, 0], [0, -1.0]])[..., None, None], [1]], (0, 0, 0)
    )
    assert (number["z"].result, number.value) == (1 - 4 + 1, 0)


def test_transposed_convolution_by_hand():
    kernel = np.array([1.0, 10, 100]).reshape(3, 1, 1)
    number = alone(kl.Conv1DTranspose(1, 3, strides=2, use_bias=False), [[1], [2]], [kernel], (2, 0))
    assert number.value == 1 * 100 + 2 * 1 == number.computed


def test_pooling_by_hand():
    column = [[1], [5], [2], [4]]
    assert alone(kl.GlobalMaxPooling1D(), column, [], (0,)).computed == 5
    assert alone(kl.AveragePooling1D(2), column, [], (1, 0)).computed == 3
    assert alone(kl.AveragePooling1D(3, padding="same", strides=3), column[:3], [], (0, 0)).computed == pytest.approx(
        8 / 3
    )


def test_normalization_by_hand():
    number = alone(kl.BatchNormalization(epsilon=0.01), [3], [[2], [1], [1], [3.99]], (0,))
    assert (number["scaled"].result, number.computed) == pytest.approx((1, 3))
    assert alone(kl.LayerNormalization(epsilon=1e-9), [1, 3], [[2, 2], [0, 5]], (1,)).computed == pytest.approx(7)


def test_softmax_by_hand():
    number = alone(kl.Activation("softmax"), [0, math.log(3)], [], (1,))
    assert number.computed == pytest.approx(0.75)


def test_lstm_by_hand():
    bias = [0, 0, math.atanh(0.5), 0]
    weights = [np.zeros((1, 4)), np.zeros((1, 4)), bias]
    number = alone(kl.LSTM(1, return_sequences=True), [[1], [1]], weights, (1, 0))
    assert {name: number[name].result for name in "figo"} == pytest.approx({"f": 0.5, "i": 0.5, "g": 0.5, "o": 0.5})
    assert number["c"].result == pytest.approx(0.5 * 0.25 + 0.5 * 0.5) and number.computed == pytest.approx(
        0.5 * math.tanh(0.375)
    )
    first = alone(kl.LSTM(1), [[1], [1]], weights, (0, 0))  # a step that the layer itself does not return
    assert first.value == pytest.approx(0.5 * math.tanh(0.25)) and first.agrees


def test_gru_and_simple_rnn_by_hand():
    bias = np.array([[0, 0, math.atanh(0.5)], [0, 0, 0]])
    assert alone(kl.GRU(1), [[1], [1]], [np.zeros((1, 3)), np.zeros((1, 3)), bias], (0,)).computed == pytest.approx(
        0.375
    )
    adding = kl.SimpleRNN(1, activation=None, use_bias=False)
    assert alone(adding, [[1], [2], [3]], [[[1]], [[1]]], (0,)).computed == 6


def test_attention_by_hand():
    inputs = [keras.Input((1, 1)), keras.Input((2, 1)), keras.Input((2, 1))]
    model = keras.Model(inputs, kl.Attention(name="look")(inputs))
    query, value, key = (np.array(own, "float32")[None] for own in ([[1]], [[4], [8]], [[0], [math.log(3)]]))
    number = arithmetic(model, [query, value, key], "look", (0, 0))
    assert number["weights_1"].result == pytest.approx([0.25, 0.75]) and number.computed == pytest.approx(7)


@pytest.fixture(scope="module")
def network():
    """Convolutions with a branch, a shared layer and a network inside: ((model, x), its pass)."""
    keras.utils.set_random_seed(3)
    image = keras.Input((6, 6, 2), name="image")
    first = kl.Conv2D(3, 3, activation="relu", padding="same", name="first")(image)
    inner = keras.Sequential(
        [keras.Input((6, 6, 3)), kl.Conv2D(3, 1, name="point"), kl.BatchNormalization(name="norm")], name="inner"
    )
    joined = kl.Add(name="joined")([first, inner(first)])
    shared = kl.Dense(4, activation="tanh", name="shared")
    flat = kl.Flatten(name="flat")(kl.MaxPooling2D(name="pool")(joined))
    hidden = kl.Dropout(0.5, name="dropout")(kl.Dense(4, name="again")(shared(flat)))
    output = kl.Dense(2, activation="softmax", name="out")(hidden)
    model = keras.Model(image, output)
    x = np.random.default_rng(0).normal(size=(2, 6, 6, 2)).astype("float32")
    return model, x, trace(model, x)


def test_every_operand_is_where_it_says_and_leads_back_to_the_input(network):
    model, x, passed = network
    recorded = nnviz.activations(model, x)
    title, index, way = "out", (1,), []
    while True:
        number = of_trace(passed, title, index, 1)
        assert number.agrees and number.exact
        way.append(number.title)
        block = next(b for step in number.steps for b in step.blocks.values() if b.origin)
        values = x[1] if block.origin.is_input else recorded[block.origin.title].values[1]
        known = block.places >= 0
        assert known.any() and block.values[known] == pytest.approx(values.ravel()[block.places[known]], abs=1e-7)
        assert not block.values[~known].any()  # padding
        if block.origin.is_input:
            break
        at = int(block.places[known].ravel()[-1])
        title, index = block.origin.title, tuple(int(k) for k in np.unravel_index(at, block.origin.shape))
    assert way == ["out", "again", "shared", "flat", "pool", "joined", "first"]
    assert of_trace(passed, "inner", (0, 0, 0)).title == "inner/norm"
    assert of_trace(passed, "dropout", (0,)).steps[0].blocks["y_in"].origin.title == "again"


def test_in_training_the_batch_counts_and_the_model_stays_as_it_was(network):
    model, x, _ = network
    before = [np.array(variable) for variable in model.variables]
    number = arithmetic(model, x, "inner/norm", (2, 3, 1), training=True)
    assert number.mode == "training" and number.agrees and number.exact
    assert number["mean"].blocks["batch"].values.size == 2 * 6 * 6
    dropped = [arithmetic(model, x, "dropout", (k,), training=True) for k in range(4)]
    assert all(one.agrees for one in dropped) and any("draw" in one.steps[-1].words for one in dropped)
    with pytest.raises(ModelError):
        arithmetic(model, x, "inner/norm", (9, 9, 9), training=True)
    for old, variable in zip(before, model.variables, strict=True):
        assert np.array_equal(old, np.array(variable)), variable.path


def test_of_a_large_tensor_the_channels_that_count_are_pictured():
    blocks = [Block(np.array([0.1, 5.0]), Origin("in", (100, 100, 64)), np.array([7, 64 * 3 + 40]))]
    shown = _shown(np.ones((100, 100, 64), "float32"), blocks, None)
    assert shown.values.shape == (100, 100, 16) and {7, 40} < set(shown.channels) and shown.shape == (100, 100, 64)
    assert not shown.signed and _shown(-np.ones(3, "float32"), blocks, None).signed


class Between(keras.Model):
    """A network with code of its own between two layers."""

    def __init__(self):
        super().__init__()
        self.first, self.second = kl.Dense(3, name="first"), kl.Dense(2, name="second")

    def call(self, inputs):
        return self.second(keras.ops.sin(self.first(inputs)))


def test_where_no_layer_made_what_comes_in_there_is_no_way_back_and_no_lie():
    number = arithmetic(Between(), np.ones((1, 4), "float32"), "second", (0,))
    assert number.agrees and number.exact and number["z"].blocks["x"].origin is None


def test_nan_and_half_precision_are_named_as_such():
    broken = alone(kl.Dense(2), [1, 2], [[[1, np.nan], [1, 1]], [0, 0]], (1,))
    assert np.isnan(broken.value) and broken.agrees and "no finite number" in broken.within
    shown = number_view(ShownNumber(broken, broken.index, tensors(broken, [1, 2])))
    assert json.loads(json.dumps(shown, allow_nan=False))["number"]["value"] is None
    half = alone(kl.Dense(1, dtype="mixed_float16"), [0.1, 0.2], [[[0.3], [0.7]], [0]], (0,))
    assert half.agrees and half.within == "equal as far as float16 goes" and half.difference > 0


class Twice(kl.Dense):
    """Somebody's own layer, which is no Dense in what it computes."""

    def call(self, inputs):
        return 2 * super().call(inputs) ** 2


def test_somebody_s_own_layer_is_told_by_its_gradient_and_says_so():
    model = keras.Sequential([keras.Input((3,)), Twice(2, name="own")])
    x = np.array([[1.0, -2, 0.5]], "float32")
    number = arithmetic(model, x, "own", (1,))
    kernel = np.asarray(model.layers[0].kernel)[:, 1]
    z = float(x[0] @ kernel)
    assert not number.exact and number.agrees and "gradient" in number.note
    assert number.steps[0].blocks["g1"].values == pytest.approx(4 * z * kernel, rel=1e-5)
    assert number.steps[0].numbers["rest"] == pytest.approx(2 * z * z - 4 * z * z, rel=1e-4)


@pytest.mark.parametrize(
    ("layer", "index", "how", "words"),
    [
        ("pol", (0, 0, 0), {}, "pool"),
        ("pool", (3, 0, 0), {}, "3 whole numbers, 0 to 2, 0 to 2, 0 to 2"),
        ("pool", (0, 0), {}, "3 whole numbers"),
        ("pool", (0.5, 0, 0), {}, "no list of whole numbers"),
        ("pool", "000", {}, "no list of whole numbers|no number at"),
        ("pool", (-1, 0, 0), {}, "no number at"),
        ("pool", (0, 0, 0), {"example": 2}, "no example 2"),
    ],
)
def test_what_is_not_there_gets_a_sentence(network, layer, index, how, words):
    with pytest.raises(ModelError, match=words):
        of_trace(network[2], layer, index, **how)


def test_a_long_sum_asks_nnviz_for_its_numbers_again():
    model = keras.Sequential([keras.Input((1500,)), kl.Dense(2, name="wide")])
    x = np.random.default_rng(0).normal(size=(1, 1500)).astype("float32")
    number = arithmetic(model, x, "wide", (1,))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(number.code, {"model": model, "x": x})
    again, own = map(float, printed.getvalue().split())
    assert again == number.computed and own == number.value
    bars = number.figure().data[0].x
    assert len(bars) == 21 and sum(bars) == pytest.approx(number.value, abs=1e-5)


def tensors(number, x) -> dict:
    return {
        number.title: ShownTensor(np.zeros(number.shape, "float32"), number.shape, 1.0, True),
        "input": ShownTensor(np.asarray(x, "float32"), np.shape(x), 3.0, True, is_input=True),
    }


def test_a_view_of_a_long_sum_keeps_the_largest_products_and_what_the_rest_come_to():
    x = np.random.default_rng(0).normal(size=(1, 1500)).astype("float32")
    number = alone(kl.Dense(1, use_bias=False), x[0], [np.linspace(-1, 1, 1500)[:, None]], (0,))
    shown = number_view(ShownNumber(number, number.index, tensors(number, x[0])))
    (pair,) = shown["steps"][0]["pairs"]
    kept, weighed = (unpack(pair[name]["values"]) for name in "xw")
    assert len(kept) == 1200 and pair["more"]["count"] == 300
    assert float((kept * weighed).sum()) + pair["more"]["sum"] == pytest.approx(number.value, abs=1e-4)
    assert np.array_equal(x[0][unpack(pair["x"]["places"]).astype(int)], kept)
    assert json.loads(json.dumps(shown))["number"]["within"].startswith("equal to")
