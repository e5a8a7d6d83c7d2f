"""An attribution of several inputs: the values of what stands beside the first one, and what each counts in all."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.explanation.records import Attribution
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from pages.shared import frame
from pages.shared.figures import views
from pages.shared.figures.targets import unit_words


def values_of(result: Attribution, place: int = 0) -> np.ndarray:
    """The values of one input: the first, or one of those beside it."""
    return np.asarray(result.values[place] if isinstance(result.values, tuple) else result.values)


def show(result: Attribution, held_out: Examples, position: int, key: str) -> None:
    """The bars or the map of every further input that the network takes; nothing where it takes one input."""
    taken = [name for name in result.input_names[1:] if name in held_out.further]
    draws = {"image": _map, "sequence": _steps, "vector": _bars}
    for place, name in enumerate(taken, 1):
        draw = draws[held_out.beside(name).kind]
        draw(result, held_out, position, name, values_of(result, place), key)
    if taken:
        totals = [words.plain(float(total), 3) for total in result.totals]
        pairs = zip((held_out.schema.first_noun, *taken), totals, strict=True)
        counts = [f"{total} for the {escaping.markdown(name)}" for name, total in pairs]
        st.markdown(f"In all, {words.listed(counts)}.")


def _map(result: Attribution, held_out: Examples, position: int, name: str, values: np.ndarray, key: str) -> None:
    """What the pixels of an image beside the first input count."""
    images, dark, narrow = held_out.further[name], frame.dark(), frame.narrow()
    pixels = (float(images.min()), float(images.max()))
    st.markdown(f"##### {escaping.markdown(name)}")
    views.figure(
        lambda: attribution.image_attribution(images[position], values, dark, pixel_range=pixels, narrow=narrow),
        f"attribution-{name}-{result.method}",
        f"{key}:{name}",
        lambda: views.as_table(values),
    )


def _steps(result: Attribution, held_out: Examples, position: int, name: str, values: np.ndarray, key: str) -> None:
    """What the steps of a sequence beside the first input count."""
    series, dark = held_out.further[name][position], frame.dark()
    st.markdown(f"##### {escaping.markdown(name)}")
    views.figure(
        lambda: attribution.sequence_attribution(series, values, dark),
        f"attribution-{name}-{result.method}",
        f"{key}:{name}",
        lambda: views.as_table(values),
    )


def _bars(result: Attribution, held_out: Examples, position: int, name: str, values: np.ndarray, key: str) -> None:
    names = held_out.beside(name).feature_names
    texts = [words.plain(float(own)) for own in held_out.further[name][position]]
    unit, dark = unit_words(result.target, held_out), frame.dark()
    views.figure(
        lambda: attribution.feature_attribution(values, names, texts, dark, unit=unit),
        f"attribution-{name}-{result.method}",
        f"{key}:{name}",
        lambda: pd.DataFrame({"feature": list(names), "attribution": values}),
    )
