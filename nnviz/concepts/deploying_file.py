"""What is in the file of a trained network, and what it answers where something of it was left behind or rounded."""

import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nnviz.errors import ServingError
from nnviz.serving.carried import prepare
from nnviz.serving.source import Source, outputs

MISSING = {
    "nothing": "Nothing: all is there",
    "scaling": "The scaling",
    "each": "The training set’s mean and spread",
    "order": "The order of the columns",
    "meaning": "What the output means",
}
"""What may be left behind: name → what people are told."""
BITS = (32, 16, 8, 7, 6, 5, 4, 3, 2)
"""For each weight: float32, float16, and whole numbers with a scale for each array."""
MOST_ROWS, MOST_PARAMETERS = 200, 200_000
_MEANING = ("units", "classes", "labels", "targets", "target", "number", "squash", "output_offset", "output_scale")


def contents(source: Source) -> list[dict]:
    """The parts of the file: [{"part", "bytes", "peek": its beginning, as text}], measured on the files themselves."""
    with tempfile.TemporaryDirectory(prefix="nnviz-lesson-") as folder:
        source.model.save(Path(folder) / "final.keras")
        with zipfile.ZipFile(Path(folder) / "final.keras") as archive:
            graph, weights = (archive.read(name) for name in ("config.json", "model.weights.h5"))
    first = next(iter(source.model.weights), None)
    numbers = np.ravel(first)[:6] if first is not None else []
    more = source.model.count_params() - len(numbers)
    meaning = {name: source.recipe[name] for name in _MEANING if name in source.recipe}
    rest = {name: value for name, value in source.recipe.items() if name not in meaning}
    layers = [f"{layer.name}: {type(layer).__name__}" for layer in source.model.layers]
    columns = [column["name"] for column in rest["columns"]] or [f"an array of {rest['shape']}"]
    return [
        {"part": "graph", "bytes": len(graph), "peek": "\n".join(layers[:6])},
        {
            "part": "weights",
            "bytes": len(weights),
            "peek": ", ".join(f"{value:.4f}" for value in numbers) + f", and {more:,} more",
        },
        {"part": "preparation", "bytes": _size(rest), "peek": ", ".join(columns[:8])},
        {"part": "meaning", "bytes": _size(meaning), "peek": json.dumps(meaning, ensure_ascii=False)[:300]},
    ]


def _size(content: dict) -> int:
    return len(json.dumps(content, ensure_ascii=False).encode())


def answers(source: Source, rows) -> np.ndarray:
    """(len(MISSING), len(BITS), n, units) float32: what the network says of rows, whatever of the file is missing and
    however its weights are rounded. The network is left as it was.

    Raises:
        ServingError: for a network that is too large to be asked so often while somebody waits.
    """
    if source.model.count_params() > MOST_PARAMETERS:
        raise ServingError(
            f"This network has {source.model.count_params():,} parameters.",
            expected=f"at most {MOST_PARAMETERS:,} for what is measured while you wait",
            fix="Look at the network that predicts tips.",
        )
    x = np.concatenate([way(source.recipe, rows) for way in _INPUTS.values()])
    said = np.stack([_rounded(source.model, x, bits) for bits in BITS])
    said = said.reshape(len(BITS), len(_INPUTS), -1, said.shape[-1]).swapaxes(0, 1)
    shown = np.stack([prepare.shown(source.recipe, one.reshape(-1, one.shape[-1])).reshape(one.shape) for one in said])
    return np.concatenate([shown, said[:1]]).astype("float32")


def rounded(weights: np.ndarray, bits: int) -> np.ndarray:
    """Weights as they are after they were stored with so many bits each.

    32 and 16 are floating-point numbers. Fewer are whole numbers q of that many bits and one scale for the array:
    w ≈ s q, s = max |w| / (2^(bits − 1) − 1). Jacob et al., Quantization and training of neural networks (2018).
    """
    if bits >= 16:
        return weights.astype(f"float{bits}").astype("float32")
    steps = 2 ** (bits - 1) - 1
    scale = np.abs(weights).max(initial=0.0) / steps or 1.0
    return (scale * np.round(weights / scale)).astype("float32")


def _rounded(model, x: np.ndarray, bits: int) -> np.ndarray:
    """(n, units) what the network returns with rounded weights."""
    before = model.get_weights()
    try:
        model.set_weights([rounded(own, bits) if own.dtype.kind == "f" else own for own in before])
        said = outputs(model, x)
    finally:
        model.set_weights(before)
    return said.reshape(len(said), -1)


def _unscaled(recipe: dict) -> dict:
    """The recipe without what it scales by."""
    steps = {"steps": [step for step in recipe["steps"] if step["name"] != "scale"]} if "steps" in recipe else {}
    return {**recipe, **steps, "offset": 0.0, "scale": 1.0}


def _of_each(recipe: dict, rows) -> np.ndarray:
    """Scaled by the mean and spread of the rows that came with it, which is a single one each time: nothing is left of
    what it scales."""
    x, plain = prepare.inputs(recipe, rows), prepare.inputs(_unscaled(recipe), rows)
    changed = ~np.isclose(x, plain).all(axis=0)
    return np.where(changed, 0.0, x).astype(x.dtype)


def _in_order(recipe: dict, rows) -> np.ndarray:
    """The network's inputs the other way round."""
    x = prepare.inputs(recipe, rows)
    return x[:, ::-1] if x.ndim == 2 else np.swapaxes(x, 1, 2) if x.ndim > 2 and x.shape[1] == x.shape[2] else x


_INPUTS: dict[str, Callable] = {
    "nothing": prepare.inputs,
    "scaling": lambda recipe, rows: prepare.inputs(_unscaled(recipe), rows),
    "each": _of_each,
    "order": _in_order,
}
