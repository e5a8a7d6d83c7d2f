"""Our made images and texts as TensorFlow Datasets has them: the same examples, prepared without a network."""

import numpy as np

import nnviz
from nnviz.data.downloading import fetch, tfds_list
from nnviz.data.load import read
from nnviz.specs import DataSpec
from tests.sampling import whole


def test_images_and_what_decides_are_those_of_the_source(tmp_path):
    import tensorflow_datasets as tfds

    from nnviz.data import builders

    parts = tfds.load("nnviz_objects", data_dir=tmp_path)
    assert set(parts) == {"train", "test"} and builders.NnvizObjects.VERSION == "1.0.0"
    raw, seen = read(DataSpec(source="objects", seed=1)), list(tfds.as_numpy(parts["test"]))
    assert len(seen) == len(raw.x)
    expected = {np.rint(255 * x).astype("uint8").tobytes(): k for k, x in enumerate(raw.x)}
    for one in seen[:100]:
        k = expected[one["image"].tobytes()]
        assert one["label"] == raw.y[k]
        np.testing.assert_array_equal(one["deciding"][..., 0] > 0, raw.truth.parts[k])


def test_they_are_listed_under_their_names():
    from nnviz.data import builders

    made = {getattr(builders, name).name for name in builders.__all__}
    assert {name for name in tfds_list.data_sets() if name.startswith("nnviz_")} == made
    assert all(tfds_list.find(name).bytes == 0 for name in made)


@whole
def test_a_process_of_its_own_knows_them(home):
    data = nnviz.load_data(DataSpec(source="tfds", settings={"name": "nnviz_objects", "limit": 60}))
    assert data.size == 60 and data.schema.class_names == ("square", "triangle", "cross")


def test_they_are_read_by_name_as_any_other(tmp_path):
    order = {
        "name": "nnviz_shapes", "limit": 30, "split": "train", "size": 0, "numbers": 10**6, "seconds": 60,
        "data_dir": str(tmp_path), "scratch": str(tmp_path), "file": str(tmp_path / "x.npz"),
    }  # fmt: skip
    assert fetch.main(order) == {}
    with np.load(order["file"]) as stored:
        assert stored["x"].shape == (30, 16, 16, 1) and set(stored["y"]) <= {0, 1, 2}


@whole
def test_texts_say_which_of_their_words_decide(tmp_path):
    import tensorflow_datasets as tfds

    from nnviz.data import builders  # noqa: F401
    from nnviz.data.made.sentences import BAD, GOOD

    seen = tfds.load("nnviz_sentences", split="train", data_dir=tmp_path)
    for one in list(tfds.as_numpy(seen))[:50]:
        words = one["text"].decode().split()
        (word,) = (word for word, decides in zip(words, one["deciding"], strict=True) if decides)
        assert word in (GOOD if one["label"] else BAD)
