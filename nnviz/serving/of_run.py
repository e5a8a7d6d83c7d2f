"""What pages ask: a run's network made ready for use."""

import dataclasses

import numpy as np

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


def row_to_send(run_id: str, split: str, index: int):
    """One example of a run's data as a prediction server takes it: {column: value}, a PNG in base64, or nested
    lists."""
    from nnviz.data.load import load
    from nnviz.serving.images import png
    from nnviz.serving.raw_rows import raw_rows
    from nnviz.serving.recipe import brightest

    spec = Run.open(run_id).experiment.data
    row = raw_rows(spec, split, np.array([index]))[0]
    if isinstance(row, dict):
        return row
    dataset = load(spec)
    return png(row, brightest(dataset)) if dataset.schema.kind == "image" else row.tolist()
