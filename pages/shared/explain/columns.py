"""By which columns a network goes, over the whole data set: importance, the course over one column, pairs."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.data.column import Column
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation
from nnviz.explanation.columns.records import SCORES, Dependence, Importance, Interactions
from nnviz.explanation.costs import counted
from nnviz.explanation.target import Chosen
from nnviz.plots import columns as plots
from pages.shared import engine, frame
from pages.shared.explain import paces
from pages.shared.explain.asked import asked_in_parts
from pages.shared.figures import in_parts, lines, views
from pages.shared.session import selection, state, widgets

_VIEWS = {"importance": "Which count", "one": "One column", "pairs": "Pairs"}
_ROOM = "nnviz.explanation.columns.of_run"
_REPEATS, _EXAMPLES, _CURVES, _ROWS, _BUDGET, _EXACT = 10, 1000, 300, 20, 2048, 10
_MOST_BARS = 20
_ROUNDING = 1e-5
_UNLIKE = 0.3
"""From this share on, examples that follow a column differently are told."""


def show(run_id: str, key: str, evaluation: Evaluation, part: str, left) -> None:
    """The chosen view, with its controls in `left`."""
    name = _choose_table(evaluation, left)
    columns = _columns_of(evaluation, name)
    view = st.segmented_control(
        "Columns",
        list(_VIEWS),
        default="importance",
        required=True,
        format_func=_VIEWS.get,
        key=state.key("columns.view"),
        label_visibility="collapsed",
    )
    try:
        draw = {"importance": _importance, "one": _one, "pairs": _pairs}[view]
        draw(run_id, key, evaluation, part, columns, left, (name,) if name else ())
    except NnvizError as error:
        engine.refusal(error)


def tables(schema: Schema) -> dict[str, str]:
    """The tables among the inputs of data: "" for the first input, and names of those beside it, each with what it is
    called."""
    beside = {one.name: one.name for one in schema.further if one.columns}
    return ({"": f"the {schema.first_noun}"} if schema.is_table else {}) | beside


def _choose_table(evaluation: Evaluation, left) -> str:
    """Which table is asked about; the other inputs stay as they are."""
    offered = tables(evaluation.schema)
    if len(offered) < 2:
        return next(iter(offered), "")
    with left:
        return st.selectbox(
            "Table", list(offered), format_func=offered.get, key=state.key("columns.table"),
            help="All other inputs of an example stay as they are.",
        )  # fmt: skip


def _columns_of(evaluation: Evaluation, name: str) -> list[Column]:
    schema = evaluation.schema
    if name:
        return list(next(one for one in schema.further if one.name == name).columns)
    columns = [column for column in schema.columns if column.role == "input"]
    return columns[:2] if schema.plane_features else columns


def _importance(run_id, key, evaluation, part, columns: list[Column], left, named: tuple) -> None:
    offered = _scores(evaluation)
    with left:
        score = st.selectbox(
            "Score", offered, format_func=lambda name: SCORES[name][0], key=state.key("columns.score"),
            help="What gets worse while a column is shuffled.",
        )  # fmt: skip
        repeats = st.slider("Shuffles of each column", 1, 50, _REPEATS, key=state.key("columns.repeats"))
    examples = min(evaluation.size, _EXAMPLES)
    questions = in_parts.Questions(
        "column_importance", (run_id, part), tuple(range(len(columns))), (score, repeats, examples, *named), key,
        size=max(1, min(20, 200_000 // (repeats * examples))),
    )  # fmt: skip
    answers = asked_in_parts(
        questions,
        lambda waiting: counted(waiting * repeats * examples, 0),
        evaluation.schema.shapes,
        "Shuffle the columns",
        "Shuffling one column after the other",
        "columns-shuffle",
    )
    if answers is None:
        return
    found = Importance.joined(answers)
    order = np.argsort(-found.means, kind="stable")[:_MOST_BARS]
    views.figure(
        lambda: _bars(found, order),
        "importance",
        f"{key}:{questions}",
        lambda: pd.DataFrame({"column": found.names, "fall": found.means, "spread": found.deviations}),
    )
    st.markdown(escaping.markdown(_importance_said(found)))
    st.caption(
        "A column's values are dealt out anew among the examples, so that it says nothing any more, and the network is "
        "scored again. Where two columns say the same, shuffling one of them harms little: neither looks important."
    )
    asked = (run_id, part, tuple(range(len(columns))), score, repeats, examples, *named)
    lines.lines(_ROOM, "importance_of_run", asked, "importance")


def _bars(found: Importance, order: np.ndarray):
    name, more = SCORES[found.score]
    points = found.score == "accuracy"
    title = f"How far {_inside(name)} {'falls' if more else 'rises'}"
    sentence = (
        f"When a column is shuffled{', in percentage points' if points else ''}. The line is how far repeats spread."
    )
    scale = 100.0 if points else 1.0
    names = [found.names[k] for k in order]
    return plots.importance(
        names, scale * found.means[order], scale * found.deviations[order], title, sentence, frame.dark()
    )


def _inside(name: str) -> str:
    """A score's name within a sentence."""
    return name if name.startswith("R") else name.lower()


def _importance_said(found: Importance) -> str:
    """ "Without alcohol, accuracy falls from 96 % to 81 %. …"."""
    best = int(found.means.argmax())
    more = SCORES[found.score][1]
    after = found.before - found.means[best] if more else found.before + found.means[best]
    told = words.percent if found.score == "accuracy" else partial(words.plain, digits=3)
    name, few = SCORES[found.score][0], int((found.means <= found.deviations).sum())
    if found.means[best] <= 0:
        return f"No column matters by itself: {_inside(name)} stays at {told(found.before)} whichever is shuffled."
    sentence = f"With {found.names[best]} shuffled, {_inside(name)} {'falls' if more else 'rises'} from "
    sentence += f"{told(found.before)} to {told(after)}"
    rest = f" {few} of {len(found.names)} columns matter no more than chance." if few else ""
    return f"{sentence}, over {found.examples:,} examples.{rest}"


def _scores(evaluation: Evaluation) -> list[str]:
    if evaluation.schema.task == "regression":
        return ["r2", "mean_absolute_error"]
    probable = evaluation.meaning.shown == "probability" and not evaluation.schema.has_labels
    return ["accuracy", "log_loss"] if probable else ["accuracy"]


def _one(run_id, key, evaluation, part, columns: list[Column], left, named: tuple) -> None:
    with left:
        place = st.selectbox(
            "Column",
            range(len(columns)),
            format_func=lambda k: columns[k].name,
            key=state.key(f"columns.column{''.join(named)}"),
        )
        target = _target(evaluation)
        each = not columns[place].categories and st.toggle("Each example", True, key=state.key("columns.each"))
    column, examples = columns[place], min(evaluation.size, _CURVES)
    asked = (run_id, part, place, target, examples, *named)
    found: Dependence = engine.ask_once(
        "column_dependence", *asked, key=f"{key}:{asked}", what="Changing the column for every example"
    )
    views.figure(
        lambda: _dependence(found, column, evaluation, each),
        "dependence",
        f"{key}:{asked}:{each}",
        lambda: pd.DataFrame({column.name: column.readable(found.grid), "mean": found.mean}),
    )
    st.markdown(escaping.markdown(_dependence_said(found, column, evaluation)))
    st.caption(_dependence_means(found))
    lines.lines(_ROOM, "dependence_of_run", asked, "dependence")


def _dependence(found: Dependence, column: Column, evaluation: Evaluation, each: bool):
    share = evaluation.meaning.shown == "probability"
    title = f"{found.target} along {column.name}"
    if column.categories:
        return plots.by_category(column.categories, found.curves, title, frame.dark(), share)
    edges, effect, _ = found.effects
    grid, values, edges = (column.readable(own) for own in (found.grid, found.values[:200], edges))
    axis = f"{column.name} ({column.unit})" if column.unit and column.unit not in column.name else column.name
    return plots.dependence(
        grid, found.curves, values, title, axis, frame.dark(), effects=(edges, effect + found.level), each=each,
        share=share,
    )  # fmt: skip


def _dependence_said(found: Dependence, column: Column, evaluation: Evaluation) -> str:
    number = evaluation.meaning.number
    low, high = int(found.mean.argmin()), int(found.mean.argmax())
    if np.ptp(found.mean) < 1e-9:
        return f"On average nothing changes along {column.name}."
    at = [str(words.plain(one, 4) if isinstance(one, float) else one) for one in column.readable(found.grid)]
    sentence = f"On average it is lowest at {at[low]} ({number(float(found.mean[low]))}) and highest at {at[high]} "
    sentence += f"({number(float(found.mean[high]))})."
    if found.disagreement > _UNLIKE:
        sentence += " Examples follow it differently: other columns decide with it (see Pairs)."
    return sentence


def _dependence_means(found: Dependence) -> str:
    told = "Every example is given one value after the other in this column; the rest of it stays as it is."
    if found.effects is None:
        return told
    return (
        f"{told} The dashed line (accumulated local effects) moves each example only as far as its neighbours, so that "
        "it never asks about rows that do not exist. Where the two part, columns hang together."
    )


def _pairs(run_id, key, evaluation, part, columns: list[Column], left, named: tuple) -> None:
    if len(columns) < 2:
        st.info("There is one column, and so no pair.", icon=":material/info:")
        return
    first = _first_columns(run_id, key, evaluation, part, columns, named)
    counts = sorted({min(evaluation.size, count) for count in (5, 20, 50, 100)})
    with left:
        target = _target(evaluation)
        chosen = st.multiselect(
            "Columns", range(len(columns)), first, format_func=lambda k: columns[k].name,
            key=state.key(f"columns.chosen{''.join(named)}"),
            help=f"Up to {_EXACT}, every set of them is tried; of more, the package shapiq estimates pairs.",
        )  # fmt: skip
        count = st.select_slider("Examples", counts, counts[min(1, len(counts) - 1)], key=state.key("columns.pairs"))
    if len(chosen) < 2:
        st.info("Choose at least two columns.", icon=":material/info:")
        return
    players = tuple(sorted(chosen))
    sets = 2 ** len(players) if len(players) <= _EXACT else _BUDGET
    questions = in_parts.Questions(
        "column_pairs", (run_id, part), tuple(range(count)), (target, players, _ROWS, _BUDGET, *named), key, size=5
    )
    answers = asked_in_parts(
        questions,
        lambda waiting: counted(waiting * sets * _ROWS, 0, slow_start=len(players) > _EXACT),
        evaluation.schema.shapes,
        "Look for pairs",
        "Trying sets of columns",
        "columns-pairs",
    )
    if answers is None:
        return
    found = Interactions.joined(answers)
    views.figure(
        lambda: plots.pairs(found.names, found.strength, f"{found.target}: what pairs bring together",
                            "The mean size over the examples.", frame.dark(), frame.narrow()),
        "pairs",
        f"{key}:{questions}",
        lambda: pd.DataFrame(found.strength, index=found.names, columns=list(found.names)).reset_index(names="column"),
    )  # fmt: skip
    st.markdown(escaping.markdown(_pairs_said(found, evaluation)))
    others = "" if len(players) == len(columns) else "; all other columns stay as they are"
    how = f"every one of the {found.budget:,} sets of columns" if found.exact else f"{found.budget:,} sets of columns"
    st.caption(
        f"What two columns change together beyond what each changes alone (Shapley interactions, k-SII), from {how}, "
        f"against {_ROWS} training examples{others}. {_adding_up(found)}"
    )
    lines.lines(
        _ROOM,
        "interactions_of_run",
        (run_id, part, tuple(range(count)), target, players, _ROWS, _BUDGET, *named),
        "pairs",
    )


def _adding_up(found: Interactions) -> str:
    worst = float(found.residual.max())
    within = "up to rounding" if worst < _ROUNDING else f"within {words.plain(worst, 2)}"
    return f"The parts of an example add up to its answer {within}."


def _first_columns(run_id, key, evaluation, part, columns: list[Column], named: tuple) -> list[int]:
    """The columns whose pairs are looked at first: all, or the ten that count most."""
    if len(columns) <= _EXACT:
        return list(range(len(columns)))
    examples = min(evaluation.size, _CURVES)
    asked = (run_id, part, tuple(range(len(columns))), _scores(evaluation)[-1], 1, examples, *named)
    shapes = evaluation.schema.shapes
    if not paces.timed(counted(len(columns) * examples, 0), run_id, key, shapes).is_small(shapes):
        return list(range(_EXACT))
    found = engine.ask_once("column_importance", *asked, key=f"{key}:{asked}", what="Looking which columns count")
    return sorted(np.argsort(-found.means, kind="stable")[:_EXACT].tolist())


def _pairs_said(found: Interactions, evaluation: Evaluation) -> str:
    a, b = found.strongest[0]
    size, alone = found.strength[a, b], np.diag(found.strength).max()
    if size < 0.02 * max(alone, 1e-12):
        return "No two columns act together to speak of: the network adds up what each of them says."
    signed = found.values[:, a, b]
    way = "mostly more" if signed.mean() > 0.5 * size else "mostly less" if signed.mean() < -0.5 * size else "other"
    tail = f"{way} than each of them alone would" if way != "other" else "one way or the other"
    number = evaluation.meaning.number
    return f"The strongest pair is {found.names[a]} with {found.names[b]}: {number(float(size))} on average, {tail}."


def _target(evaluation: Evaluation) -> Chosen:
    """The class or output that is explained; the one selection of the pages."""
    names = evaluation.schema.answers
    if len(names) == 1:
        return 0
    key = state.key("columns.target")
    widgets.put(key, selection.target(len(names)) or 0)
    noun = "Predicted" if evaluation.schema.task == "regression" else f"{evaluation.meaning.shown.capitalize()} of"
    chosen = st.selectbox(
        noun, range(len(names)), format_func=names.__getitem__, key=key,
        on_change=lambda: selection.choose_target(widgets.value(key)),
    )  # fmt: skip
    selection.tell()
    return chosen
