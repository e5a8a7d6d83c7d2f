"""What pages ask about the weights of a run: one layer's, all of them over its training, and beside another run's."""

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.activations import to_array
from nnviz.inspection.initial_law import initial_law
from nnviz.inspection.summary import summarize
from nnviz.inspection.tensors import compare_weights, named_variables, tensor, tensor_page, tensor_table
from nnviz.inspection.weight_records import (
    TensorPage,
    TensorRow,
    WeightComparison,
    WeightHistory,
    WeightPicture,
    spectrum,
)
from nnviz.models.layer_paths import find_layer
from nnviz.runs.run import Run
from nnviz.training.warm import warm

_ALIKE = 0.999
_COMPARED = 2_048
_MOST_MOMENTS = 40
_LARGEST_FILE = 16_000_000
_MOST_WORK = 5e9
"""Multiplications for the singular values of all weights at all moments."""
_MOST_PARAMETERS = 100_000_000
"""Parameters times moments that are looked at, so that a large network has fewer moments."""
_SHOWN, _PART = 4_000_000, 256
"""Values up to which all of a weight are told, and inputs and units of a larger one."""


def weight_pictures(run_id: str, path: str) -> tuple[WeightPicture, ...]:
    """The weights that the layer at `path` owns, each with its spectrum and what it began with; () for a layer without
    any."""
    model, _ = warm(run_id)
    layer, first = find_layer(model, path), _first_weights(Run.open(run_id), model)
    weights = {id(own) for own in model.weights}
    pictures = []
    for k, (name, kind, variable, trained) in enumerate(named_variables(model)):
        if name.rpartition("/")[0] == path and id(variable) in weights:
            began = None if first is None else first[k]
            pictures.append(_picture(name, kind, variable, trained, began, initial_law(layer, variable)))
    return tuple(pictures)


def _picture(name: str, kind: str, variable, trained: bool, first, law) -> WeightPicture:
    values, dtype = to_array(variable.value)
    alike, silent = _incoming(values, kind, variable.name)
    at_start = None if first is None else spectrum(first, kind)
    shape, summary, now = values.shape, summarize(values), spectrum(values, kind)
    if values.size > _SHOWN:
        values, first = _part(values), None if first is None else _part(first)
    return WeightPicture(
        name, variable.name, kind, shape, values, dtype, trained, summary, now, first, at_start, law, alike, silent
    )


def _part(values: np.ndarray) -> np.ndarray:
    """The first inputs and units of a large weight."""
    return np.array(values[..., :_PART, :_PART] if values.ndim > 1 else values[: _PART**2])


def _first_weights(run: Run, model) -> list[np.ndarray] | None:
    """The weights recorded before the first step; None where they were not, or the run has them no more."""
    steps = run.weight_ids()
    values = run.weights(0) if len(steps) > 1 and steps[0] == 0 else None  # an opened file has one moment, its own
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
    rows = [(k, name, kind) for k, (name, kind, _, trained) in enumerate(named_variables(model)) if trained]
    if not rows:
        raise ModelError("This network has no weights that training changes.")
    places, names, kinds = zip(*rows, strict=True)
    first, moments, measured = None, [], []
    for step in _moments(run.weight_ids(), model.count_params()):
        values = run.weights(step)
        if values is None or len(values) != len(model.variables):
            continue
        own = [values[k] for k in places]
        first = own if step == 0 else first
        if not moments:
            ranked = _affordable(own)
        moments.append(step)
        measured.append([_measures(*one) for one in zip(own, first or [None] * len(own), kinds, ranked, strict=True)])
    if not moments:
        raise ModelError("This run has recorded no weights on the way.", fix="Train it here to see how they move.")
    norms, distances, ranks = np.asarray(measured, float).transpose(2, 1, 0)
    return WeightHistory(_epochs(run, moments), names, norms, distances, ranks)


def _affordable(values: list[np.ndarray]) -> list[bool]:
    """Which weights' singular values are computed at every moment: small ones first, as long as they cost little."""
    work = [
        own.size * min(own.shape[-1], own.size // own.shape[-1]) if own.ndim > 1 and own.size else 0 for own in values
    ]
    order = np.argsort(work, kind="stable")
    cheap = np.zeros(len(values), bool)
    cheap[order] = np.cumsum(np.asarray(work)[order]) * _MOST_MOMENTS <= _MOST_WORK
    return cheap.tolist()


def _measures(values: np.ndarray, first: np.ndarray | None, kind: str, ranked: bool) -> tuple[float, float, float]:
    flat = values.astype("float64").ravel()
    rms = float(np.sqrt(np.mean(flat**2))) if flat.size else 0.0
    began = None if first is None else first.astype("float64").ravel()
    length = 0.0 if began is None else float(np.linalg.norm(began))
    distance = float(np.linalg.norm(flat - began)) / length if length else np.nan
    rank = spectrum(values, kind).effective_rank if ranked and values.ndim > 1 else np.nan
    return rms, distance, rank


def _moments(steps: list[int], parameters: int) -> list[int]:
    """Recorded steps, the first and the last among them, as many as can be looked at."""
    most = int(min(_MOST_MOMENTS, max(2, _MOST_PARAMETERS // max(1, parameters))))
    chosen = np.unique(np.linspace(0, len(steps) - 1, min(most, len(steps))).round().astype(int)) if steps else []
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
