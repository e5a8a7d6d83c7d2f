"""Figures that are pictures have the height that their width asks for, on a wide screen and on a narrow one."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from nnviz.plots import activations, attribution, pictures, shap, trust
from nnviz.plots.images import image_grid, picture_uri

RNG = np.random.default_rng(0)
IMAGES = np.zeros((48, 8, 8, 1), "uint8")


def plot_area(figure, width: float) -> tuple[float, float]:
    """(width, height) of what is left between the margins when the figure is as wide as that."""
    ratio, beside, above = pictures.shape(figure)
    return width - beside, above + ratio * (width - beside) - above


@pytest.mark.parametrize(("narrow", "columns", "rows"), [(False, 12, 4), (True, 5, 10)])
def test_pictures_of_a_grid_fill_it(narrow, columns, rows):
    figure = image_grid(IMAGES, ["0"] * 48, narrow=narrow)
    last = figure.layout.annotations[-1]
    assert (last.x, last.y) == pytest.approx(((47 % columns) * 1.12 + 0.5, (47 // columns) * 1.34 + 1.02))
    for width in (264, 334, 600, 904):
        across, down = plot_area(figure, width)
        side = across / (columns * 1.12 - 0.12)
        assert down == pytest.approx(rows * 1.34 * side, abs=1)
        assert figure.layout.xaxis.range[1] / figure.layout.yaxis.range[0] == pytest.approx(across / down, rel=0.01)


def test_a_phone_shows_pictures_of_48_pixels_and_more():
    across, _ = plot_area(image_grid(IMAGES, narrow=True), 334)
    assert across / (5 * 1.12 - 0.12) >= 48


def test_a_grid_without_captions_has_no_room_for_them():
    with_them, without = image_grid(IMAGES[:12], ["0"] * 12), image_grid(IMAGES[:12])
    assert with_them.layout.yaxis.range[0] == pytest.approx(1.34) and without.layout.yaxis.range[0] == pytest.approx(
        1.0
    )
    assert without.layout.height < with_them.layout.height


def test_few_pictures_do_not_grow_without_limit():
    assert image_grid(IMAGES[:1]).layout.width == 160


@pytest.mark.parametrize(
    ("count", "wide", "narrow"), [(1, 1, 1), (3, 3, 3), (8, 4, 4), (16, 8, 4), (32, 8, 6), (64, 13, 6)]
)
def test_maps_stand_in_rows_that_are_full_or_nearly(count, wide, narrow):
    maps = RNG.normal(size=(count, 12, 12))
    for columns, on_phone in ((wide, False), (narrow, True)):
        figure = activations.feature_map_grid(maps, narrow=on_phone)
        rows = -(-count // columns)
        z = np.array(figure.data[0].z, float)
        assert z.shape == (rows * 13 - 1, columns * 13 - 1)
        across, down = plot_area(figure, 334)
        assert down / across == pytest.approx(z.shape[0] / z.shape[1], rel=0.01)
        assert figure.layout.width <= (pictures.NARROW if on_phone else pictures.WIDE)


def test_a_narrow_map_leaves_its_caption_whole_and_does_not_become_tall():
    figure = activations.feature_map_grid(RNG.normal(size=(1, 100, 10)))
    across, down = plot_area(figure, figure.layout.width)
    assert figure.layout.width == 330 and down / across == pytest.approx(10, rel=0.01) and down <= 600


def test_on_a_phone_the_colour_bar_lies_below_and_takes_no_width():
    for make in (
        lambda narrow: activations.feature_map_grid(RNG.normal(size=(8, 8, 8)), narrow=narrow),
        lambda narrow: attribution.image_attribution(np.zeros((8, 8, 1)), np.ones((8, 8, 1)), narrow=narrow),
    ):
        wide, phone = make(False), make(True)
        assert wide.layout.margin.r > 50 and phone.layout.margin.r == 2
        assert wide.data[-1].colorbar.orientation is None and phone.data[-1].colorbar.orientation == "h"
        assert phone.layout.margin.b > wide.layout.margin.b


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("size", [(8, 8), (6, 12), (20, 5)])
def test_an_image_and_its_map_fill_their_halves(narrow, size):
    figure = attribution.image_attribution(np.zeros((*size, 1)), np.ones((*size, 1)), narrow=narrow)
    across, down = plot_area(figure, figure.layout.width)
    assert figure.layout.xaxis.domain[1] == pytest.approx(0.48)
    assert down == pytest.approx(0.48 * across * size[0] / size[1], abs=1)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 3, 6])
def test_maps_beside_their_picture_keep_its_shape_on_every_screen(narrow, count):
    image, maps = RNG.uniform(size=(6, 9, 3)), RNG.normal(size=(count, 6, 9, 3))
    names = [f"layer <{k}>" for k in range(count)]
    for figure in (
        shap.image_maps(image, maps, names, narrow=narrow),
        trust.small_maps(maps, names, image=image, narrow=narrow),
    ):
        across, down = plot_area(figure, figure.layout.width)
        x, y = figure.layout.xaxis.domain, figure.layout.yaxis.domain
        assert down * (y[1] - y[0]) == pytest.approx(across * (x[1] - x[0]) * 6 / 9, rel=0.12)
        assert figure.layout.width <= (pictures.NARROW if narrow else pictures.WIDE)
        told = [one.text for one in figure.layout.annotations]
        assert told == ["the picture", *(f"layer &lt;{k}&gt;" for k in range(count))]
        drawn = [trace for trace in figure.data if trace.type == "heatmap"]
        np.testing.assert_allclose(drawn[-1].z, maps[-1].sum(-1))
        assert all(trace.zmin == -trace.zmax for trace in drawn)
    rows = trust.strips(maps, names, [f"w{k}" for k in range(162)])
    np.testing.assert_allclose(np.abs(rows.data[0].z).max(1), 1.0)


def test_a_strip_of_units_has_broader_cells_on_a_phone():
    wide, phone = (activations.activation(np.arange(64.0), narrow=narrow) for narrow in (False, True))
    assert np.array(wide.data[0].z).shape == (4, 20) and np.array(phone.data[0].z).shape == (5, 13)
    assert pictures.shape(wide) is None


@pytest.mark.parametrize(
    ("count", "wanted", "most", "columns"),
    [(16, 6.4, 16, 8), (10, 5.1, 16, 5), (7, 3.6, 6, 4), (1, 1.6, 16, 1), (1000, 50.0, 16, 16)],
)
def test_columns_are_near_to_what_is_wanted_and_leave_few_places_empty(count, wanted, most, columns):
    assert pictures.even_columns(count, wanted, most) == columns


def test_a_small_picture_is_enlarged_and_holds_its_own_pixels():
    grey = np.arange(64, dtype="uint8").reshape(8, 8, 1)
    uri = picture_uri(grey)
    decoded = np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",", 1)[1]))).convert("RGBA"))
    assert decoded.shape == (64, 64, 4) and (decoded[..., 3] == 255).all()
    np.testing.assert_array_equal(decoded[::8, ::8, :3], np.broadcast_to(grey, (8, 8, 3)))
