"""A finished run of a network as it stands: one frame, its scores, and no history."""

import json

from nnviz.runs.run import Run, Status, this_process
from nnviz.runs.stored import schema_json
from nnviz.specs import Experiment


def record_untrained(run: Run, model, dataset, experiment: Experiment, said: str) -> None:
    """Makes `run` a finished one of `model` as it stands, with one frame and its scores; `said` tells where it is
    from."""
    from nnviz.training.compiling import compile_model
    from nnviz.training.parts import in_sentences
    from nnviz.training.probe import Probe
    from nnviz.training.recorder import Recorder
    from nnviz.training.saving import save_model
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
