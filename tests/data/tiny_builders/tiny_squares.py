"""Twelve 6×6 images; image k is filled with the value 20·k, its class is k mod 3."""

import numpy as np
import tensorflow_datasets as tfds


class TinySquares(tfds.core.GeneratorBasedBuilder):
    """Images of one grey each."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        features = tfds.features.FeaturesDict(
            {
                "image": tfds.features.Image(shape=(6, 6, 1)),
                "label": tfds.features.ClassLabel(names=["dark", "middle", "light"]),
            }
        )
        return self.dataset_info_from_configs(features=features, supervised_keys=("image", "label"))

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        for k in range(12):
            yield k, {"image": np.full((6, 6, 1), 20 * k, "uint8"), "label": k % 3}


class TinySlopes(tfds.core.GeneratorBasedBuilder):
    """Vectors (k, 2k) with the real target 3k."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        features = tfds.features.FeaturesDict(
            {"x": tfds.features.Tensor(shape=(2,), dtype=np.float32), "y": tfds.features.Scalar(dtype=np.float32)}
        )
        return self.dataset_info_from_configs(features=features, supervised_keys=("x", "y"))

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        for k in range(30):
            yield k, {"x": np.array([k, 2 * k], "float32"), "y": np.float32(3 * k)}


class TinyFrames(tfds.core.GeneratorBasedBuilder):
    """Videos, which are not read."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        features = tfds.features.FeaturesDict({"clip": tfds.features.Video(shape=(2, 4, 4, 3))})
        return self.dataset_info_from_configs(features=features)

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        yield 0, {"clip": np.zeros((2, 4, 4, 3), "uint8")}
