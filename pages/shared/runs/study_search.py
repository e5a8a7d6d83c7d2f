"""What a search has come to: the best so far against chance, the score over two settings, and which matter."""

import pandas as pd
import streamlit as st

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.plots import search_surface
from nnviz.plots import searches as plots
from nnviz.studies.search_records import Searched
from nnviz.studies.store import Study
from pages.shared import engine, frame
from pages.shared.figures import views

_FEWEST = 6
_VIEWS = {
    "best": "Best so far",
    "contour": "Contour",
    "surface": "Surface",
    "parallel": "Parallel coordinates",
    "importance": "Importance",
}


def draw(study: Study, ended: int, title: str) -> None:
    """The pictures, once a trial has ended."""
    if not ended:
        return
    try:
        found: Searched = engine.call_once("searched", study.id, key=f"{study.id}:{ended}")
    except NnvizError as error:
        return st.caption(str(error))
    options = [name for name in _VIEWS if name == "best" or len(found.axes) > 1]
    chosen = st.segmented_control(
        "Picture", options, default="best", required=True, format_func=_VIEWS.get, key="study.picture"
    )
    key = f"{study.id}:{ended}"
    if chosen == "best":
        return _best(found, key, title)
    if chosen == "parallel":
        return _parallel(found, key, title)
    if len(found.scores) < _FEWEST:
        return st.caption(f"This picture needs {_FEWEST} ended trials; {len(found.scores)} have.")
    if chosen == "importance":
        return _importance(found, key)
    _response(study, found, key, title, chosen == "surface")


def _best(found: Searched, key: str, title: str) -> None:
    share = found.larger_is_better
    views.figure(
        lambda: plots.best_so_far(found.scores, found.best, found.names, title, share, found.chance, frame.dark()),
        "best-so-far",
        key,
        table=lambda: pd.DataFrame({"trial": found.names, "score": found.scores, "best so far": found.best}),
    )
    if found.chance is not None:
        gain = (found.best[-1] - found.chance[0, -1]) * (1 if share else -1)
        size = f"{100 * abs(gain):.1f} points" if share else words.number(abs(gain))
        side = "ahead of" if gain >= 0 else "behind"
        frame.caption(
            f"After {len(found.scores)} trials the search is {size} {side} what as many random trials would have found "
            "on average. That is an estimate: a forest fitted to these trials stands in for the trainings that nobody "
            "made, with the luck that it leaves unexplained; the band holds nine of ten random searches."
        )
    elif len(found.scores) < _FEWEST:
        st.caption(f"What random search would have found by now is estimated from {_FEWEST} ended trials on.")


def _parallel(found: Searched, key: str, title: str) -> None:
    views.figure(
        lambda: plots.parallel(found.axes, found.scores, title, found.larger_is_better, frame.dark()),
        "parallel",
        key,
        table=lambda: pd.DataFrame({own.title: own.values for own in found.axes} | {"score": found.scores}),
    )
    frame.caption("Each line is a trial. Drag along an axis to keep only the lines that pass there.")


def _importance(found: Searched, key: str) -> None:
    if not found.importance:
        return st.caption("All trials scored alike so far: there is nothing to explain.")
    titles = {own.name: own.title for own in found.axes}
    views.figure(
        lambda: plots.importance(found.importance, titles, frame.dark()),
        "importance",
        key,
        table=lambda: pd.DataFrame({"setting": list(titles.values()), "share": map(found.importance.get, titles)}),
    )
    frame.caption(
        "How much of the differences between scores each setting explains, within the ranges searched (functional "
        "ANOVA over a random forest)."
    )


def _response(study: Study, found: Searched, key: str, title: str, relief: bool) -> None:
    names = [own.name for own in sorted(found.axes, key=lambda own: -found.importance.get(own.name, 0))]
    first, second = st.columns(2)
    across = first.selectbox("Across", names, 0, format_func=lambda name: found.axis(name).title, key="study.across")
    others = [name for name in names if name != across]
    up = second.selectbox("Up", others, 0, format_func=lambda name: found.axis(name).title, key="study.up")
    try:
        surface = engine.call_once("search_surface", study.id, across, up, key=f"{key}:{across}:{up}")
    except NnvizError as error:
        return engine.refusal(error)
    points = (found.axis(across).values, found.axis(up).values, found.scores, found.names)
    views.figure(
        lambda: (
            search_surface.relief(surface, points, title, found.larger_is_better, frame.dark())
            if relief
            else search_surface.contours(surface, points, found.larger_is_better, frame.dark())
        ),
        "response",
        f"{key}:{across}:{up}:{relief}",
        table=lambda: pd.DataFrame(surface.z, index=surface.y, columns=surface.x).reset_index(),
    )
    frame.caption("A forest fitted to the trials, the other settings averaged over; the points are the trials.")
