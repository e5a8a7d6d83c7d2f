"""Units: planted detectors are found, and what is lost without one is what a network without it loses."""

import threading
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.errors import ModelError
from nnviz.inspection import unit_function, units_of_run
from nnviz.inspection.ablation import ablate, clamped, each_ablated
from nnviz.inspection.activations import activations
from nnviz.inspection.optimized import optimized_input
from nnviz.inspection.unit_parts import input_parts, many_parts
from nnviz.inspection.unit_responses import units
from tests.sampling import whole
from tests.zoo import SPECIMENS

layers = keras.layers
UPRIGHT, LEVEL, DEAD, COPY = range(4)


@pytest.fixture(scope="module")
def detectors():
    """A network whose four filters see an upright edge, a level one, nothing, and an upright edge again; and images."""
    kernel = np.zeros((3, 3, 1, 4), "float32")
    for unit in (UPRIGHT, COPY):
        kernel[:, 0, 0, unit], kernel[:, 2, 0, unit] = -1, 1
    kernel[0, :, 0, LEVEL], kernel[2, :, 0, LEVEL] = -1, 1
    model = keras.Sequential(
        [
            layers.Input((12, 12, 1)),
            layers.Conv2D(4, 3, activation="relu", name="edges"),
            layers.GlobalMaxPooling2D(name="pool"),
            layers.Dense(2, activation="softmax", name="answer"),
        ]
    )
    model.get_layer("edges").set_weights([kernel, np.array([0, 0, -9, 0], "float32")])
    keras.utils.set_random_seed(1)
    model.get_layer("answer").set_weights([np.array([[2, -2], [-2, 2], [5, 5], [2, -2]], "float32"), np.zeros(2)])
    images = np.random.default_rng(0).normal(0, 0.05, (60, 12, 12, 1)).astype("float32")
    classes = np.arange(60) % 2
    images[classes == 0, :, 6:] += 1
    images[classes == 1, 6:, :] += 1
    return model, images, classes


def test_a_planted_detector_is_told_by_its_examples_its_place_and_its_class(detectors):
    model, images, classes = detectors
    found = units(model, images, "edges", classes, k=5)
    maps = np.asarray(keras.Model(model.inputs, model.get_layer("edges").output)(images))
    response = maps.max((1, 2))
    assert set(found.most[UPRIGHT]) == set(np.argsort(-response[:, UPRIGHT])[:5])
    assert np.all(classes[found.most[UPRIGHT]] == 0) and np.all(classes[found.most[LEVEL]] == 1)
    row, column = found.place(UPRIGHT, 0)
    assert column in (4, 5) and maps[found.most[UPRIGHT, 0], row, column, UPRIGHT] == found.maximum[UPRIGHT]
    np.testing.assert_allclose(found.mean, response.mean(0), rtol=1e-6)
    np.testing.assert_allclose(found.std, response.std(0), rtol=1e-5)
    np.testing.assert_array_equal(found.idle, (response == response.min(0)).sum(0))
    np.testing.assert_allclose(found.class_means[0], response[classes == 0].mean(0), rtol=1e-5)
    total = ((response - response.mean(0)) ** 2).sum(0)
    between = sum(30 * (response[classes == k].mean(0) - response.mean(0)) ** 2 for k in (0, 1))
    np.testing.assert_allclose(
        found.between[[0, 1, 3]], (between / np.where(total > 0, total, 1))[[0, 1, 3]], rtol=1e-5
    )
    assert found.dead.tolist() == [False, False, True, False] and found.duplicates == ((UPRIGHT, COPY),)
    assert "Dead: unit 3, always 0" in found.sentences[0] and "units 1 and 4" in found.sentences[1]


def test_batches_and_ties_change_nothing_of_what_is_kept(detectors, monkeypatch):
    from nnviz.inspection import unit_function

    model, images, classes = detectors
    whole = units(model, images, "edges", classes, k=4)
    monkeypatch.setattr(unit_function, "_ROWS_AT_ONCE", 7)
    parts = units(model, images, "edges", classes, k=4)
    np.testing.assert_allclose(parts.most_values, whole.most_values)
    np.testing.assert_array_equal(parts.most[[0, 1, 3]], whole.most[[0, 1, 3]])
    np.testing.assert_allclose(parts.correlation[0, 1], np.corrcoef(_response(model, images)[:, :2].T)[0, 1], rtol=1e-4)


def _response(model, images):
    return np.asarray(keras.Model(model.inputs, model.get_layer("edges").output)(images)).max((1, 2))


def test_the_part_of_the_image_is_the_patch_and_its_slope_the_kernel(detectors):
    model, images, _ = detectors
    found = units(model, images, "edges", k=1)
    example, (row, column) = found.most[UPRIGHT, 0], found.place(UPRIGHT, 0)
    (part,) = input_parts(model, images[[example]], "edges", UPRIGHT, found.most_places[UPRIGHT])
    kernel = model.get_layer("edges").get_weights()[0][..., 0, UPRIGHT]
    np.testing.assert_allclose(part.slopes[0, row : row + 3, column : column + 3, 0], kernel)
    assert part.box(0) == (slice(row, row + 3), slice(column, column + 3))
    np.testing.assert_allclose(part.effects.sum(), part.values[0], rtol=1e-5)
    both = many_parts(model, images[[example, example]], "edges", [UPRIGHT, LEVEL], [found.most_places[UPRIGHT, 0]] * 2)
    np.testing.assert_allclose(both.slopes[0], part.slopes[0])


def test_a_unit_wired_to_one_column_is_driven_by_that_column_alone():
    model = keras.Sequential([layers.Input((4,)), layers.Dense(2, name="wired"), layers.Dense(1)])
    kernel = np.zeros((4, 2), "float32")
    kernel[2, 0], kernel[:, 1] = 3, 1
    model.get_layer("wired").set_weights([kernel, np.zeros(2)])
    rows = np.random.default_rng(0).normal(size=(40, 4)).astype("float32")
    (part,) = input_parts(model, rows, "wired", 0, baseline=rows.mean(0))
    assert np.all(part.effects[:, [0, 1, 3]] == 0)
    np.testing.assert_allclose(part.effects[:, 2], 3 * (rows[:, 2] - rows[:, 2].mean()), rtol=1e-4, atol=1e-6)
    best = optimized_input(model, "wired", 0, rows, steps=120, seeds=(0, 1))
    np.testing.assert_allclose(best.inputs[:, 2], rows[:, 2].max(), rtol=1e-4)
    assert set(best.inputs[:, 0]) <= set(rows[:, 0]), "what does not count stays as it was in a real row"


def test_the_optimized_input_of_an_edge_detector_is_an_upright_edge(detectors):
    model, images, _ = detectors
    best = optimized_input(model, "edges", UPRIGHT, images, steps=40, seeds=(3,), place="centre", robust=False)
    patch = best.inputs[0, 5:8, 5:8, 0]
    span = images.max() - images.min()
    assert np.all(patch[:, 2] - patch[:, 0] > 0.5 * span), "dark at the left, light at the right"
    assert best.values[0] > units(model, images, "edges").maximum[UPRIGHT] > best.started[0]
    assert best.inputs.min() >= images.min() and best.inputs.max() <= images.max()
    again = optimized_input(model, "edges", UPRIGHT, images, steps=40, seeds=(3,), place="centre", robust=False)
    np.testing.assert_array_equal(again.inputs, best.inputs)


def test_a_pass_in_steps_says_how_far_it_is_and_ends_as_one_at_once(detectors, monkeypatch):
    model, images, classes = detectors
    asked = SimpleNamespace(model=model, inputs=images, classes=classes)
    monkeypatch.setattr(units_of_run, "_Asked", lambda run, split: asked)
    monkeypatch.setattr(units_of_run, "Run", SimpleNamespace(open=lambda run: run))
    monkeypatch.setattr(units_of_run, "weights_key", lambda run: ("w",))
    monkeypatch.setattr(units_of_run, "_A_STEP", -1.0)
    monkeypatch.setattr(unit_function, "_ROWS_AT_ONCE", -(-len(images) // 3))
    told = [units_of_run.unit_responses_so_far("a", "test", "edges") for _ in range(3)]
    assert 0.2 < told[0][0] < told[1][0] < 1 and told[0][1] > 0 and not units_of_run._passes
    whole = units(model, images, "edges", classes, k=12)
    np.testing.assert_array_equal(told[2].most, whole.most)
    np.testing.assert_allclose(told[2].class_means, whole.class_means, rtol=1e-6)


def test_of_two_inputs_one_is_changed_and_the_other_held():
    first, second = layers.Input((3,), name="a"), layers.Input((2,), name="b")
    output = layers.Dense(1, use_bias=False, name="wired")(layers.Concatenate()([first, second]))
    model = keras.Model([first, second], output)
    model.get_layer("wired").set_weights([np.array([[1.0], [-2], [0], [5], [-1]])])
    rows = [np.random.default_rng(k).normal(size=(20, n)).astype("float32") for k, n in enumerate((3, 2))]
    best = optimized_input(model, "wired", 0, rows, steps=120, seeds=(0, 1), which=1)
    np.testing.assert_allclose(best.inputs, [[rows[1][:, 0].max(), rows[1][:, 1].min()]] * 2, rtol=1e-4)
    held = rows[0][[np.random.default_rng(seed).integers(20) for seed in (0, 1)]]
    by_hand = held @ [1, -2, 0] + best.inputs @ [5, -1]
    np.testing.assert_allclose(best.values, by_hand, rtol=1e-4)
    with pytest.raises(ModelError, match="no input 3"):
        optimized_input(model, "wired", 0, rows, which=2)


def test_the_text_for_a_unit_is_made_of_the_words_that_excite_it():
    """The mean of the words' first numbers: the best text repeats the word with the largest one, and keeps padding."""
    model = keras.Sequential(
        [layers.Input((5,), dtype="int32"), layers.Embedding(7, 2), layers.GlobalAveragePooling1D(name="mean")]
    )
    table = np.array([[0, 0], [0.1, 3], [0.9, 0], [0.2, 1], [5, 5], [0.3, 0], [-1, 2]], "float32")
    model.layers[0].set_weights([table])
    texts = np.array([[1, 2, 3, 0, 0], [3, 3, 5, 6, 2], [6, 1, 0, 0, 0]])
    best = optimized_input(model, "mean", 0, texts, steps=20, seeds=(0, 1, 2))
    for text, value, seed in zip(best.inputs, best.values, best.seeds, strict=True):
        start = texts[np.random.default_rng(seed).integers(3)]
        assert text.tolist() == [2 if word else 0 for word in start], "4 excites it more, and is no word of the texts"
        assert value == pytest.approx(0.9 * np.count_nonzero(start) / 5, rel=1e-5)
    assert best.notes[0] == "searched" and (best.values >= best.started).all()


def test_without_a_unit_a_network_answers_as_one_whose_kernel_is_zero(detectors):
    model, images, classes = detectors
    result = ablate(model, images, "edges", [UPRIGHT, COPY])
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    kernel, bias = twin.get_layer("edges").get_weights()
    kernel[..., [UPRIGHT, COPY]], bias[[UPRIGHT, COPY]] = 0, 0
    twin.get_layer("edges").set_weights([kernel, bias])
    np.testing.assert_allclose(result.after, np.asarray(twin(images)), rtol=1e-6)
    np.testing.assert_allclose(result.before, np.asarray(model(images)), rtol=1e-6)
    before, after = result.accuracy(classes)
    assert before == 1.0 and after == np.mean(np.asarray(twin(images)).argmax(1) == classes)
    alone = each_ablated(model, images, "edges", [LEVEL])
    np.testing.assert_allclose(alone[0], ablate(model, images, "edges", LEVEL).after, rtol=1e-6)
    held = clamped(model, images[:1], "pool", UPRIGHT, np.array([0.0, 2.0]))
    pooled = np.array(keras.Model(model.inputs, model.get_layer("pool").output)(images[:1]))
    pooled[:, UPRIGHT] = 2
    np.testing.assert_allclose(held[1], np.asarray(model.get_layer("answer")(pooled))[0], rtol=1e-5)


class Own(keras.Model):
    """A subclassed model with two inputs, a shared layer, a state and Python control flow."""

    def __init__(self):
        super().__init__()
        self.shared = layers.Dense(3, activation="tanh", name="shared")
        self.drop, self.end = layers.Dropout(0.5, name="drop"), layers.Dense(1, name="end")

    def call(self, inputs, training=False):
        first, second = inputs
        return self.end(self.drop(self.shared(first), training=training) + self.shared(second))


def test_any_model_is_left_as_it_was_after_an_error_and_from_two_threads():
    model, pair = Own(), [np.full((6, 2), 9, "float32"), np.ones((6, 2), "float32")]
    found = units(model, pair, "shared", k=2)
    before, calls = model.get_weights(), [layer.call for layer in model.layers]
    assert found.saturated.shape == (3,) and found.examples == 6
    weights = model.get_layer("shared").get_weights()
    np.testing.assert_allclose(found.maximum, np.tanh(pair[0][0] @ weights[0] + weights[1]), rtol=1e-5)

    def stop(done, total):
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        units(model, pair, "shared", on_progress=stop)
    results = []
    threads = [threading.Thread(target=lambda: results.append(ablate(model, pair, "shared", [0]))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_allclose(results[0].after, results[1].after)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert [layer.call for layer in model.layers] == calls


class Compiled(keras.Model):
    """A model that compiles its own `call`."""

    def __init__(self):
        super().__init__()
        self.hidden, self.end = layers.Dense(3, activation="relu", name="hidden"), layers.Dense(1, name="end")

    @tf.function
    def call(self, inputs):
        return self.end(self.hidden(inputs))


def test_a_model_that_compiles_its_own_call_keeps_nothing_of_what_was_held():
    model, x = Compiled(), np.random.default_rng(0).random((5, 4), "float32")
    first = ablate(model, x, "hidden", [0, 1, 2])
    np.testing.assert_allclose(first.after, np.asarray(model.end(np.zeros((5, 3)))), rtol=1e-6)
    plain = np.asarray(model.end(model.hidden(x)))
    np.testing.assert_allclose(np.asarray(model(x)), plain, rtol=1e-6)
    found = units(model, x, "hidden", k=1)
    np.testing.assert_allclose(found.maximum, np.asarray(model.hidden(x)).max(0), rtol=1e-6)
    (part,) = input_parts(model, x, "hidden", 0)
    np.testing.assert_allclose(part.slopes, np.tile(model.hidden.get_weights()[0][:, 0], (5, 1)), rtol=1e-6)


def test_what_has_no_units_or_no_numbers_is_told(detectors):
    model, images, classes = detectors
    with pytest.raises(ModelError, match=r"no unit 9.* Expected 1 to 4"):
        ablate(model, images, "edges", [8])
    with pytest.raises(ModelError, match="one whole number"):
        units(model, images, "edges", classes[:5])
    with pytest.raises(ModelError, match="edges"):
        units(model, images, "edge")
    numbers = keras.Sequential([layers.Input((3,)), layers.Dense(2, activation="relu", name="broken")])
    numbers.get_layer("broken").set_weights([np.full((3, 2), np.nan), np.zeros(2)])
    found = units(numbers, np.ones((4, 3)), "broken")
    assert (
        found.broken.tolist() == [4, 4]
        and not found.dead.any()
        and "Not a number, or infinite: units 1 and 2, on up to 4 of 4" in found.sentences[0]
    )


@whole  # the models above prove it of each kind of call
@pytest.mark.parametrize("name", [name for name, one in SPECIMENS.items() if one.explained and one.quiet])
def test_units_of_the_zoo_respond_as_its_layers_do_and_holding_none_changes_nothing(name):
    one = SPECIMENS[name].make()
    model, x = one.model, one.x[0] if isinstance(one.x, tuple) else one.x
    found = [own for own in activations(model, x) if own.values.ndim > 1 and own.values.dtype.kind == "f"]
    firsts = {own.path: own for own in found if own.call_index == own.output_index == 0}
    before = model.get_weights()
    for path in list(firsts)[:: max(1, len(firsts) // 3)]:
        values = firsts[path].values
        largest = values.reshape(len(values), -1, values.shape[-1]).max((0, 1))
        np.testing.assert_allclose(units(model, x, path, k=2).maximum, largest, rtol=1e-4, atol=1e-5)
        result = ablate(model, x, path, [])
        np.testing.assert_allclose(result.after, result.before, atol=1e-6)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
