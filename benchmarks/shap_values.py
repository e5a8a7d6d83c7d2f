"""Shapley values from outputs alone, against the shap package's own explainers over the same function: a table by
kernel SHAP, images by the hierarchy of their pixels."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import time

import keras
import numpy as np
import shap
import tensorflow as tf

import nnviz
from benchmarks.report import figure, in_turn, ratios, repeats, told

_SETS, _ROWS, _EXAMPLES = 1024, 50, 5


def answers(model, unit: int):
    """What the package asks: a traced function of any number of examples, the best that a peer can be given."""
    traced = tf.function(lambda x: model(x, training=False)[:, unit], reduce_retracing=True)

    def answer(x):
        return traced(tf.convert_to_tensor(np.asarray(x, "float32"))).numpy()

    return answer


def seconds(run) -> tuple[float, np.ndarray]:
    begun = time.perf_counter()
    values = run()
    return time.perf_counter() - begun, values


def kernel() -> None:
    """30 columns, two hidden layers of 64, 5 examples against 50 background rows, 1,024 sets of columns each."""
    keras.utils.set_random_seed(0)
    layers = keras.layers
    model = keras.Sequential([keras.Input((30,)), *(layers.Dense(64, "relu") for _ in range(2)), layers.Dense(3)])
    random = np.random.default_rng(0)
    x, rows = random.normal(size=(_EXAMPLES, 30)).astype("float32"), random.normal(size=(_ROWS, 30)).astype("float32")
    asked = {"model.predict": lambda z: model.predict(z, verbose=0)[:, 1], "a traced function": answers(model, 1)}
    for how, answer in asked.items():
        explainer = shap.KernelExplainer(answer, rows)
        sides = {
            "nnviz": lambda: seconds(lambda: nnviz.shap_values(model, x, rows, 1, "kernel_shap", sets=_SETS).values),
            "shap": lambda own=explainer: seconds(
                lambda: own.shap_values(x, nsamples=_SETS, l1_reg=False, silent=True)
            ),
        }
        _compare(f"kernel SHAP, 30 columns, beside {how}", sides)


def partition() -> None:
    """32 × 32 pixels in colour, three convolutions, 4 images, hidden pixels black, 500 sets of pixels each."""
    keras.utils.set_random_seed(0)
    layers = keras.layers
    parts = [layers.Conv2D(16, 3, 2, activation="relu"), layers.Conv2D(32, 3, 2, activation="relu")]
    model = keras.Sequential([keras.Input((32, 32, 3)), *parts, layers.GlobalAveragePooling2D(), layers.Dense(5)])
    x = np.random.default_rng(0).normal(size=(4, 32, 32, 3)).astype("float32")
    explainer = shap.PartitionExplainer(answers(model, 1), shap.maskers.Image(np.zeros((32, 32, 3)), (32, 32, 3)))
    settings = {"hide": "zeros", "evaluations": 500}
    rows = x[:1]
    sides = {
        "nnviz": lambda: seconds(lambda: nnviz.shap_values(model, x, rows, 1, "partition_shap", **settings).values),
        "shap": lambda: seconds(lambda: explainer(x, max_evals=500, batch_size=50, silent=True).values),
    }
    _compare("partition SHAP, 32 × 32 pixels", sides)


def _compare(name: str, sides) -> None:
    """How long each takes once it has been warm, and how alike what they find is."""
    in_turn(sides, 1)
    results = in_turn(sides, repeats(5, 2))
    times = {side: [took for took, _ in own] for side, own in results.items()}
    ours, theirs = (np.ravel(results[side][-1][1]) for side in ("nnviz", "shap"))
    figure(name, told(times["nnviz"], " s"))
    figure("the shap package ÷ nnviz", told(ratios(times["shap"], times["nnviz"]), "×"), "at least 1.5×")
    figure("correlation of the values", f"{np.corrcoef(ours, theirs)[0, 1]:.3f}")


def main() -> None:
    kernel()
    partition()


if __name__ == "__main__":
    main()
