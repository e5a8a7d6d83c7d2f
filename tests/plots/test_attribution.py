"""Attribution figures: signed, centred on zero, nothing lost, and the residual written out."""

import numpy as np

from nnviz.plots import attribution, theme

RNG = np.random.default_rng(0)


def test_an_image_stands_beside_its_signed_map():
    image, values = RNG.uniform(size=(6, 5, 3)), RNG.normal(size=(6, 5, 3))
    figure = attribution.image_attribution(image, values)
    picture, colours = figure.data
    np.testing.assert_allclose(np.array(colours.z, float), values.sum(-1))
    assert colours.zmin == -colours.zmax and picture.type == "image"
    assert [list(stop) for stop in colours.colorscale] == theme.diverging()
    assert "added up" in figure.layout.title.text


def test_a_map_without_negative_values_is_still_centred_on_zero():
    figure = attribution.image_attribution(np.zeros((2, 2, 1)), np.ones((2, 2, 1)))
    assert (figure.data[1].zmin, figure.data[1].zmax) == (-1.0, 1.0)
    assert "−1 to 1" in figure.layout.title.text


def test_bars_are_sorted_and_the_rest_is_one_bar():
    values = np.array([0.1, -3.0, 2.0, 0.5, -0.2])
    figure = attribution.feature_attribution(values, list("abcde"), [f"{k} mm" for k in range(5)], most=3)
    bar = figure.data[0]
    assert list(bar.y) == ["b = 1 mm", "c = 2 mm", "3 other features"]
    np.testing.assert_allclose(bar.x, [-3.0, 2.0, 0.4])
    assert np.isclose(np.sum(bar.x), values.sum())
    assert list(bar.text)[0] == "−3" and list(bar.marker.color)[0] == theme.tokens()["negative"]


def test_a_value_that_is_not_a_number_leads_the_list():
    bar = attribution.feature_attribution(np.array([1.0, np.nan])).data[0]
    assert bar.y[0] == "feature 2" and bar.text[0] == "nan" and bar.marker.color[0] == theme.nan_color()


def test_tokens_are_written_on_their_colour():
    tokens = ["a", "<b>", "c"]
    figure = attribution.token_attribution(tokens, np.array([1.0, -2.0, 0.5]), columns=2)
    assert [a.text for a in figure.layout.annotations] == ["a", "&lt;b&gt;", "c"]
    z = np.array(figure.data[0].z, float)
    np.testing.assert_array_equal(z, [[1.0, -2.0], [0.5, np.nan]])


def test_a_series_above_what_its_steps_count():
    series, values = RNG.normal(size=(9, 2)), RNG.normal(size=(9, 2))
    figure = attribution.sequence_attribution(series, values, channel_names=["low", "high"])
    np.testing.assert_array_equal(figure.data[0].y, series[:, 0])
    np.testing.assert_allclose(np.array(figure.data[2].z, float), values.T)


def test_completeness_states_the_residual():
    figure = attribution.completeness(0.798, 0.9, 0.1, 0.002)
    np.testing.assert_allclose(figure.data[0].x, [0.798, 0.8])
    assert "Apart by 0.002, within 1 % of the difference" in figure.layout.title.text
    none = attribution.completeness(0.5, 0.9, float("nan"), None)
    assert "does not promise" in none.layout.title.text and len(none.data[0].x) == 1


def test_bars_of_nothing_still_have_an_axis():
    figure = attribution.feature_attribution(np.zeros(2))
    assert list(figure.layout.xaxis.range) == [-1, 1]


def test_a_map_over_its_image_keeps_every_sign():
    values = np.array([[1.0, -0.5], [0.0, np.nan]])
    layer = attribution.clear(values, None, 0.8, dark=False)
    colours = [tuple(int(theme.tokens()[name][i : i + 2], 16) for i in (1, 3, 5)) for name in ("positive", "negative")]
    assert tuple(layer[0, 0, :3]) == colours[0] and tuple(layer[0, 1, :3]) == colours[1]
    assert layer[..., 3].tolist() == [[204, 102], [0, 255]], "opacity says how large, and zero is clear"
    figure = attribution.image_attribution(RNG.uniform(size=(2, 2, 3)), values[..., None], overlay=0.8)
    assert [trace.type for trace in figure.data] == ["image", "heatmap", "heatmap", "image"]
    assert "fainter the colour" in figure.layout.title.text
