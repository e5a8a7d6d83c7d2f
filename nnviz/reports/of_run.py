"""What pages ask: a run's report, written into its folder."""

import dataclasses

from nnviz.errors import NnvizError
from nnviz.reports import kept as reports
from nnviz.reports.report import report
from nnviz.runs.run import Run
from nnviz.runs.status import this_process


def report_of_run(run_id: str, examples: int) -> None:
    """Writes the report of a run into its folder, see `nnviz.report`; `nnviz.reports.kept.stop` ends it."""
    run = Run.open(run_id)
    kept = reports.read(run) or reports.begin(run, examples)
    kept = dataclasses.replace(kept, state="running", examples=examples, process=this_process())

    def tell(now: str, done: int, steps: int) -> None:
        nonlocal kept
        if reports.is_stopped(run):
            raise _Stopped
        kept = dataclasses.replace(kept, now=now, done=done, steps=steps)
        reports.write(run, kept)

    try:
        report(run, reports.path(run), examples=examples, tell=tell)
        kept = dataclasses.replace(kept, state="finished", done=kept.steps, now="")
    except _Stopped:
        kept = dataclasses.replace(kept, state="stopped", now="")
    except Exception as error:
        told = str(error) if isinstance(error, NnvizError) else "Something went wrong while writing it."
        kept = dataclasses.replace(kept, state="failed", now="", message=told)
        raise
    finally:
        reports.write(run, kept)


class _Stopped(Exception):
    """Somebody wanted it to end."""
