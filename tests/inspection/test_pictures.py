"""Pictures of every layer's output: the same numbers, fewer of them, and where each layer's input came from."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from nnviz.inspection import pictures, pictures_of_run
from nnviz.inspection.activations import activations
from nnviz.inspection.attention import attention
from nnviz.models.diagram import graph_data


@pytest.fixture(scope="module")
def branched():
    """A convolution, a nested model, and a sum around it."""
    inside = keras.Sequential([keras.Input((10, 12, 4)), keras.layers.Conv2D(4, 3, padding="same")], name="inside")
    x = keras.Input((10, 12, 3), name="photo")
    first = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="first")(x)
    joined = keras.layers.Add(name="joined")([inside(first), first])
    pooled = keras.layers.GlobalAveragePooling2D(name="pooled")(joined)
    model = keras.Model(x, keras.layers.Dense(3, name="answer")(pooled))
    return model, np.random.default_rng(0).normal(size=(1, 10, 12, 3)).astype("float32")


def test_each_layer_is_drawn_as_what_it_is_and_knows_what_it_was_given(branched):
    model, x = branched
    result = pictures.overview(activations(model, x), [("photo", x)])
    names = [own.title for own in result.pictures]
    assert names == ["photo", "first", names[2], "joined", "pooled", "answer"] and names[2].startswith("inside/conv2d")
    assert [own.form for own in result.pictures] == ["maps", "maps", "maps", "maps", "bars", "bars"]
    assert [own.sources for own in result.pictures] == [(), (0,), (1,), (1, 2), (3,), (4,)]
    np.testing.assert_array_equal(result.find("photo").values, np.moveaxis(x[0], -1, 0))
    answer = keras.ops.convert_to_numpy(model(x))[0]
    np.testing.assert_allclose(result.find("answer").values.ravel(), answer, atol=1e-6)
    figure = activations(model, x)["answer"].figure()
    np.testing.assert_allclose(figure.data[0].y, answer, atol=1e-6)
    assert result.find("gone") is None and result.find("?", "first").title == "first"


def test_a_large_map_is_averaged_over_blocks_and_its_ends_are_those_of_all_its_values():
    x = np.arange(1 * 50 * 30 * 2, dtype="float32").reshape(1, 50, 30, 2)
    small = pictures.of_input("x", x, 10_000, side=24)
    assert small.averaged == (3, 2) and small.values.shape == (2, 17, 15)
    np.testing.assert_allclose(small.values[1, 0, 0], x[0, :3, :2, 1].mean())
    np.testing.assert_allclose(small.values[0, 16, 14], x[0, 48:, 28:, 0].mean())
    assert (small.lows[0], small.highs[1]) == (0, x.max())
    np.testing.assert_array_equal(small.histogram, np.histogram(x, 24)[0])


def test_many_units_are_cut_and_counted_and_broken_values_stay_broken():
    x = np.ones((1, 6, 6, 500), "float32")
    x[0, 0, 0, 3], x[0, 1, 1, 3] = np.nan, np.inf
    shown = pictures.of_input("x", x, 9216)
    assert (len(shown.values), shown.total, shown.first) == (16, 500, 0)
    assert np.isnan(shown.values[3, 0, 0]) and np.isinf(shown.values[3, 1, 1]) and shown.highs[3] == 1
    assert pictures.of_input("x", x, 9216).summary.nans == 1
    record = activations(keras.Sequential([keras.layers.Identity(name="same")]), x)["same"]
    later = pictures.of_layer(record, 9216, units=64, first=490)
    assert (later.first, len(later.values), later.total) == (490, 10, 500)


def test_sequences_volumes_and_attention_have_forms_of_their_own():
    x = keras.Input((5, 6))
    model = keras.Model(x, keras.layers.MultiHeadAttention(2, 3, name="look")(x, x))
    one = np.random.default_rng(1).normal(size=(1, 5, 6)).astype("float32")
    result = pictures.overview(activations(model, one), [("words", one)], attention(model, one))
    assert [(own.form, own.sources) for own in result.pictures] == [("heat", ()), ("heat", (0,)), ("matrices", (1,))]
    heads = result.find("look · attention").values
    np.testing.assert_allclose(heads.sum(-1), 1, atol=1e-6)
    np.testing.assert_array_equal(result.find("words").values[2, 0], one[0, :, 2])
    volume = pictures.of_input("v", np.arange(5 * 2 * 2 * 1.0).reshape(1, 5, 2, 2, 1), 100)
    assert volume.note == "The middle one of 5 slices." and volume.values.ravel().tolist() == [8, 9, 10, 11]


def test_a_thousand_layers_stay_within_what_a_browser_takes():
    class Deep(keras.Model):
        def __init__(self):
            super().__init__()
            self.steps = [keras.layers.Activation("relu") for _ in range(1000)]

        def call(self, x):
            for step in self.steps:
                x = step(x)
            return x

    model = Deep()
    result = pictures.overview(activations(model, np.ones((1, 16), "float32")), [])
    assert len(result.pictures) == 1000 and sum(own.values.size for own in result.pictures) <= 300_000


def test_training_mode_drops_by_its_seed_and_normalizes_by_a_batch_of_training_examples(monkeypatch):
    kl = keras.layers
    model = keras.Sequential([keras.Input((3,)), kl.BatchNormalization(name="norm"), kl.Dropout(0.5, name="drop")])
    rows = np.random.default_rng(2).normal(1, 2, (9, 3)).astype("float32")
    data = SimpleNamespace(train=rows, split=lambda name: rows, schema=None)
    train = SimpleNamespace(train=SimpleNamespace(batch_size=6))
    monkeypatch.setattr(pictures_of_run, "warm", lambda run: (model, data))
    monkeypatch.setattr(pictures_of_run, "given", lambda model, part, rows: part[rows])
    monkeypatch.setattr(pictures_of_run, "all_inputs", lambda model, data, split, index: rows[index : index + 1])
    monkeypatch.setattr(pictures_of_run, "Run", SimpleNamespace(open=lambda run: SimpleNamespace(experiment=train)))
    monkeypatch.setattr(pictures_of_run, "weights_key", lambda run: "w")
    before = [np.array(variable) for variable in model.variables]
    ask = lambda seed: pictures_of_run.pictures_of_run("a", "test", 7, 0, ("a", "test", 7, seed))  # noqa: E731
    try:
        draws = [pictures_of_run._record("a", "test", 7, seed)[0] for seed in (1, 1, 2, 3, 4)]
        assert ask(1).beside == 5
        batch = np.concatenate([rows[7:8], rows[:5]])
        normal = (batch - batch.mean(0)) / np.sqrt(batch.var(0) + 1e-3)
        np.testing.assert_allclose(draws[0]["norm"].values, normal[:1], atol=1e-5)
        assert all(np.isin(own["drop"].values / own["norm"].values, [0, 2]).all() for own in draws)
        assert len({(own["drop"].values == 0).tobytes() for own in draws}) > 1
        pictures_of_run._recorded.clear()
        again = pictures_of_run._record("a", "test", 7, 1)[0]
        np.testing.assert_array_equal(again["drop"].values, draws[0]["drop"].values)
    finally:
        pictures_of_run._recorded.clear()
    assert all(np.array_equal(a, np.array(b)) for a, b in zip(before, model.variables, strict=True))


def test_a_network_in_a_network_is_drawn_as_its_layers(monkeypatch):
    inputs, twice = keras.Input((4,)), keras.layers.Dense(4, name="twice")
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="one")], name="inner")
    model = keras.Model(inputs, keras.layers.Add(name="sum")([twice(inner(inputs)), twice(inputs)]))
    x = np.ones((1, 4), "float32")
    recorded = activations(model, x), [("input", x)], ()
    monkeypatch.setattr(pictures_of_run, "_record", lambda *question: recorded)
    network = graph_data(pictures_of_run.graph_of_run("a"))
    drawn = {node["name"]: node for node in network["nodes"]}
    assert set(drawn) == {"input", "inner/one", "twice", "sum"} and len(network["nodes"]) == 5
    ids = {node["id"]: node for node in network["nodes"]}
    assert [ids[source]["name"] for source in drawn["inner/one"]["inputs"]] == ["input"]
    assert [ids[source]["name"] for source in drawn["sum"]["inputs"]] == ["twice", "twice"]
    assert [ids[output]["name"] for output in network["outputs"]] == ["sum"]
