"""What pages ask about the weights of a run: one layer's, all of them over its training, and beside another run's."""

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.initial_law import initial_law
from nnviz.inspection.paths import find_layer
from nnviz.inspection.tensors import compare_weights, tensor, tensor_page, tensor_table
from nnviz.inspection.weight_records import (
    TensorPage,
    TensorRow,
    WeightComparison,
    WeightHistory,
    WeightPicture,
    spectrum,
)
from nnviz.inspection.weights import weights
from nnviz.runs.run import Run
from nnviz.training.warm import warm

_ALIKE = 0.999
_COMPARED = 2_048
_MOST_MOMENTS = 40
_LARGEST_FILE = 16_000_000
_MOST_WORK = 2e9
"""Multiplications for the singular values of all moments of one weight."""


def weight_pictures(run_id: str, path: str) -> tuple[WeightPicture, ...]:
    """The weights that the layer at `path` owns, each with its spectrum and what it began with; () for a layer without
    any."""
    model, _ = warm(run_id)
    layer, first = find_layer(model, path), _first_weights(Run.open(run_id), model)
    kind, variables = type(layer).__name__, {id(own): own for own in layer.variables}
    own_weights = [own for own in weights(model) if own.path.rsplit("/", 1)[0] == path]
    places = {name: k for k, name in _places(model).items()}
    pictures = []
    for own in own_weights:
        variable = model.variables[places[own.path]] if own.path in places else None
        law = initial_law(layer, variable) if variable is not None and id(variable) in variables else None
        began = first[places[own.path]] if first is not None and own.path in places else None
        alike, silent = _incoming(own.values, kind, own.name)
        at_start = None if began is None else spectrum(began, kind)
        pictures.append(
            WeightPicture(own.path, own.name, kind, own.values, own.dtype, own.trainable, own.summary,
                          spectrum(own.values, kind), began, at_start, law, alike, silent)
        )  # fmt: skip
    return tuple(pictures)


def _places(model) -> dict[int, str]:
    """Place in `model.variables` → the name in `nnviz.weights`."""
    names = {id(variable): own.path for variable, own in zip(model.weights, weights(model), strict=True)}
    return {k: names[id(variable)] for k, variable in enumerate(model.variables) if id(variable) in names}


def _first_weights(run: Run, model) -> list[np.ndarray] | None:
    """The weights recorded before the first step; None where they were not, or the run has them no more."""
    steps = run.weight_ids()
    values = run.weights(steps[0]) if steps and steps[0] == 0 else None
    fits = values is not None and [own.shape for own in values] == [tuple(v.shape) for v in model.variables]
    return values if fits else None


def _incoming(values: np.ndarray, kind: str, name: str) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Groups of units whose incoming weights point the same way, and units that have none but zeros."""
    if values.ndim < 2 or not name.endswith("kernel") or "recurrent" in name or "Depthwise" in kind:
        return (), ()
    values = np.swapaxes(values, -1, -2) if "Transpose" in kind else values
    columns = values.reshape(-1, values.shape[-1]).astype("float64")
    if not np.isfinite(columns).all() or columns.shape[1] > _COMPARED or columns.shape[0] < 2:
        return (), ()
    lengths = np.linalg.norm(columns, axis=0)
    silent = tuple(int(k) for k in np.flatnonzero(lengths == 0))
    directions = columns / np.where(lengths > 0, lengths, 1)
    cosines, groups, taken = directions.T @ directions, [], set(silent)
    for unit in range(len(lengths)):
        group = tuple(int(k) for k in np.flatnonzero(cosines[unit] >= _ALIKE) if int(k) not in taken)
        if unit not in taken and len(group) > 1:
            groups.append(group)
            taken.update(group)
    return tuple(groups), silent


def weight_history(run_id: str) -> WeightHistory:
    """All weights that training changes at the moments that a run recorded.

    Raises:
        ModelError: for a run that has recorded no weights, such as an opened file.
    """
    run = Run.open(run_id.partition("@")[0])
    model, _ = warm(run.id)
    names, trained = _places(model), {id(own) for own in model.trainable_variables}
    places = [k for k, own in enumerate(model.variables) if id(own) in trained and k in names]
    kinds = {own.path: own.layer_kind for own in tensor_table(model)}
    rows = []
    steps = _moments(run.weight_ids())
    for step in steps:
        values = run.weights(step)
        if values is not None and len(values) == len(model.variables):
            rows.append((step, [values[k] for k in places]))
    if not rows:
        raise ModelError("This run has recorded no weights on the way.", fix="Train it here to see how they move.")
    first = rows[0][1] if rows[0][0] == 0 else None
    measured = [[_measures(own, k, first, kinds.get(names[place], ""), len(rows)) for k, (own, place) in
                 enumerate(zip(values, places, strict=True))] for _, values in rows]  # fmt: skip
    norms, distances, ranks = np.asarray(measured, float).transpose(2, 1, 0)
    epochs = _epochs(run, [step for step, _ in rows])
    return WeightHistory(epochs, tuple(names[k] for k in places), norms, distances, ranks)


def _measures(values: np.ndarray, k: int, first, kind: str, moments: int) -> tuple[float, float, float]:
    flat = values.astype("float64").ravel()
    rms = float(np.sqrt(np.mean(flat**2))) if flat.size else 0.0
    began = None if first is None else first[k].astype("float64").ravel()
    length = 0.0 if began is None else float(np.linalg.norm(began))
    distance = float(np.linalg.norm(flat - began)) / length if length else np.nan
    rank = np.nan
    columns = values.shape[-1] if values.ndim else 1
    if values.ndim > 1 and values.size * min(columns, values.size // max(1, columns)) * moments <= _MOST_WORK:
        rank = spectrum(values, kind).effective_rank
    return rms, distance, rank


def _moments(steps: list[int]) -> list[int]:
    """Recorded steps, the first and the last among them, as many as are looked at."""
    chosen = (
        np.unique(np.linspace(0, len(steps) - 1, min(_MOST_MOMENTS, len(steps))).round().astype(int)) if steps else []
    )
    return [steps[place] for place in chosen]


def _epochs(run: Run, steps: list[int]) -> np.ndarray:
    last = run.weight_ids()[-1]
    frame = run.frame(last)
    seen = run.status().epoch if frame is None else float(frame["epoch"])
    return np.asarray(steps, float) * (seen / last if last else 0.0)


def tensors_of_run(run_id: str) -> tuple[TensorRow, ...]:
    """Every tensor of a run's network as a table (`nnviz.inspection.tensors.tensor_table`)."""
    return tensor_table(warm(run_id)[0])


def tensor_of_run(run_id: str, path: str, page: int) -> TensorPage:
    """A page of the values of one of them."""
    return tensor_page(warm(run_id)[0], path, page)


def tensor_file(run_id: str, path: str) -> np.ndarray:
    """All values of one of them.

    Raises:
        ModelError: for one of more than 16 million values.
    """
    values = tensor(warm(run_id)[0], path)
    if values.size > _LARGEST_FILE:
        raise ModelError(
            f"The tensor has {values.size:,} values.",
            expected=f"at most {_LARGEST_FILE:,} for a download",
            fix="Use the lines of Python below.",
        )
    return values


def compared_runs(run_id: str, other: str) -> WeightComparison:
    """A run's tensors beside those of another run, or of itself at another moment."""
    return compare_weights(warm(run_id)[0], warm(other)[0])
