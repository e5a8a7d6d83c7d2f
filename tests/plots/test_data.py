"""Figures of a data set hold exactly the numbers and colours that they were given."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from nnviz.plots import data as plots
from nnviz.plots import theme
from nnviz.plots.images import png


def _named(figure, text):
    return [trace for trace in figure.data if text in (trace.hovertemplate or "")]


@pytest.mark.parametrize("dark", [False, True])
def test_scatter_draws_every_point_once_in_its_classes_colour(dark):
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(60, 2)), np.arange(60) % 3
    split = np.array(["train", "validation", "test", "train", "train"] * 12)
    figure = plots.scatter(points, labels, ("a", "b", "c"), split, dark)
    drawn = np.concatenate([np.column_stack([t.x, t.y]) for t in figure.data if t.hovertemplate])
    np.testing.assert_array_equal(np.sort(drawn, axis=0), np.sort(points, axis=0))
    for k, name in enumerate("abc"):
        here = (labels == k) & (split == "validation")
        (trace,) = _named(figure, f"{name}, validation<br>")
        np.testing.assert_array_equal(trace.x, points[here, 0])
        assert trace.marker.color == theme.class_color(k) and trace.marker.symbol == "circle-open"
    legend = [t.name for t in figure.data if t.showlegend is not False]
    assert legend == ["a", "b", "c", "train", "validation", "test"]
    assert figure.layout.yaxis.scaleanchor == "x"


def test_scatter_of_signed_values_is_centred_on_zero():
    values = np.array([[-1.0], [0.5], [3.0]])
    figure = plots.scatter(np.eye(3, 2), values, target_name="height")
    axis = figure.layout.coloraxis
    assert (axis.cmin, axis.cmax) == (-3.0, 3.0)
    assert [list(step) for step in axis.colorscale] == theme.diverging(False)
    np.testing.assert_array_equal(figure.data[0].marker.color, values[:, 0])


def test_scatter_of_positive_values_is_sequential():
    axis = plots.scatter(np.eye(3, 2), [25.0, 100.0, 346.0], dark=True).layout.coloraxis
    assert (axis.cmin, axis.cmax) == (25.0, 346.0)
    assert [list(step) for step in axis.colorscale] == theme.sequential(True)


def test_feature_matrix_picks_its_columns():
    x = np.arange(12.0).reshape(4, 3)
    figure = plots.feature_matrix(x, [0, 1, 0, 1], ("a", "b", "c"), 2, 0, ("no", "yes"))
    np.testing.assert_array_equal(figure.data[1].x, [5.0, 11.0])
    np.testing.assert_array_equal(figure.data[1].y, [3.0, 9.0])
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("c", "a")
    assert figure.layout.yaxis.scaleanchor is None


def test_class_balance_stacks_the_splits_that_hold_something():
    counts = {"train": (7, 5), "validation": (2, 1), "test": (0, 0)}
    figure = plots.class_balance(counts, ("no", "yes"))
    assert [bar.name for bar in figure.data if bar.showlegend is False] == ["Train", "Validation"]
    assert [bar.name for bar in figure.data if bar.showlegend is None] == ["train", "validation"], "the key"
    assert list(figure.data[0].y) == [7, 5] and figure.layout.barmode == "stack"
    assert figure.data[0].marker.color[1] == theme.with_alpha(theme.class_color(1), 1.0)


def test_target_histogram_puts_bars_between_their_edges():
    figure = plots.target_histogram([0.0, 10.0, 30.0], [4, 6], "progression")
    assert list(figure.data[0].x) == [5.0, 20.0] and list(figure.data[0].y) == [4, 6]
    assert list(figure.data[0].customdata) == ["0 to 10", "10 to 30"]


def _decoded(uri: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1]))))


def test_png_is_read_back_by_pillow():
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 4), dtype="uint8")
    np.testing.assert_array_equal(_decoded(png(pixels)), pixels)


@pytest.mark.parametrize("channels", [1, 3])
def test_image_grid_shows_every_pixel_and_nothing_else(channels):
    images = np.random.default_rng(0).integers(0, 256, (5, 8, 8, channels), dtype="uint8")
    figure = plots.image_grid(images, list("abcde"), columns=3)
    mosaic = _decoded(figure.data[0].source)
    factor, right, down = 6, round(48 * 1.12), round(48 * 1.34)
    for k, image in enumerate(images):
        tile = mosaic[(k // 3) * down :, (k % 3) * right :][:48:factor, :48:factor]
        np.testing.assert_array_equal(tile[..., :3], np.broadcast_to(image, (8, 8, 3)))
        assert (tile[..., 3] == 255).all()
    assert (mosaic[..., 3] == 255).sum() == 5 * 48 * 48
    assert [note.text for note in figure.layout.annotations] == list("abcde")
    assert figure.layout.annotations[4].x == pytest.approx(1.12 + 0.5)
    assert figure.layout.annotations[4].y == pytest.approx(1.34 + 1.02)


def test_a_table_keeps_its_categories_and_days():
    x = np.array([[0.0, 18262.0], [1.0, 18628.0], [1.0, np.nan]])
    figure = plots.feature_matrix(
        x, [5.0, 6.0, 7.0], ("city", "joined"), 0, 1, categories={0: ("Oslo", "Rome")}, dates=[1]
    )
    points = figure.data[0]
    assert np.abs(np.array(points.x) - [0, 1, 1]).max() <= 0.3 and len(set(points.x)) == 3, "spread, near their place"
    assert list(figure.layout.xaxis.ticktext) == ["Oslo", "Rome"] and list(figure.layout.xaxis.tickvals) == [0, 1]
    days = np.array(points.y[:2]).astype("datetime64[ms]").astype("datetime64[D]").astype(str)
    assert figure.layout.yaxis.type == "date" and list(days) == ["2020-01-01", "2021-01-01"]
    assert "%{x}" not in points.hovertemplate and "%{y}" in points.hovertemplate
