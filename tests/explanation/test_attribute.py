"""Attributions against closed forms, hand-worked nets, finite differences and Shapley's own definition."""

import itertools
import math

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.errors import ExplanationError, SpecError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.shap_package import package
from nnviz.explanation.target import Target
from nnviz.inspection.gradients import input_gradient
from tests.sampling import sample

layers = keras.layers
RNG = np.random.default_rng(3)
X = RNG.normal(size=(4, 3)).astype("float32")


def net(*parts, shape=(3,), seed=1):
    keras.utils.set_random_seed(seed)
    return keras.Sequential([layers.Input(shape), *parts])


def linear(weights, bias=0.5):
    model = net(layers.Dense(1), shape=(len(weights),))
    model.set_weights([np.array(weights, "float32")[:, None], np.array([bias], "float32")])
    return model


def test_on_a_linear_model_everything_is_weight_times_difference():
    w, b = np.array([2.0, -1.0, 0.5]), np.array([0.3, 0.1, -0.4], "float32")
    model = linear(w)
    for x in (X[0], X):
        found = attribute(model, x, 0, baseline=b)
        np.testing.assert_allclose(found.values, w * (x - b), atol=1e-5)
        assert np.all(found.residual < 1e-5) and found.values.shape == x.shape
    np.testing.assert_allclose(attribute(model, X, 0, "gradient").values, np.tile(w, (4, 1)), atol=1e-6)
    np.testing.assert_allclose(attribute(model, X, 0, "gradient_x_input").values, w * X, atol=1e-5)
    np.testing.assert_allclose(attribute(model, X, 0, "smoothgrad").values, np.tile(w, (4, 1)), atol=1e-5)
    np.testing.assert_allclose(attribute(model, X, 0, "occlusion", window=1).values, w * X, atol=1e-5)
    background = RNG.normal(size=(9, 3)).astype("float32")
    for method in ("expected_gradients", "permutation_shap"):
        found = attribute(model, X, 0, method, background=background)
        np.testing.assert_allclose(found.values, w * (X - background.mean(0)), atol=1e-5)
        assert found.residual.max() < 1e-5
        np.testing.assert_allclose(found.baseline[0], background.mean(0), atol=1e-6)


def test_a_hand_worked_relu_network():
    # f(x) = relu(x1 + x2 - 1): from 0 to (2, 1) the unit opens at a third of the path, the gradient is (1, 1)
    # on the other two thirds, so that the values are 2 * 2/3 and 1 * 2/3, and f = 2.
    model = net(layers.Dense(1, activation="relu"), shape=(2,))
    model.set_weights([np.ones((2, 1), "float32"), np.array([-1.0], "float32")])
    found = attribute(model, np.array([2.0, 1.0]), 0)
    np.testing.assert_allclose(found.values, [4 / 3, 2 / 3], rtol=2e-3)
    assert found.output == pytest.approx(2.0) and found.baseline_output == 0.0
    assert found.relative_residual <= 1e-3 and "the path" in found.notes[0]
    coarse = attribute(model, np.array([2.0, 1.0]), 0, tolerance=0.0, n_steps=4)
    assert coarse.relative_residual > found.relative_residual and coarse.notes == ()


def test_gradients_equal_finite_differences():
    model = net(layers.Dense(5, activation="tanh"), layers.Dense(3, activation="softmax"))
    numeric = np.zeros_like(X)
    for i in range(3):
        step = 1e-2 * np.eye(3, dtype="float32")[i]
        numeric[:, i] = (model(X + step).numpy()[:, 2] - model(X - step).numpy()[:, 2]) / 2e-2
    np.testing.assert_allclose(input_gradient(model, X, 2), numeric, atol=2e-4)
    np.testing.assert_allclose(attribute(model, X, 2, "gradient").values, numeric, atol=2e-4)


def test_logits_and_the_two_classes_of_a_sigmoid():
    model = net(layers.Dense(4, activation="tanh"), layers.Dense(1, activation="sigmoid"))
    one, zero = attribute(model, X, 1), attribute(model, X, 0)
    probability = model(X).numpy()[:, 0]
    np.testing.assert_allclose(one.output, probability, atol=1e-6)
    np.testing.assert_allclose(zero.output, 1 - probability, atol=1e-6)
    np.testing.assert_allclose(one.values, -zero.values, atol=1e-6)
    logit = attribute(model, X, Target(1, on="logits"))
    np.testing.assert_allclose(logit.output, np.log(probability / (1 - probability)), atol=1e-4)
    assert model.layers[-1].activation is keras.activations.sigmoid
    assert logit.target.label() == "output 1 (logit)"
    predicted = attribute(model, X).target.index
    assert predicted == tuple((probability > 0.5).astype(int)) or len(set(probability > 0.5)) == 1


@pytest.mark.parametrize(
    "last",
    [
        [layers.Dense(3, activation="softmax")],
        [layers.Dense(3), layers.Softmax()],
        [layers.Dense(3), layers.Activation("softmax")],
    ],
)
def test_logits_before_every_way_to_write_a_softmax(last):
    model = net(*last)
    kernel, bias = model.layers[0].get_weights()
    found = attribute(model, X, Target(1, on="logits"), "gradient")
    np.testing.assert_allclose(found.values, np.tile(kernel[:, 1], (4, 1)), atol=1e-6)
    np.testing.assert_allclose(found.output, (X @ kernel + bias)[:, 1], atol=1e-5)
    np.testing.assert_allclose(model(X).numpy().sum(1), 1, atol=1e-5)


class Attending(keras.Model):
    def __init__(self):
        super().__init__()
        self.attention = layers.MultiHeadAttention(2, 4)
        self.norm, self.pool = layers.LayerNormalization(), layers.GlobalMaxPooling1D()
        self.head = layers.Dense(2)

    def call(self, x):
        return keras.ops.softmax(self.head(self.pool(self.norm(x + self.attention(x, x)))))


MODELS = {
    "mlp": lambda: (
        net(
            layers.Dense(16, activation="relu"),
            layers.Dense(16, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ),
        X,
    ),
    "cnn": lambda: (
        net(
            layers.Conv2D(6, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(4, activation="softmax"),
            shape=(8, 8, 1),
        ),
        RNG.normal(size=(3, 8, 8, 1)),
    ),
    "lstm": lambda: (
        net(layers.LSTM(6), layers.Dense(1, activation="sigmoid"), shape=(7, 2)),
        RNG.normal(size=(3, 7, 2)),
    ),
    "gru": lambda: (
        net(layers.Bidirectional(layers.GRU(4)), layers.LeakyReLU(), layers.Dense(1), shape=(5, 2)),
        RNG.normal(size=(2, 5, 2)),
    ),
    "attention": lambda: (Attending(), RNG.normal(size=(3, 5, 8)).astype("float32")),
    "embedding": lambda: (
        net(layers.Embedding(20, 6, mask_zero=True), layers.LSTM(5), layers.Dense(2, activation="softmax"), shape=(6,)),
        np.array([[4, 2, 9, 1, 0, 0], [3, 3, 3, 19, 5, 2]]),
    ),
}


@pytest.mark.parametrize("name", sample(MODELS, 3))  # test_zoo.py has many more
def test_completeness_on_every_kind_of_model(name):
    model, x = MODELS[name]()
    found = attribute(model, x)
    shape = np.shape(x)
    assert found.values.shape == shape and np.all(found.relative_residual < 1e-3), found.relative_residual
    many = attribute(model, x, method="expected_gradients", background=np.roll(x, 1, 0), n_steps=8)
    assert many.values.shape == shape and np.all(many.relative_residual < 3e-3)
    np.testing.assert_allclose(
        found.output, model(x).numpy().reshape(len(x), -1).max(1) if model(x).shape[-1] > 1 else found.output, atol=1e-5
    )


@pytest.mark.parametrize("place", [0.37, 0.43])
def test_errors_that_all_go_the_same_way_are_within_the_tolerance_too(place):
    layer = layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input((1,)), layer])
    layer.set_weights([np.array([[60.0]]), np.array([-60.0 * place])])
    settings = {"background": np.zeros((25, 1), "float32"), "background_rows": 25, "n_steps": 2, "tolerance": 0.01}
    found = attribute(model, np.ones((1, 1), "float32"), 1, "expected_gradients", **settings)
    assert found.relative_residual[0] <= 0.01


def exact_shapley(f, x, background):
    """Shapley's own sum over all subsets."""
    n, values = len(x), np.zeros(len(x))

    def worth(subset):
        rows = background.copy()
        rows[:, list(subset)] = x[list(subset)]
        return f(rows).mean()

    for i in range(n):
        others = [j for j in range(n) if j != i]
        for size in range(n):
            for subset in itertools.combinations(others, size):
                share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
                values[i] += share * (worth((*subset, i)) - worth(subset))
    return values


def test_permutation_shap_is_exact_for_few_features():
    model = net(layers.Dense(8, activation="relu"), layers.Dense(2, activation="softmax"), shape=(4,))
    x, background = RNG.normal(size=4).astype("float32"), RNG.normal(size=(6, 4)).astype("float32")
    before = np.random.get_state()[1].copy()
    found = attribute(model, x, 1, "permutation_shap", background=background)
    truth = exact_shapley(lambda rows: model(rows).numpy()[:, 1], x, background)
    np.testing.assert_allclose(found.values, truth, atol=1e-5)
    many = {"exact_up_to": 0, "permutations": 200}
    sampled = attribute(model, x, 1, "permutation_shap", background=background, **many)
    np.testing.assert_allclose(sampled.values, truth, atol=5e-3)
    assert sampled.residual < 1e-5
    np.testing.assert_array_equal(before, np.random.get_state()[1])


def test_expected_gradients_are_shapley_values_of_an_additive_model():
    a, b = keras.Input((2,)), keras.Input((1,))
    parts = [layers.Dense(1)(layers.Dense(6, activation="tanh")(part)) for part in (a[:, :1], a[:, 1:], b)]
    model = keras.Model([a, b], layers.Add()(parts))
    x, background = RNG.normal(size=3).astype("float32"), RNG.normal(size=(5, 3)).astype("float32")

    def pair(rows):
        return [rows[..., :2], rows[..., 2:]]

    truth = exact_shapley(lambda rows: model(pair(rows)).numpy()[:, 0], x, background)
    found = attribute(model, pair(x), 0, "expected_gradients", background=pair(background))
    np.testing.assert_allclose(np.concatenate(found.values), truth, atol=1e-4)
    assert found.residual < 1e-4 and len(found.input_names) == 2


def test_expected_gradients_agree_with_shap_within_its_sampling_error():
    model = net(layers.Dense(8, activation="tanh"), layers.Dense(2, activation="softmax"))
    background = RNG.normal(size=(20, 3)).astype("float32")
    found = attribute(model, X, 1, "expected_gradients", background=background)
    explainer = package().GradientExplainer(model, background)
    sampled, variance = explainer.shap_values(X, nsamples=3000, rseed=0, return_variances=True)
    error = np.sqrt(np.array(variance)[1] / np.sqrt(3000))  # shap gives the samples' variance, divided by √3000
    assert np.all(np.abs(found.values - np.array(sampled)[..., 1]) < 5 * error)


def test_occlusion_of_an_image_is_the_fall_of_the_output():
    model = net(layers.Flatten(), layers.Dense(1), shape=(4, 4, 1))
    w = RNG.normal(size=(16, 1)).astype("float32")
    model.set_weights([w, np.zeros(1, "float32")])
    image = RNG.normal(size=(4, 4, 1)).astype("float32")
    found = attribute(model, image, 0, "occlusion", window=2, stride=2)
    falls = (image[..., 0] * w.reshape(4, 4)).reshape(2, 2, 2, 2).sum((1, 3))
    np.testing.assert_allclose(found.values[..., 0], np.kron(falls, np.ones((2, 2))), atol=1e-5)
    assert found.residual is None and not found.completeness


def test_tokens_sum_over_their_embedding():
    # A mean of embeddings and a linear unit: each token counts for e · w / steps, exactly.
    model = net(layers.Embedding(7, 3), layers.GlobalAveragePooling1D(), layers.Dense(1), shape=(4,))
    ids = np.array([1, 6, 6, 0])
    table, w = model.layers[0].get_weights()[0], model.layers[2].get_weights()[0][:, 0]
    for method in ("integrated_gradients", "gradient_x_input"):
        np.testing.assert_allclose(attribute(model, ids, 0, method).values, table[ids] @ w / 4, atol=1e-6)
    occluded = attribute(model, ids, 0, "occlusion", window=1)
    np.testing.assert_allclose(occluded.values, table[ids] @ w / 4, atol=1e-6)
    background = np.array([[2, 2, 3, 3], [5, 4, 1, 0]])
    for method in ("expected_gradients", "permutation_shap"):
        found = attribute(model, ids, 0, method, background=background)
        np.testing.assert_allclose(found.values, (table[ids] - table[background].mean(0)) @ w / 4, atol=1e-6)


def test_baselines():
    model = net(layers.Flatten(), layers.Dense(1), shape=(6, 6, 1))
    image = RNG.uniform(1, 2, size=(6, 6, 1)).astype("float32")
    rows = RNG.uniform(0, 3, size=(10, 6, 6, 1)).astype("float32")
    mean = attribute(model, image, 0, baseline="mean", background=rows).baseline
    np.testing.assert_allclose(mean, rows.mean(0), 1e-5)
    assert np.all(attribute(model, image, 0, baseline="black", background=rows).baseline == rows.min())
    assert np.all(attribute(model, image, 0, baseline="black").baseline == image.min())
    blurred = attribute(model, image, 0, baseline="blur", blur_sigma=50.0).baseline
    assert np.ptp(blurred) < 0.1 * np.ptp(image)
    with pytest.raises(ExplanationError, match="is for images"):
        attribute(linear([1.0, 2.0]), [1.0, 2.0], 0, baseline="blur")
    with pytest.raises(ExplanationError, match="The baseline has the shape"):
        attribute(model, image, 0, baseline=np.zeros((3, 3)))


def test_the_model_is_left_as_found_even_after_an_exception():
    model = net(
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(4, activity_regularizer="l2"),
        layers.Dense(2, activation="softmax"),
    )
    model.layers[2].trainable = False
    model.compile("adam", "mse")
    before = [np.array(v) for v in model.variables]
    for method in {name for name, own in METHODS.items() if "vector" in own.kinds} - {"shap_library"}:
        attribute(model, X, Target(1, on="logits"), method, background=X)
    with pytest.raises(ExplanationError):
        attribute(model, X, 0, "expected_gradients", background=np.zeros((2, 5)))
    for old, new in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(old, np.array(new))
    assert model.losses == [] and model.compiled and not model.layers[2].trainable
    assert model.layers[-1].activation is keras.activations.softmax
    assert not any("call" in layer.__dict__ for layer in model.layers)


def test_the_second_call_compiles_nothing_and_sees_new_weights(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        tf, "function", lambda *args, make=tf.function, **options: compiled.append(args) or make(*args, **options)
    )
    model = net(layers.Dense(4, activation="tanh"), layers.Dense(2))
    attribute(model, X, 0)
    once = len(compiled)
    model.set_weights([2 * w for w in model.get_weights()])
    second = attribute(model, X, 1)
    assert once and len(compiled) == once
    np.testing.assert_allclose(second.output, model(X).numpy()[:, 1], atol=1e-5)


def test_seeds_make_it_repeatable():
    model = net(layers.Dense(4, activation="tanh"), layers.Dense(2))
    background = RNG.normal(size=(50, 3))
    for method in ("smoothgrad", "expected_gradients"):
        one, two, other = (attribute(model, X, 0, method, background=background, seed=s) for s in (1, 1, 2))
        np.testing.assert_array_equal(one.values, two.values)
        assert not np.array_equal(one.values, other.values)


def test_mistakes_get_sentences():
    model = net(layers.Dense(2, activation="softmax"))
    with pytest.raises(ExplanationError, match="no class or output 5"):
        attribute(model, X, 5)
    with pytest.raises(ExplanationError, match="Did you mean 'malign'"):
        attribute(model, X, Target("malgn", names=("benign", "malign")))
    with pytest.raises(SpecError, match="Did you mean 'smoothgrad'"):
        attribute(model, X, 0, "smoothgrd")
    with pytest.raises(SpecError, match="N steps"):
        attribute(model, X, 0, n_steps=0)
    with pytest.raises(ExplanationError, match="none were given"):
        attribute(model, X, 0, "expected_gradients")
    with pytest.raises(ExplanationError, match="single baseline"):
        attribute(model, X, 0, "gradient", baseline="zeros")
    with pytest.raises(ExplanationError, match="cannot be had"):
        attribute(Attending(), RNG.normal(size=(1, 5, 8)), Target(0, on="logits"))
    counting = keras.Sequential([layers.CategoryEncoding(5), layers.Dense(2)])
    with pytest.raises(ExplanationError, match="no gradient"):
        attribute(counting, np.array([[1, 2]]), 0, "gradient")
