"""Pictures as small as a few lines of text, as HTML in the page's own colours (`--nn-accent` and others)."""

import html
from collections.abc import Sequence

import numpy as np

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
