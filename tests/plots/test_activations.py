"""Activation figures show the numbers that they were given, on a scale that they state."""

import numpy as np
import pytest

from nnviz.plots import activations, theme
from nnviz.plots.heat import heat

RNG = np.random.default_rng(0)


def test_maps_keep_their_values_and_share_one_scale():
    maps = RNG.normal(size=(5, 4, 6))
    maps[3] *= 10
    figure = activations.feature_map_grid(maps, columns=3, title="conv")
    z = np.array(figure.data[0].z, float)
    gap = z.shape[1] - 3 * 6
    assert gap == 2 and np.array_equal(z[:4, :6], maps[0]) and np.array_equal(z[5:, 7:13], maps[4])
    limit = np.abs(maps).max()
    assert (figure.data[0].zmin, figure.data[0].zmax) == (-limit, limit)
    assert f"{limit:.3g}" in figure.layout.title.text and "One scale for all maps" in figure.layout.title.text


def test_magnitudes_start_at_zero_on_the_sequential_scale():
    trace = activations.activation(RNG.uniform(1, 2, (4, 4, 2))).data[0]
    assert trace.zmin == 0 and [list(stop) for stop in trace.colorscale] == theme.sequential()


def test_what_is_not_finite_is_drawn_in_its_own_colour():
    maps = np.ones((1, 3, 3))
    maps[0, 1, 1], maps[0, 2, 2] = np.nan, np.inf
    figure = activations.feature_map_grid(maps)
    assert len(figure.data) == 2 and figure.data[1].colorscale[0][1] == theme.nan_color()
    assert np.isfinite(np.array(figure.data[1].z, float)).sum() == 2
    assert "2 values are not finite" in figure.layout.title.text
    assert figure.data[0].zmax == 1.0


def test_the_form_follows_the_shape():
    assert activations.activation(RNG.normal(size=10)).data[0].type == "bar"
    assert activations.activation(RNG.normal(size=300)).data[0].type == "heatmap"
    steps = activations.activation(RNG.normal(size=(7, 3)))
    assert np.array(steps.data[0].z).shape == (3, 7)
    some = activations.activation(RNG.normal(size=(4, 4, 100)), channels=16)
    assert "16 of 100 channels" in some.layout.title.text
    volume = activations.activation(RNG.normal(size=(5, 4, 4, 2)), title="conv3d")
    assert "middle slice of 5" in volume.layout.title.text


def test_bars_carry_the_sign_in_their_colour():
    figure = activations.units(np.array([1.0, -2.0, np.nan]), names=["a", "b", "c"], dark=True)
    colours = theme.tokens(True)
    assert list(figure.data[0].marker.color)[:2] == [colours["positive"], colours["negative"]]
    assert figure.layout.annotations[0].text == "nan" and figure.layout.annotations[0].x == "c"


@pytest.mark.parametrize("dark", [False, True])
def test_a_strip_leaves_no_cell_for_units_that_do_not_exist(dark):
    figure = activations.units(np.arange(50.0), dark)
    z = np.array(figure.data[0].z, float)
    assert np.isfinite(z).sum() == 50 and len(figure.data) == 1
    assert heat(np.zeros((2, 2)), dark)[0].zmax > 0
