"""Small square pictures of data and of results, as SVG data URIs: drawn at once, without a plotting library.

Every function returns the address of a picture of SIZE × SIZE units, to be shown at any size.
"""

import base64
import html
from collections.abc import Sequence

import numpy as np

from nnviz.plots import theme
from nnviz.plots.images import png

SIZE = 100
_MARGIN = 6
_MOST = 160
"""Points that are drawn at most."""
_FILL = 0.62
"""How far a sure answer goes from the background to its class's colour, as in the live view."""
_ACROSS = 3
"""Images beside and below each other."""
_CRISP = 'preserveAspectRatio="none" style="image-rendering:pixelated"'
_LETTER = 0.62
"""How wide a letter of a text is, as a share of its height."""


def points(x: np.ndarray, y: np.ndarray, regression: bool = False, dark: bool = False) -> str:
    """Examples (n, 2) in their classes' colours, or in the colour of their target on the sequential scale."""
    places = _fitted(np.asarray(x, float)[:_MOST])
    return _picture(_dots(places, _colours(np.asarray(y)[:_MOST], regression, dark), dark), dark)


_SIGNS = {
    "table": "M24 30H76V70H24ZM24 43H76M24 57H76M42 30V70",
    "image": "M24 30H76V70H24ZM24 64L41 48L53 60L62 52L76 64M63 41A3 3 0 1 0 63.1 41",
    "tokens": "M24 34H76M24 46H68M24 58H76M24 70H52",
    "arrays": "M34 28H26V72H34M66 28H74V72H66M40 42H42M50 42H52M60 42H62M40 58H42M50 58H52M60 58H62",
    "camera": "M24 38H38L43 31H57L62 38H76V70H24ZM50 45A8 8 0 1 0 50.1 45",
}
"""What a person may bring, in strokes."""


def elsewhere(brought: str = "", dark: bool = False) -> str:
    """For data that is not here yet: an arrow down into a tray, or the sign of what a person brings, in `_SIGNS`."""
    line = f'fill="none" stroke="{theme.tokens(dark)["muted"]}" stroke-width="4" stroke-linecap="round"'
    path = _SIGNS.get(brought, "M50 28V60M36 48L50 62L64 48M28 64V74H72V64")
    return _picture(f'<path {line} stroke-linejoin="round" d="{path}"/>', dark)


def images(pixels: np.ndarray, right: np.ndarray | None = None, dark: bool = False) -> str:
    """The first nine of (n, height, width, 1 or 3) uint8 images.

    Args:
        right: (n,) bool, whether the network named each; it is then framed in the colour of success or of an error.
    """
    pixels, colour = np.asarray(pixels, "uint8"), theme.tokens(dark)
    across = _ACROSS if len(pixels) > 4 else 2
    if right is None:
        return _picture(f'<image width="{SIZE}" height="{SIZE}" href="{png(_beside(pixels, across))}" {_CRISP}/>', dark)
    cell, parts = SIZE / across, []
    for k, image in enumerate(pixels[: across**2]):
        left, top = cell * (k % across), cell * (k // across)
        place = f'x="{left + 2:.1f}" y="{top + 2:.1f}" width="{cell - 4:.1f}" height="{cell - 4:.1f}"'
        parts.append(f'<image {place} href="{png(_opaque(image))}" {_CRISP}/>')
        shade = colour["success"] if right[k] else colour["error"]
        parts.append(f'<rect {place} fill="none" stroke="{shade}" stroke-width="2"/>')
    return _picture("".join(parts), dark, frame=False)


def curves(lines: np.ndarray, y: np.ndarray, regression: bool = False, dark: bool = False) -> str:
    """Sequences (n, steps) below each other, each in the colour of its class or target; NaN stands after an end."""
    lines, colours = np.asarray(lines, float), _colours(np.asarray(y), regression, dark)
    height, gap = (SIZE - 2 * _MARGIN) / len(lines), 3
    across = np.linspace(_MARGIN, SIZE - _MARGIN, lines.shape[1])
    parts = []
    for k, (line, colour) in enumerate(zip(lines, colours, strict=True)):
        line = line[np.isfinite(line)]
        share = (line - line.min()) / max(float(np.ptp(line)), 1e-12)
        up = _MARGIN + (k + 1) * height - gap / 2 - share * (height - gap)
        path = "L".join(f"{a:.0f} {b:.0f}" for a, b in zip(across, up, strict=False))
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>')
    return _picture("".join(parts), dark)


def words(texts: Sequence[Sequence[str]], telling: Sequence[Sequence[bool]], y: np.ndarray, dark: bool = False) -> str:
    """Texts, each over as many lines as it needs: words that tell its class in that colour, the others muted."""
    muted, size = theme.tokens(dark)["muted"], 14
    gap = size * (0.2 if all(len(word) < 3 for text in texts for word in text) else _LETTER)
    parts, row = [], 0
    for text, tells, colour in zip(texts, telling, _colours(np.asarray(y), False, dark), strict=True):
        left = float(_MARGIN)
        for word, tell in zip(text, tells, strict=True):
            width = size * _LETTER * len(word)
            if left > _MARGIN and left + width > SIZE - _MARGIN:
                row, left = row + 1, float(_MARGIN)
            shade = f'fill="{colour}" font-weight="700"' if tell else f'fill="{muted}"'
            up = _MARGIN + (row + 0.8) * size * 1.15
            parts.append(f'<text x="{left:.0f}" y="{up:.0f}" {shade}>{html.escape(word)}</text>')
            left += width + gap
        row += 1
    return _picture(f'<g font-family="monospace" font-size="{size}">{"".join(parts)}</g>', dark)


def boundary(output: np.ndarray, x: np.ndarray, y: np.ndarray, low, high, dark: bool = False) -> str:
    """What a network of one output answers over a plane, with examples on it.

    Args:
        output: (rows, cols) probabilities of class 1; row 0 is the smallest of the second feature.
        x, y: (n, 2) examples and their classes.
        low, high: (2,) the plane's corners.
    """
    ground, first, second = (
        np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], float)
        for text in (theme.tokens(dark)["background"], theme.class_color(0), theme.class_color(1))
    )
    output = np.clip(np.nan_to_num(np.asarray(output, float)), 0, 1)[::-1, :, None]
    sure = _FILL * np.abs(2 * output - 1)
    blended = (1 - sure) * ground + sure * (first + output * (second - first))
    address = png(_opaque(blended.round().astype("uint8")))
    chosen = np.linspace(0, len(x) - 1, min(len(x), _MOST)).astype(int)
    places = (np.asarray(x, float)[chosen] - low) / (np.asarray(high, float) - low) * SIZE
    places[:, 1] = SIZE - places[:, 1]
    surface = f'<image width="{SIZE}" height="{SIZE}" preserveAspectRatio="none" href="{address}"/>'
    return _picture(surface + _dots(places, _colours(np.asarray(y)[chosen], False, dark), dark), dark)


def agreement(truth: np.ndarray, predicted: np.ndarray, dark: bool = False) -> str:
    """Predictions over the true values (n,), with the line on which both are equal."""
    both = np.stack([truth, predicted], 1).astype(float)
    low, high = both.min(), both.max()
    places = _MARGIN + (both - low) / max(high - low, 1e-12) * (SIZE - 2 * _MARGIN)
    places[:, 1] = SIZE - places[:, 1]
    colour = theme.tokens(dark)
    line = f'<path d="M0 {SIZE}L{SIZE} 0" stroke="{colour["muted"]}" stroke-dasharray="3 3"/>'
    return _picture(line + _dots(places, [colour["accent"]] * len(both), dark, 3), dark)


def probabilities(truth: np.ndarray, predicted: np.ndarray, dark: bool = False) -> str:
    """The probability of class 1 for each example (n,), from left (0) to right (1), in the true class's colour."""
    share = np.clip(np.nan_to_num(np.asarray(predicted, float)), 0, 1)
    rows = (np.arange(len(share)) + 0.5) / max(len(share), 1)
    places = _MARGIN + np.stack([share, rows], 1) * (SIZE - 2 * _MARGIN)
    half = f'<path d="M50 0V{SIZE}" stroke="{theme.tokens(dark)["muted"]}" stroke-dasharray="3 3"/>'
    return _picture(half + _dots(places, _colours(np.asarray(truth), False, dark), dark, 3), dark)


def _fitted(x: np.ndarray) -> np.ndarray:
    """Places in the square, each axis from its smallest to its largest value, the second one upwards."""
    low, high = x.min(0), x.max(0)
    places = _MARGIN + (x - low) / np.maximum(high - low, 1e-12) * (SIZE - 2 * _MARGIN)
    places[:, 1] = SIZE - places[:, 1]
    return places


def _colours(y: np.ndarray, regression: bool, dark: bool) -> list[str]:
    y = y.reshape(len(y), -1)[:, 0]
    if not regression:
        return [theme.class_color(int(k)) for k in y]
    scale = theme.tokens(dark)["sequential"]
    share = (y - y.min()) / max(float(y.max() - y.min()), 1e-12)
    return [scale[3 + round(float(s) * (len(scale) - 4))] for s in share]


def _dots(places: np.ndarray, colours: list[str], dark: bool, radius: float = 2.0) -> str:
    """Round marks, which are lines without length: a path for each colour, wider in the background's colour below.
    Tenths are whole numbers, so that a picture stays small."""
    shapes, shown = [], list(dict.fromkeys(colours))
    for name, colour in enumerate(shown):
        own = (place for place, its in zip(places, colours, strict=True) if its == colour)
        path = "".join(f"M{10 * x:.0f} {10 * y:.0f}h0" for x, y in own)
        shapes.append(f'<path id="c{name}" d="{path}"/>')
    width, edge = 20 * radius, theme.tokens(dark)["background"]
    below = "".join(f'<use href="#c{name}"/>' for name in range(len(shown)))
    above = "".join(f'<use href="#c{name}" stroke="{colour}"/>' for name, colour in enumerate(shown))
    return (
        f'<g transform="scale(.1)" stroke-linecap="round" stroke-width="{width:g}"><defs>{"".join(shapes)}</defs>'
        f'<g stroke="{edge}" stroke-width="{width + 10:g}">{below}</g>{above}</g>'
    )


def _beside(images: np.ndarray, across: int) -> np.ndarray:
    """(n, height, width, 1 or 3) → one picture (…, …, 4) of across × across images with a clear line between."""
    gap = max(1, images.shape[1] // 10)
    height, width = images.shape[1] + gap, images.shape[2] + gap
    whole = np.zeros((across * height - gap, across * width - gap, 4), "uint8")
    for k, image in enumerate(images[: across**2]):
        top, left = k // across * height, k % across * width
        whole[top : top + height - gap, left : left + width - gap] = _opaque(image)
    return whole


def _opaque(image: np.ndarray) -> np.ndarray:
    """(height, width, 1 or 3) → (height, width, 4)."""
    colour = np.broadcast_to(image, (*image.shape[:2], 3))
    return np.concatenate([colour, np.full((*image.shape[:2], 1), 255, "uint8")], -1)


def _picture(content: str, dark: bool, frame: bool = True) -> str:
    edge = theme.tokens(dark)["grid"]
    inner = SIZE - 1
    outline = f'<rect x=".5" y=".5" width="{inner}" height="{inner}" fill="none" stroke="{edge}"/>' if frame else ""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{content}{outline}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()
