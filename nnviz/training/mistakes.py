"""What a frame tells of the held-out examples: how many are wrong, and what the network says of those worth showing."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.data.schema import Dataset, Schema
from nnviz.training import judging
from nnviz.training.given import given
from nnviz.training.meaning import OutputMeaning

SHOWN = 12
"""Examples shown at a time."""
_BATCH = 256
_MOST_TEXTS, _LETTERS = 2_000, 120
_MOST_CONFUSED = 20
"""Classes up to which their confusions are counted."""


class Mistakes:
    """Asks a network about the held-out examples, as many as `judging.judged_count` allows.

    Attributes:
        graph: JSON-able description of these examples.
        pictures: (n, height, width, channels) uint8, or None for what is no image.
        example: the first of them, as the network takes it.
    """

    def __init__(self, model: keras.Model, dataset: Dataset, meaning: OutputMeaning):
        self.schema, self.meaning = dataset.schema, meaning
        name = judging.judged_part(dataset)
        part = dataset.split(name)
        count = judging.judged_count(len(part), self.schema.input_shape)
        regression = self.schema.task == "regression"
        self.x = part.x[:count]
        self._truth = dataset.unscaled_targets(part.y[:count]) if regression else part.y[:count]
        starts = range(0, count, _BATCH)
        batches = [given(model, part, slice(start, min(start + _BATCH, count))) for start in starts]
        self._batches = [keras.tree.map_structure(tf.constant, own) for own in batches]
        self.example = keras.tree.map_structure(lambda a: a[:1], given(model, part))
        self._predict = tf.function(lambda x: _first(model, x), autograph=False, reduce_retracing=True)
        self.pictures, low, high = None, 0.0, 1.0
        if self.schema.kind == "image":
            own = dataset.unscaled(self.x)
            low, high = float(own.min()), float(own.max())
            self.pictures = np.clip((own - low) / max(high - low, 1e-9) * 255, 0, 255).round().astype("uint8")
        self.graph = {
            "kind": "table" if self.pictures is None else "image",
            "texts": self._texts(),
            "images": None if self.pictures is None else self.pictures[:SHOWN].tolist(),
            "part": name,
            "total": len(part),
            "rows": part.rows[:count].tolist(),
            "truth": _shown_truth(self.schema, self._truth),
            "redrawn": [low, high] if self.pictures is not None and self.schema.reconstructs else None,
        }

    def _texts(self) -> list[str] | None:
        """The beginnings of texts, as the network reads them; None for other data and for too many of them."""
        if self.schema.kind != "tokens" or len(self.x) > _MOST_TEXTS:
            return None
        return [self.schema.text(ids)[:_LETTERS] for ids in self.x]

    def frame(self) -> dict[str, np.ndarray]:
        """`samples` (the first examples' answers), `wrong` (1,), and for each other choice of `judging.CHOICES` the
        positions `picked_…` (k,) of the examples that it shows and their answers `said_…` (k, units); on a plane also
        `missed` (wrong,), the positions of all that are wrong; float32.

        Of a few classes also `confusion` (classes, classes), how many there are by true class and answer. The answers
        are as people read them. Regression has no right and wrong: `wrong` and `missed` are missing there.
        """
        shown = self.meaning.readable(np.concatenate([np.asarray(self._predict(batch)) for batch in self._batches]))
        wrongness = judging.errors(self.schema, self.meaning, shown, self._truth)
        arrays, classes = {"samples": shown[:SHOWN]}, self.schema.task != "regression"
        if self.schema.has_classes and self.schema.outputs <= _MOST_CONFUSED:
            arrays["confusion"] = self._confusion(shown)
        if classes:
            arrays["wrong"] = np.array([np.count_nonzero(wrongness)], "float32")
            if self.schema.is_plane:
                arrays["missed"] = np.flatnonzero(wrongness).astype("float32")
        for choice in judging.CHOICES[1 : 3 if classes else 2]:
            positions = judging.order(choice, wrongness, self.schema, self.meaning, shown)[:SHOWN]
            if choice == "errors" and classes:
                positions = positions[wrongness[positions] > 0]
            arrays[f"picked_{choice}"], arrays[f"said_{choice}"] = positions.astype("float32"), shown[positions]
        return arrays

    def _confusion(self, shown: np.ndarray) -> np.ndarray:
        classes = len(self.schema.class_names)
        places = self._truth.astype(int) * classes + self.meaning.decided(shown)
        return np.bincount(places, minlength=classes**2).reshape(classes, classes).astype("float32")


def _shown_truth(schema: Schema, truth: np.ndarray) -> list:
    """One number an example, or of labels and of several targets a list of them."""
    values = np.asarray(truth, float)
    several = schema.has_labels or (schema.task == "regression" and not schema.reconstructs and schema.outputs > 1)
    return np.round(values if several else values.reshape(len(values), -1)[:, 0], 6).tolist()


def _first(model, x):
    return tf.cast(keras.tree.flatten(model(x, training=False))[0], tf.float32)
