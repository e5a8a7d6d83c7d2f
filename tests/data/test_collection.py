"""Collected pictures: deeds of the browser, the zip that they become, and the data that it holds."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from nnviz.data.load import load, read
from nnviz.data.own import collection, files
from nnviz.errors import DataError
from nnviz.specs import DataSpec


def _jpeg(red: int) -> str:
    content = io.BytesIO()
    Image.new("RGB", (224, 224), (red, 0, 90)).save(content, "JPEG", quality=95)
    return base64.b64encode(content.getvalue()).decode()


def _add(name: str, count: int, red: int) -> list[dict]:
    return [{"do": "add", "class": name, "id": f"{name}-{k}", "jpeg": _jpeg(red)} for k in range(count)]


def _collected(place) -> list[collection.CollectedClass]:
    deeds = [{"do": "name", "class": "first", "name": "Test"}, {"do": "name", "class": "second", "name": "a/../b"}]
    return collection.change(place, [*deeds, *_add("first", 4, 250), *_add("second", 3, 10)])


def test_pictures_become_data_whose_classes_keep_their_names(home):
    place = collection.folder()
    _collected(place)
    content = collection.zipped(place)
    assert content == collection.zipped(place), "the same pictures are the same file"
    name = files.name_of("collected.zip", content)
    files.folder().mkdir(parents=True)
    (files.folder() / name).write_bytes(content)
    spec = DataSpec(source="collected", settings={"file": name, "title": "Mine", "size": 8}, scaling="none")
    raw = read(spec)
    assert raw.schema.class_names == ("Test", "a/../b") and raw.schema.source == "Mine"
    assert np.bincount(raw.y).tolist() == [4, 3]
    reds = raw.x[..., 0].mean((1, 2))
    np.testing.assert_allclose(reds, np.where(raw.y == 0, 250, 10), atol=3)
    assert any("too kind" in note for note in load(spec).notes)
    assert collection.used(place) == ""
    collection.set_used(place, name)
    assert collection.used(place) == name
    collection.change(place, [{"do": "drop", "id": "first-0"}])
    assert collection.used(place) == ""


def test_whole_bursts_are_held_out_where_there_are_enough(home):
    place = collection.folder()
    for burst in ("aa", "bb", "cc"):
        for name in ("first", "second"):
            pictures = [f"{name[:1]}{burst}-{k}" for k in range(4)]
            collection.change(place, [{"do": "add", "class": name, "id": one, "jpeg": _jpeg(200)} for one in pictures])
    name = files.name_of("collected.zip", content := collection.zipped(place))
    files.folder().mkdir(parents=True)
    (files.folder() / name).write_bytes(content)
    spec = DataSpec(source="collected", settings={"file": name, "size": 8, "limit": 20}, validation_fraction=0.3)
    data, raw = load(spec), read(spec)
    bursts = {part: set(raw.groups[data.split(part).rows]) for part in ("train", "validation")}
    assert not bursts["train"] & bursts["validation"] and len(bursts["train"] | bursts["validation"]) == 6
    assert any("whole bursts are held out" in note for note in data.notes)


def test_a_removed_class_can_be_had_back_and_deeds_may_come_twice(home):
    place = collection.folder()
    _collected(place)
    _collected(place)
    assert [len(one.pictures) for one in collection.read(place)] == [4, 3]
    gone = collection.change(place, [{"do": "remove", "class": "second"}])
    assert "second class" in collection.lacking(gone)
    back = collection.change(place, [{"do": "restore", "class": "second"}])
    assert collection.lacking(back) == "" and (place / "second-2.jpg").is_file()
    collection.change(place, [{"do": "remove", "class": "second"}, {"do": "class", "class": "x", "name": "Third"}])
    left = collection.change(place, [{"do": "remove", "class": "x"}])
    assert [one.id for one in left] == ["first", "x"] and not (place / "second-2.jpg").exists()
    assert len(collection.thumbnails(place, ["first-0", "second-2", "../../etc/passwd"])) == 1
    assert collection.change(place, [{"do": "clear"}])[0].pictures == []
    assert not list(place.glob("*.jpg"))


@pytest.mark.parametrize(
    "deed",
    [
        {"do": "add", "class": "first", "id": "../x", "jpeg": _jpeg(1)},
        {"do": "add", "class": "first", "id": "x", "jpeg": base64.b64encode(b"<svg onload=alert(1)>").decode()},
        {"do": "add", "class": "first", "id": "x", "jpeg": "???"},
        {"do": "add", "class": "nowhere", "id": "x", "jpeg": _jpeg(1)},
        {"do": "class", "class": "../up", "name": "x"},
        {"do": "name", "class": 3},
        {"do": "format the disk"},
        {},
    ],
)
def test_what_is_no_deed_changes_nothing(home, deed):
    place = collection.folder()
    before = collection.read(place)
    assert collection.change(place, [deed]) == before
    assert not list(home.rglob("*.jpg"))


def test_what_is_too_much_or_too_little_is_said(home, monkeypatch):
    place = collection.folder()
    monkeypatch.setattr(collection, "MOST_PICTURES", 3)
    with pytest.raises(DataError, match="no more fit"):
        _collected(place)
    classes = collection.read(place)
    assert [len(one.pictures) for one in classes] == [3, 0] and classes[0].name == "Test"
    with pytest.raises(DataError, match="two classes or more"):
        collection.zipped(place)
    many = [{"do": "class", "class": f"c{k}", "name": "x"} for k in range(25)]
    with pytest.raises(DataError, match="at most 20"):
        collection.change(place, many)
    assert len(collection.read(place)) == 20
