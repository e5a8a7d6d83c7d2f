"""What pages ask: a run's network made ready for use."""

import dataclasses

from nnviz.params import lookup
from nnviz.runs.run import Run
from nnviz.serving import export as exports
from nnviz.serving.catalog import FORMATS
from nnviz.serving.records import Export, kept, weights_of, zip_path


def export_of_run(run_id: str, format: str) -> Export:
    """Makes and checks an export and keeps it in the run's folder; one of the same weights is not made again."""
    form, run = lookup(FORMATS, format, "format"), Run.open(run_id)
    before = kept(run, format)
    if before is not None:
        return before
    weights = weights_of(run)
    made, content = exports.make(exports.source_of_run(run), form)
    made = dataclasses.replace(made, weights=weights)
    path = zip_path(run, format)
    path.parent.mkdir(exist_ok=True)
    if content:
        run.write(f"exports/{path.name}", content)
    run.write(f"exports/{format}.json", made.to_json())
    return made
