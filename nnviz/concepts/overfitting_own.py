"""The gap between the losses of a run: what its history says of overfitting. Imports no framework."""

import math

import numpy as np

from nnviz.runs.run import Run

_MOST = 200


def gap_of(run: Run) -> dict | None:
    """The losses of a run on the examples it learns from and on those it does not.

    Returns {"title", "parameters", "examples" it learns from, "rows": [{"epoch", "loss", "val_loss"}], at most 200 of
    them; None for what is not finite}; None for a run without a validation loss, or before its first epoch.
    """
    history = run.history()
    if not len(history.get("epoch", ())) or "val_loss" not in history:
        return None
    count = len(history["epoch"])
    chosen = np.unique(np.linspace(0, count - 1, min(count, _MOST)).round().astype(int))
    rows = [{name: _number(history[name][i]) for name in ("epoch", "loss", "val_loss")} for i in chosen]
    facts, data = run.facts, run.experiment.data
    examples = facts.get("examples", 0)
    learnt = round(examples * (1 - data.validation_fraction - data.test_fraction))
    return {
        "title": run.experiment.title or "Your run",
        "parameters": facts.get("parameters", 0),
        "examples": min(learnt, data.training_examples or learnt),
        "rows": rows,
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
