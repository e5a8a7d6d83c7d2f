"""Pictures of examples that are no points: images, sequences and texts, and what decides them where it is known."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st

from nnviz import escaping
from nnviz.data.further import RawFurther
from nnviz.data.records import DataSummary
from nnviz.plots.images import image_grid
from nnviz.plots.series import series_grid
from nnviz.plots.truth import marked_images
from pages.shared import frame
from pages.shared.figures import views

_SEQUENCES, _TEXTS = 12, 16
"""Sequences and marked texts that are shown."""


def images(summary: DataSummary, key: str, clicked: Callable[[list], None] | None = None) -> None:
    """Images, each above its truth.

    Args:
        clicked: is told the place in the sample of the image that was clicked; None where nothing is behind it.
    """
    schema, dark, narrow = summary.schema, frame.dark(), frame.narrow()
    shown = summary.sample_y[: len(summary.thumbnails)]
    captions = () if schema.reconstructs else views.truth_words(schema, shown)
    if _marked(summary):
        parts = summary.truth[: len(summary.thumbnails)]
        marked = partial(marked_images, summary.thumbnails, parts, captions, dark, narrow)
        return views.figure(marked, "images", f"{key}:marked")
    columns = (3 if narrow else 7) if schema.has_labels else None
    how = {"dark": dark, "columns": columns, "narrow": narrow}
    if clicked is not None:
        rows = summary.sample_rows[: len(shown)]
        told = [f"Example {row:,}: see what each layer makes of it" for row in rows]
        how |= {"carried": list(range(len(shown))), "hover": told}
    views.figure(
        lambda: image_grid(summary.thumbnails, captions, **how),
        "images",
        f"{key}:{clicked is not None}",
        clicked=clicked,
    )


def beside(summary: DataSummary, key: str) -> None:
    """The images and sequences that stand beside the first inputs, in the same order."""
    shown = _SEQUENCES if summary.thumbnails is None else len(summary.thumbnails)
    captions = () if summary.schema.reconstructs else views.truth_words(summary.schema, summary.sample_y[:shown])
    for one in summary.sample_beside:
        if one.columns:
            continue
        st.markdown(f"##### {escaping.markdown(one.name)}, beside them")
        if one.form.kind == "image":
            _images_beside(one, captions, shown, summary.schema.has_labels, key)
        else:
            _sequences_beside(one, captions, key)


def _images_beside(own: RawFurther, captions: Sequence[str], count: int, labels: bool, key: str) -> None:
    low, high = float(own.codes.min()), float(own.codes.max())
    pixels = np.rint((own.codes[:count] - low) * (255 / max(high - low, 1e-9))).astype("uint8")
    dark, narrow = frame.dark(), frame.narrow()
    columns = (3 if narrow else 7) if labels else None
    views.figure(
        lambda: image_grid(pixels, captions, dark=dark, columns=columns, narrow=narrow),
        f"images-{own.name}",
        f"{key}:{own.name}",
    )


def _sequences_beside(own: RawFurther, captions: Sequence[str], key: str) -> None:
    dark, narrow = frame.dark(), frame.narrow()
    views.figure(
        lambda: series_grid(own.codes[:_SEQUENCES], captions[:_SEQUENCES], dark=dark, narrow=narrow),
        f"sequences-{own.name}",
        f"{key}:{own.name}",
    )


def sequences(summary: DataSummary, key: str) -> None:
    """Sequences, each below its truth."""
    schema, dark, narrow = summary.schema, frame.dark(), frame.narrow()
    y = summary.sample_y[:_SEQUENCES]
    captions = [f"→ {text}" if not schema.class_names else text for text in views.truth_words(schema, y)]
    parts = summary.truth[:_SEQUENCES] if _marked(summary) else None
    classes = y if schema.has_classes else None
    views.figure(
        lambda: series_grid(
            summary.sample_x[:_SEQUENCES], captions, schema.feature_names, parts, dark, classes=classes, narrow=narrow
        ),
        "sequences",
        f"{key}:{parts is None}",
    )


def texts(summary: DataSummary) -> None:
    """Texts with their truth."""
    if not _marked(summary):
        return views.sample_texts(summary)
    names = views.truth_words(summary.schema, summary.sample_y[:_TEXTS])
    rows = np.rint(summary.sample_x[:_TEXTS]).astype(int)
    for name, row, parts in zip(names, rows, summary.truth, strict=False):
        words = [summary.schema.token_names[k] for k in row]
        st.markdown(f"{marked_words(words, parts)} :gray[→ {escaping.markdown(name)}]")


def marked_words(words: list[str], parts: np.ndarray) -> str:
    """Words as Markdown, those that decide in colour; "" after the end of a text is left out."""
    shown = zip(words, parts, strict=True)
    return " ".join(
        f"**:primary[{escaping.markdown(word)}]**" if part else escaping.markdown(word) for word, part in shown if word
    )


def _marked(summary: DataSummary) -> bool:
    """Whether it is known what decides, and the reader wants to see it."""
    return summary.truth is not None and st.toggle("Mark what decides", key="data.marked")
