"""What pages ask: a run's network made ready for use."""

import dataclasses
import json

import numpy as np

from nnviz.data.own import handmade, standing_beside, typed
from nnviz.data.own.handmade import is_own
from nnviz.data.texts import with_unknown
from nnviz.params import lookup
from nnviz.runs.run import Run
from nnviz.serving import export as exports
from nnviz.serving.catalog import FORMATS
from nnviz.serving.drift_records import Watched
from nnviz.serving.images import png
from nnviz.serving.records import Export, kept, weights_of, zip_path
from nnviz.serving.rows import records
from nnviz.serving.source import held_out, source_of_run
from nnviz.training.thresholds import label_thresholds


def export_of_run(run_id: str, format: str) -> Export:
    """Makes and checks an export and keeps it in the run's folder; one that agreed, of the same weights, is not made
    again."""
    form, run = lookup(FORMATS, format, "format"), Run.open(run_id)
    before = kept(run, format)
    if before is not None and not before.refused:
        return before
    weights, thresholds = weights_of(run), label_thresholds(run)
    made, content = exports.make(source_of_run(run), form)
    made = dataclasses.replace(made, weights=weights, thresholds=thresholds)
    path = zip_path(run, format)
    path.parent.mkdir(exist_ok=True)
    if content:
        run.write(f"exports/{path.name}", content)
    run.write(f"exports/{format}.json", made.to_json())
    return made


def row_to_send(run_id: str, split: str, index: int):
    """One example of a run's data as a prediction server takes it: {column: value}, a PNG in base64, or nested
    lists; of several inputs {name: its own}."""
    from nnviz.serving.raw_rows import raw_rows
    from nnviz.serving.recipe import brightest, white
    from nnviz.training.given import names_of
    from nnviz.training.warm import warm

    spec, (model, dataset) = Run.open(run_id).experiment.data, warm(run_id)
    taken = names_of(model)
    rows = _own_rows(split, dataset, taken) if is_own(split) else raw_rows(spec, split, np.array([index]), taken)
    if not taken:
        return _sent(rows, brightest(dataset) if dataset.schema.kind == "image" else None)
    images = {
        one.form.name: white(one.unscaled(dataset.train.further[one.form.name]))
        for one in dataset.further
        if one.form.kind == "image"
    }
    first = next(iter(rows))
    whites = {first: brightest(dataset) if dataset.schema.kind == "image" else None, **images}
    return {name: _sent(own, whites.get(name)) for name, own in rows.items()}


def _own_rows(split: str, dataset, taken: list[str]):
    """What a person made as the data would have it, with what stands beside it. Raises DataError."""
    from nnviz.serving.recipe import first_name
    from nnviz.serving.rows import readable_rows

    content = handmade.read(split)
    kind = typed.kind_of(content)
    if kind == "tokens":
        first = [with_unknown(json.loads(content)["text"])]
    elif kind == "vector":
        columns = tuple(column for column in dataset.schema.columns if column.role == "input")
        first = readable_rows(typed.codes_of(content)[None], columns)
    else:
        first = handmade.as_source(content, dataset)
    if not taken:
        return first
    tables, forms = standing_beside.tables_of(content, dataset), {one.form.name: one for one in dataset.further}
    arrays = standing_beside.arrays_of(content, dataset)
    beside = {
        name: readable_rows(tables[name], forms[name].form.columns)
        if name in tables
        else forms[name].unscaled(arrays[name])
        for name in taken
    }
    return {first_name(dataset.schema): first, **beside}


def _sent(rows, white: float | None):
    """The only row of one input as it is sent; of images `white` is what white is in their own units."""
    return records(rows)[0] if white is None else png(rows[0], white)


def simulated(run_id: str, column: str, settings: dict) -> int:
    """`nnviz.simulate` for a page: how many rows were sent."""
    from nnviz.serving.simulate import simulate

    return simulate(run_id, column, **settings)


def watched_columns(run_id: str) -> Watched:
    """What can be changed in a simulation of a run."""
    from nnviz.data.load import load
    from nnviz.serving.recipe import inputs_of
    from nnviz.serving.reference import reference

    run = Run.open(run_id)
    known, part = reference(run), held_out(run.experiment.data)
    texts = any(own["kind"] == "text" for own in inputs_of(known.recipe))
    columns = tuple(column for column in known.columns if column.role == "input" and not texts)
    required = tuple(name for own in inputs_of(known.recipe) for name in _required(own))
    return Watched(columns, required, part, len(load(run.experiment.data).split(part)))


def _required(recipe: dict) -> list[str]:
    """The columns of one input that may not be missing: of a table those that say so, of others all."""
    from nnviz.serving.features import columns

    own = recipe["columns"]
    return [one["name"] for one in own if one["required"]] if own else [one.name for one in columns(recipe)]
