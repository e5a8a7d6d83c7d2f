"""A trained file becomes a run without a history: a model in hand that every page takes."""

import json
from pathlib import Path

import numpy as np

from nnviz.errors import ModelError, NnvizError
from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.specs import DataSpec, Experiment, TrainSpec

_SAID = "Opened from a file with its weights; it was not trained here."


def bring_model(path: str, data: DataSpec, title: str, owner: str = "", home: str | Path | None = None) -> str:
    """Makes a finished run of a trained model file, with the file's weights, and returns its id.

    Args:
        path: of a `.keras`, `.h5` or `.hdf5` file; it is checked before anything of it runs.
        data: what the model is for: its inputs prepared as they were when the file was trained.
        title: what people call it.
        owner: whose run it is.

    Raises:
        ModelError: for a file that is damaged or dangerous, has no weights, or does not fit the data.
    """
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.models.from_keras import copy_weights, to_spec
    from nnviz.models.safe_load import open_model
    from nnviz.training.meaning import misfit

    source = open_model(path)
    if path.lower().endswith(".json"):
        raise ModelError("A JSON file has no weights.", expected="a .keras or .h5 file", where="file")
    imported, dataset = to_spec(source), load(data)
    schema = dataset.schema
    _same_input(imported.input_shape, schema)
    experiment = Experiment(data=data, model=imported.spec, train=TrainSpec(), title=title)
    why = misfit(experiment.model, experiment.train, schema)
    if why:
        raise ModelError(why, fix="Choose the data that it was trained for.", where="file")
    model = build(imported.spec, schema, seed=0)
    copy_weights(source, model, imported)
    _same_answers(source, model, dataset.train.x[:16])
    run = Run.create(experiment, home, owner=owner, title=title)
    try:
        record_untrained(run, model, dataset, experiment, _SAID)
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run.id


def record_untrained(run: Run, model, dataset, experiment: Experiment, said: str) -> None:
    """Makes `run` a finished one of `model` as it stands, with one frame and its scores; `said` tells where it is
    from."""
    from nnviz.training.compiling import compile_model
    from nnviz.training.parts import in_sentences
    from nnviz.training.probe import Probe
    from nnviz.training.recorder import Recorder
    from nnviz.training.train import save_model
    from nnviz.training.untrained import scores

    with in_sentences():
        run.write_status(Status("running", 0.0, 0, process=this_process()))
        _, meaning = compile_model(model, experiment.train, dataset.schema, 1, dataset.target_scaler)
        run.write("schema.json", schema_json(dataset.schema))
        run.write("facts.json", json.dumps({"examples": dataset.size, "parameters": model.count_params()}))
        run.write("untrained.json", json.dumps(scores(model, dataset, meaning)))
        probe = Probe(model, dataset, meaning)
        Recorder(run, probe, model).frame(0, 0.0, last=True)
        save_model(model, run.folder)
        run.write_status(Status("finished", 0.0, 0, said, 0.0))


def _same_input(shape: tuple[int | None, ...], schema) -> None:
    fits = len(shape) == len(schema.input_shape) and all(
        own is None or own == size for own, size in zip(shape, schema.input_shape, strict=True)
    )
    if not fits:
        from nnviz import words

        raise ModelError(
            f"This network takes {words.shape(shape)}, and {schema.source} has {words.shape(schema.input_shape)} an "
            "example.",
            fix="Choose the data that it was trained for on the Data page, then open it again.",
            where="file",
        )


def _same_answers(source, model, x: np.ndarray) -> None:
    """What was rebuilt layer by layer must answer as the file's own model does."""
    expected, answers = (np.asarray(own(x, training=False)) for own in (source, model))
    if not np.allclose(expected, answers, rtol=1e-4, atol=1e-5, equal_nan=True):
        raise ModelError(
            "This network could not be rebuilt with its weights: some of its layers are not known here.",
            fix="Open it without its weights, and train it here.",
            where="file",
        )
