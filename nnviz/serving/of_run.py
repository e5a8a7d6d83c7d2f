"""What pages ask: a run's network made ready for use."""

import dataclasses

import numpy as np

from nnviz.params import lookup
from nnviz.runs.run import Run
from nnviz.serving import export as exports
from nnviz.serving.catalog import FORMATS
from nnviz.serving.drift_records import Watched
from nnviz.serving.records import Export, kept, weights_of, zip_path
from nnviz.serving.rows import as_lists
from nnviz.serving.source import held_out, source_of_run


def export_of_run(run_id: str, format: str) -> Export:
    """Makes and checks an export and keeps it in the run's folder; one that agreed, of the same weights, is not made
    again."""
    form, run = lookup(FORMATS, format, "format"), Run.open(run_id)
    before = kept(run, format)
    if before is not None and not before.refused:
        return before
    weights = weights_of(run)
    made, content = exports.make(source_of_run(run), form)
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
    if isinstance(row, dict | str):
        return row
    dataset = load(spec)
    return png(row, brightest(dataset)) if dataset.schema.kind == "image" else as_lists(row[None])[0]


def simulated(run_id: str, column: str, settings: dict) -> int:
    """`nnviz.simulate` for a page: how many rows were sent."""
    from nnviz.serving.simulate import simulate

    return simulate(run_id, column, **settings)


def watched_columns(run_id: str) -> Watched:
    """What can be changed in a simulation of a run."""
    from nnviz.data.load import load
    from nnviz.serving.reference import reference

    run = Run.open(run_id)
    known, part = reference(run), held_out(run.experiment.data)
    changeable = known.recipe["kind"] != "text"
    columns = tuple(column for column in known.columns if column.role == "input" and changeable)
    own = known.recipe["columns"]
    required = tuple(one["name"] for one in own if one["required"]) if own else tuple(one.name for one in columns)
    return Watched(columns, required, part, len(load(run.experiment.data).split(part)))
