"""Batches too small for what is done with them. Imports no framework."""

import math

from nnviz import words
from nnviz.training.coach import mending
from nnviz.training.coach.records import Diagnosis, Evidence, Recorded

_TINY, _ENOUGH = 4, 32


def tiny_batch_norm(run: Recorded) -> Diagnosis | None:
    """Batch normalization takes mean and spread from a handful of examples."""
    size = run.experiment.train.batch_size
    layers = [own for own in run.experiment.model.layers if own.enabled and own.kind == "BatchNormalization"]
    if not layers or size > _TINY:
        return None
    training = run.facts.sizes[0] if run.facts else _ENOUGH
    larger = max(size + 1, min(_ENOUGH, training))
    sizes = (1, 2, 4, 8, 16, 32, 64)
    shown = tuple(1 / math.sqrt(one) for one in sizes)
    return Diagnosis(
        "tiny_batch_norm",
        "Batches are tiny for batch normalization",
        f"{words.few([own.keras_name for own in layers])} takes mean and spread from "
        f"{words.counted(size, 'example')} at a time: the mean is off by about {words.percent(1 / math.sqrt(size))} "
        "of the spread.",
        "What one example is turned into then depends on which others happen to be in its batch. At the end, other "
        "means are used, gathered over many batches, and the network does something else than in training.",
        "batches",
        Evidence(
            "lines", sizes, {"error of the mean": shown}, "Batch size", "Share of the spread", marks={size: "here"}
        ),
        mending.trained(run.experiment, f"Batches of {larger}", batch_size=larger),
        0.77,
    )
