"""Attention weights against the formula in NumPy, hidden states against hand-stepped cells; models as found."""

from pathlib import Path
from types import SimpleNamespace

import keras
import numpy as np
import pytest

import nnviz
from nnviz.errors import DataError, ModelError, RunError
from nnviz.inspection.attention import attention
from nnviz.inspection.attention_measures import places_looked_at
from nnviz.inspection.fed_by import fed_by
from nnviz.inspection.hidden_states import hidden_states
from nnviz.inspection.reading_of_run import heads_of_run, reading_of_run
from nnviz.inspection.sequence_records import AttentionMap
from nnviz.models.templates import TEMPLATES
from tests.data.reviews import reviews
from tests.sampling import whole

RNG = np.random.default_rng(0)
layers = keras.layers


def softmax(scores):
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_heads_weigh_as_the_formula_says():
    inputs = keras.Input((5, 6))
    own = layers.MultiHeadAttention(2, 3, name="heads")
    model = keras.Model(inputs, layers.GlobalAveragePooling1D()(own(inputs, inputs)))
    x = RNG.normal(size=(4, 5, 6)).astype("float32")
    before, answer = [w.copy() for w in model.get_weights()], model.predict(x, verbose=0)
    (seen,) = attention(model, x)
    query, query_bias, key, key_bias, *_ = own.get_weights()
    q, k = (
        np.einsum("btf,fhd->bhtd", x, kernel) + bias[:, None] for kernel, bias in ((query, query_bias), (key, key_bias))
    )
    expected = softmax(np.einsum("bhtd,bhsd->bhts", q, k) / np.sqrt(3))
    assert seen.path == "heads" and seen.weights.shape == (4, 2, 5, 5)
    np.testing.assert_allclose(seen.weights, expected, atol=1e-5)
    np.testing.assert_array_equal(model.predict(x, verbose=0), answer)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_what_is_masked_is_not_looked_at():
    inputs = keras.Input((4,), dtype="int32")
    x = layers.Embedding(9, 6, mask_zero=True)(inputs)
    model = keras.Model(inputs, layers.Flatten()(layers.MultiHeadAttention(1, 3)(x, x)))
    (seen,) = attention(model, np.array([[3, 4, 0, 0]]))
    assert not seen.weights[0, 0, :2, 2:].any() and seen.weights[0, 0, :2].sum(-1) == pytest.approx(1)


def test_dot_product_attention_and_a_subclassed_model():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.look = layers.Attention(name="look")

        def call(self, x):
            return self.look([x, x])

    x = RNG.normal(size=(2, 3, 4)).astype("float32")
    (seen,) = attention(Own(), x)
    np.testing.assert_allclose(seen.weights[:, 0], softmax(x @ x.transpose(0, 2, 1)), atol=1e-5)


def test_an_lstm_is_stepped_by_its_gates():
    model = keras.Sequential([keras.Input((6, 3)), layers.LSTM(4, name="memory"), layers.Dense(1)])
    x = RNG.normal(size=(2, 6, 3)).astype("float32")
    (seen,) = hidden_states(model, x)
    kernel, recurrent, bias = model.get_layer("memory").get_weights()
    h = c = np.zeros((2, 4))
    for step in range(6):
        i, f, g, o = np.split(x[:, step] @ kernel + h @ recurrent + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        np.testing.assert_allclose(seen.hidden[:, step], h, atol=1e-5)
        np.testing.assert_allclose(seen.cell[:, step], c, atol=1e-5)
        opened = {f"{name} gate": sigmoid(z) for name, z in (("input", i), ("forget", f), ("output", o))}
        for name, values in (opened | {"candidate": np.tanh(g)}).items():
            np.testing.assert_allclose(seen.gates[name][:, step], values, atol=1e-5)
    assert seen.residual < 1e-5 and not seen.backwards


@pytest.mark.parametrize("sequences", [False, True])
@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_both_ways_and_masked_they_end_where_the_layer_ends(kind, sequences):
    inputs = keras.Input((5,), dtype="int32")
    x = layers.Embedding(9, 3, mask_zero=True)(inputs)
    both = layers.Bidirectional(getattr(layers, kind)(4, return_sequences=sequences), name="both")
    model = keras.Model(inputs, both(x))
    states = hidden_states(model, np.array([[3, 4, 5, 0, 0], [1, 2, 3, 4, 5]]))
    assert [own.path for own in states] == ["both/forward", "both/backward"] and states[1].backwards
    assert all(own.residual < 1e-5 for own in states)
    np.testing.assert_array_equal(states[0].hidden[0, 2], states[0].hidden[0, 4])


@pytest.mark.parametrize("reset_after", [True, False])
def test_a_grus_gates_make_its_next_state(reset_after):
    model = keras.Sequential([keras.Input((5, 3)), layers.GRU(4, reset_after=reset_after, name="memory")])
    (seen,) = hidden_states(model, RNG.normal(size=(2, 5, 3)).astype("float32"))
    before = np.concatenate([np.zeros((2, 1, 4)), seen.hidden[:, :-1]], axis=1)
    update, candidate = seen.gates["update gate"], seen.gates["candidate"]
    np.testing.assert_allclose(seen.hidden, update * before + (1 - update) * candidate, atol=1e-5)
    assert seen.gates["reset gate"].min() > 0 and seen.gates["reset gate"].max() < 1


def test_after_a_texts_end_the_gates_stay():
    inputs = keras.Input((4,), dtype="int32")
    model = keras.Model(inputs, layers.LSTM(2)(layers.Embedding(9, 3, mask_zero=True)(inputs)))
    (seen,) = hidden_states(model, np.array([[3, 4, 0, 0]]))
    gate = seen.gates["forget gate"][0]
    np.testing.assert_array_equal(gate[1], gate[3])
    assert not np.array_equal(gate[0], gate[1])


def test_spread_of_attention_is_its_entropy():
    alike, one = np.full((1, 1, 3, 4), 0.25), np.eye(4)[None, None, :3]
    assert nnviz.attention_entropy(alike)[0, 0] == pytest.approx(2) and nnviz.attention_entropy(one)[0, 0] == 0
    nowhere = np.concatenate([alike, np.zeros((1, 1, 5, 4))], axis=2)
    assert places_looked_at(nowhere)[0, 0] == pytest.approx(4)


def test_rollout_is_the_product_of_the_layers_with_the_way_past_them():
    first, second = (softmax(RNG.normal(size=(1, 2, 3, 3))) for _ in range(2))
    maps = [AttentionMap(name, "MultiHeadAttention", 0, own) for name, own in (("a", first), ("b", second))]
    steps = [0.5 * own.mean(1) + 0.5 * np.eye(3) for own in (first, second)]
    rollout = nnviz.attention_rollout(maps)
    np.testing.assert_allclose(rollout, steps[1] @ steps[0])
    np.testing.assert_allclose(rollout.sum(-1), 1)
    with pytest.raises(ModelError, match="same steps"):
        nnviz.attention_rollout([AttentionMap("cross", "Attention", 0, np.ones((1, 1, 2, 3)) / 3)])


def test_without_a_head_its_share_of_the_output_is_missing():
    inputs = keras.Input((5, 6))
    own = layers.MultiHeadAttention(2, 3, name="heads")
    model = keras.Model(inputs, own(inputs, inputs))
    x = RNG.normal(size=(3, 5, 6)).astype("float32")
    found = [w.copy() for w in model.get_weights()]
    outputs = nnviz.without_heads(model, x, "heads")
    kernel, bias = own.get_weights()[-2:]
    assert outputs.shape == (3, 3, 5, 6) and kernel.shape == (2, 3, 6)
    # what both heads add is what is there; without the first, what the second adds and the bias
    np.testing.assert_allclose(outputs[1] + outputs[2] - bias, outputs[0], atol=1e-5)
    value, value_bias = own.get_weights()[4:6]
    mixed = np.einsum(
        "bhts,bshd->bthd", attention(model, x)[0].weights, np.einsum("btf,fhd->bthd", x, value) + value_bias
    )
    np.testing.assert_allclose(outputs[1], np.einsum("btd,df->btf", mixed[:, :, 1], kernel[1]) + bias, atol=1e-5)
    assert all(np.array_equal(a, b) for a, b in zip(found, model.get_weights(), strict=True))
    with pytest.raises(ModelError, match="heads"):
        nnviz.without_heads(model, x, "head")
    own.call = None  # the network cannot answer any more
    with pytest.raises(TypeError):
        nnviz.without_heads(model, x, "heads")
    del own.call
    assert all(np.array_equal(a, b) for a, b in zip(found, model.get_weights(), strict=True))


def test_the_gradient_reaches_back_as_a_product_says():
    cell = layers.SimpleRNN(1, activation="linear", use_bias=False, name="memory")
    model = keras.Sequential([keras.Input((4, 1)), cell])
    cell.set_weights([np.array([[2.0]]), np.array([[0.5]])])
    (reach,) = nnviz.gradient_reach(model, np.ones((1, 4, 1)))
    # y = Σ 2 · 0.5^(3 − t) x_t
    np.testing.assert_allclose(reach.norms, [[0.25, 0.5, 1.0, 2.0]], rtol=1e-5)
    assert reach.path == "memory"
    with pytest.raises(ModelError, match="0 to 0"):
        nnviz.gradient_reach(model, np.ones((1, 4, 1)), target=1)


def test_of_a_layer_that_reads_both_ways_the_gradient_is_told_once():
    inputs = keras.Input((5,), dtype="int32")
    both = layers.Bidirectional(layers.LSTM(3), name="both")
    model = keras.Model(inputs, layers.Dense(1)(both(layers.Embedding(9, 3)(inputs))))
    (reach,) = nnviz.gradient_reach(model, np.array([[1, 2, 3, 4, 5]]))
    assert reach.path == "both" and reach.norms.shape == (1, 5) and reach.norms.min() > 0


def test_a_network_without_any_has_none():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    assert attention(model, np.ones((1, 3))) == () and hidden_states(model, np.ones((1, 3))) == ()


@pytest.fixture(scope="module")
def text_run(tmp_path_factory):
    data = nnviz.own_data(reviews(120))
    lstm = nnviz.LayerSpec(id="lstm_1", kind="LSTM", settings={"units": 8})
    schema = nnviz.load_data(data).schema
    embedding = nnviz.LayerSpec(
        id="embedding_1",
        kind="Embedding",
        settings={"input_dim": schema.vocabulary, "output_dim": 8, "mask_zero": True},
    )
    output = nnviz.LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    model = nnviz.ModelSpec(layers=(embedding, lstm, output))
    return nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=2)))


@whole  # tests/app/test_lab_pages.py types them into the page
def test_ones_own_words_are_read_as_the_training_texts_were(text_run):
    example = reading_of_run(text_run.id, "train", 0)
    typed = reading_of_run(text_run.id, "train", 0, " ".join(name for name in example.steps if name))
    assert typed.steps == example.steps
    np.testing.assert_array_equal(typed.prediction, example.prediction)
    unknown = reading_of_run(text_run.id, "train", 0, "zyzzyva")
    assert unknown.steps[0] == "[unknown]" and not any(unknown.steps[1:])
    np.testing.assert_array_equal(unknown.states[0].hidden[0, 0], unknown.states[0].hidden[0, -1])


def test_of_several_inputs_the_layers_that_one_reaches_are_told_by_its_own_steps(monkeypatch):
    row, signal = keras.Input((3,), name="input"), keras.Input((6, 2), name="signal")
    read, late = layers.LSTM(4, name="read")(signal), layers.Reshape((3, 1))(row)
    joined = layers.Concatenate()([read, layers.GRU(2, name="late")(late)])
    model = keras.Model([row, signal], layers.Dense(1, name="end")(joined))
    assert fed_by(model, 1) == {"read", joined._keras_history.operation.name, "end"} and "read" not in fed_by(model, 0)
    rng = np.random.default_rng(0)
    data = nnviz.own_data({"row": rng.normal(size=(40, 3)), "signal": rng.normal(size=(40, 6, 2))}, np.arange(40) % 2)
    dataset = nnviz.load_data(data)
    monkeypatch.setattr("nnviz.inspection.reading_of_run.warm", lambda run_id: (model, dataset))
    run = SimpleNamespace(experiment=nnviz.Experiment(data=data), folder=Path("nowhere"))
    monkeypatch.setattr("nnviz.training.run_meaning.Run.open", lambda run_id: run)
    told = reading_of_run("", "train", 2, name="signal")
    assert told.steps == tuple("123456") and [own.path for own in told.states] == ["read"]
    given = [dataset.train.x[2:3], dataset.train.further["signal"][2:3]]
    expected = keras.Model(model.inputs, read)(given)
    np.testing.assert_allclose(told.states[0].hidden[:, -1], expected, atol=1e-6)
    assert [own.path for own in reading_of_run("", "train", 2).states] == ["late"]
    with pytest.raises(RunError, match="'other'"):
        reading_of_run("", "train", 2, name="other")


@whole  # a training; what a head adds is tested above
def test_what_is_lost_without_each_head_of_a_run():
    digits = nnviz.ready("digits").data
    model = TEMPLATES["transformer"].make(nnviz.load_data(digits).schema)
    run = nnviz.train(nnviz.Experiment(data=digits, model=model, train=nnviz.TrainSpec(epochs=1)))
    (told,) = heads_of_run(run.id, "validation")
    part, network = nnviz.load_data(digits).validation, run.model()
    rows = np.unique(np.linspace(0, len(part) - 1, 300).round().astype(int))
    right = (network.predict(part.x[rows], verbose=0).argmax(1) == part.y[rows]).mean()
    assert told.before == pytest.approx(right) and told.examples == 300 and told.kind == "right"
    outputs = nnviz.without_heads(network, part.x[rows], told.path)[1:]
    np.testing.assert_allclose(told.scores, (outputs.argmax(-1) == part.y[rows]).mean(1))


def test_a_text_for_a_network_that_reads_numbers_is_a_sentence():
    experiment = nnviz.ready("spirals")
    run = nnviz.train(experiment.replace(train=experiment.train.replace(epochs=1)))
    with pytest.raises(DataError, match="no texts"):
        reading_of_run(run.id, "train", 0, "hello")
