"""Data sets whose parts are nested, or named by nobody: a table, texts, and images with any number of labels."""

import numpy as np
import tensorflow_datasets as tfds


class TinyPeople(tfds.core.GeneratorBasedBuilder):
    """Forty people, whose columns lie in a dictionary; who is older than 30 is a member."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        person = {
            "age": tfds.features.Scalar(dtype=np.int32),
            "city": tfds.features.ClassLabel(names=["Oslo", "Rome"]),
            "name": tfds.features.Text(),
        }
        features = tfds.features.FeaturesDict(
            {"person": person, "label": tfds.features.ClassLabel(names=["guest", "member"])}
        )
        return self.dataset_info_from_configs(features=features)

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        for k in range(40):
            person = {"age": 10 + k, "city": k % 2, "name": ["Ann", "Bo", "Cy"][k % 3]}
            yield k, {"person": person, "label": int(10 + k > 30)}


class TinyWords(tfds.core.GeneratorBasedBuilder):
    """Twenty short texts and an identifier; a class a text."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        features = tfds.features.FeaturesDict(
            {
                "id": tfds.features.Text(),
                "sentence": tfds.features.Text(),
                "sentiment": tfds.features.ClassLabel(names=["bad", "good"]),
            }
        )
        return self.dataset_info_from_configs(features=features)

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        for k in range(20):
            text = "très bon film" if k % 2 else "a bad one"
            yield k, {"id": f"review-{k}", "sentence": text, "sentiment": k % 2}


class TinyTags(tfds.core.GeneratorBasedBuilder):
    """Images that have any number of two labels."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        features = tfds.features.FeaturesDict(
            {
                "image": tfds.features.Image(shape=(5, 4, 3)),
                "mask": tfds.features.Image(shape=(5, 4, 1)),
                "labels": tfds.features.Sequence(tfds.features.ClassLabel(names=["red", "blue"])),
            }
        )
        return self.dataset_info_from_configs(features=features)

    def _split_generators(self, dl_manager):
        return {"train": self._generate_examples()}

    def _generate_examples(self):
        for k in range(16):
            labels = [place for place in (0, 1) if k >> place & 1]
            image = np.zeros((5, 4, 3), "uint8")
            image[..., 0], image[..., 2] = 200 * (0 in labels), 200 * (1 in labels)
            yield k, {"image": image, "mask": np.zeros((5, 4, 1), "uint8"), "labels": labels}


class TinyBroken(TinyWords):
    """Fails in the middle of its preparation."""

    VERSION = tfds.core.Version("1.0.0")

    def _generate_examples(self):
        for k in range(20):
            if k == 7:
                raise KeyError("row 7")
            yield k, {"id": "", "sentence": "a text", "sentiment": 0}


class TinyLocked(TinyWords):
    """Has to be downloaded by hand."""

    VERSION = tfds.core.Version("1.0.0")
    MANUAL_DOWNLOAD_INSTRUCTIONS = "Log in."
