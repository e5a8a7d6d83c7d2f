"""Pictures as small as a few lines of text, as HTML in the page's own colours (`--nn-accent` and others)."""

import html
from base64 import b64encode
from collections.abc import Callable, Sequence

import numpy as np

from nnviz.plots import theme
from nnviz.plots.images import png

STYLE = """
.nn-bars { display: flex; align-items: flex-end; gap: 1px; height: 44px; border-bottom: 1px solid var(--nn-grid); }
.nn-bars i { flex: 1 1 0; background: var(--nn-accent); }
.nn-rows { display: grid; grid-template-columns: fit-content(45%) 1fr; gap: 2px .5rem; align-items: center; }
.nn-rows span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--nn-muted);
  font-size: .8rem; line-height: 1.15; }
.nn-rows i { display: block; height: 9px; background: var(--nn-accent); }
.nn-faint i { background: var(--nn-muted); opacity: .55; }
"""


def histogram(counts: Sequence[float], label: str, faint: bool = False) -> str:
    """Bars of equal width for counts, the tallest as high as the picture.

    Args:
        label: what it shows, for those who cannot see it.
        faint: drawn in the quiet colour.
    """
    most = max(counts, default=0) or 1
    bars = "".join(f'<i style="height:{_part(count, most, 2):.1f}%"></i>' for count in counts)
    return _named("nn-bars", bars, label, faint)


def named_bars(names: Sequence[str], counts: Sequence[float], label: str, faint: bool = False) -> str:
    """A row for each name: the name, and a bar as long as its count."""
    most = max(counts, default=0) or 1
    rows = "".join(
        f'<span title="{html.escape(name, quote=True)}">{html.escape(name)}</span>'
        f'<i style="width:{_part(count, most, 0.6):.1f}%" title="{count:,.6g}"></i>'
        for name, count in zip(names, counts, strict=True)
    )
    return _named("nn-rows", rows, label, faint)


def picture(pixels: np.ndarray) -> str:
    """An image (height, width, 1 or 3) uint8, its pixels to be seen."""
    colours = np.broadcast_to(pixels, (*pixels.shape[:2], 3))
    opaque = np.full((*pixels.shape[:2], 1), 255, "uint8")
    return f'<img src="{png(np.concatenate([colours, opaque], axis=2))}" alt="">'


def _part(count: float, most: float, least: float) -> float:
    """Per cent of the longest; a bar that is there can be seen."""
    return max(100 * count / most, least) if count > 0 else 0.0


def _named(kind: str, inside: str, label: str, faint: bool) -> str:
    classes = f"{kind} nn-faint" if faint else kind
    return f'<div class="{classes}" role="img" aria-label="{html.escape(label, quote=True)}">{inside}</div>'


CURVES = """
.nn-curves { color: var(--nn-muted); font-size: .78rem; font-variant-numeric: tabular-nums; }
.nn-curves img { display: block; width: 100%; height: 96px; }
.nn-curves div { display: flex; justify-content: space-between; gap: .5rem; }
.nn-curves b { font-weight: 600; }
"""

_LINES, _DASHES, _THIN = ("accent", "negative"), ("none", "5 4"), 'vector-effect="non-scaling-stroke"'


def curves(
    x: np.ndarray,
    lines: Sequence[tuple[str, np.ndarray]],
    label: str,
    ends: tuple[str, str],
    words: Callable[[float], str],
    mark: float | None = None,
    dark: bool = False,
) -> str:
    """One or two lines over the same axis, on one scale, with their highest and lowest value told.

    Args:
        x: (n,) rising.
        lines: (name, (n,) values); what is not finite is left out.
        label: what it shows, for those who cannot see it.
        ends: what to write at the left and right end of the axis.
        words: a value as people read it.
        mark: where on the axis a vertical line stands.
    """
    values = np.concatenate([np.asarray(own, float) for _, own in lines])
    values = values[np.isfinite(values)]
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    across, up = (x - x[0]) / max(x[-1] - x[0], 1e-12), high - low or 1.0
    colours, grid = theme.tokens(dark), theme.tokens(dark)["grid"]
    paths = "".join(
        f'<path fill="none" stroke="{colours[_LINES[k]]}" stroke-width="2" stroke-dasharray="{_DASHES[k]}" {_THIN} '
        f'd="{_path(across, 1 - (np.asarray(own, float) - low) / up)}"/>'
        for k, (_, own) in enumerate(lines)
    )
    stands = "" if mark is None else _line((mark - x[0]) / max(x[-1] - x[0], 1e-12), None, grid)
    zero = _line(None, 1 + low / up, grid) if low < 0 < high else ""
    names = " ".join(
        f'<b style="color:{colours[_LINES[k]]}">{html.escape(name)}</b>' for k, (name, _) in enumerate(lines)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -2 100 104" preserveAspectRatio="none" width="280" '
        f'height="96">{stands}{zero}{paths}</svg>'
    )
    return (
        f'<div class="nn-curves" role="img" aria-label="{html.escape(label, quote=True)}">'
        f"<div><span>{html.escape(words(float(high)))}</span><span>{names}</span></div>"
        f'<img alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
        f"<div><span>{html.escape(words(float(low)))}</span></div>"
        f"<div><span>{html.escape(ends[0])}</span><span>{html.escape(ends[1])}</span></div></div>"
    )


def _line(at: float | None, down: float | None, colour: str) -> str:
    """One across the whole picture: upright at a share of its width, or level at a share of its height."""
    x, y = (("0", "100"), (f"{100 * down:.2f}",) * 2) if at is None else ((f"{100 * at:.2f}",) * 2, ("0", "100"))
    return f'<line x1="{x[0]}" x2="{x[1]}" y1="{y[0]}" y2="{y[1]}" stroke="{colour}" {_THIN}/>'


def _path(across: np.ndarray, down: np.ndarray) -> str:
    """Straight lines through what is finite, on a square of 100; a new one begins behind a gap."""
    pen, text = "M", ""
    for x, y in zip(100 * across, 100 * down, strict=True):
        if not np.isfinite(y):
            pen = "M"
            continue
        text += f"{pen}{x:.2f} {y:.2f}"
        pen = "L"
    return text
