"""What the lesson on augmentation has workers do: readers of digits to ask in the browser, answers of the reader's own
network along a dial, and how well readers of few digits read turned ones."""

import time

import numpy as np

from nnviz.concepts.augmentation import DIALS
from nnviz.concepts.augmentation_races import STRENGTHS, TITLES, reader, taught
from nnviz.errors import RunError
from nnviz.params import lookup

_STEPS = 61
_OWN_IMAGES = 10
_LARGEST = 96
ANGLES = tuple(range(-90, 91, 10))
"""Degrees at which readers of few digits are asked."""


def learn_digits() -> dict:
    """The digits that no reader learns from: {"images": (n, 8, 8) uint8 from 0 to 16, "labels": (n,)}."""
    from nnviz.data.load import load

    dataset = load(taught("none").data)
    return {
        "images": np.rint(dataset.unscaled(dataset.validation.x)[..., 0]).astype("uint8"),
        "labels": np.ravel(dataset.validation.y).astype(int),
    }


def learn_reader(strength: str) -> dict:
    """The reader of all digits of one strength, trained here once.

    Returns {"title", "right": share of `learn_digits` read right, "weights": [(64, 64), (64,), (64, 10), (10,)],
    "offset", "scale": what the network is given is (pixel − offset) / scale}.
    """
    lookup(STRENGTHS, strength, "strength")
    model, dataset = _trained("reader", taught(strength))
    return {
        "title": TITLES[strength],
        "right": _right(model, dataset.validation.x, dataset.validation.y),
        "weights": [np.asarray(value, "float32") for value in model.get_weights()],
        "offset": float(np.ravel(dataset.scaler.offset)[0]),
        "scale": float(np.ravel(dataset.scaler.scale)[0]),
    }


def _trained(name: str, experiment):
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load

    dataset = load(experiment.data)
    return trained_once(name, experiment, dataset), dataset


def _right(model, x, y) -> float:
    return float((np.asarray(model(x, training=False)).argmax(1) == np.ravel(y)).mean())


def changed(images, dial: str, values) -> np.ndarray:
    """Images (n, rows, cols, channels), each changed by one value of a dial, as Keras's layer changes them: what comes
    in from outside takes the colour of the nearest edge pixel."""
    import keras

    own = lookup(DIALS, dial, "dial")
    rows, cols = images.shape[1:3]
    maps = np.array([(*own.affine(float(value), rows, cols), 0.0, 0.0) for value in values], "float32")
    return np.asarray(keras.ops.image.affine_transform(np.asarray(images, "float32"), maps, fill_mode="nearest"))


def learn_turned(examples: int) -> dict:
    """How many unseen digits each strength's reader of few examples reads right, however they are turned.

    Returns {"angles": degrees, "networks": [{"title", "right": (angles,) shares, "seconds": that its training took}]}.
    """
    networks = []
    for name, title in TITLES.items():
        experiment = reader(name, examples)
        begun = time.perf_counter()
        model, dataset = _trained("few", experiment)
        x, y = dataset.validation.x, dataset.validation.y
        right = [_right(model, changed(x, "angle", [angle] * len(x)), y) for angle in ANGLES]
        networks.append({"title": title, "right": right, "seconds": time.perf_counter() - begun})
    return {"angles": list(ANGLES), "networks": networks}


def learn_own_dial(run_id: str, example: int, dial: str) -> dict:
    """What the reader's own network says of one of its held-out images, along a dial.

    Returns {"title", "names", "label", "values": (61,) of the dial, "images": (61, rows, cols, 1 or 3) uint8, "shares":
    (61, classes), "strip": (10, …) uint8 of the images to choose from, "example"}.

    Raises:
        RunError: for a run whose examples are no small images, or whose answers are no classes.
    """
    from nnviz.training.augment import limits
    from nnviz.training.augmented import as_bytes
    from nnviz.training.run_meaning import meaning_of_run
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    schema = dataset.schema
    _refuse(schema)
    part = dataset.validation if len(dataset.validation) else dataset.test if len(dataset.test) else dataset.train
    example %= min(len(part), _OWN_IMAGES)
    own = lookup(DIALS, dial, "dial")
    values = np.linspace(own.low, own.high, _STEPS)
    images = changed(np.repeat(part.x[example : example + 1], _STEPS, axis=0), dial, values)
    meaning = meaning_of_run(run_id, model, dataset)
    shares = meaning.by_class(meaning.readable(np.asarray(model(images, training=False))))
    known = limits(dataset)
    return {
        "names": [str(name) for name in schema.class_names],
        "label": schema.truth(part.y[example]),
        "values": values,
        "images": as_bytes(dataset.unscaled(images), *known),
        "shares": np.asarray(shares, "float32"),
        "strip": as_bytes(dataset.unscaled(part.x[:_OWN_IMAGES]), *known),
        "example": int(example),
    }


def _refuse(schema) -> None:
    if schema.kind != "image" or schema.task not in ("binary", "multiclass") or schema.further:
        raise RunError(
            "Your run does not sort images into classes.",
            fix="Train one on images, such as the digits or your own photographs.",
            where="run",
        )
    if max(schema.input_shape[:2]) > _LARGEST:
        raise RunError(
            f"Your images have {schema.input_shape[0]} × {schema.input_shape[1]} pixels.",
            expected=f"at most {_LARGEST} a side, for 61 changed ones at a time",
            where="run",
        )
