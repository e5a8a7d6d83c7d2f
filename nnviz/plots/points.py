"""Colours of examples that are points: of their classes, or of a number."""

from collections.abc import Sequence

import numpy as np

from nnviz.plots import theme


def class_colours(classes: np.ndarray) -> list[str]:
    """One hex colour a point: (n,) whole numbers, each class its own."""
    return [theme.class_color(own) for own in classes]


def number_colours(values: np.ndarray, dark: bool = False) -> tuple[list[str], list[str]]:
    """One hex colour a point of (n,) numbers, from the smallest to the largest; and the scale's own colours.

    The scale leaves out what is too near to the background to be seen as a point; NaN has its own colour.
    """
    scale = [colour for _, colour in theme.sequential(dark)][6:]
    values = np.asarray(values, float)
    known = np.isfinite(values)
    low, high = (values[known].min(), values[known].max()) if known.any() else (0.0, 1.0)
    places = np.rint((np.where(known, values, low) - low) / max(high - low, 1e-12) * (len(scale) - 1)).astype(int)
    return np.where(known, np.asarray(scale)[places], theme.nan_color(dark)).tolist(), scale


def legend(names: Sequence[str]) -> list[dict]:
    """[{"name", "color"}] of classes."""
    return [{"name": str(name), "color": theme.class_color(place)} for place, name in enumerate(names)]
