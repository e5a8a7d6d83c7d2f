"""What a race says of its networks and their data, once, before any of them is recorded."""

import numpy as np

from nnviz.studies.entrants import Entrant, Shape
from nnviz.studies.race import answer_range


def range_of(shape: Shape) -> tuple[float, float]:
    """From where to where a picture of the answer reaches."""
    targets = shape.dataset.unscaled_targets(shape.dataset.train.y) if shape.dataset.schema.task == "regression" else ()
    return answer_range(shape.meaning.to_json(), targets)


def ground_of(shape: Shape) -> dict:
    """What all pictures have in common: the data on the plane or along the line, and what answers mean."""
    schema, dataset, own = shape.dataset.schema, shape.dataset, shape.gauge.ground
    common = {
        "task": schema.task,
        "class_names": list(schema.class_names),
        "target_name": schema.target_name,
        "meaning": shape.meaning.to_json(),
        "examples": len(dataset.train),
        "validation": len(dataset.validation),
        "plane": own.plane.graph if own.plane else None,
        "range": range_of(shape),
        "line": None,
    }
    if own.along is not None:
        parts = [dataset.train, dataset.validation]
        common["line"] = {
            "x": [float(f"{value:.5g}") for value in own.along],
            "name": schema.feature_names[0],
            "points": [
                {
                    "x": [number(v) for v in dataset.unscaled(part.x)[:, 0]],
                    "y": [number(v) for v in np.ravel(dataset.unscaled_targets(part.y))],
                }
                for part in parts
            ],
        }
    return common


def described(entrant: Entrant) -> dict:
    train = entrant.experiment.train
    return {
        "label": entrant.label,
        "layers": entrant.shape.gauge.layers,
        "parameters": entrant.shape.model.count_params(),
        "epochs": train.epochs,
        "steps_per_epoch": entrant.shape.loop.steps_per_epoch,
        "data": ground_of(entrant.shape) if entrant.index else None,
    }


def number(value) -> float | None:
    value = float(value)
    return float(f"{value:.5g}") if np.isfinite(value) else None
