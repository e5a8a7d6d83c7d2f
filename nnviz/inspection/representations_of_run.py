"""What the Space page asks about all layers of a run's network at once: what can be read off them, and how alike they
are to one another, to what they were, and to those of another run."""

import numpy as np

from nnviz.errors import ModelError, RunError, unknown_name
from nnviz.inspection.activations import activations, to_array
from nnviz.inspection.likeness import alignment, gram
from nnviz.inspection.probing import linear_probe
from nnviz.inspection.space import layer_vectors
from nnviz.inspection.space_of_run import some
from nnviz.inspection.space_records import Probes, Similarity
from nnviz.runs.recorded import recorded_epochs, reference
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.warm import warm

PROBED, COMPARED, MOMENTS = 600, 300, 12
"""Examples that probes are fitted to and scored on, examples and moments of training that are compared."""
_MOST_NUMBERS = 40_000
"""Numbers of a layer for one example, up to which it is probed."""
_BATCH = 64


def probes_of_run(run_id: str, split: str) -> Probes:
    """How well a linear model reads the answer off every layer: fitted to training examples, scored on those of
    `split`. Raises ModelError for data without one answer an example."""
    model, dataset = warm(run_id)
    schema = dataset.schema
    if schema.has_labels or schema.reconstructs:
        raise ModelError("Each of these examples has several answers.", expected="one class or number for an example")
    sides = []
    for name in ("train", split):
        part = dataset.split(name)
        rows = some(len(part), schema.input_shape, PROBED)
        sides.append((_vectors(model, part, rows), part.y[rows]))
    (fitted, fitted_y), (scored, scored_y) = sides
    layers = tuple(path for path in fitted if np.isfinite(fitted[path]).all() and np.isfinite(scored[path]).all())
    scores = [linear_probe(fitted[path], fitted_y, scored[path], scored_y) for path in layers]
    skipped = tuple(path for path in _paths(model) if path not in layers)
    chance = float((scored_y == np.bincount(fitted_y).argmax()).mean()) if schema.has_classes else 0.0
    kind = "accuracy" if schema.has_classes else "R²"
    return Probes(layers, np.array(scores), kind, chance, skipped, len(fitted_y), len(scored_y))


def layers_alike(run_id: str, split: str, other_id: str = "") -> Similarity:
    """The alignment of every layer with every other one of the same network, or of another run's on the same examples.

    Raises:
        RunError: for a run on other data.
    """
    model, dataset = warm(run_id)
    rows = some(len(dataset.split(split)), dataset.schema.input_shape, COMPARED)
    own = _grams(model, dataset.split(split), rows)
    other = own
    if other_id:
        others_model, others_data = warm(other_id)
        part, others_part = dataset.split(split), others_data.split(split)
        if len(part) != len(others_part) or not np.array_equal(part.rows[rows], others_part.rows[rows]):
            raise RunError(
                "That run holds out other examples.", expected="a run on the same data, split alike", where="other"
            )
        other = _grams(others_model, others_part, rows)
    values = alignment(list(own.values()), list(other.values()))
    return Similarity(_named(own), _named(other), values, len(rows))


def moments_alike(run_id: str, split: str, layer: str) -> Similarity:
    """The alignment of one layer with itself at up to `MOMENTS` recorded moments of the training.

    Raises:
        RunError: for a run that recorded fewer than two.
    """
    run = Run.open(run_id)
    epochs = recorded_epochs(run)
    if not epochs:
        raise RunError(
            "This run recorded no weights on its way.", fix="Train it again, or choose another run.", where="run"
        )
    model, dataset = warm(run.id)
    part = dataset.split(split)
    rows = some(len(part), dataset.schema.input_shape, COMPARED)
    steps = list(epochs)
    chosen = sorted({steps[round(k)] for k in np.linspace(0, len(steps) - 1, min(MOMENTS - 1, len(steps)))})
    networks = {f"{epochs[step]:,.4g}": reference(run.id, step) for step in chosen} | {"the end": run.id}
    grams = []
    for name in networks.values():
        network, _ = warm(name)
        grams.append(gram(layer_vectors(network, given(network, part, rows), layer)))
    return Similarity(tuple(networks), tuple(networks), alignment(grams, grams), len(rows))


def similarity_of_run(run_id: str, split: str, what: str, layer: str = "", other_id: str = "") -> Similarity:
    """`layers_alike`, `moments_alike` or, for "runs", `layers_alike` of two runs."""
    if what == "moments":
        return moments_alike(run_id, split, layer)
    if what in ("layers", "runs"):
        return layers_alike(run_id, split, other_id if what == "runs" else "")
    raise unknown_name("comparison", what, ("layers", "moments", "runs"), kind=ModelError)


def _named(grams: dict[str, np.ndarray]) -> tuple[str, ...]:
    return tuple(path or "the input" for path in grams)


def _paths(model) -> list[str]:
    from nnviz.inspection.weights import layer_table

    return [row.path for row in layer_table(model) if row.kind != "InputLayer"]


def _grams(model, part, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Path → `gram` of the input ("") and of every layer that gives finite numbers."""
    vectors = _vectors(model, part, rows)
    return {path: gram(values) for path, values in vectors.items() if np.isfinite(values).all()}


def _vectors(model, part, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Path → (n, numbers) float32 what the input ("") and every layer give for some examples; a layer's first call.
    Layers with more than `_MOST_NUMBERS` are left out."""
    pieces: dict[str, list[np.ndarray]] = {"": [part.x[rows].reshape(len(rows), -1).astype("float32")]}
    for start in range(0, len(rows), _BATCH):
        for one in activations(model, given(model, part, rows[start : start + _BATCH])):
            if one.call_index or one.output_index or one.kind == "InputLayer":
                continue
            values = to_array(one.values)[0]
            flat = values.reshape(len(values), -1)
            if flat.shape[1] <= _MOST_NUMBERS and np.issubdtype(flat.dtype, np.floating):
                pieces.setdefault(one.path, []).append(flat.astype("float32"))
    return {path: np.concatenate(own) for path, own in pieces.items() if sum(map(len, own)) == len(rows)}
