"""What the lesson "Looking inside" asks about single units: what excites one most, what a layer's outputs tell, and the
reader's own network with its images. For workers."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.chains import chain, multiplications
from nnviz.concepts.kept_arrays import kept_arrays
from nnviz.concepts.looking_inside_tasks import images_of_digits, model_of
from nnviz.concepts.own_images import own_images
from nnviz.runs.run import Run

LABELLED, JUDGED = 400, 300
"""Digits that a probe is fitted to, and those that it is judged on."""
_STEPS, _SEED = 96, 0
_WORK, _MOST, _LEAST = 60_000_000, 200, 24
"""Multiplications of all images together; images at most and at least."""
_FORM = 2


def learn_inside_probe() -> dict:
    """How well a linear probe reads the digit off each layer, from 400 labelled digits, on 300 new ones.

    Returns {"lines": {"trained", "the same, untrained": shares for pixels, conv_1, conv_2, hidden, output}, "examples":
    400}.
    """
    return kept_arrays("looking_inside", f"{_FORM} probe", _probes)


def _probes() -> dict:
    from nnviz.inspection.probing import linear_probe

    x, y, new_x, new_y = images_of_digits()
    x, y, new_x, new_y = x[:LABELLED], y[:LABELLED], new_x[:JUDGED], new_y[:JUDGED]
    lines = {}
    for title, trained in (("trained", True), ("the same, untrained", False)):
        outputs = [
            (_rows(a), _rows(b)) for a, b in zip(*(_by_layer(trained, part) for part in (x, new_x)), strict=True)
        ]
        lines[title] = [linear_probe(known, y, held_out, new_y) for known, held_out in outputs]
    return {"lines": lines, "examples": LABELLED}


def _rows(values: np.ndarray) -> np.ndarray:
    return values.reshape(len(values), -1).astype("float64")


def _by_layer(trained: bool, x: np.ndarray) -> list[np.ndarray]:
    """The pixels and the outputs of the layers with weights."""
    outputs = [x]
    for layer in model_of(None, trained).layers:
        x = np.asarray(layer(x))
        if hasattr(layer, "kernel"):
            outputs.append(x)
    return outputs


def learn_inside_liked(run_id: str | None, layer: str, unit: int) -> dict:
    """The image that excites a unit most, found by gradient ascent (`nnviz.inspection.optimized.optimized_input`).

    Returns {"image": (rows, columns) float32, several channels as their mean, "value": what the unit answers}.

    Raises:
        ModelError: for a layer or a unit that is not there.
    """
    from nnviz.training.warm import weights_key

    return _liked(run_id, weights_key(Run.open(run_id)) if run_id else None, layer, unit)


@lru_cache(maxsize=32)
def _liked(run_id: str | None, weights: tuple | None, layer: str, unit: int) -> dict:
    from nnviz.inspection.optimized import optimized_input

    model, x = (model_of(None, True), images_of_digits()[2][:64]) if run_id is None else own_images(run_id)[:2]
    place = "centre" if np.ndim(x) == 4 else "everywhere"
    found = optimized_input(model, layer, unit, x, steps=_STEPS, seeds=(_SEED,), place=place, robust=False)
    return {"image": found.inputs[0].mean(-1).astype("float32"), "value": float(found.values[0])}


def learn_inside_own(run_id: str) -> dict:
    """A run's network as a chain, with held-out images of its data.

    Returns {"layers", "images": (n, rows, columns, channels) float32 as the network gets them, "labels": [n],
    "classes"}.

    Raises:
        RunError: for a network that is no chain of layers on images, or one without classes.
    """
    model, x, y, classes = own_images(run_id)
    layers = chain(model, x[:1])
    work = max(1, sum(map(multiplications, layers)))
    count = int(np.clip(_WORK // work, _LEAST, _MOST))
    return {"layers": layers, "images": x[:count], "labels": [int(k) for k in y[:count]], "classes": list(classes)}
