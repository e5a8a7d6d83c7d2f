"""An export loaded again in its own runtime, by the very files that travel, and asked for every example."""

import importlib.metadata
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np

from nnviz.errors import ServingError
from nnviz.serving.carried import prepare
from nnviz.serving.catalog import Format

_SECONDS = 100
_CLOSE = 1e-4
"""Of a probability, or of the predictions' spread; float32 sums in another order differ by some 1e-6."""
_WITH_TENSORFLOW = ("tensorflow", "keras")
_ASK = """
import json, sys
import numpy as np
import predict
kind = sys.argv[1]
rows = np.load("rows.npy") if kind == "array" else json.load(open("rows.json"))
rows = {**rows, **np.load("rows.npz")} if kind == "several" else rows
np.save("shown.npy", predict.predict(rows))
"""


def predictions(folder: Path, form: Format, rows) -> np.ndarray:
    """(n, units) what `predict.py` in a folder says of rows.

    ONNX Runtime and LiteRT are asked in a process of their own, which has no TensorFlow; TensorFlow and Keras in this
    one, which has loaded them.

    Raises:
        ServingError: when the file cannot be loaded or asked.
    """
    try:
        if form.package in _WITH_TENSORFLOW:
            return _here(folder, rows)
        return _elsewhere(folder, rows)
    except subprocess.TimeoutExpired:
        raise ServingError(f"{form.title} took more than {_SECONDS} s for these examples.") from None
    except ServingError:
        raise
    except Exception as error:
        raise ServingError(f"The file could not be loaded again: {first_line(error)}") from error


def allowed(expected: np.ndarray, is_share: bool) -> float:
    """How far predictions may differ: 1e-4 of a probability, or of the predictions' spread."""
    return _CLOSE if is_share else _CLOSE * spread(expected)


def spread(predictions: np.ndarray) -> float:
    """The deviation of predictions, at least 0.001."""
    finite = predictions[np.isfinite(predictions)]
    return max(float(finite.std()) if finite.size else 0.0, 1e-3)


def difference(received: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference; infinite where one is no number and the other is, or the shapes differ."""
    if received.shape != expected.shape or (np.isfinite(received) != np.isfinite(expected)).any():
        return float("inf")
    both = np.isfinite(expected)
    return float(np.abs(received[both].astype(float) - expected[both]).max(initial=0.0))


def runtime(form: Format) -> str:
    """Package and version: "onnxruntime 1.32.0"."""
    return f"{form.package} {importlib.metadata.version(form.package)}"


def first_line(error: BaseException) -> str:
    """What an error says, in one line that can be shown."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = (lines[0] if lines else type(error).__name__)[:240]
    return text if text.endswith(".") else f"{text}."


def _here(folder: Path, rows) -> np.ndarray:
    before = sys.modules.get("prepare")
    sys.modules["prepare"] = prepare
    try:
        return runpy.run_path(str(folder / "predict.py"))["predict"](rows)
    finally:
        sys.modules.pop("prepare")
        if before is not None:
            sys.modules["prepare"] = before


def _elsewhere(folder: Path, rows) -> np.ndarray:
    kind, said = _written(folder, rows), folder / "shown.npy"
    try:
        done = subprocess.run(
            [sys.executable, "-c", _ASK, kind],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            raise ServingError(f"The file could not be loaded again: {(lines or ['it ended'])[-1][:240]}")
        return np.load(said)
    finally:
        for path in (said, *(folder / f"rows.{ending}" for ending in ("npy", "npz", "json"))):
            path.unlink(missing_ok=True)


def _written(folder: Path, rows) -> str:
    """Writes rows into files beside the network, and returns what kind they are: "array", "rows" or "several"."""
    if isinstance(rows, np.ndarray):
        np.save(folder / "rows.npy", rows)
        return "array"
    several = isinstance(rows, dict)
    if several:
        np.savez(folder / "rows.npz", **{name: own for name, own in rows.items() if isinstance(own, np.ndarray)})
        rows = {name: own for name, own in rows.items() if not isinstance(own, np.ndarray)}
    (folder / "rows.json").write_text(json.dumps(rows))
    return "several" if several else "rows"
