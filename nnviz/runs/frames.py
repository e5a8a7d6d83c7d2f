"""A frame's file: every array of the pictures in one. Imports no framework."""

import json

import numpy as np


def packed_frame(arrays: dict[str, np.ndarray], step: int, epoch: float) -> dict[str, np.ndarray]:
    """A frame's arrays as the two that its file holds: writing one long array takes a fraction of the time of many
    short ones.

    Returns:
        {"values": all entries one after another, float32; "layout": JSON {"step", "epoch", "arrays": [[name, shape],
        …]}, bytes}.
    """
    layout = {
        "step": int(step),
        "epoch": float(epoch),
        "arrays": [[name, list(np.shape(a))] for name, a in arrays.items()],
    }
    values = [np.ravel(a).astype("float32", copy=False) for a in arrays.values()]
    return {
        "values": np.concatenate(values) if values else np.zeros(0, "float32"),
        "layout": np.bytes_(json.dumps(layout)),
    }


def unpacked_frame(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray] | None:
    """What `packed_frame` was given, with "step" and "epoch" among it; None for anything else."""
    try:
        layout = json.loads(bytes(arrays["layout"]))
        frame, start = {"step": np.int64(layout["step"]), "epoch": np.float64(layout["epoch"])}, 0
        for name, shape in layout["arrays"]:
            stop = start + int(np.prod(shape))
            frame[name] = arrays["values"][start:stop].reshape(shape)
            start = stop
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError):
        return None
    return frame
