"""Explanations by hiding and shuffling: permutation importance against scikit-learn's, RISE against Xplique's, Grad-CAM
against tf-keras-vis's. The last two are in no list of requirements: with `tf-keras-vis` and `xplique` installed into a
folder of their own that PYTHONPATH names, they are measured too."""

import importlib.util

import keras
import numpy as np

import nnviz
from benchmarks.report import against, figure

layers = keras.layers
RNG = np.random.default_rng(0)


def permutation_importance() -> None:
    """30 columns, 500 examples, 10 shuffles of each: one score each."""
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.inspection import permutation_importance

    model = keras.Sequential([keras.Input((30,)), layers.Dense(64, "relu"), layers.Dense(2, "softmax")])
    x, y = RNG.normal(size=(500, 30)).astype("float32"), RNG.integers(0, 2, 500)

    class Wrapped(ClassifierMixin, BaseEstimator):
        classes_, fitted_ = np.arange(2), True

        def fit(self, x, y):
            return self

        def predict(self, x):
            return np.asarray(model(x, training=False)).argmax(1)

    def theirs():
        return permutation_importance(Wrapped(), x, y, scoring="accuracy", n_repeats=10, random_state=0).importances

    def ours():
        return nnviz.permutation_importance(model, x, y, "accuracy", repeats=10, seed=0).falls

    figure("largest difference between both", f"{np.abs(ours() - theirs()).max():.1g}")
    against("permutation importance, 30 columns × 10 shuffles × 500", ours, "scikit-learn", theirs, "at least 1.5×", 7)


def _network() -> tuple[keras.Model, np.ndarray]:
    model = keras.Sequential(
        [keras.Input((64, 64, 3)), layers.Conv2D(16, 3, strides=2, activation="relu"),
         layers.Conv2D(32, 3, strides=2, activation="relu", name="last"), layers.GlobalAveragePooling2D(),
         layers.Dense(10, "softmax")]
    )  # fmt: skip
    return model, RNG.uniform(size=(8, 64, 64, 3)).astype("float32")


def rise() -> None:
    """8 images of 64 × 64, 500 masks of 7 × 7 cells."""
    if importlib.util.find_spec("xplique") is None:
        figure("Xplique ÷ nnviz, RISE", "not measured: xplique is not installed")
        return
    from xplique.attributions import Rise

    model, x = _network()
    other = Rise(model, batch_size=256, nb_samples=500, grid_size=7)
    targets = np.eye(10, dtype="float32")[np.zeros(len(x), int)]
    against("RISE, 8 images × 500 masks", lambda: nnviz.attribute(model, x, 0, "rise", masks=500), "Xplique",
             lambda: np.asarray(other(x, targets)), "at least 1×")  # fmt: skip


def grad_cam() -> None:
    """8 images of 64 × 64."""
    if importlib.util.find_spec("tf_keras_vis") is None:
        figure("tf-keras-vis ÷ nnviz, Grad-CAM", "not measured: tf-keras-vis is not installed")
        return
    from tf_keras_vis.gradcam import Gradcam
    from tf_keras_vis.utils.scores import CategoricalScore

    model, x = _network()
    other, score = Gradcam(model, clone=False), CategoricalScore([0] * len(x))
    against("Grad-CAM, 8 images", lambda: nnviz.attribute(model, x, 0, "grad_cam"), "tf-keras-vis",
             lambda: np.asarray(other(score, x, penultimate_layer="last")), "at least 1×", 15)  # fmt: skip


if __name__ == "__main__":
    permutation_importance()
    grad_cam()
    rise()
