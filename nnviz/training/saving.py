"""What a run keeps of the network it trained: a file that opens anywhere, or where Keras cannot write one, weights."""

import tempfile
from pathlib import Path

import keras
import numpy as np

from nnviz.keras_internals import flat_layers
from nnviz.models.symbolic import plain
from nnviz.runs.run import FINAL_WEIGHTS


def save_model(model: keras.Model, folder: Path) -> None:
    """Writes `final.keras` at once, without the optimizer's state, which no reader needs and which is twice the
    weights. Raises whatever Keras does for a network that it cannot write."""
    optimizer, compiled = model.optimizer, model.compiled
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        path = Path(temporary) / "final.keras"
        model.optimizer, model.compiled = None, False
        try:
            model.save(path)
        finally:
            model.optimizer, model.compiled = optimizer, compiled
        path.replace(folder / "final.keras")


def keep_model(model: keras.Model, folder: Path) -> str:
    """Writes `final.keras`, or for a network that would not open again all its variables as `final.npz`.

    Returns:
        "" once the network is kept; else a sentence that says what is and why the rest is not.
    """
    path = folder / "final.keras"
    try:
        save_model(model, folder)
        if own_classes(model):
            keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # whatever a stranger's class raises becomes a sentence
        path.unlink(missing_ok=True)
        arrays = {f"v{i}": variable.numpy() for i, variable in enumerate(model.variables)}
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".npz", delete=False) as file:
            np.savez(file, **arrays)
        Path(file.name).replace(folder / FINAL_WEIGHTS)
        return f"Its weights are kept; the network itself is not, since {_why(model, error)}."
    (folder / FINAL_WEIGHTS).unlink(missing_ok=True)
    return ""


def own_classes(model: keras.Model) -> list[str]:
    """The classes in a model that are not Keras's own, each once."""
    kinds = {type(layer) for layer in flat_layers(model)}
    return sorted(kind.__name__ for kind in kinds if kind.__module__.split(".")[0] != "keras")


def _why(model, error: Exception) -> str:
    own = own_classes(model)
    if own:
        are = "are classes" if len(own) > 1 else "is a class"
        return f"{' and '.join(own[:3])} {are} of your own code, which no file holds"
    lines = plain(error).rstrip(".") or type(error).__name__
    return f"Keras could not write it ({lines[:160]})"
