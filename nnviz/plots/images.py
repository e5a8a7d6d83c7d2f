"""A grid of pictures with captions, sharp at any size."""

import base64
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnviz import escaping
from nnviz.plots import pictures, theme

_SIDE, _BELOW = 0.12, 0.34
"""Space beside and below a picture, as shares of its width and height; captions stand in the latter."""
_LETTER = 6.2
"""Pixels that a letter of a caption is wide, about."""
_LARGEST = 160
"""Pixels of a picture's width at most, where there are few."""


def image_grid(
    images: np.ndarray,
    captions: Sequence[str] = (),
    dark: bool = False,
    *,
    columns: int | None = None,
    colours: Sequence[str] = (),
    narrow: bool = False,
    carried: Sequence[int] = (),
    hover: Sequence[str] = (),
) -> go.Figure:
    """Pictures in rows, each above its caption. Brightness is shown as it is, in light and dark alike.

    Args:
        images: (n, height, width, 1 or 3) uint8; one channel is grey.
        captions: up to n texts.
        columns: pictures a row; from 1 to 12, fitted to n when None, and to 5 on a narrow screen.
        colours: a colour a caption; the text's own when empty.
        narrow: whether it is for the screen of a phone.
        carried: what a click on each picture tells; () for pictures that cannot be clicked.
        hover: what is said beside each of them.
    """
    images = np.asarray(images)
    columns = columns or max(1, min(5 if narrow else 12, len(images)))
    rows = -(-len(images) // columns)
    mosaic = _mosaic(images, columns, rows)
    figure = go.Figure(
        go.Image(
            source=png(mosaic),
            hoverinfo="skip",
            x0=0,
            dx=columns * (1 + _SIDE) / mosaic.shape[1],
            y0=0,
            dy=rows * (1 + _BELOW) / mosaic.shape[0],
        )
    )
    text = theme.tokens(dark)["muted"]
    longest = int(min(_LARGEST, (pictures.NARROW if narrow else pictures.WIDE) / columns) / _LETTER)
    figure.layout.annotations = [  # at once: one after the other would copy all that are there each time
        {
            "x": (k % columns) * (1 + _SIDE) + 0.5,
            "y": (k // columns) * (1 + _BELOW) + 1.02,
            "text": escaping.figure(_fitting(caption, longest)),
            "showarrow": False,
            "yanchor": "top",
            "font": {"size": 12, "color": colours[k] if len(colours) else text},
        }
        for k, caption in enumerate(list(captions)[: len(images)])
    ]
    if len(carried):
        _clickable(figure, columns, carried[: len(images)], hover, longest * _LETTER)
    across = columns * (1 + _SIDE) - _SIDE
    down = rows * (1 + _BELOW) - (0 if len(captions) else _BELOW)
    theme.apply(figure, dark)
    figure.update_xaxes(visible=False, range=[0, across], constrain="domain", constraintoward="left")
    figure.update_yaxes(visible=False, range=[down, 0], scaleanchor="x", constrain="domain")
    figure.update_layout(dragmode=False)
    pictures.keep_shape(
        figure,
        down / across,
        min(pictures.NARROW if narrow else pictures.WIDE, _LARGEST * across),
        left=0,
        right=0,
        top=4,
        bottom=4,
    )
    return figure


def _clickable(figure: go.Figure, columns: int, carried: Sequence[int], hover: Sequence[str], side: float) -> None:
    """Unseen marks as large as the pictures, which say what was clicked."""
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=[(k % columns) * (1 + _SIDE) + 0.5 for k in range(len(carried))],
        y=[(k // columns) * (1 + _BELOW) + 0.5 for k in range(len(carried))],
        mode="markers",
        marker={"size": side, "symbol": "square", "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=list(carried),
        text=[escaping.figure(text) for text in hover] or None,
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )


def _fitting(caption: str, longest: int) -> str:
    """As much of a caption as stands below its picture, without reaching below the next."""
    return caption if len(caption) <= longest else f"{caption[: longest - 1].rstrip()}…"


def png(pixels: np.ndarray) -> str:
    """(height, width, 4) uint8 red, green, blue, opacity → a PNG data URI (PNG specification, W3C, 2003)."""
    height, width = pixels.shape[:2]
    lines = np.zeros((height, 1 + 4 * width), "uint8")
    lines[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return "data:image/png;base64," + base64.b64encode(data).decode()


def _mosaic(images: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """One picture (…, …, 4) of all images, small ones enlarged by whole factors, with clear space between."""
    factor = max(1, -(-48 // images.shape[1]))
    images = images.repeat(factor, axis=1).repeat(factor, axis=2)
    n, height, width, channels = images.shape
    step_down, step_right = round(height * (1 + _BELOW)), round(width * (1 + _SIDE))
    mosaic = np.zeros((rows * step_down, columns * step_right, 4), "uint8")
    for k in range(n):
        top, left = (k // columns) * step_down, (k % columns) * step_right
        mosaic[top : top + height, left : left + width, :3] = images[k]
        mosaic[top : top + height, left : left + width, 3] = 255
    return mosaic


def picture_uri(image: np.ndarray) -> str:
    """(height, width, 1 or 3) uint8 → a PNG data URI, small images enlarged to at least 64 pixels a side."""
    times = max(1, -(-64 // max(image.shape[:2])))
    colours = np.broadcast_to(image, (*image.shape[:2], 3)) if image.shape[2] == 1 else image[..., :3]
    opaque = np.full((*image.shape[:2], 1), 255, "uint8")
    pixels = np.concatenate([colours, opaque], axis=2).repeat(times, axis=0).repeat(times, axis=1)
    return png(np.ascontiguousarray(pixels))
