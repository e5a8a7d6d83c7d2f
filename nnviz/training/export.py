"""A run to take away: its experiment, its history, its network and the script of it. Imports no framework."""

import csv
import io
import json
import zipfile

from nnviz import escaping
from nnviz.errors import NnvizError, RunError
from nnviz.runs import moments
from nnviz.runs.run import Run
from nnviz.training.changes_code import Repeated
from nnviz.training.codegen import script


def run_script(run: Run) -> str:
    """What ran as a script of its own; one of a run that began with another's weights says so at its head.

    Raises:
        NnvizError: before the form of the data is known, or for a network that the script cannot say.
    """
    if run.schema is None:
        raise RunError(f"Run {run.id} has not read its data yet.", fix="Wait until it has begun.", where="run")
    experiment = run.experiment
    if run.record.begins_with:  # with all weights of that run: nothing is taken any more
        experiment = experiment.replace(model=experiment.model.replace(taken=None))
    return _origin(run) + _unchanged(run) + script(experiment, run.schema, repeated(run))


def history_csv(run: Run) -> str:
    """A line an epoch, a column a score; what is not finite is left empty."""
    history = run.history()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([escaping.csv_cell(name) for name in history])
    for row in zip(*history.values(), strict=True):
        writer.writerow(["" if value != value else f"{value:.10g}" for value in row])
    return text.getvalue()


def archive(run: Run) -> bytes:
    """A zip of `experiment.json`, `history.csv`, `run.json` (title, tags, note), and as far as there are any
    `model.keras`, `train.py` and what the run began with. `nnviz.import_run` opens it again."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("experiment.json", run.experiment.to_json(indent=1))
        file.writestr("history.csv", history_csv(run))
        record = run.record
        about = {"title": record.title, "tags": record.tags, "note": record.note, "seconds": run.status().seconds}
        file.writestr("run.json", json.dumps(about, indent=1))
        beginning = moments.beginning(run.folder) or run.folder / moments.TAKEN
        for path, name in ((run.model_path, "model.keras"), (beginning, beginning.name)):
            if path.is_file():
                file.write(path, name, zipfile.ZIP_STORED)
        try:
            file.writestr("train.py", run_script(run))
        except NnvizError as error:
            file.writestr("train.txt", f"There is no script of this run. {error}\n")
    return content.getvalue()


def repeated(run: Run) -> tuple[Repeated, ...]:
    """What a person changed while it trained, for the script to do it again; changes that an older nnviz noted in words
    alone are not among them."""
    began = run.record.counts_from
    known = [event for event in run.events() if event["done"] and "values" in event]
    return tuple(Repeated(own["kind"], own["values"], own["epoch"] - began, int(own["taken"])) for own in known)


def _unchanged(run: Run) -> str:
    """What a person changed while it trained, which the script does not do."""
    made = [event for event in run.events() if event["done"] and "values" not in event]
    if not made:
        return ""
    lines = "".join(f"#   epoch {event['epoch']:g}: {escaping.comment(event['said'])}\n" for event in made)
    return f"# While this run trained, a person changed what this script leaves as it began:\n{lines}"


def _origin(run: Run) -> str:
    record, path = run.record, moments.beginning(run.folder)
    if not record.begins_with:
        return ""
    return (
        f"# This run did not begin with new weights but with those of run {record.begins_with}, epoch "
        f"{record.begins_at}.\n# They are in {path.name if path else 'that run'}: give them to the model before "
        f"model.fit, and train for {run.experiment.train.epochs - record.counts_from} epochs.\n"
    )
