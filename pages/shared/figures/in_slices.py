"""Evaluations of a loss asked of the engine in parts: the cost is said first, and a reader can end them at any time."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from nnviz.inspection.surface.price import Price
from nnviz.inspection.surface.records import CURVED, Sharpness
from nnviz.runs.run import Run
from pages.shared import engine


def evaluate(
    run: Run, price: Price, parts: Sequence[str], way: tuple, points: np.ndarray, asked: str
) -> dict[str, np.ndarray] | None:
    """{part: (m,) losses} at points (m, k); None while the reader has not asked for what takes more than two seconds.

    Args:
        parts: of the data.
        way: what `nnviz.inspection.surface.of_run.surface_values` calls the directions.
        asked: tells other questions about the same directions apart.
    """
    pieces = [(part, *ends) for part in parts for ends in price.parts(len(points))]
    waiting = [own for own in pieces if engine.answered("surface_values", _key(asked, way, own)) is None]
    count = sum(stop - start for _, start, stop in waiting)
    if waiting and not _may_start(price, count, way[0]):
        return None
    values: dict[str, list] = {part: [] for part in parts}
    with _Progress(len(waiting)) as told:
        for own in pieces:
            if own in waiting:
                told()
            part, start, stop = own
            question = run.reference, part, way, points[start:stop]
            ask = engine.ask_once if len(waiting) == 1 else engine.call_once  # a bar tells of several
            values[part].append(ask("surface_values", *question, key=_key(asked, way, own)))
    return {part: np.concatenate(own) for part, own in values.items()}


def _key(asked: str, way: tuple, piece: tuple) -> str:
    return f"{asked}:{way}:{piece}"


def search(run: Run, key: str, price: Price) -> Sharpness | None:
    """The curvature at the network; None while the reader has not asked for what takes more than two seconds."""
    done = [products for products in _PRODUCTS if engine.answered("surface_sharpness", f"{key}:{products}") is not None]
    last = engine.answered("surface_sharpness", f"{key}:{done[-1]}") if done else None
    if last is not None and (last.settled or done[-1] == _PRODUCTS[-1]):
        return last
    left = [products for products in _PRODUCTS if products not in done]
    if not _may_start(price, price.products(left[-1]), "curvature"):
        return None
    with _Progress(len(left)) as told:
        for products in left:
            told()
            own = f"{key}:{products}"
            last = engine.call_once("surface_sharpness", run.reference, products, key=own)
            if last.settled and products >= CURVED:
                break
    return last


_PRODUCTS = (5, 10, 15, CURVED, 30, 40)


def _may_start(price: Price, count: int, name: str) -> bool:
    if price.is_small(count):
        return True
    place = st.empty()
    with place.container():
        st.caption(f"This takes {price.words(count)}.")
        if not st.button("Measure", icon=":material/play_arrow:", type="primary", key=f"start-{name}"):
            return False
    place.empty()
    return True


class _Progress:
    """A bar with a button that ends the work, where there is more than one part."""

    def __init__(self, parts: int):
        self.parts, self.done, self.place = parts, -1, st.empty()

    def __enter__(self):
        if self.parts > 1:
            with self.place.container():
                self.bar = st.progress(0.0, "Measuring the loss …")
                st.button("Cancel", icon=":material/stop:", key="surface-cancel")
        return self.next

    def next(self) -> None:
        """One more part begins."""
        self.done += 1
        if self.parts > 1:
            self.bar.progress(self.done / self.parts, "Measuring the loss …")

    def __exit__(self, *error):
        self.place.empty()
