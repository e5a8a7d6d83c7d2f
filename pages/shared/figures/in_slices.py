"""Evaluations of a loss asked of the engine in parts: the cost is said first, and a reader can end them at any time."""

import numpy as np
import streamlit as st

from nnviz.inspection.surface.records import CURVED, Price, Sharpness
from nnviz.runs.run import Run
from pages.shared import engine


def evaluate(run: Run, price: Price, part: str, way: tuple, points: np.ndarray, asked: str) -> np.ndarray | None:
    """(m,) losses at points (m, k); None while the reader has not asked for what takes more than two seconds.

    Args:
        part: of the data.
        way: what `nnviz.inspection.surface.of_run.surface_values` calls the directions.
        asked: tells other questions about the same directions apart.
    """
    parts = [(start, stop, f"{asked}:{part}:{way}:{start}") for start, stop in price.parts(len(points))]
    waiting = [own for own in parts if engine.answered("surface_values", own[2]) is None]
    count = sum(stop - start for start, stop, _ in waiting)
    if waiting and not _may_start(price, count, f"{part}-{way[0]}"):
        return None
    with _progress(len(waiting)) as told:
        answers = []
        for start, stop, own in parts:
            question = run.reference, part, way, points[start:stop]
            answers.append(engine.answered("surface_values", own))
            if answers[-1] is None:
                told()
                answers[-1] = engine.call_once("surface_values", *question, key=own)
    return np.concatenate(answers)


def search(run: Run, key: str, price: Price) -> Sharpness | None:
    """The curvature at the network; None while the reader has not asked for what takes more than two seconds."""
    done = [products for products in _PRODUCTS if engine.answered("surface_sharpness", f"{key}:{products}") is not None]
    last = engine.answered("surface_sharpness", f"{key}:{done[-1]}") if done else None
    if last is not None and (last.settled or done[-1] == _PRODUCTS[-1]):
        return last
    left = [products for products in _PRODUCTS if products not in done]
    if not _may_start(price, price.products(left[-1]), "curvature"):
        return None
    with _progress(len(left)) as told:
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


class _progress:
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
