"""The network before its first step: what frame 0 of a run shows, with or without a run."""

import json
import math
from collections.abc import Mapping, Sequence

import keras
import numpy as np

from nnviz.data.schema import Dataset
from nnviz.models.states import preserved
from nnviz.runs.frames import packed_frame, unpacked_frame
from nnviz.specs import Experiment
from nnviz.training.compiling import compile_model
from nnviz.training.given import given
from nnviz.training.meaning import OutputMeaning
from nnviz.training.midway import set_weight
from nnviz.training.parts import in_sentences, parts
from nnviz.training.probe import Probe
from nnviz.training.taken import take

_MOST_ROWS, _MOST_NUMBERS = 5_000, 20_000_000
"""Examples of each part that the scores are taken of, and numbers that their inputs hold together, at most."""
_BATCH, _BATCH_NUMBERS = 1024, 1_000_000


def untrained(experiment: Experiment, edits: Sequence[Mapping] = ()) -> dict:
    """What a run of the experiment would show before its first step; its weights are those that training starts from.

    Args:
        edits: weights that are set before: the arguments of `set_weight` each.

    Returns:
        {"graph": as the run's `graph`, "frame": as its frame 0, "scores": see `scores`}.

    Raises:
        NnvizError: what `train` would raise before its first step.
    """
    with in_sentences():
        model, dataset = parts(experiment, None, None)
        take(model, experiment.model)
        for edit in edits:
            set_weight(model, **edit)
        _, meaning = compile_model(model, experiment.train, dataset.schema, 1, dataset.target_scaler)
        probe = Probe(model, dataset, meaning)
        frame = unpacked_frame(packed_frame(probe.frame(), 0, 0.0))
        return {"graph": json.loads(json.dumps(probe.graph)), "frame": frame, "scores": scores(model, dataset, meaning)}


def scores(model: keras.Model, dataset: Dataset, meaning: OutputMeaning) -> dict[str, float]:
    """{"loss", "accuracy", "val_loss", …} of a compiled model as it stands, of at most 5,000 examples of each part,
    fewer of large ones.

    The names are those of the history. Weights, seeds and metrics are left as they were.
    """
    eager, values = model.run_eagerly, {}
    model.run_eagerly = True
    try:
        with preserved(model):
            for prefix, part in (("", dataset.train), ("val_", dataset.validation)):
                if len(part):
                    values |= {prefix + name: value for name, value in _tested(model, part, meaning).items()}
    finally:
        model.reset_metrics()
        model.run_eagerly, model.test_function = eager, None
    return values


def _tested(model: keras.Model, part, meaning: OutputMeaning) -> dict[str, float]:
    numbers = max(1, sum(math.prod(np.shape(one)[1:]) for one in keras.tree.flatten(part.x)))
    most, size = min(_MOST_ROWS, max(32, _MOST_NUMBERS // numbers)), min(_BATCH, max(8, _BATCH_NUMBERS // numbers))
    targets = meaning.encode(part.y[:most])
    model.reset_metrics()
    for start in range(0, len(targets), size):
        rows = slice(start, min(start + size, most))
        model.test_on_batch(given(model, part, rows), targets[rows])
    results = keras.tree.flatten_with_path(dict(model.get_metrics_result()))
    return {".".join(map(str, path)): float(np.asarray(value)) for path, value in results}
