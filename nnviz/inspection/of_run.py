"""What pages ask about the network of a run: its examples, and what every layer makes of one."""

import numpy as np

from nnviz.data.load import load
from nnviz.data.own import handmade, typed
from nnviz.errors import RunError
from nnviz.inspection.examples import Examples
from nnviz.runs.run import Run
from nnviz.training.given import given
from nnviz.training.judging import judged_count, judged_part
from nnviz.training.warm import warm

_BATCH = 256


def examples_of_run(run_id: str, part_name: str | None = None) -> Examples:
    """The examples of a part of a run's data that are judged (`nnviz.training.judging`), with their predictions.

    Args:
        part_name: "train", "validation" or "test", or the part that an image of a person's own is called; the held-out
            part that is judged while training when None, and where the data are no images.
    """
    from nnviz.training.run_meaning import meaning_of_run

    model, dataset = warm(run_id)
    meaning = meaning_of_run(run_id, model, dataset)
    usable = bool(part_name) and (not handmade.is_own(part_name) or _takes(part_name, dataset.schema))
    split = part_name if usable and len(dataset.split(part_name)) else judged_part(dataset)
    part = dataset.split(split)
    indexes = np.arange(judged_count(len(part), dataset.schema.input_shape))
    outputs = np.concatenate(
        [
            np.asarray(model(given(model, part, indexes[start : start + _BATCH]), training=False))
            for start in range(0, len(indexes), _BATCH)
        ]
    )
    truth = dataset.unscaled_targets(part.y[indexes]) if dataset.schema.task == "regression" else part.y[indexes]
    return Examples(
        dataset.schema,
        split,
        indexes,
        part.rows[indexes],
        np.asarray(dataset.unscaled(part.x[indexes]), "float32"),
        truth,
        meaning.readable(outputs),
        meaning,
        _ends(dataset) if handmade.is_own(split) and dataset.schema.kind == "image" else None,
        {one.form.name: one.unscaled(part.further[one.form.name][indexes]) for one in dataset.further},
        handmade.is_own(split),
    )


def _takes(part_name: str, schema) -> bool:
    """Whether what a person made is of the kind that the data are. Raises DataError where it is not kept here."""
    return typed.kind_of(handmade.read(part_name)) == schema.kind


def _ends(dataset) -> tuple[float, float]:
    manner = handmade.manner_of(dataset)
    return manner.black, manner.white


def place_of_row(run_id: str, split: str, row: int) -> int | None:
    """Where in a part of a run's data the example is that is `row` in the source; None where it is not among those that
    pages show."""
    dataset = load(Run.open(run_id).experiment.data)
    part = dataset.split(split)
    places = np.flatnonzero(part.rows[: judged_count(len(part), dataset.schema.input_shape)] == row)
    return int(places[0]) if len(places) else None


def activations_of_run(run_id: str, split: str, index: int):
    """What every layer makes of one example, as `nnviz.inspection.activations.activations` tells it."""
    from nnviz.inspection.activations import activations

    model, dataset = warm(run_id)
    return activations(model, all_inputs(model, dataset, split, index))


def all_inputs(model, dataset, split: str, index: int):
    """One example of a split as a batch of one, an array or a list of what the network takes. Raises RunError for an
    index that is not there."""
    one_example(dataset, split, index)
    return given(model, dataset.split(split), slice(index, index + 1))


def one_example(dataset, split: str, index: int) -> np.ndarray:
    """(1, …) the first input of one example of a split. Raises RunError for an index that is not there."""
    part = dataset.split(split)
    if not 0 <= index < len(part):
        raise RunError(
            f"There is no example {index} in the {split} split.", expected=f"0 to {len(part) - 1}", where="example"
        )
    return part.x[index : index + 1]


def layers_of_run(run_id: str):
    """Every layer of a run's network as `nnviz.inspection.weights.layer_table` tells it, inputs left out."""
    from nnviz.inspection.weights import layer_table

    model, _ = warm(run_id)
    return tuple(row for row in layer_table(model) if row.kind != "InputLayer")
