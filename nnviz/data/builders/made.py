"""The builders: each makes the examples of one source of nnviz, train and test from different seeds."""

import numpy as np
import tensorflow_datasets as tfds

from nnviz.data.load import read
from nnviz.data.raw import Raw
from nnviz.specs import DataSpec

_SEEDS = {"train": 0, "test": 1}


class _Made(tfds.core.GeneratorBasedBuilder, skip_registration=True):
    """One source at its default settings; "deciding" are the parts that decide, of sources where that is known."""

    VERSION = tfds.core.Version("1.0.0")
    SOURCE = ""

    def _read(self, seed: int = 0) -> Raw:
        return read(DataSpec(source=self.SOURCE, seed=seed))

    def _split_generators(self, dl_manager):
        return {name: self._generate_examples(seed) for name, seed in _SEEDS.items()}

    def _described(self, features: dict, keys: tuple[str, str]):
        raw = self._read()
        features["label"] = tfds.features.ClassLabel(names=list(raw.schema.class_names))
        about = raw.truth.words if raw.truth else f"{raw.schema.source}, as nnviz makes them."
        return self.dataset_info_from_configs(
            features=tfds.features.FeaturesDict(features), supervised_keys=keys, description=about
        )


class _MadeImages(_Made, skip_registration=True):
    """Images as uint8, and with them what decides as a mask of 0 and 255."""

    def _info(self):
        raw = self._read()
        features = {"image": tfds.features.Image(shape=raw.schema.input_shape)}
        if raw.truth:
            features["deciding"] = tfds.features.Image(shape=(*raw.schema.input_shape[:2], 1))
        return self._described(features, ("image", "label"))

    def _generate_examples(self, seed: int):
        raw = self._read(seed)
        pixels = np.rint(255 * np.clip(raw.x, 0, 1)).astype("uint8")
        for k, (image, label) in enumerate(zip(pixels, raw.y, strict=True)):
            example = {"image": image, "label": int(label)}
            if raw.truth:
                example["deciding"] = 255 * raw.truth.of([k])[0][..., None].astype("uint8")
            yield k, example


class _MadeTexts(_Made, skip_registration=True):
    """Texts, and with them which of their words decide."""

    def _info(self):
        features = {
            "text": tfds.features.Text(),
            "deciding": tfds.features.Sequence(tfds.features.Scalar(dtype=np.bool_)),
        }
        return self._described(features, ("text", "label"))

    def _generate_examples(self, seed: int):
        raw = self._read(seed)
        words = raw.words or raw.schema.token_names
        for k, (row, label) in enumerate(zip(raw.x.astype(int), raw.y, strict=True)):
            length = int(np.count_nonzero(row))
            deciding = raw.truth.of([k])[0][:length]
            yield (
                k,
                {
                    "text": " ".join(words[code] for code in row[:length]),
                    "label": int(label),
                    "deciding": deciding.tolist(),
                },
            )


class NnvizObjects(_MadeImages):
    """A square, a triangle or a cross among circles and rings."""

    SOURCE = "objects"


class NnvizShapes(_MadeImages):
    """Circles, squares and triangles of equal area, drawn anywhere."""

    SOURCE = "shapes"


class NnvizMarkedShapes(_MadeImages):
    """Circles and squares with a mark that gives them away."""

    SOURCE = "marked_shapes"


class NnvizSentences(_MadeTexts):
    """Short sentences in which one word decides."""

    SOURCE = "sentences"


class NnvizLists(_MadeTexts):
    """Lists of letters: which one stands at a place of the list turned around?"""

    SOURCE = "lists"


class NnvizBrackets(_MadeTexts):
    """Brackets that are balanced, or not."""

    SOURCE = "brackets"
