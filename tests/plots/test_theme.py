import tomllib
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from nnviz.plots import theme

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("dark", [False, True])


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@BOTH
def test_text_and_lines_are_legible(dark):
    colour = theme.tokens(dark)
    for name, least in {
        "text": 7,
        "muted": 4.5,
        "accent": 4.5,
        "negative": 3,
        "positive": 3,
        "nan": 3,
        "train": 3,
        "validation": 3,
        "error": 4.5,
        "success": 4.5,
        "warning": 4.5,
    }.items():
        assert contrast(colour[name], colour["background"]) >= least, name
    for colour_of_class in colour["classes"]:
        assert contrast(colour_of_class, colour["background"]) >= 3, colour_of_class


@BOTH
def test_zero_is_the_background_and_ends_carry_the_sign(dark):
    colour, scale = theme.tokens(dark), theme.diverging(dark)
    assert [position for position, _ in scale] == pytest.approx(np.linspace(0, 1, len(scale)))
    assert scale[len(scale) // 2] == [0.5, colour["background"]]
    assert (scale[0][1], scale[-1][1]) == (colour["negative"], colour["positive"])


@BOTH
def test_sequential_lightness_is_linear_in_the_value(dark):
    lightness = np.array([theme.oklab(colour)[0] for _, colour in theme.sequential(dark)])
    steps = np.diff(lightness)
    assert np.all(steps < 0) or np.all(steps > 0)
    assert np.abs(steps / steps.mean() - 1).max() < 0.15


def test_oklab_of_known_colours():
    np.testing.assert_allclose(theme.oklab("#ffffff"), [1, 0, 0], atol=1e-4)
    np.testing.assert_allclose(theme.oklab("#000000"), [0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(theme.oklab("#ff0000"), [0.6279, 0.2249, 0.1258], atol=1e-3)


@pytest.mark.parametrize(
    "matrix",
    [  # Machado, Oliveira and Fernandes (2009), deuteranopia and protanopia
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ],
)
@BOTH
def test_pairs_with_opposite_meaning_differ_for_colour_blind_readers(matrix, dark):
    colour = theme.tokens(dark)

    def seen(name):
        rgb = np.array([int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        linear = np.clip(np.array(matrix) @ linear, 0, 1)
        srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
        return theme.oklab("#" + "".join(f"{int(round(255 * c)):02x}" for c in srgb))

    for one, other in [("negative", "positive"), ("train", "validation")]:
        assert np.linalg.norm(seen(colour[one]) - seen(colour[other])) > 0.12, (one, other)
    assert np.linalg.norm(seen(theme.CLASSES[0]) - seen(theme.CLASSES[1])) > 0.12


@BOTH
def test_streamlit_wears_the_same_colours(dark):
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    section, colour = config["theme"]["dark" if dark else "light"], theme.tokens(dark)
    assert section["backgroundColor"] == colour["background"]
    assert section["secondaryBackgroundColor"] == colour["surface"] == section["sidebar"]["backgroundColor"]
    assert section["sidebar"]["secondaryBackgroundColor"] == colour["background"]
    assert section["textColor"] == colour["text"]
    assert section["primaryColor"] == section["linkColor"] == colour["accent"]
    assert section["borderColor"] == colour["grid"]
    assert section["chartCategoricalColors"] == colour["classes"]


def test_classes_keep_their_colour_and_repeat_after_ten():
    assert len(set(theme.CLASSES)) == 10
    assert theme.class_color(0) == theme.class_color(10) == theme.CLASSES[0]
    assert theme.class_color(np.int64(3)) == theme.CLASSES[3]


def test_signed_limit_ignores_what_is_not_finite():
    assert theme.signed_limit([1, -3, np.nan, np.inf]) == 3
    assert theme.signed_limit([np.nan]) == 1 and theme.signed_limit([0.0]) == 1e-12


def test_apply_leaves_the_figure_transparent():
    fig = theme.apply(go.Figure(go.Scatter(y=[1, 2])), dark=True, height=300)
    assert fig.layout.paper_bgcolor == fig.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert fig.layout.font.color == theme.tokens(True)["text"] and fig.layout.height == 300
    assert theme.with_alpha("#102030", 0.5) == "rgba(16,32,48,0.5)"
