"""TensorFlow Datasets: read by a process of its own, kept, and given up on at the deadline."""

import os
import socket
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from nnviz import settings
from nnviz.data.downloading import fetch, fetching, remote
from nnviz.data.load import load, schema_of
from nnviz.errors import DataError
from nnviz.specs import DataSpec
from tests.own_thread import for_this_thread
from tests.sampling import whole


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder in which the tiny data sets lie prepared, as after a download."""
    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        from tiny_builders import tiny_parts, tiny_squares

        for builder in (tiny_squares.TinySquares, tiny_squares.TinySlopes, tiny_squares.TinyFrames):
            builder(data_dir=folder).download_and_prepare()
        assert tiny_parts.TinyBroken.VERSION and tiny_parts.TinyLocked.VERSION  # registered, and never prepared
        for builder in (tiny_parts.TinyPeople, tiny_parts.TinyWords, tiny_parts.TinyTags):
            builder(data_dir=folder).download_and_prepare()
    return folder


def _order(prepared, tmp_path, **changes):
    return {
        "name": "tiny_squares",
        "limit": 12,
        "split": "train",
        "size": 0,
        "numbers": 10_000,
        "seconds": 60,
        "data_dir": str(prepared),
        "scratch": str(tmp_path),
        "bytes": 10**9,
        "file": str(tmp_path / "x.npz"),
        **changes,
    }


@whole  # what it reads is tested below in this process, how it is watched in test_fetching.py
def test_images_come_through_the_process_and_are_kept(home, prepared, monkeypatch):
    (home / "datasets").mkdir()
    os.symlink(prepared, home / "datasets" / "tfds")
    spec = DataSpec(source="tfds", settings={"name": "tiny_squares", "limit": 20}, scaling="none")
    data = load(spec)
    assert data.schema == schema_of(spec)
    assert (data.schema.kind, data.schema.task, data.schema.input_shape) == ("image", "multiclass", (6, 6, 1))
    assert data.schema.class_names == ("dark", "middle", "light") and data.schema.outputs == 3
    grey = data.train.x[:, 0, 0, 0]
    assert (data.train.x == grey[:, None, None, None]).all()
    np.testing.assert_array_equal(data.train.y, (grey / 20).astype(int) % 3)
    assert data.size == 12

    monkeypatch.setattr(remote, "Fetching", lambda *_: pytest.fail("a stored copy needs no process"))
    kept = remote.read("tiny_squares", 20, "train", 0, seed=0)
    assert len(kept.x) == 12 and kept.x.dtype == np.uint8
    assert not [p for p in (home / "datasets").iterdir() if p.name.startswith(".")]


def test_vectors_with_a_real_target(prepared, tmp_path):
    order = _order(prepared, tmp_path, name="tiny_slopes", limit=30)
    assert fetch.main(order) == {}
    with np.load(order["file"]) as stored:
        np.testing.assert_array_equal(stored["x"][:, 1], 2 * stored["x"][:, 0])
        np.testing.assert_array_equal(stored["y"], 3 * stored["x"][:, 0])
        assert '"task": "regression"' in str(stored["schema"])


def _read(prepared, home, name: str, **chosen: str):
    (home / "datasets").mkdir(exist_ok=True)
    wanted = fetching.Wanted(name, 100, "train", 0, **chosen)
    assert fetch.main(_order(prepared, home, name=name, limit=100, file=str(wanted.file), **chosen)) == {}
    return load(DataSpec(source="tfds", settings={"name": name, "limit": 100, **chosen}, scaling="none"))


def test_a_nested_table_keeps_its_columns_and_names(prepared, home):
    data = _read(prepared, home, "tiny_people")
    schema = data.schema
    assert (schema.kind, schema.task, schema.class_names) == ("vector", "binary", ("guest", "member"))
    kinds = {column.name: (column.kind, column.role) for column in schema.columns}
    assert kinds["person/age"] == ("number", "input") and kinds["label"] == ("category", "target")
    assert kinds["person/city"] == ("category", "input")
    age = data.train.x[:, schema.feature_names.index("person/age")]
    np.testing.assert_array_equal(data.train.y, age > 30)


def test_another_part_can_be_the_input_or_the_target(prepared, home):
    masks = _read(prepared, home, "tiny_tags", input="mask")
    assert masks.schema.input_shape == (5, 4, 1) and masks.train.x.max() == 0
    city = _read(prepared, home, "tiny_people", target="person/city")
    assert city.schema.class_names == ("Oslo", "Rome") and "label = member" in city.schema.feature_names
    age = _read(prepared, home, "tiny_people", input="label", target="person/age")
    assert age.schema.task == "regression" and age.schema.feature_names == ("label = guest", "label = member")


def test_of_several_texts_the_telling_one_is_read(prepared, home):
    data = _read(prepared, home, "tiny_words")
    assert (data.schema.kind, data.schema.class_names, data.size) == ("tokens", ("bad", "good"), 20)
    texts = {data.schema.text(ids): int(y) for ids, y in zip(data.train.x, data.train.y, strict=True)}
    assert texts == {"très bon film": 1, "a bad one": 0}


def test_any_number_of_labels(prepared, home):
    data = _read(prepared, home, "tiny_tags")
    assert (data.schema.task, data.schema.class_names, data.schema.outputs) == ("multilabel", ("red", "blue"), 2)
    np.testing.assert_array_equal(data.train.y, data.train.x[:, 0, 0][:, [0, 2]] > 0)


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"name": "fashion_mist"}, "Did you mean 'fashion_mnist'?"),
        ({"split": "exam"}, "it has no split 'exam'"),
        ({"numbers": 100}, "Read at most 2,"),
        ({"name": "tiny_broken"}, "it could not be prepared (KeyError: 'row 7'). Choose another data set"),
        ({"name": "tiny_locked"}, "it has to be downloaded by hand"),
        ({"name": "tiny_frames"}, "none of its parts is a target: clip (Video)"),
        ({"name": "tiny_tags", "input": "picture"}, "it has no part 'picture'. one of image (Image), mask (Image)"),
        ({"name": "tiny_people", "target": "person/name"}, "its part person/name is Text, which cannot be predicted"),
    ],
)
def test_what_cannot_be_read_is_said(prepared, tmp_path, changes, said):
    assert said in " ".join(fetch.main(_order(prepared, tmp_path, **changes)).values())


def test_images_are_resized_on_request(prepared, tmp_path):
    order = _order(prepared, tmp_path, size=3)
    assert fetch.main(order) == {}
    with np.load(order["file"]) as stored:
        assert stored["x"].shape == (12, 3, 3, 1)
        assert sorted(stored["x"][:, 1, 1, 0]) == [20 * k for k in range(12)]


def test_no_network_is_said_at_once(home, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    tried = []

    def refuse(address, timeout):
        tried.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket, "create_connection", for_this_thread(refuse, socket.create_connection))
    said = fetch.main(_order(home, home, name="mnist"))
    fetch.main(_order(home, home, name="kmnist"))
    assert tried == [("storage.googleapis.com", 443), ("codh.rois.ac.jp", 80)]
    assert "storage.googleapis.com cannot be reached" in said["problem"]
    assert said["expected"] == "a network connection"
    assert "Digits" in said["fix"]


def test_a_silent_network_is_given_up_on_at_the_deadline(home, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, address)
        monkeypatch.setenv("NNVIZ_DOWNLOAD_SECONDS", "4")
        settings.get.cache_clear()
        started = []
        popen = subprocess.Popen
        monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
        start = time.monotonic()
        with pytest.raises(DataError, match="Nothing of .* 'mnist' has arrived for 4 seconds.*Digits") as caught:
            load(DataSpec(source="mnist"))
        assert time.monotonic() - start < 60, "not the minutes of its own retries"
    assert caught.value.where == "name"
    assert started[0].returncode is not None
    left = [p.name for p in (home / "datasets").rglob("*") if p.name.startswith((".", "incomplete"))]
    assert left == []


def test_a_worker_of_the_app_downloads_nothing_by_itself(home, monkeypatch):
    monkeypatch.setenv("NNVIZ_IN_WORKER", "1")
    monkeypatch.setattr(remote, "Fetching", lambda *_: pytest.fail("nobody asked for it"))
    with pytest.raises(DataError, match="'mnist' is not here yet. The download is 11.6 MB.*on the Data page"):
        load(DataSpec(source="mnist", settings={"limit": 30}))


def test_a_damaged_copy_is_removed_and_said(home):
    file = home / "datasets" / "mnist-train-5000-0.npz"
    file.parent.mkdir()
    file.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(DataError, match="was damaged and has been removed"):
        remote.read("mnist", 5000, "train", 0, seed=0)
    assert not file.exists()


def test_an_unwritable_home_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NNVIZ_HOME", str(tmp_path / "file"))
    settings.get.cache_clear()
    with pytest.raises(DataError, match="Set NNVIZ_HOME"):
        remote.read("mnist", 100, "train", 0, seed=0)
    settings.get.cache_clear()
