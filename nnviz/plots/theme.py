"""Every colour of nnviz and what it means, defined once, for light and dark pages.

Signed values run from orange (negative) through the page's background (zero) to blue (positive); magnitudes
run from the background to the far end of one scale; a class keeps its colour everywhere; NaN has a colour of
its own. Scales are straight lines in OKLab, so that equal steps of the value look like equal steps of colour.

Classes follow Okabe and Ito, Color Universal Design (2008), darkened or lightened so that each is legible
(contrast of 3:1 or more) on both backgrounds. OKLab: Björn Ottosson, "A perceptual color space for image
processing" (2020).
"""

import re
from functools import lru_cache

import numpy as np

FONT = '"Source Sans", "Source Sans 3", system-ui, -apple-system, "Segoe UI", sans-serif'
CLASSES = (
    "#d97b06",  # orange
    "#1f74c4",  # blue
    "#0a9670",  # bluish green
    "#c2699a",  # reddish purple
    "#2f97cf",  # sky blue
    "#d1500a",  # vermilion
    "#a38f0a",  # yellow, darkened
    "#7d8793",  # black, lightened
    "#7f68cf",  # violet
    "#95653a",  # brown
)
_LIGHT = {
    "background": "#ffffff",
    "surface": "#f5f6f9",
    "text": "#1b2330",
    "muted": "#5c6878",
    "grid": "#e4e8ee",
    "accent": "#5257c9",
    "negative": "#d36e00",
    "positive": "#1f74c4",
    "nan": "#c026b8",
    "train": "#8290a3",
    "validation": "#4a4fc4",
    "error": "#b3261e",
    "success": "#1a7f4e",
    "warning": "#8a5a00",
}
_DARK = {
    "background": "#10141b",
    "surface": "#191f29",
    "text": "#e7ebf1",
    "muted": "#98a4b5",
    "grid": "#2a3340",
    "accent": "#a0a4ff",
    "negative": "#f29a3f",
    "positive": "#5aaef2",
    "nan": "#f05be6",
    "train": "#77859a",
    "validation": "#a9adff",
    "error": "#ff8a80",
    "success": "#5cc98f",
    "warning": "#e6b450",
}
_SEQUENTIAL = {False: ("#ffffff", "#6fa8b8", "#1f1f5c"), True: ("#10141b", "#3f7f94", "#eef3d6")}


def tokens(dark: bool = False) -> dict:
    """All colours of a page as hex strings, JSON-ready: what plots and browser modules share.

    Keys: background, surface, text, muted, grid, accent, negative, positive, neutral (zero: the page's
    background), nan, train, validation, error, success, warning, dark (bool), font, classes (list), diverging and
    sequential (33 hex strings each).
    """
    base = _DARK if dark else _LIGHT
    return {
        **base,
        "neutral": base["background"],
        "dark": bool(dark),
        "font": FONT,
        "classes": list(CLASSES),
        "diverging": [colour for _, colour in diverging(dark)],
        "sequential": [colour for _, colour in sequential(dark)],
    }


def diverging(dark: bool = False) -> list[list]:
    """Plotly colour scale for signed values: orange, the page's background, blue. Use it with `zmid=0`."""
    base = _DARK if dark else _LIGHT
    return _scale((base["negative"], base["background"], base["positive"]))


def sequential(dark: bool = False) -> list[list]:
    """Plotly colour scale for magnitudes: from the background (0) to full; lightness is linear."""
    return _scale(_SEQUENTIAL[bool(dark)], linear_lightness=True)


def class_color(index: int) -> str:
    """The colour of class `index` (0 first), the same on every figure. Beyond ten they repeat."""
    return CLASSES[int(index) % len(CLASSES)]


def nan_color(dark: bool = False) -> str:
    """The colour of a value that is not a number; no scale and no class uses it."""
    return (_DARK if dark else _LIGHT)["nan"]


def signed_limit(values) -> float:
    """The largest finite |value|, at least 1e-12: signed values are drawn from -limit to +limit."""
    finite = np.abs(np.asarray(values, dtype=float))
    finite = finite[np.isfinite(finite)]
    return max(float(finite.max()), 1e-12) if finite.size else 1.0


def with_alpha(colour: str, alpha: float) -> str:
    """`colour` ("#rrggbb") as a CSS `rgba(...)` string with opacity `alpha` in [0, 1]."""
    red, green, blue = _rgb(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"


def apply(fig, dark: bool = False, height: int | None = None):
    """Give a plotly figure the app's look, in place, and return it. Traces keep colours they were given.

    The layout is looked at once as a whole: plotly's own `update_layout` and `update_xaxes` give the same in five times
    as long, since they weigh every single change.
    """
    layout = fig.layout.to_plotly_json()
    _merge(layout, _look(tokens(dark), height, titled=bool(fig.layout.title.text)))
    for name in {"xaxis", "yaxis", *filter(_AXIS.fullmatch, layout)}:
        _merge(layout.setdefault(name, {}), _axis(tokens(dark)))
    fig.layout = layout
    return fig


_AXIS = re.compile(r"[xy]axis\d*")


def _look(colour: dict, height: int | None, titled: bool) -> dict:
    return {
        "template": "none",
        "colorway": list(CLASSES),
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": colour["text"], "size": 13},
        "title": {"font": {"size": 15}, "x": 0, "xanchor": "left", "xref": "paper"},
        "margin": {"l": 48, "r": 16, "t": 40 if titled else 12, "b": 40},
        "hoverlabel": {
            "bgcolor": colour["surface"],
            "bordercolor": colour["grid"],
            "font": {"color": colour["text"], "family": FONT, "size": 13},
        },
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colour["muted"], "activecolor": colour["accent"]},
        "legend": {"bgcolor": "rgba(0,0,0,0)", "font": {"color": colour["text"], "size": 12}},
    }


def _axis(colour: dict) -> dict:
    return {
        "gridcolor": colour["grid"],
        "zerolinecolor": colour["grid"],
        "linecolor": colour["grid"],
        "tickfont": {"color": colour["muted"], "size": 12},
        "title": {"font": {"color": colour["muted"], "size": 13}},
        "automargin": True,
    }


def _merge(settings: dict, more: dict) -> None:
    """Puts `more` into `settings`, in place, part by part."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(settings.get(name), dict):
            _merge(settings[name], value)
        else:
            settings[name] = value


def _rgb(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(colour: str) -> np.ndarray:
    """OKLab coordinates (lightness 0 to 1, a, b) of "#rrggbb"."""
    srgb = np.array(_rgb(colour)) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return _TO_LAB @ np.cbrt(_TO_LMS @ linear)


def _hex(lab: np.ndarray) -> str:
    linear = np.clip(np.linalg.solve(_TO_LMS, np.linalg.solve(_TO_LAB, lab) ** 3), 0, 1)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{int(round(255 * channel)):02x}" for channel in srgb)


def _scale(anchors: tuple, linear_lightness: bool = False) -> list[list]:
    return [list(pair) for pair in _mixed(anchors, linear_lightness)]


@lru_cache(maxsize=8)
def _mixed(anchors: tuple, linear_lightness: bool, steps: int = 33) -> tuple[tuple[float, str], ...]:
    """((position, hex), …): straight lines in OKLab through the anchors."""
    labs = np.array([oklab(anchor) for anchor in anchors])
    at = np.linspace(0, 1, steps)
    knots = np.linspace(0, 1, len(anchors))
    if linear_lightness:
        knots = (labs[:, 0] - labs[0, 0]) / (labs[-1, 0] - labs[0, 0])
    channels = np.stack([np.interp(at, knots, labs[:, i]) for i in range(3)], axis=1)
    return tuple((float(position), _hex(lab)) for position, lab in zip(at, channels, strict=True))
