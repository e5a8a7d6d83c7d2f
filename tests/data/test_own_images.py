"""A zip of images in folders, and arrays from a script."""

import numpy as np
import pytest

import nnviz
from nnviz.data import load as load_module
from nnviz.data.load import load, read
from nnviz.data.own import images, parsed
from nnviz.errors import NnvizError
from tests.data.conftest import png, zipped

RNG = np.random.default_rng(1)


def picture(red: int, green: int, size=(20, 30)) -> np.ndarray:
    return np.broadcast_to(np.array([red, green, 10], "uint8"), (*size, 3)).copy()


def spec_of(home, entries: dict[str, bytes] | bytes, **settings):
    path = home / "own.zip"
    path.write_bytes(entries if isinstance(entries, bytes) else zipped(entries))
    return nnviz.own_data(path, **settings)


def test_folders_are_classes_and_pixels_stay_what_they_are(home):
    entries = {f"all/train/green/{k}.png": png(picture(0, 200)) for k in range(6)}
    entries |= {f"all/test/red/{k}.png": png(picture(210, 0)) for k in range(6)}
    entries |= {"__MACOSX/red/._0.png": b"x", "all/readme.txt": b"x"}
    raw = read(spec_of(home, entries, size=8))
    assert raw.schema.class_names == ("green", "red") and raw.schema.input_shape == (8, 8, 3)
    for label, colour in ((0, (0, 200, 10)), (1, (210, 0, 10))):
        np.testing.assert_array_equal(raw.x[raw.y == label][0], np.broadcast_to(colour, (8, 8, 3)))


def test_folders_called_after_parts_hold_out_what_lies_in_them(home):
    green, red = png(picture(0, 200)), png(picture(210, 0))
    entries = {f"{part}/{name}/{k}.png": content for part, count in (("train", 9), ("Test", 3), ("val", 2))
               for name, content in (("green", green), ("red", red)) for k in range(count)}  # fmt: skip
    spec = spec_of(home, entries, size=8)
    data, raw = load(spec), read(spec)
    assert spec.settings["held_out"] == "as their folders say"
    assert (len(data.train), len(data.validation), len(data.test)) == (18, 4, 6)
    assert (raw.parts[data.test.rows] == 2).all() and sorted(data.test.y) == [0, 0, 0, 1, 1, 1]
    by_chance = load(spec.replace(settings={k: v for k, v in spec.settings.items() if k != "held_out"}))
    assert len(by_chance.test) == 0 and len(by_chance.validation) == round(0.2 * 28)
    loose = {name: content for name, content in entries.items() if name.startswith("train")}
    assert "held_out" not in spec_of(home, loose, size=8).settings


def test_grey_images_keep_one_channel_unless_colour_is_asked_for(home):
    entries = {f"{name}/{k}.png": png(np.full((9, 9), 30 * k, "uint8")) for name in "ab" for k in range(4)}
    assert read(spec_of(home, entries, size=8)).x.shape == (8, 8, 8, 1)
    assert read(spec_of(home, entries, size=8, colour="colour")).x.shape == (8, 8, 8, 3)


def test_an_image_is_cut_to_its_middle_and_transparent_parts_are_white(home):
    wide = np.zeros((10, 30, 3), "uint8")
    wide[:, 10:20] = 255
    clear = np.zeros((10, 10, 4), "uint8")
    entries = {f"a/{k}.png": png(wide) for k in range(3)} | {f"b/{k}.png": png(clear) for k in range(3)}
    raw = read(spec_of(home, entries, size=8, colour="grey"))
    assert raw.x[raw.y == 0].min() > 200 and raw.x[raw.y == 1].min() == 255


def test_damaged_images_are_left_out_and_counted(home):
    entries = {f"{name}/{k}.png": png(picture(9, 9)) for name in "ab" for k in range(5)} | {"a/9.png": b"no image"}
    raw = read(spec_of(home, entries))
    assert len(raw.x) == 10 and raw.notes == ("1 file was left out: a/9.png (damaged, or no image).",)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (b"no zip at all", "cannot be opened as a zip"),
        ({"a.png": png(picture(1, 1))}, "no image in a folder"),
        ({"a/1.png": png(picture(1, 1)), "a/2.png": png(picture(1, 1))}, "2 images in the folder 'a'"),
        ({"a/1.png": png(picture(1, 1)), "b/1.png": png(picture(1, 1))}, "holds one image"),
        ({f"{name}/{k}.png": b"nothing" for name in "ab" for k in range(3)}, "can be read"),
        ({f"{name}/{k}.pdf": b"nothing" for name in "ab" for k in range(3)}, "no image in a folder"),
    ],
)
def test_other_zips_are_refused_with_a_sentence(home, entries, says):
    with pytest.raises(NnvizError, match=says):
        read(spec_of(home, entries))


def test_an_image_that_would_unpack_to_gigabytes_is_left_out(home):
    entries = {f"{name}/{k}.png": png(picture(9, 9)) for name in "ab" for k in range(3)}
    raw = read(spec_of(home, entries | {"a/bomb.png": png(np.zeros((9000, 9000), "uint8"))}, size=8))
    assert len(raw.x) == 6 and "50 million pixels" in " ".join(raw.notes)


def test_arrays_train_as_they_are(home):
    x, y = RNG.random((60, 6, 6)).astype("float32"), np.array(["cat", "dog"])[RNG.integers(0, 2, 60)]
    data = load(nnviz.own_data(x[..., None], y, scaling="none"))
    assert data.schema.class_names == ("cat", "dog") and data.schema.kind == "image"
    np.testing.assert_array_equal(data.train.x[..., 0], x[data.train.rows])
    assert [data.schema.class_names[k] for k in data.train.y] == list(y[data.train.rows])
    values = load(nnviz.own_data(RNG.random((60, 4)), RNG.random((60, 2))))
    assert values.schema.task == "regression" and values.schema.outputs == 2


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.zeros((5, 2)), np.zeros(4)),
        (np.zeros(5), np.zeros(5)),
        (np.array(["a"] * 5), np.zeros(5)),
        (np.zeros((5, 2)), None),
        (np.zeros((5, 2, 2, 2, 2)), np.zeros(5)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(home, x, y):
    with pytest.raises(NnvizError):
        nnviz.own_data(x, y)


def test_images_are_read_once(home, monkeypatch):
    monkeypatch.setattr(parsed, "_WORTH", 0)
    spec = spec_of(home, {f"{name}/{k}.png": png(picture(30 * k, 9)) for name in "ab" for k in range(4)}, size=8)
    first = read(spec)
    load_module._read.cache_clear(), load_module._source.cache_clear()
    monkeypatch.setattr(images, "_pictures", lambda *_, **__: pytest.fail("read again"))
    again = read(spec)
    np.testing.assert_array_equal(again.x, first.x)
    np.testing.assert_array_equal(again.y, first.y)
    assert (again.schema, again.notes) == (first.schema, first.notes)
