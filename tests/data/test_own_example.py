"""Images of a person's own: drawn in the data's manner, kept under their hash, an example of the selection."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from nnviz.data import ink
from nnviz.data.load import load, read
from nnviz.data.own import handmade
from nnviz.errors import DataError
from nnviz.specs import DataSpec, StepSpec

DIGITS = DataSpec(source="digits")


def _bars(width: int, length: int, count: int = 20) -> np.ndarray:
    """Upright white bars on black, (count, 28, 28, 1) bytes, one column apart from each other."""
    images = np.zeros((count, 28, 28, 1), "uint8")
    for k in range(count):
        images[k, 4 : 4 + length, 8 + k % 3 : 8 + k % 3 + width] = 200
    return images


def test_the_manner_of_bars_is_known_in_closed_form():
    manner = ink.measure(_bars(3, 20))
    assert (manner.black, manner.white, manner.ground, manner.ink, manner.plain) == (0, 255, (0,), (200,), True)
    assert manner.side == pytest.approx(20 / 28)
    columns = np.array([8 + k % 3 + 1.5 for k in range(20)])
    assert manner.centre == pytest.approx((14 / 28, columns.mean() / 28))
    # Forward differences meet both edges of a side, so that the perimeter is 2 (3 + 20) but for a corner's √2.
    assert manner.width == pytest.approx(2 * 60 / (2 * 23 - 2 + np.sqrt(2)))


def test_photographs_are_no_ink_on_a_ground():
    noise = np.random.default_rng(0).integers(0, 256, (10, 16, 16, 3))
    assert not ink.measure(noise).plain
    assert ink.measure(255 - _bars(3, 20)).ink == (55,)


def test_a_drawing_gets_the_size_the_place_and_the_line_of_the_data():
    manner = ink.measure(_bars(3, 20))
    small = [((200,), [(0.1, 0.1), (0.1, 0.2), (0.1, 0.3)])]
    fitted = ink.draw(small, manner, (28, 28, 1), fit=True)[..., 0].astype(float)
    rows, columns = np.flatnonzero(fitted.max(1) > 100), np.flatnonzero(fitted.max(0) > 100)
    assert len(rows) == pytest.approx(20, abs=1) and len(columns) == pytest.approx(manner.width, abs=1)
    places = (np.arange(28) + 0.5) / 28
    assert fitted.sum(1) @ places / fitted.sum() == pytest.approx(manner.centre[0], abs=0.01)
    assert fitted.sum(0) @ places / fitted.sum() == pytest.approx(manner.centre[1], abs=0.01)
    as_it_is = ink.draw(small, manner, (28, 28, 1), fit=False)[..., 0]
    assert as_it_is[:, 14:].max() == 0 and as_it_is[3, 2] == 200
    rubbed = ink.draw([*small, ((0,), [(0.1, 0.1), (0.1, 0.3)])], manner, (28, 28, 1), fit=False)
    assert rubbed.max() < 10


def test_a_drawn_one_and_a_picture_reach_the_network_as_the_data_do(home):
    data = load(DIGITS)
    one = handmade.content_of({"strokes": [["ink", [0.5, 0.1, 0.5, 0.9]]], "fit": True})
    part = handmade.keep(one)
    split = data.split(part)
    own = data.unscaled(split.x)[0, ..., 0]
    assert split.x.shape == (1, 8, 8, 1) and split.y.tolist() == [-1] and own.max() > 10
    mean_one = data.unscaled(data.train.x[data.train.y == 1])[..., 0].mean(0)
    others = [data.unscaled(data.train.x[data.train.y == k])[..., 0].mean(0) for k in (0, 3, 7)]

    def alike(image):
        return np.corrcoef(image.ravel(), own.ravel())[0, 1]

    assert alike(mean_one) > max(map(alike, others)) and alike(mean_one) > 0.7

    file = io.BytesIO()
    Image.fromarray(np.full((10, 20, 3), (0, 255, 0), "uint8")).save(file, "PNG")
    green = handmade.content_of({"picture": base64.b64encode(file.getvalue()).decode()})
    grey = data.unscaled(handmade.as_input(green, data))
    np.testing.assert_allclose(grey, 16 * 150 / 255, atol=1e-4)  # ITU-R 601: 0.587 · 255 = 150


@pytest.mark.parametrize(
    "steps",
    [(), (("crop", {"height": 12, "width": 12}), ("resize", {"height": 8, "width": 8}), ("grey", {}), ("rescale", {}))],
)
def test_a_picture_is_prepared_as_the_data_were(steps):
    spec = DataSpec(source="patches", steps=tuple(StepSpec(name=name, settings=own) for name, own in steps))
    data, raw = load(spec), read(spec)
    for place in (0, 7):
        content = io.BytesIO()
        Image.fromarray(raw.x[data.validation.rows[place]].astype("uint8")).save(content, "PNG")
        picture = handmade.content_of({"picture": base64.b64encode(content.getvalue()).decode()})
        np.testing.assert_allclose(handmade.as_input(picture, data)[0], data.validation.x[place], atol=1e-5)
        assert handmade.shades(picture, data).shape == data.schema.input_shape


@pytest.mark.parametrize(
    "told",
    [
        {"strokes": [["ink", [0.5, 2.0]]]},
        {"strokes": [["ink", [0.5]]]},
        {"strokes": [["url(x)", [0.5, 0.5]]]},
        {"strokes": [["ink", [0.5, 0.5]]] * 301},
        {"picture": "no base64!"},
        {"picture": ""},
        {},
        {"strokes": 3},
    ],
)
def test_what_is_no_drawing_is_refused(told):
    with pytest.raises(DataError, match="Clear it and draw again"):
        handmade.content_of(told)


def test_nothing_drawn_is_nothing_and_what_is_gone_is_said(home):
    assert handmade.content_of({"strokes": [], "fit": True}) == ""
    assert handmade.content_of({"strokes": [["ground", [0.1, 0.1]]], "fit": True}) == ""
    with pytest.raises(DataError, match="not kept here"):
        load(DIGITS).split("own." + "0" * 24)
    broken = json.dumps({"picture": base64.b64encode(b"not an image").decode()})
    with pytest.raises(DataError, match="cannot be read"):
        handmade.shades(broken, load(DIGITS))
    with pytest.raises(DataError, match="not images"):
        handmade.manner_of(load(DataSpec(source="iris")))


def test_a_script_draws_and_brings_pictures(home):
    data = load(DIGITS)
    drawn = handmade.own_example([[(0.5, 0.1), (0.5, 0.9)]])
    told = handmade.content_of({"strokes": [["ink", [0.5, 0.1, 0.5, 0.9]]], "fit": True})
    np.testing.assert_array_equal(data.split(drawn).x, handmade.as_input(told, data))
    Image.new("L", (8, 8), 255).save(home / "white.png")
    np.testing.assert_allclose(data.unscaled(data.split(handmade.own_example(home / "white.png")).x), 16, atol=1e-5)
    with pytest.raises(DataError, match="Nothing is drawn"):
        handmade.own_example([])
    with pytest.raises(DataError, match="cannot be read"):
        handmade.own_example(home / "none.png")
