"""A small network trained on a collection of digits, and judged by other people's."""

from functools import lru_cache

import keras
import numpy as np
import tensorflow as tf

from nnviz.concepts.curating_data_asked import CLASSES, INK, lean

OTHERS, EACH, MORE = 240, 12, 12
"""Digits that judge; examples of a class to begin with; further ones of a class that can be added."""
UNITS, STEPS, RATE, FOLDS = 16, 150, 0.02, 5
_PADDED = 32
_SEED = 0


@lru_cache(maxsize=1)
def learn_digits_of_others() -> dict:
    """The digits 1, 2 and 7 that scikit-learn ships, written by 13 people, shared out.

    Returns {"others": (240, 64) that judge, "othersLabels": (240,), "start": (k, 64) a collection chosen badly: the
    twelve of each class that lean backwards most, then copies, "startLabels": (k,), three of them wrong, "wrong": their
    places, "copies": places of copies, "alike" and "varied": (36, 64) further ones by turns of class, those that lean
    backwards next, or drawn at random, "alikeLabels", "variedLabels", "classes"}; images hold ink from 0 to 16.
    """
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    chosen = np.isin(y, [int(name) for name in CLASSES])
    x, y = x[chosen].astype("uint8"), np.searchsorted([int(name) for name in CLASSES], y[chosen])
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(x))
    others, pool = np.sort(order[:OTHERS]), np.sort(order[OTHERS:])
    leaning = pool[np.argsort(lean(x[pool]), kind="stable")]
    by_class = [leaning[y[leaning] == k] for k in range(len(CLASSES))]
    start = np.concatenate([rows[:EACH] for rows in by_class])
    alike = np.stack([rows[EACH : EACH + MORE] for rows in by_class], 1).ravel()
    varied = np.stack([rng.permutation(rows[EACH:])[:MORE] for rows in by_class], 1).ravel()
    images, labels, copies = _with_copies(x[start], y[start], rng)
    wrong = np.array([2, EACH + 4, 2 * EACH + 5])
    labels[wrong] = (labels[wrong] + 2) % len(CLASSES)
    return {
        "others": x[others],
        "othersLabels": y[others],
        "start": images,
        "startLabels": labels,
        "wrong": wrong,
        "copies": copies,
        "alike": x[alike],
        "alikeLabels": y[alike],
        "varied": x[varied],
        "variedLabels": y[varied],
        "classes": list(CLASSES),
    }


def _with_copies(images: np.ndarray, labels: np.ndarray, rng: np.random.Generator):
    """Images with six copies at the end, two of each class: one as it is, one with a shade more or less ink."""
    rows = np.array([k * EACH + at for k in range(len(CLASSES)) for at in (0, 7)])
    again = images[rows].astype(int)
    again[1::2] += rng.integers(-1, 2, again[1::2].shape) * (again[1::2] > 0)
    whole = np.concatenate([images, np.clip(again, 0, INK).astype("uint8")])
    return whole, np.concatenate([labels, labels[rows]]), np.arange(len(images), len(whole))


def learn_collection(images: np.ndarray, labels: np.ndarray) -> dict:
    """A network of 16 hidden units, trained on a collection and judged by it and by others.

    Args:
        images: (n, 64) ink from 0 to 16.     labels: (n,) places in `CLASSES`.

    Returns {"own": share of the collection that five networks get right, each trained without the fifth that it judges,
    "held": (n, 3) what those say, "others": share of the 240 others that a network trained on all gets right, "said":
    (240, 3) what it says, "each": share right of each class}.
    """
    told = learn_digits_of_others()
    x, fold = images.astype("float32") / INK, folds(labels)
    held = np.zeros((len(x), len(CLASSES)), "float32")
    for k in range(FOLDS):
        if (fold == k).any():
            held[fold == k] = _trained(x, labels, fold != k, x[fold == k])
    said = _trained(x, labels, np.ones(len(x), bool), told["others"].astype("float32") / INK)
    right = said.argmax(1) == told["othersLabels"]
    return {
        "own": float((held.argmax(1) == labels).mean()),
        "held": held,
        "others": float(right.mean()),
        "said": said,
        "each": [float(right[told["othersLabels"] == k].mean()) for k in range(len(CLASSES))],
    }


def folds(labels: np.ndarray) -> np.ndarray:
    """(n,) which fifth judges an example: every class dealt out by turns, in an order that chance has mixed."""
    fold = np.zeros(len(labels), int)
    for k in range(len(CLASSES)):
        rows = np.random.default_rng(_SEED + k).permutation(np.flatnonzero(labels == k))
        fold[rows] = (np.arange(len(rows)) + k) % FOLDS
    return fold


def _trained(x: np.ndarray, labels: np.ndarray, counts: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """What a network says to `asked` after STEPS steps on the examples that count."""
    model, optimizer, first, run = _network()
    for variable, value in zip((*model.variables, *optimizer.variables), first, strict=True):
        variable.assign(value)
    spare = -len(x) % _PADDED
    padded = (np.pad(x, ((0, spare), (0, 0))), np.pad(labels, (0, spare)), np.pad(counts.astype("float32"), (0, spare)))
    run(*map(tf.constant, padded))
    return np.asarray(model(asked, training=False))


@lru_cache(maxsize=1)
def _network():
    """One network for all collections: its beginning is put back before each training."""
    layers = (keras.layers.Dense(UNITS, "relu", kernel_initializer=keras.initializers.GlorotUniform(1)),)
    out = keras.layers.Dense(len(CLASSES), "softmax", kernel_initializer=keras.initializers.GlorotUniform(2))
    model = keras.Sequential([keras.Input((64,)), *layers, out])
    optimizer = keras.optimizers.Adam(RATE)
    optimizer.build(model.trainable_variables)
    first = [variable.numpy() for variable in (*model.variables, *optimizer.variables)]

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, 64), tf.float32),
            tf.TensorSpec((None,), tf.int64),
            tf.TensorSpec((None,), tf.float32),
        ]
    )
    def run(x, y, counts):
        for _ in tf.range(STEPS):
            with tf.GradientTape() as tape:
                losses = keras.losses.sparse_categorical_crossentropy(y, model(x, training=True))
                loss = tf.reduce_sum(losses * counts) / tf.reduce_sum(counts)
            optimizer.apply(tape.gradient(loss, model.trainable_variables))

    return model, optimizer, first, run
