"""What pages ask: one method measured on a run's examples, and a whole scoreboard, which is kept with the run."""

import contextlib
import dataclasses
import time
from collections.abc import Sequence

from nnviz import progress
from nnviz.errors import NnvizError
from nnviz.explanation import scoreboard
from nnviz.explanation.catalog import METHODS
from nnviz.explanation.kept import with_run
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.catalog import MEASURES, TRUTH
from nnviz.explanation.measures.records import Row
from nnviz.explanation.of_run import meaning_in
from nnviz.explanation.scoreboard import Asked, Kept
from nnviz.explanation.shap_of_run import given_examples
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.truth_of_run import truth_of_run
from nnviz.runs.run import Run
from nnviz.runs.status import this_process
from nnviz.training.given import given
from nnviz.training.warm import warm

_BACKGROUND = 200
_LOOK_SECONDS, _TELL_SECONDS = 0.2, 1.0


@with_run("measured")
def measured_of_run(
    run_id: str,
    split: str,
    indexes: tuple[int, ...],
    target: Chosen,
    method: str,
    settings: dict,
    baseline: str = "zeros",
    shuffled: str = "",
    measures: Sequence[str] = (),
) -> Row:
    """One method measured on some examples of a run, see `nnviz.scoreboard`.

    Args:
        target: a class or output, a pair (a, b) for why a rather than b, or None for the class predicted.
        method, settings: as in `nnviz.attribute`.
        baseline: what covered parts become.
        shuffled: id of the run that was trained on shuffled answers, "" for none.
        measures: names in `MEASURES`; () for all that can be had.
    """
    from nnviz.explanation.measures.measuring import measured

    bench = _bench(run_id, Asked(split, indexes, target, (method,), baseline, shuffled))
    return measured(bench, method, measures or _measures(bench), settings)


def scoreboard_of_run(run_id: str, asked: Asked) -> Board:
    """Measures one method after the other and keeps each row with the run; those that are there are not measured again.

    It ends, also in the middle of a method, once `nnviz.explanation.scoreboard.stop` was called.
    """
    run = Run.open(run_id)
    before = scoreboard.read(run, asked) or scoreboard.begin(run, asked)
    kept = dataclasses.replace(before, state="running", message="", process=this_process())
    scoreboard.write(run, kept)
    try:
        kept = _with_rows(run, kept)
    except progress.Stopped:
        kept = dataclasses.replace(scoreboard.read(run, asked) or kept, state="stopped", now="")
        scoreboard.write(run, kept)
    except Exception as error:
        told = str(error) if isinstance(error, NnvizError) else "Something went wrong while measuring."
        with contextlib.suppress(OSError):
            kept = dataclasses.replace(scoreboard.read(run, asked) or kept, state="failed", now="", message=told)
            scoreboard.write(run, kept)
        raise
    return kept.board


def _with_rows(run: Run, kept: Kept) -> Kept:
    from nnviz.explanation.measures.measuring import measured

    missing = scoreboard.missing(kept, kept.asked)
    bench = _bench(run.reference, kept.asked) if missing else None
    for method in missing:
        kept = dataclasses.replace(kept, now=METHODS[method].title, share=0.0)
        scoreboard.write(run, kept)
        with progress.heard_by(_Teller(run, kept)):
            row = measured(bench, method, _measures(bench))
            progress.tell()
        board = Board((*kept.board.rows, row.in_short), len(kept.asked.indexes), kept.asked.methods)
        kept = dataclasses.replace(kept, board=board)
        scoreboard.write(run, kept)
    kept = dataclasses.replace(kept, state="finished", now="")
    scoreboard.write(run, kept)
    return kept


class _Teller:
    """Writes now and then how far a method is, and says when somebody wants it to end."""

    def __init__(self, run: Run, kept: Kept):
        self.run, self.kept, self._looked, self._told, self._stopped = run, kept, 0.0, time.monotonic(), False

    def __call__(self, share: float | None) -> bool:
        moment = time.monotonic()
        if not self._stopped and moment - self._looked > _LOOK_SECONDS:
            self._looked, self._stopped = moment, scoreboard.is_stopped(self.run, self.kept.asked)
        if share is not None and moment - self._told > _TELL_SECONDS:
            self._told = moment
            scoreboard.write(self.run, dataclasses.replace(self.kept, share=share))
        return self._stopped


def _measures(bench) -> list[str]:
    """The measures that can be had for these examples."""
    missing = (TRUTH if bench.truth is None else ()) + (("random_labels",) if bench.shuffled is None else ())
    return [name for name in MEASURES if name not in missing]


def _bench(run_id: str, asked: Asked):
    from nnviz.explanation.measures.subject import Bench

    model, dataset = warm(run_id)
    truth = shuffled = None
    with contextlib.suppress(NnvizError):
        truth = truth_of_run(run_id, asked.split, asked.indexes)
    if asked.shuffled:
        shuffled = warm(asked.shuffled)[0]
    return Bench(
        model,
        given_examples(model, dataset, asked.split, asked.indexes),
        target_of(asked.target, meaning_in(model, dataset, run_id), dataset.schema.answers),
        background=given(model, dataset.train, slice(_BACKGROUND)),
        baseline=asked.baseline,
        truth=truth,
        shuffled=shuffled,
    )
