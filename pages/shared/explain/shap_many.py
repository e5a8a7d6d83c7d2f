"""SHAP values of many examples: which columns count, how, and for whom."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz.explanation import cohorts
from nnviz.explanation.cohorts import Cohorts
from nnviz.explanation.shap_records import WHOLE, ShapValues
from nnviz.explanation.target import Chosen
from nnviz.inspection.examples import Examples
from pages.shared import frame
from pages.shared.explain import shap_later, shap_unordered, shap_words
from pages.shared.explain.shap_asked import Asked, Maps
from pages.shared.figures import views
from pages.shared.figures.targets import unit_words
from pages.shared.session import selection, state

_COUNTS = (20, 50, 100, 200, 500)
_FIRST = {"vector": 100}
_PICTURES = {
    "beeswarm": "Swarm",
    "bar": "Importance",
    "scatter": "One column",
    "heatmap": "All values",
    "decision": "Paths",
}
_NOBODY, _CLASS, _CALLED, _RIGHT = "all alike", "true class", "predicted class", "right or wrong"
_PLACED = ("beeswarm", "scatter", "heatmap", "decision")
"""Pictures in which an example has a place."""


def draw(run_id: str, key: str, held_out: Examples, target: Chosen | Maps, asked: Asked) -> None:
    """The values of many examples, in the picture that the reader chooses."""
    target = target.first if isinstance(target, Maps) else target
    is_table = held_out.schema.kind == "vector" or bool(held_out.schema.further)
    picture = _choose_picture() if is_table else ""
    controls = st.container(horizontal=True)
    count = _choose_count(controls, held_out)
    question = asked.question(held_out, range(count), target)
    passes = asked.cost(held_out, count)
    shap = shap_later.values(run_id, key, question, passes, held_out.schema.shapes, "shap-all")
    if shap is None:
        return
    own = f"{key}:{question}"
    if is_table:
        shap = shap if shap.columns and not shap.further else shap.as_columns(f"the {held_out.schema.first_noun}")
        _table(shap, held_out, own, picture, controls)
    else:
        shap_unordered.draw(shap, held_out, own)
    shap_words.quiet(shap, held_out)
    shap_words.code(run_id, question, _kind(held_out))


def _kind(held_out: Examples) -> str | None:
    return "beeswarm" if held_out.schema.kind == "vector" else None


def _choose_count(place, held_out: Examples) -> int:
    total = len(held_out.indexes)
    counts = sorted({min(total, count) for count in _COUNTS})
    first = min(total, _FIRST.get(held_out.schema.kind, 20))
    if len(counts) == 1:
        return counts[0]
    return place.select_slider("How many examples", counts, first, key=state.key("shap.count"), width=260)


def _choose_picture() -> str:
    return st.segmented_control(
        "Picture",
        list(_PICTURES),
        default="beeswarm",
        required=True,
        format_func=_PICTURES.get,
        key=state.key("shap.picture"),
        persist_state="session",
        label_visibility="collapsed",
    )


def _table(shap: ShapValues, held_out: Examples, key: str, picture: str, controls) -> None:
    """The controls of the picture, and the picture."""
    with controls:
        groups = _choose_groups(shap, held_out)
        rows = _choose_group(groups)
        column, other = _choose_columns(shap) if picture == "scatter" else (None, None)
    options = {"dark": frame.dark(), "narrow": frame.narrow(), "unit": unit_words(shap.target, held_out)}
    if groups is not None and rows is None and picture == "bar":
        views.figure(
            lambda: shap.figure("groups", cohorts=groups, **options),
            "shap-groups",
            f"{key}:{groups.names}",
            lambda: pd.DataFrame(groups.means(shap.values), groups.names, list(shap.names)),
            _choose_class if groups.classes else None,
        )
        if groups.classes:
            st.caption("Click a bar: its class is then the one that is explained, on every page.")
        return
    rows = np.arange(len(shap)) if rows is None else rows
    shown = shap.only(rows)
    options |= _of_examples(picture, held_out, rows)
    if picture == "scatter":
        options |= {"column": column, "other": other}
    views.figure(
        lambda: shown.figure(picture, **options),
        f"shap-{picture}",
        f"{key}:{column}:{other}:{rows.tolist()}:{options.get('chosen')}",
        lambda: pd.DataFrame(shown.values, columns=list(shown.names)),
        partial(_choose_example, held_out, picture) if picture in _PLACED else None,
    )
    if picture in _PLACED:
        place = "the line above the colours" if picture == "heatmap" else "a point or a line"
        st.caption(f"Click {place}: that example is then the one on every page.")


def _of_examples(picture: str, held_out: Examples, rows: np.ndarray) -> dict:
    """What pictures need to tell examples apart: their rows in the data, and the chosen one among them."""
    if picture not in _PLACED:
        return {}
    called = [int(held_out.rows[k]) for k in rows]
    options: dict = {"examples": called}
    chosen = state.example()
    place = held_out.place(*chosen) if chosen else None
    if picture != "heatmap" and place is not None:
        options["chosen"] = int(held_out.rows[place])
    if picture == "decision" and held_out.schema.task != "regression":
        options["wrong"] = held_out.errors[rows] > 0
    return options


def _choose_example(held_out: Examples, picture: str, carried: list) -> None:
    """Chooses the example whose point was clicked, for every page."""
    first = carried[0]
    row = first[0] if isinstance(first, list | tuple) else first
    places = np.flatnonzero(held_out.rows == int(row))
    if len(places):
        state.choose_example(held_out.split, int(held_out.indexes[places[0]]))


def _choose_class(carried: list) -> None:
    """Chooses the class whose bar was clicked, for every page."""
    selection.choose_target(int(carried[0][2]))


def _choose_groups(shap: ShapValues, held_out: Examples) -> Cohorts | None:
    """The groups that examples are told apart by; None for none."""
    schema = held_out.schema
    kinds = [_NOBODY]
    if schema.class_names and not schema.has_labels:
        kinds += [_CLASS, _CALLED]
    kinds += [_RIGHT]
    tables = [f"column {name}" for k, name in enumerate(shap.names) if not is_whole(shap, k)]
    chosen = st.selectbox(
        "Groups of examples",
        [*kinds, *tables],
        format_func=lambda name: "larger and smaller errors" if name == _RIGHT and not schema.class_names else name,
        key=state.key("shap.groups"),
        width=260,
    )
    if chosen == _NOBODY:
        return None
    some = slice(len(shap))
    if chosen == _RIGHT:
        by = cohorts.by_error if schema.task == "regression" else cohorts.by_rightness
        return by(held_out.errors[some])
    if chosen in (_CLASS, _CALLED):
        classes = held_out.truth if chosen == _CLASS else held_out.predicted_class
        return cohorts.by_class(
            schema.class_names, np.ravel(classes)[some], f"{'is' if chosen == _CLASS else 'called'} {{}}"
        )
    place = list(shap.names).index(chosen.removeprefix("column "))
    return cohorts.by_column(shap.column(place), shap.data[:, place])


def _choose_group(groups: Cohorts | None) -> np.ndarray | None:
    """The examples of the group that is shown alone; None for all."""
    if groups is None:
        return None
    chosen = st.selectbox(
        "Shown",
        [-1, *range(len(groups.names))],
        format_func=lambda k: "all groups" if k < 0 else f"{groups.names[k]} ({groups.counts[k]:,})",
        key=state.key(f"shap.group.{groups.names}"),
        width=260,
    )
    rows = np.flatnonzero(groups.of == chosen)
    return rows if len(rows) else None


def _choose_columns(shap: ShapValues) -> tuple[int, int | None]:
    """The column across, and the one that colours the points: at first the one that it acts together with most."""
    order = [int(k) for k in np.argsort(-shap.importance, kind="stable") if not is_whole(shap, k)]
    column = st.selectbox("Column", order, format_func=shap.names.__getitem__, key=state.key("shap.column"), width=260)
    strength = shap.partners(column)
    others = [k for k in sorted(order, key=lambda k: -strength[k]) if k != column]
    other = st.selectbox(
        "Colour",
        [*others[:1], -1, *others[1:]],
        format_func=lambda k: "raises or lowers" if k < 0 else shap.names[k],
        key=state.key(f"shap.other.{column}"),
        width=260,
        help="At first the column that seems to act together with it most.",
    )
    return column, None if other < 0 else other


def is_whole(shap: ShapValues, column: int) -> bool:
    """Whether a column stands for a whole input, such as an image, which has no value of its own."""
    return bool(shap.columns) and shap.columns[column].kind == WHOLE
