"""`nnviz.report`: a run as one self-contained page."""

from collections.abc import Callable, Sequence
from pathlib import Path

from nnviz.errors import RunError
from nnviz.explanation.catalog import method_named
from nnviz.inspection.of_run import examples_of_run
from nnviz.reports import about_explanations, about_making, about_run, about_scores
from nnviz.reports.html import Page
from nnviz.runs.run import Run
from nnviz.training.warm import warm
from nnviz.whole_files import replace

_MOST_EXAMPLES = 12


def report(
    run: Run | str,
    path: Path | str | None = None,
    *,
    examples: int = 3,
    methods: Sequence[str] | None = None,
    title: str = "",
    tell: Callable[[str, int, int], None] | None = None,
) -> Path | str:
    """One HTML file about a run: data, network, training, scores, explanations and their checks, versions, and how to
    reproduce it. It needs no other file and no network, and prints on A4.

    Args:
        run: a run that has weights, or its id.
        path: where to write it; None returns the text.
        examples: predictions that are explained, 0 to 12: the most wrong one, the least sure one, the surest one, …
        methods: names in `nnviz.explanation.catalog.METHODS`; None for the three that did best on this network, or
            where that was not measured for three that are shown first.
        title: of the page; the run's own when empty.
        tell: called with (what is done now, steps done, steps) before each step; what it raises ends the work.

    Returns:
        The path, or the text where there is none.

    Raises:
        RunError: for a run without weights, or a number of examples that is out of range.
        SpecError: for an unknown method.
    """
    run = Run.open(run) if isinstance(run, str) else run
    if isinstance(examples, bool) or not isinstance(examples, int) or not 0 <= examples <= _MOST_EXAMPLES:
        raise RunError(
            f"Received {examples!r} examples.", expected=f"a whole number from 0 to {_MOST_EXAMPLES}", where="examples"
        )
    chosen = None if methods is None else [method_named(name).name for name in methods]
    text = _written(run, examples, chosen, title, tell or (lambda now, done, steps: None))
    if path is None:
        return text
    try:
        replace(Path(path), text)
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error.strerror or error}).", where="path") from None
    return Path(path)


def _written(run: Run, examples: int, methods, title: str, tell) -> str:
    steps = iter(range(_STEPS + 1))
    model, dataset = warm(run.reference)
    page = Page(title or run.record.title)
    chosen = methods if methods is not None else about_explanations.methods_for(run, dataset.schema)
    tell("Describing the data", next(steps), _STEPS)
    about_run.data(page, run)
    tell("Describing the network and its training", next(steps), _STEPS)
    about_run.network(page, run, model)
    about_run.training(page, run)
    tell("Scoring the held-out examples", next(steps), _STEPS)
    about_scores.scores(page, run.reference)
    done = next(steps)
    if examples and chosen:
        held_out = examples_of_run(run.reference)
        tell("Explaining some predictions", done, _STEPS)
        about_explanations.explanations(page, run, held_out, chosen, examples, lambda now: tell(now, done, _STEPS))
        tell("Checking the explanations", next(steps), _STEPS)
        about_explanations.checks(page, run, held_out, chosen)
    tell("Writing it down", _STEPS - 1, _STEPS)
    about_making.making(page, run)
    return page.written()


_STEPS = 6
