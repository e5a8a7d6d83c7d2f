"""What a report says of why: some predictions explained by some methods, and whether these deserve belief."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.explanation import scoreboard
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.catalog import MEASURES
from nnviz.explanation.measures.of_run import scoreboard_of_run
from nnviz.explanation.measures.price import quick
from nnviz.explanation.of_run import attribution_of_run, label_of
from nnviz.explanation.records import Attribution
from nnviz.explanation.scoreboard import Asked
from nnviz.inspection.examples import Examples
from nnviz.plots import attribution
from nnviz.reports.html import Page
from nnviz.runs.run import Run

_MEASURED, _METHODS = 10, 3
_PICTURE, _MOST_METHODS = 460, 12
_MOST_TOKENS = 200


def methods_for(run: Run, schema) -> list[str]:
    """Those that did best on this network, or where none was measured those that are shown first; at most three."""
    fitting = quick(schema.kind, _MEASURED, schema.shapes)
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
        "Some predictions, and how much each part of the input counts for them: blue speaks for the answer, orange "
        "against it."
    )
    for position in positions(held_out, count):
        page.subheading(_example(held_out, position))
        if held_out.schema.kind == "tokens":
            page.text(held_out.text(position)[:600])
        for method in methods:
            between(f"Explaining example {held_out.rows[position]:,} by {METHODS[method].title}")
            index = int(held_out.indexes[position])
            try:
                result = attribution_of_run(run.reference, held_out.split, index, None, method, {})
            except NnvizError as error:
                page.text(f"{METHODS[method].title}: {error}", "note")
                continue
            page.figure(_figure(result, held_out, position), _caption(result, held_out), widest=_PICTURE)


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


def _caption(result: Attribution, held_out: Examples) -> str:
    told = f"{METHODS[result.method].title}, for {label_of(result.target, held_out.schema)}."
    if result.relative_residual is not None:
        told += f" The parts add up within {words.within(float(result.relative_residual))}."
    return " ".join([told, *(str(trouble) for trouble in result.troubles)])


def _figure(result: Attribution, held_out: Examples, position: int):
    """The picture that fits the data, of the first input."""
    schema, x = held_out.schema, held_out.inputs[position]
    values = result.values[0] if isinstance(result.values, tuple) else result.values
    if schema.kind == "image":
        return attribution.image_attribution(x, values, pixel_range=held_out.pixel_range)
    if schema.kind == "tokens":
        tokens = held_out.value_texts(position)[:_MOST_TOKENS]
        ends = max([k + 1 for k, token in enumerate(tokens) if token or values[k]], default=1)
        return attribution.token_attribution([token or "·" for token in tokens[:ends]], values[:ends], columns=9)
    if schema.kind == "sequence":
        return attribution.sequence_attribution(x, values, channel_names=schema.feature_names)
    return attribution.feature_attribution(values, schema.feature_names, held_out.value_texts(position))


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
