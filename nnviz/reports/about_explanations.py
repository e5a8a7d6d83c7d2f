"""What a report says of why: some predictions explained by some methods, and whether these deserve belief."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.explanation import scoreboard
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.catalog import fitting as fitting_to
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.catalog import MEASURES
from nnviz.explanation.measures.of_run import scoreboard_of_run
from nnviz.explanation.measures.price import quick
from nnviz.explanation.of_run import attribution_of_run
from nnviz.explanation.scoreboard import Asked
from nnviz.inspection.examples import Examples
from nnviz.reports import explained
from nnviz.reports.html import Page
from nnviz.runs.run import Run

_MEASURED, _METHODS = 10, 3
_MOST_METHODS = 12


def methods_for(run: Run, schema) -> list[str]:
    """Those that did best on this network, or where none was measured those that are shown first; at most three."""
    fit, _ = fitting_to(schema.kind, run.experiment.model)
    fitting = [name for name in quick(schema.kind, _MEASURED, schema.shapes) if name in fit]
    measured = [name for name in scoreboard.order_of(run.reference) if name in fitting]
    first = [name for name in fitting if schema.kind in METHODS[name].default]
    return list(dict.fromkeys([*measured, *first, *fitting]))[:_METHODS]


def positions(held_out: Examples, count: int) -> list[int]:
    """Some telling examples: the most wrong one, the least sure one, the surest one, and then the first ones."""
    errors, sure = held_out.order("errors"), held_out.order("sureness")
    return [int(k) for k in dict.fromkeys([errors[0], sure[0], sure[-1], *range(len(errors))])][:count]


def explanations(
    page: Page, run: Run, held_out: Examples, methods: Sequence[str], count: int, between: Callable[[str], None]
) -> None:
    """Each of some examples with its answer, and what each method says."""
    page.heading("Explanations", new_sheet=True)
    page.text(
        "Some predictions, and how much each part of the input counts for them, by several methods side by side: "
        "where they agree, it is more than one method's opinion."
    )
    for position in positions(held_out, count):
        page.subheading(_example(held_out, position))
        if held_out.schema.kind == "tokens":
            page.text(held_out.text(position)[:600])
        results, target = {}, held_out.worst_part(position) if held_out.schema.reconstructs else None
        for method in methods:
            between(f"Explaining example {held_out.rows[position]:,} by {METHODS[method].title}")
            index = int(held_out.indexes[position])
            try:
                results[method] = attribution_of_run(run.reference, held_out.split, index, target, method, {})
            except NnvizError as error:
                page.text(f"{METHODS[method].title}: {error}", "note")
        if results:
            explained.draw(page, results, held_out, position)


def _example(held_out: Examples, position: int) -> str:
    """ "Example 1,606: true 3, predicted 8"."""
    schema = held_out.schema
    told = f"Example {held_out.rows[position]:,}"
    if schema.reconstructs:
        return told
    if schema.task == "regression":
        truth, shown = np.ravel(held_out.truth[position])[0], np.ravel(held_out.predictions[position])[0]
        return f"{told}: {schema.answers[0]} {words.plain(float(truth))}, predicted {words.plain(float(shown))}"
    if schema.has_labels:
        return f"{told}: {schema.truth(held_out.truth[position])}"
    called = schema.class_names[int(held_out.predicted_class[position])]
    return f"{told}: true {schema.truth(held_out.truth[position])}, predicted {called}"


def checks(page: Page, run: Run, held_out: Examples, methods: Sequence[str]) -> Board | None:
    """The run's newest scoreboard, or one of these methods, measured now."""
    page.heading("Do the explanations deserve belief?", new_sheet=True)
    kept = scoreboard.newest(run)
    if kept is None or not kept.board.order:
        indexes = tuple(int(k) for k in held_out.indexes[:_MEASURED])
        try:
            board = scoreboard_of_run(run.reference, Asked(held_out.split, indexes, None, tuple(methods)))
        except NnvizError as error:
            page.text(str(error))
            return None
    else:
        board = kept.board
    page.text(board.verdict, "verdict")
    if board.order:
        page.figure(
            board.figure(most=_MOST_METHODS, across=4),
            f"{words.counted(board.examples, 'example')}; the best method is at the top, better is on the right. A "
            "line shows where the mean would lie for 95 of 100 other choices of examples, a dotted line what a map "
            "that knows nothing reaches.",
        )
        page.table(["Method", "Verdict"], [[row.title, row.verdict] for row in board.measured[:_MOST_METHODS]])
        if len(board.order) > _MOST_METHODS:
            page.text(f"The best {_MOST_METHODS} of {len(board.order)} methods.", "note")
    for row in board.refused:
        page.text(f"{row.title}: {row.refused}", "note")
    page.subheading("What the measures are")
    for name in board.measures:
        own = MEASURES[name]
        page.text(f"{own.title}: {own.help} {own.misleads} {own.reference}.", "note")
    return board
