"""Thumbnails: the places and colours in them are those of the numbers that they were given."""

import base64
import re
import struct
import zlib

import numpy as np

from nnviz.plots import theme, thumbnails


def svg(address: str) -> str:
    head, _, data = address.partition(",")
    assert head == "data:image/svg+xml;base64"
    return base64.b64decode(data).decode()


def circles(text: str) -> list[tuple[float, float, str]]:
    """Its round marks, those of one colour together."""
    names = dict(re.findall(r'<use href="#(c\d+)" stroke="(#\w+)"/>', text))
    paths = [(path, names[name]) for name, path in re.findall(r'<path id="(c\d+)" d="([^"]*)"', text)]
    return [
        (int(x) / 10, int(y) / 10, colour) for path, colour in paths for x, y in re.findall(r"M(\d+) (\d+)h0", path)
    ]


def pixels(text: str) -> np.ndarray:
    """The one PNG picture in it: (height, width, 4)."""
    (data,) = re.findall(r"data:image/png;base64,([^\"]+)", text)
    content = base64.b64decode(data)
    width, height = struct.unpack(">II", content[16:24])
    size = struct.unpack(">I", content[33:37])[0]
    lines = np.frombuffer(zlib.decompress(content[41 : 41 + size]), "uint8").reshape(height, 1 + 4 * width)
    return lines[:, 1:].reshape(height, width, 4)


def test_points_fill_the_square_the_second_feature_upwards_in_their_classes_colours():
    text = svg(thumbnails.points(np.array([[0, 10], [2, 30], [1, 20]]), np.array([0, 1, 1])))
    low, high, middle = circles(text)
    assert low == (6, 94, theme.class_color(0)) and high == (94, 6, theme.class_color(1))
    assert middle == (50, 50, theme.class_color(1))


def test_a_boundary_has_the_first_row_below_and_is_pale_where_the_network_is_unsure():
    output = np.array([[0.0, 0.0], [0.5, 1.0]])
    text = svg(thumbnails.boundary(output, np.array([[1.0, 1.0]]), [1], (0, 0), (4, 2)))
    picture = pixels(text)[..., :3].astype(int)
    background, orange = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in ("#ffffff", "#d97b06"))
    assert np.array_equal(picture[0, 0], background), "unsure"
    assert np.abs(picture[1, 0] - (0.38 * background + 0.62 * orange)).max() <= 0.5
    assert circles(text) == [(25, 50, theme.class_color(1))]


def test_a_right_prediction_and_a_wrong_one_are_framed_differently():
    text = svg(thumbnails.images(np.zeros((2, 4, 4, 1), "uint8"), np.array([True, False])))
    frames = re.findall(r'stroke="(#\w+)"', text)
    assert frames == [theme.tokens()["success"], theme.tokens()["error"]]


def test_equal_predictions_stand_on_the_diagonal():
    for x, y, _ in circles(svg(thumbnails.agreement(np.array([3.0, 5.0, 9.0]), np.array([3.0, 5.0, 9.0])))):
        assert abs(x + y - 100) < 0.11
