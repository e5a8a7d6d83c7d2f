"""Explanations by gradients: expected gradients against shap's two explainers, integrated gradients against a loop, and
SmoothGrad against tf-keras-vis and Xplique. The last two are in no list of requirements: with `tf-keras-vis` and
`xplique` installed into a folder of their own that PYTHONPATH names, they are measured too."""

import importlib.util

import keras
import numpy as np
import tensorflow as tf

import nnviz
from benchmarks.report import against, figure

layers = keras.layers
RNG = np.random.default_rng(0)


def expected_gradients() -> None:
    """The breast cancer data, 30 columns: 20 examples, 20 background examples; shap takes its default of 200 samples an
    example."""
    import shap
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    columns = ((data.data - data.data.mean(0)) / data.data.std(0)).astype("float32")
    keras.utils.set_random_seed(0)
    model = keras.Sequential([
        keras.Input((30,)), layers.Dense(64, "relu"), layers.Dense(32, "relu"), layers.Dense(2, "softmax"),
    ])  # fmt: skip
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(columns, data.target, epochs=10, verbose=0)
    rows = RNG.permutation(len(columns))
    background, x = columns[rows[:20]], columns[rows[20:40]]
    change = np.asarray(model(x))[:, 1] - np.asarray(model(background))[:, 1].mean()
    gradient, deep = shap.GradientExplainer(model, background), shap.DeepExplainer(model, background)

    def ours():
        return nnviz.attribute(model, x, 1, "expected_gradients", background=background).values

    def lifted():
        return nnviz.attribute(model, x, 1, "deep_shap", background=background).values

    def residual(values) -> float:
        return float(np.abs(values.sum(1) - change).max())

    sampled = residual(gradient.shap_values(x)[..., 1])
    figure("largest residual of shap.GradientExplainer", f"{sampled:.1g} of a probability")
    figure("÷ that of nnviz", f"{sampled / residual(ours()):,.0f}×", "at least 100×")
    against("expected gradients, 20 examples × 20 background examples", ours, "GradientExplainer",
             lambda: gradient.shap_values(x), "at least 5×")  # fmt: skip
    for name, way in (("expected gradients, the same", ours), ("DeepSHAP of the same", lifted)):
        against(name, way, "DeepExplainer", lambda: deep.shap_values(x, check_additivity=False), "at least 1×", 9)


def integrated_gradients() -> None:
    """MobileNetV2 at 96 × 96, one image, 64 steps, against a loop that takes one gradient after the other."""
    model = keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights=None, classes=10)
    x = RNG.uniform(-1, 1, (96, 96, 3)).astype("float32")

    def loop():
        total = np.zeros_like(x)
        for k in range(64):
            point = tf.constant((x * ((k + 0.5) / 64))[None])
            with tf.GradientTape() as tape:
                tape.watch(point)
                answer = model(point, training=False)[:, 0]
            total += np.asarray(tape.gradient(answer, point))[0]
        return total * x / 64

    def ours():
        return nnviz.attribute(model, x, 0, "integrated_gradients", n_steps=64, tolerance=0.0)

    against("integrated gradients of MobileNetV2-96, 64 steps", ours, "a loop", loop, "at least 10×", 3)


def smoothgrad() -> None:
    """8 images of 64 × 64, 50 noisy copies each."""
    model = keras.Sequential([
        keras.Input((64, 64, 3)), layers.Conv2D(16, 3, strides=2, activation="relu"),
        layers.Conv2D(32, 3, strides=2, activation="relu"), layers.GlobalAveragePooling2D(),
        layers.Dense(10, "softmax"),
    ])  # fmt: skip
    x = RNG.uniform(size=(8, 64, 64, 3)).astype("float32")

    def ours():
        return nnviz.attribute(model, x, 0, "smoothgrad", samples=50)

    if importlib.util.find_spec("tf_keras_vis") is None:
        figure("tf-keras-vis ÷ nnviz, SmoothGrad", "not measured: tf-keras-vis is not installed")
    else:
        from tf_keras_vis.saliency import Saliency
        from tf_keras_vis.utils.scores import CategoricalScore

        saliency, score = Saliency(model, clone=False), CategoricalScore([0] * len(x))

        def theirs():
            return np.asarray(saliency(score, x, smooth_samples=50, smooth_noise=0.15))

        against("SmoothGrad, 8 images × 50 copies", ours, "tf-keras-vis", theirs, "at least 1×")
    try:
        from xplique.attributions import SmoothGrad
    except ImportError as error:
        figure("Xplique ÷ nnviz, SmoothGrad", f"not measured: {error}")
        return

    other = SmoothGrad(model, batch_size=256, nb_samples=50, noise=0.15)
    targets = np.eye(10, dtype="float32")[np.zeros(len(x), int)]
    against("SmoothGrad, 8 images × 50 copies", ours, "Xplique", lambda: np.asarray(other(x, targets)), "at least 1×")


if __name__ == "__main__":
    expected_gradients()
    integrated_gradients()
    smoothgrad()
