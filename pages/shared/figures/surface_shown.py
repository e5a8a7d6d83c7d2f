"""Slices through a loss surface on the page: what is chosen, what it costs, and the picture once it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from nnviz import escaping
from nnviz.inspection.surface.price import Price
from nnviz.inspection.surface.records import Between, Lines, Plane
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures import lines, surface_ends, views
from pages.shared.figures.in_slices import evaluate, search
from pages.shared.session import state

_CELLS = {21: "Coarse", 41: "Fine", 61: "Finest"}
_MODULE = "nnviz.inspection.surface.of_run"


@dataclass(frozen=True)
class Shown:
    """One kind of slice: its title, its controls (run → what was chosen), and how it is drawn."""

    title: str
    controls: Callable[[Run], Any]
    draw: Callable[[Run, str, Price, Any], None]


def _plane_controls(run: Run, kind: str) -> tuple[float, int, int, bool]:
    """(reach, cells, seed, whether as a relief)."""
    look = st.segmented_control(
        "Seen", ["From above", "As a relief"], default="From above", required=True, key=state.key("surface.look")
    )
    reach, seed = 1.0, 0
    if kind != "path":
        reach = st.slider("Reach", 0.1, 3.0, 1.0, 0.1, key=state.key(f"surface.reach.{kind}"), help=_REACH[kind])
    if kind == "filters":
        seed = st.slider("Directions", 1, 9, 1, key=state.key("surface.seed"), help="Other random directions.") - 1
    return reach, _cells(), seed, look == "As a relief"


_REACH = {
    "filters": "How far the slice goes each way. At 1, every filter has moved by its own length.",
    "curved": "How far the slice goes each way, as a length in the space of the weights.",
}


def _cells() -> int:
    return st.segmented_control(
        "Detail", list(_CELLS), default=41, required=True, format_func=_CELLS.get, key=state.key("surface.cells")
    )


def _plane(kind: str):
    def draw(run: Run, key: str, price: Price, chosen) -> None:
        reach, cells, seed, relief = chosen
        question = kind, seed, reach, cells
        if kind == "curved" and search(run, key, price) is None:
            return
        way = {"filters": ("filters", seed, 2), "path": ("path",), "curved": ("curved",)}[kind]
        asked = f"{key}:{question}"
        plane = engine.ask_once("surface_plane", run.reference, *question, key=asked, what="Choosing the directions")
        values = evaluate(run, price, ["train"], way, plane.points, asked)
        if values is None:
            return
        plane = plane.filled(values["train"])
        st.markdown(escaping.markdown(plane.sentence))
        views.figure(
            lambda: plane.figure(frame.dark(), relief),
            f"surface-{kind}{'-relief' if relief else ''}",
            asked,
            lambda: _plane_table(plane),
        )
        frame.caption(_PLANES[kind])
        lines.lines(_MODULE, "plane_of_run", (run.reference, *question), "plane", "plane.figure().show()")

    return draw


_PLANES = {
    "filters": "Two random directions; in each, every filter is as long as the network's own (Li et al., 2018). "
    "The cross is the network. Most directions lead uphill; how steeply differs between networks.",
    "path": "The two principal directions of the recorded weights, and the moments of the training as dots, each with "
    "its own loss. A moment may lie off the plane, so that its loss differs from the colour below it.",
    "curved": "The two directions in which the loss is most curved here: eigenvectors of its Hessian.",
}


def _plane_table(plane: Plane) -> pd.DataFrame:
    points = plane.points
    return pd.DataFrame(
        {"first direction": points[:, 0], "second direction": points[:, 1], "loss": plane.values.ravel()}
    )


def _line_controls(run: Run) -> tuple[float, int]:
    reach = st.slider("Reach", 0.1, 3.0, 1.0, 0.1, key=state.key("surface.reach.lines"), help=_REACH["filters"])
    return reach, st.slider("Lines", 1, 8, 4, key=state.key("surface.lines"))


def _lines(run: Run, key: str, price: Price, chosen) -> None:
    reach, count = chosen
    question = reach, 41, count
    asked = f"{key}:lines:{question}"
    held = engine.ask_once("surface_lines", run.reference, *question, key=asked, what="Choosing the directions")
    values = evaluate(run, price, list(held.values), ("filters", 0, count), held.points, asked)
    if values is None:
        return
    held = held.filled(values)
    views.figure(lambda: held.figure(frame.dark()), "surface-lines", asked, lambda: _lines_table(held))
    frame.caption(
        "The loss along random straight lines through the network, which is in the middle. Where training and held-out "
        "examples have their lowest points apart, the two landscapes differ."
    )
    lines.lines(_MODULE, "lines_of_run", (run.reference, *question), "lines", "lines.figure().show()")


def _lines_table(held: Lines) -> pd.DataFrame:
    columns = {f"{part}, line {k + 1}": row for part, rows in held.values.items() for k, row in enumerate(rows)}
    return pd.DataFrame({"distance": held.places, **columns})


def _between(run: Run, key: str, price: Price, other: str) -> None:
    asked = f"{key}:between:{other}"
    held = engine.ask_once("surface_between", run.reference, other, 61, key=asked, what="Comparing the networks")
    values = evaluate(run, price, list(held.values), ("between", other), held.points, asked)
    if values is None:
        return
    held = held.filled(values)
    st.markdown(escaping.markdown(held.sentence))
    views.figure(lambda: held.figure(frame.dark()), "surface-between", asked, lambda: _between_table(held))
    frame.caption("Every weight goes in a straight line from one network to the other, running statistics included.")
    lines.lines(_MODULE, "between_of_run", (run.reference, other, 61), "between", "between.figure().show()")


def _between_table(held: Between) -> pd.DataFrame:
    return pd.DataFrame({"share of the way": held.places, **held.values})


def _sharp(run: Run, key: str, price: Price, chosen) -> None:
    sharpness = search(run, key, price)
    if sharpness is None:
        return
    st.markdown(escaping.markdown(sharpness.sentence))
    views.numbers(sharpness.numbers, "sharpness")
    views.figure(lambda: sharpness.figure(frame.dark()), "surface-curvature", f"{key}:{sharpness.products}")
    frame.caption(
        f"The largest eigenvalues of the Hessian and its smallest, by {sharpness.products} products of it with a "
        "vector (Lanczos). Thin bars say by how much each may be off. Curvature depends on the scale of the weights."
    )
    lines.lines(
        _MODULE, "surface_sharpness", (run.reference, sharpness.products), "sharpness", "sharpness.figure().show()"
    )


SHOWN = {
    "filters": Shown("Around the network", lambda run: _plane_controls(run, "filters"), _plane("filters")),
    "path": Shown("The way of training", lambda run: _plane_controls(run, "path"), _plane("path")),
    "lines": Shown("Lines through the network", _line_controls, _lines),
    "between": Shown("Between two networks", surface_ends.choose, _between),
    "sharp": Shown("Curvature", lambda run: None, _sharp),
    "curved": Shown("The most curved directions", lambda run: _plane_controls(run, "curved"), _plane("curved")),
}
