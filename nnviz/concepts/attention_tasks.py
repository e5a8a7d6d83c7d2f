"""What the lesson on attention has workers train: one transformer block on lists of letters."""

from collections.abc import Iterator

import keras
import numpy as np

from nnviz.concepts.attention import HEADS, HIDDEN, KEY, LENGTH, LETTERS, WIDTH, drawn
from nnviz.concepts.recorder import packed, recorded, trained
from nnviz.concepts.recordings import Recording

_MOMENTS = (0, 10, 20, *range(25, 65, 5), 70, 80, 100, 120, 150, 200, 300, 400, 600)
_BATCHES, _BATCH, _RATE = 500, 64, 0.01
_JUDGED = 300


def block(positions: bool, mask: str, seed: int = 1) -> keras.Model:
    """Letters (n, LENGTH) → probabilities of each place's letter (n, LENGTH, len(LETTERS)): one transformer block.

    Args:
        positions: whether each place's own vector is added to its letter's.
        mask: "none", or "causal": no place sees those after it.
    """
    draws = iter(range(100 * seed, 100 * seed + 100))

    def dense(units: int, activation: str | None, name: str) -> keras.Layer:
        initializer = keras.initializers.GlorotUniform(next(draws))
        return keras.layers.Dense(units, activation=activation, kernel_initializer=initializer, name=name)

    def embedding(count: int, name: str) -> keras.Layer:
        initializer = keras.initializers.RandomNormal(stddev=1.0, seed=next(draws))
        return keras.layers.Embedding(count, WIDTH, embeddings_initializer=initializer, name=name)

    letters = keras.Input((LENGTH,), dtype="int32")
    x = embedding(len(LETTERS), "letter")(letters)
    if positions:
        places = keras.ops.zeros_like(letters) + keras.ops.arange(LENGTH, dtype="int32")
        x = x + embedding(LENGTH, "position")(places)
    heads = keras.layers.MultiHeadAttention(
        HEADS, KEY, kernel_initializer=keras.initializers.GlorotUniform(next(draws)), name="attention"
    )
    x = keras.layers.LayerNormalization(name="norm_1")(x + heads(x, x, use_causal_mask=mask == "causal"))
    inner = dense(WIDTH, None, "inner_2")(dense(HIDDEN, "relu", "inner_1")(x))
    x = keras.layers.LayerNormalization(name="norm_2")(x + inner)
    return keras.Model(letters, dense(len(LETTERS), "softmax", "answer")(x))


def weights_of(model: keras.Model) -> dict[str, np.ndarray]:
    """All weights of a block by name: "letter", "position" (zeros without), "query", "query_bias" and so on."""
    by_name = {layer.name: layer.get_weights() for layer in model.layers}
    named = {"letter": by_name["letter"][0]}
    named["position"] = by_name["position"][0] if "position" in by_name else np.zeros((LENGTH, WIDTH), "float32")
    projections = ("query", "key", "value", "mix")
    for at, name in enumerate(projections):
        named[name], named[f"{name}_bias"] = by_name["attention"][2 * at : 2 * at + 2]
    for name in ("norm_1", "inner_1", "inner_2", "norm_2", "answer"):
        named[name], named[f"{name}_bias"] = by_name[name]
    return named


def train_transformer(recording: Recording) -> None:
    """Trains a block and records it: a line for every moment {"step", "loss", "accuracy", "places", "weights"};
    "places" is the share of lists whose letter at each place is right."""
    wanted = dict(recording.settings)
    recorded(recording, lambda: _transformer(wanted["task"], wanted["positions"], wanted["mask"]))


def _transformer(task: str, positions: bool, mask: str) -> Iterator[dict]:
    model = block(positions, mask)
    x, y = (part.reshape(_BATCHES, _BATCH, LENGTH) for part in drawn(task, _BATCHES * _BATCH, seed=0))
    unseen, truth = drawn(task, _JUDGED, seed=1)
    loss_of = keras.losses.sparse_categorical_crossentropy
    for step, loss in trained(model, loss_of, x, y, rate=_RATE, moments=_MOMENTS):
        right = model.predict_on_batch(unseen).argmax(-1) == truth
        yield {
            "step": step,
            "loss": None if np.isnan(loss) else loss,
            "accuracy": float(right.mean()),
            "places": right.mean(0).round(4).tolist(),
            "weights": {name: packed(values) for name, values in weights_of(model).items()},
        }
