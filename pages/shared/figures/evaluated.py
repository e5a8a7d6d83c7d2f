"""An evaluation on the page: its numbers, the matrix whose cells open their examples, thresholds, residuals."""

import numpy as np
import pandas as pd
import streamlit as st

from nnviz import escaping, words
from nnviz.errors import NnvizError
from nnviz.evaluation.records import Evaluation, scores_in_words
from nnviz.plots import evaluation as plots
from nnviz.plots import theme
from pages.shared import engine, frame
from pages.shared.figures import doors, tables, views
from pages.shared.lessons import explained
from pages.shared.session import state, widgets

_SHOWN = 12
_LETTERS = 160
_MOST_MATRIX = 30
"""Classes up to which the matrix is drawn whole."""
_VERBS = {"multilabel": ("has", "said to have"), "regression": ("is", "predicted")}
"""How the truth of an example and the answer to it are told."""
_PARTS = {"test": "Test", "validation": "Validation", "train": "Training"}


def choose_part(parts: dict[str, int]) -> str:
    """Which part of the data is scored: the test part where there is one."""
    there = [name for name, count in parts.items() if count]
    part = st.segmented_control(
        "Examples",
        there,
        default=there[0],
        required=True,
        key=state.key("evaluate.part"),
        help=explained.help_of("evaluate.part"),
        format_func=_PARTS.__getitem__,
    )
    if part == "train":
        st.caption(":material/warning: Training saw these examples: a good score here says little.")
    elif not parts["test"] and part == "validation":
        frame.caption(
            "Validation examples helped to choose when to stop and what to keep. For one last, honest number, set a "
            "test share on the Data page."
        )
    return part


def choose_view() -> str:
    """ "scores", or the "columns" that they rest on."""
    named = {"scores": "Scores and mistakes", "columns": "By which columns"}
    return st.segmented_control(
        "Shown",
        list(named),
        default="scores",
        required=True,
        format_func=named.get,
        key=state.key("evaluate.view"),
        label_visibility="collapsed",
    )


def numbers(evaluation: Evaluation) -> None:
    """The scores, in words of their own unit."""
    views.numbers({"Examples": f"{evaluation.size:,}", **scores_in_words(evaluation.scores)})
    if evaluation.size < evaluation.total:
        st.caption(f"The first {evaluation.size:,} of {evaluation.total:,} examples.")


def classes(evaluation: Evaluation, right, run_id: str, key: str) -> None:
    """Confusion, the report by class, thresholds and the most confident mistakes."""
    names = evaluation.schema.class_names
    with right:
        matrix, thresholds, report = st.tabs(["What is mistaken for what", "Threshold and ROC", "By class"])
        with matrix:
            cell = _matrix(evaluation, key)
            if cell is None:
                positions, title = evaluation.mistakes, "The most confident mistakes"
            else:
                positions = evaluation.cell(*cell)
                title = f"{_shown(names[cell[0]])} taken for {_shown(names[cell[1]])}"
                title = f"Correctly called {_shown(names[cell[0]])}" if cell[0] == cell[1] else title
            show_examples(evaluation, positions, title, run_id)
        with thresholds:
            _thresholds(evaluation, key)
        with report:
            table = pd.DataFrame(
                [
                    {"class": own.name, "precision": own.precision, "recall": own.recall, "F1": own.f1}
                    | {"examples": own.examples}
                    for own in evaluation.classes
                ]
            )
            st.dataframe(
                tables.safe(table).style.format(words.percent, subset=["precision", "recall", "F1"]), hide_index=True
            )
            frame.caption(
                "Precision: of the examples called this class, the share that really is. Recall: of the examples of "
                "this class, the share that was found. F1: the harmonic mean of the two."
            )


def regression(evaluation: Evaluation, left, right, run_id: str, key: str) -> None:
    """Predictions against the truth, residuals, and the largest errors."""
    answers, target = evaluation.schema.answers, 0
    with left:
        if len(answers) > 1:
            target = st.selectbox(
                "Target", range(len(answers)), format_func=answers.__getitem__, key=state.key("evaluate.target")
            )
    name, unit = answers[target], evaluation.schema.unit(target)
    name = f"{name} ({unit})" if unit and unit not in name else name
    truth, dark = np.reshape(evaluation.truth, np.shape(evaluation.shown))[:, target], frame.dark()
    with right:
        _of_targets(evaluation)
        agreement, spread = st.tabs(["Predictions against the truth", "Residuals"])
        with agreement:
            views.figure(
                lambda: plots.predictions_against_truth(truth, evaluation.shown[:, target], name, dark),
                "agreement",
                f"{key}:{target}",
            )
        with spread:
            views.figure(
                lambda: plots.residual_histogram(evaluation.residuals(target), name, dark),
                "residuals",
                f"{key}:{target}",
            )
        show_examples(evaluation, evaluation.largest_errors, "The largest errors", run_id)


def _of_targets(evaluation: Evaluation) -> None:
    """The scores of each of several targets, in its own unit."""
    if not evaluation.targets:
        return
    rows = [
        {"target": own.name, "mean absolute error": _with_unit(own.mae, own.unit)}
        | {"root mean squared error": _with_unit(own.rmse, own.unit), "R²": words.number(own.r2)}
        for own in evaluation.targets
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="content")


def _with_unit(value: float, unit: str) -> str:
    return f"{words.number(value)} {unit}".rstrip()


def _matrix(evaluation: Evaluation, key: str) -> tuple[int, int] | None:
    """Draws the confusion matrix and returns the cell that was chosen in it."""
    names, counts = evaluation.schema.class_names, evaluation.confusion
    if len(names) > _MOST_MATRIX:
        st.caption(f"There are {len(names):,} classes: choose two instead of a cell.")
        true_class, called = st.columns(2)
        places = range(len(names))
        chosen = [
            column.selectbox(label, places, None, format_func=lambda k: names[k], key=state.key(f"evaluate.{label}"))
            for column, label in ((true_class, "True class"), (called, "Called"))
        ]
        return None if None in chosen else tuple(chosen)
    table = pd.DataFrame(counts, index=[f"is {name}" for name in names], columns=list(names))
    table = tables.safe(table)
    columns = list(table.columns)
    widget = f"evaluate.matrix:{key}"
    st.dataframe(
        table.style.apply(lambda _: _shades(counts), axis=None).format("{:,}"),
        key=widget,
        on_select="rerun",
        selection_mode="single-cell",
        width="content",
        height=35 * (len(names) + 1) + 3,
    )
    st.caption("Rows are what the examples are, columns what the network calls them. Click a cell to see its examples.")
    cells = widgets.value(widget, {}).get("selection", {}).get("cells", [])
    if not cells:
        return None
    row, column = cells[0]
    return (int(row), columns.index(column)) if column in columns else None


def _shades(counts: np.ndarray) -> np.ndarray:
    """CSS of each cell: the deeper the more of its row; right ones blue, wrong ones orange."""
    tokens = theme.tokens(frame.dark())
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    right = np.eye(len(counts), dtype=bool)
    styles = np.empty(counts.shape, dtype=object)
    for place in np.ndindex(*counts.shape):
        colour = tokens["positive" if right[place] else "negative"]
        shade = theme.with_alpha(colour, 0.1 + 0.5 * float(shares[place])) if counts[place] else "transparent"
        styles[place] = f"background-color: {shade}; color: {tokens['text' if counts[place] else 'muted']}"
    return styles


def _thresholds(evaluation: Evaluation, key: str) -> None:
    """One class counts as positive; a threshold to drag, and what becomes of the examples."""
    names, meaning = evaluation.schema.class_names, evaluation.meaning
    chooser, slider = st.columns([1, 2])
    places = list(range(len(names)))
    positive = chooser.selectbox(
        "Looking for", places, len(names) - 1, format_func=lambda k: names[k], key=state.key("evaluate.positive")
    )
    low, high = float(meaning.low), float(meaning.high)
    threshold = slider.slider(
        f"Call it {names[positive]} from this {meaning.shown} up",
        low,
        high,
        (low + high) / 2,
        (high - low) / 200,
        key=state.key("evaluate.threshold"),
        help=explained.help_of("evaluate.threshold"),
    )
    outcome = evaluation.at(positive, threshold)
    name = _shown(names[positive])
    found, missed = st.columns(2)
    found.markdown(
        f"**{outcome.true_positive:,}** found :gray[(true positives: {name}, called {name})]  \n"
        f"**{outcome.false_negative:,}** missed :gray[(false negatives: {name}, not called {name})]"
    )
    missed.markdown(
        f"**{outcome.false_positive:,}** false alarms :gray[(false positives: others, called {name})]  \n"
        f"**{outcome.true_negative:,}** correctly left out :gray[(true negatives: others, not called {name})]"
    )
    views.numbers(
        {
            "Precision": _percent(outcome.precision),
            "Recall": _percent(outcome.recall),
            "False alarms": _percent(outcome.false_alarms),
            "Accuracy": _percent(outcome.accuracy),
        },
        "threshold",
    )
    curves = [curve for curve in evaluation.roc if curve.name == names[positive]]
    if not curves:
        frame.caption("There is no ROC curve: all of these examples are on one side, or a prediction is not a number.")
        return
    views.figure(
        lambda: plots.roc_curves(curves, frame.dark(), (outcome.false_alarms, outcome.recall), [positive]),
        "roc",
        f"{key}:{positive}:{threshold}",
    )


def show_examples(evaluation: Evaluation, positions: np.ndarray, title: str, run_id: str) -> None:
    """The first of some examples, each with doors to its layers and its explanation."""
    st.markdown(f"##### {title}")
    if not len(positions):
        st.caption("There are none.")
        return
    shown = positions[:_SHOWN]
    first = f"The first {len(shown)} of " if len(shown) < len(positions) else ""
    st.caption(f"{first}{len(positions):,} of {evaluation.size:,} examples")
    pictures = _seen(evaluation, "image", "pictures", tuple(shown.tolist()), run_id)
    texts = _seen(evaluation, "tokens", "texts", tuple(shown.tolist()), run_id)
    truth = views.truth_words(evaluation.schema, evaluation.truth[shown])
    answers = [evaluation.meaning.words(evaluation.shown[k], evaluation.schema.answers) for k in shown]
    is_so, called = _VERBS.get(evaluation.schema.task, ("is", "called"))
    with st.container(key="mistakes"):
        for place, (position, true, answer) in enumerate(zip(shown.tolist(), truth, answers, strict=True)):
            picture, sentence, ways = st.columns([1, 3, 3], vertical_alignment="center")
            if pictures is None:
                number = position + 1 if evaluation.rows is None else int(evaluation.rows[position])
                picture.markdown(f":gray[Example {number:,}]")
            else:
                picture.image(pictures[place].squeeze(), width=56)
            if texts is not None:
                sentence.markdown(f"“{escaping.markdown(texts[place][:_LETTERS])}”")
            sentence.markdown(f"{is_so} **{escaping.markdown(true)}**, {called} **{escaping.markdown(answer)}**")
            with ways.container(horizontal=True, gap="small"):
                doors.buttons(evaluation.part, position, "door")


def _seen(evaluation: Evaluation, kind: str, task: str, positions: tuple[int, ...], run_id: str):
    """What a task tells of some examples; None where the data are of another kind, or it cannot be had."""
    if evaluation.schema.kind != kind:
        return None
    try:
        key = f"{run_id}:{evaluation.part}:{positions}"
        return engine.ask_once(task, run_id, evaluation.part, positions, key=key, what="Fetching the examples")
    except NnvizError:
        return None


def _shown(name: str) -> str:
    return escaping.markdown(name)


def _percent(share: float) -> str:
    return "none" if share != share else words.percent(share)
