"""The most exciting examples of every unit of a layer, beside one `predict` over the same examples."""

import statistics

import keras
import numpy as np

from benchmarks.report import figure, in_turn, ratios, repeats, seconds, told
from nnviz.inspection.unit_responses import units

_EXAMPLES = 10_000
layers = keras.layers


def main() -> None:
    keras.utils.set_random_seed(0)
    images = np.random.default_rng(0).random((_EXAMPLES, 28, 28, 1), "float32")
    classes = np.arange(_EXAMPLES) % 10
    for title, model, layer in (
        ("32 filters of a convolution on 28×28", _convolutional(), "second"),
        ("4,096 units of a dense layer", _wide(), "wide"),
    ):
        sides = {
            "units": lambda model=model, layer=layer: seconds(lambda: units(model, images, layer, classes)),
            "predict": lambda model=model: seconds(lambda: model.predict(images, batch_size=256, verbose=0)),
        }
        for side in sides.values():
            side()  # both are traced before they are measured
        taken = in_turn(sides, repeats(5))
        shares = ratios(taken["units"], taken["predict"])
        each = statistics.median(taken["units"])
        figure(
            f"most exciting examples of each unit, {title}, 10,000 examples",
            f"{told(shares, '× one predict')}, {each:.2f} s",
            "≤ 1.5×",
        )


def _convolutional():
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu", name="first"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu", name="second"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def _wide():
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(4096, activation="relu", name="wide"),
            layers.Dense(10, activation="softmax"),
        ]
    )


if __name__ == "__main__":
    main()
