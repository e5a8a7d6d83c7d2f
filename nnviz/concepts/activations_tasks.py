"""What the lesson on activation functions asks of a worker: where the sums of the reader's own network lie."""

import numpy as np

from nnviz.concepts.activations import FUNCTIONS
from nnviz.errors import ModelError
from nnviz.runs.run import Run

EXAMPLES, QUANTILES = 200, 401


def learn_sums(experiment, run_id: str | None) -> dict:
    """The sums that reach the activation functions of a run's network, or of an experiment's before its first step.

    Returns:
        {"title", "trained": bool, "layers": as `sums_of`}.

    Raises:
        ModelError: no layer has one of the lesson's functions.
    """
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.training.warm import warm

    if run_id:
        experiment = Run.open(run_id).experiment
        model, dataset = warm(run_id)
    else:
        dataset = load(experiment.data)
        model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    layers = sums_of(model, dataset.train.x[:EXAMPLES])
    return {"title": experiment.title or "your network", "trained": bool(run_id), "layers": layers}


def sums_of(model, x) -> list[dict]:
    """What reaches each activation function while `model` runs on `x`, in inference mode; the model stays as it was.

    Returns:
        In the order of the calls, one a layer: {"name", "activation": in `FUNCTIONS`, "count": of sums, "sums": 401 of
        them, evenly spaced by rank, rising}.

    Raises:
        ModelError: no layer has one of the lesson's functions.
    """
    from nnviz.inspection.capture import capture
    from nnviz.keras_internals import flat_layers

    noted: dict[int, tuple[str, str, np.ndarray]] = {}
    bent = [(layer, name) for layer in flat_layers(model, include_self=False) if (name := _function_of(layer))]
    originals = [(layer, layer.activation) for layer, _ in bent]
    try:
        for layer, name in bent:
            layer.activation = _noting(layer, name, noted)
        capture(model, x, choose=lambda path, layer: False)
    finally:
        for layer, activation in originals:
            layer.activation = activation
    if not noted:
        raise ModelError(
            "No layer of your network has one of these functions.",
            expected=f"one of {', '.join(own.title for name, own in FUNCTIONS.items() if name not in _NOT_ASKED)}",
            fix="Give a layer an activation on the Build page.",
            where="model",
        )
    return [_told(*found) for found in noted.values()]


_NOT_ASKED = ("linear", "step")


def _function_of(layer) -> str:
    """The name of a layer's activation where the lesson has it and it bends; "" else."""
    name = getattr(getattr(layer, "activation", None), "__name__", "")
    return name if name in FUNCTIONS and name not in _NOT_ASKED else ""


def _noting(layer, name: str, noted: dict):
    function = layer.activation

    def noting(z, *rest, **named):
        if hasattr(z, "numpy"):
            before = noted[id(layer)][2] if id(layer) in noted else np.zeros(0)
            noted[id(layer)] = (layer.name, name, np.append(before, np.ravel(z.numpy())))
        return function(z, *rest, **named)

    return noting


def _told(layer: str, name: str, sums: np.ndarray) -> dict:
    ranks = np.quantile(sums, np.linspace(0, 1, QUANTILES))
    return {
        "name": layer,
        "activation": name,
        "count": int(sums.size),
        "sums": [float(f"{value:.4g}") for value in ranks],
    }
