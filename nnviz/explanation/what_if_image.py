"""What if an image were painted on: its prediction, and how much each pixel counts for it."""

from functools import lru_cache

import numpy as np

from nnviz.data.load import load
from nnviz.errors import ExplanationError
from nnviz.explanation.beside import Tables, shares_beside
from nnviz.explanation.of_run import label_of, meaning_in
from nnviz.explanation.quick import covered, quick
from nnviz.explanation.target import Chosen, target_of
from nnviz.explanation.what_if_records import PaintedAnswer, Picture
from nnviz.inspection.of_run import all_inputs, one_example
from nnviz.runs.run import Run
from nnviz.specs import DataSpec
from nnviz.training.given import apart, inputs_beside, names_of, together
from nnviz.training.warm import warm

_FIRST = 1_000
"""Training examples whose smallest and largest value are black and white."""
_STEPS, _MOST_STEPS = 16, 64


def picture_of_run(run_id: str, split: str, index: int, name: str = "") -> Picture:
    """One image of a run's data, to be painted on.

    Args:
        name: of the image, where it stands beside the first input; "" for the first input.

    Raises:
        NnvizError: for an input that is no image, or an example that is not there.
    """
    data = Run.open(run_id).experiment.data
    dataset = load(data)
    form, (low, high) = _image_of(dataset, name), _range(data.to_json(), name)
    own = one_example(dataset, split, index)
    own = dataset.split(split).further[name][index : index + 1] if name else own
    image = np.asarray(form.unscaled(own))[0]
    shares = (image - low) / max(high - low, 1e-9)
    return Picture(np.clip(np.nan_to_num(shares) * 255, 0, 255).round().astype("uint8"), low, high)


def painted_of_run(
    run_id: str,
    split: str,
    index: int,
    pixels: tuple[int, ...] = (),
    shades: tuple[int, ...] = (),
    target: Chosen = None,
    tables: Tables | None = None,
    name: str = "",
) -> PaintedAnswer:
    """What a run's network says of an image of its data after some pixels were painted, and why.

    Args:
        pixels: places of the painted pixels, counted row by row.
        shades: what each was painted: 0 is the darkest and 255 the lightest value of the data, in every channel.
        target: the class or output that is explained, a pair (a, b) for why a rather than b; None for the one that is
            predicted.
        tables: what stands beside the first input instead of the example's own, name → codes, one a column.
        name: of the image that is painted, where it stands beside the first input; "" for the first input.

    The map and the shares of what stands beside the image are integrated gradients (Sundararajan et al., 2017);
    where the network has no gradient, what is lost with each pixel covered.

    Raises:
        NnvizError: for pixels or shades that cannot be, and as `picture_of_run` does.
    """
    model, dataset = warm(run_id)
    schema, meaning = dataset.schema, meaning_in(model, dataset, run_id)
    batch = given_as_painted(model, dataset, run_id, split, index, pixels, shades, tables, name)
    shown = meaning.readable(np.asarray(model(batch, training=False)))[0]
    chosen, one = target_of(target, meaning, schema.answers), together([own[0] for own in apart(batch)])
    result = quick(model, one, chosen, n_steps=_STEPS, max_steps=_MOST_STEPS)
    values, place = apart(result.values), place_of(model, name)
    return PaintedAnswer(
        shown,
        meaning.words(shown, schema.answers),
        label_of(result.target, schema),
        np.asarray(values[place]).sum(-1),
        float(result.baseline_output),
        float(result.output),
        shares_beside(model, dataset, values, but=place),
        covered(result),
    )


def given_as_painted(
    model, dataset, run_id: str, split: str, index: int, pixels, shades, tables: Tables | None, name: str = ""
):
    """A batch of one as the network takes it: the image with what was painted on it, and the other inputs."""
    own, place = apart(all_inputs(model, dataset, split, index)), place_of(model, name)
    batch = [own[0], *inputs_beside(model, dataset, tables or {}, own[1:])]
    batch[place] = _painted(batch[place][0], _image_of(dataset, name), pixels, shades, run_id, name)[None]
    return together(batch)


def place_of(model, name: str) -> int:
    """Where among a network's inputs the one called `name` stands; "" is the first."""
    names = ["", *names_of(model)]
    if name not in names:
        raise ExplanationError(
            f"The network takes no input called {name!r}.",
            expected=f"one of {', '.join(map(repr, names[1:]))}" if names[1:] else "its only input",
            where="name",
        )
    return names.index(name)


def _image_of(dataset, name: str):
    """The input that is painted: a `Dataset`, or what stands beside its first input under that name.

    Raises:
        ExplanationError: for what is no image.
    """
    form = next((one for one in dataset.further if one.form.name == name), None) if name else dataset
    kind = getattr(form, "form", dataset.schema).kind if form is not None else ""
    if kind != "image":
        raise ExplanationError("These examples are not images.", fix="Choose a run that learned from images.")
    return form


def _painted(x: np.ndarray, form, pixels, shades, run_id: str, name: str) -> np.ndarray:
    """(height, width, channels) as the network takes it."""
    count = x.shape[0] * x.shape[1]
    places, shares = _whole(pixels, count - 1, "pixels"), _whole(shades, 255, "shades")
    if len(places) != len(shares) or len(np.unique(places)) != len(places):
        raise ExplanationError(
            f"Received {len(places):,} pixels and {len(shares):,} shades.",
            expected="one shade for each pixel, and no pixel twice",
            where="pixels",
        )
    low, high = _range(Run.open(run_id).experiment.data.to_json(), name)
    scales = form.pipeline.scales if name else form.scaler
    painted = np.array(x).reshape(count, -1)
    own = low + shares[:, None] / 255 * (high - low)
    painted[places] = scales.apply(np.broadcast_to(own, (len(places), painted.shape[1])))
    return painted.reshape(x.shape)


def _whole(numbers, most: int, what: str) -> np.ndarray:
    """(n,) whole numbers from 0 to `most`, from what a browser sent."""
    whole = isinstance(numbers, list | tuple) and all(type(one) is int and 0 <= one <= most for one in numbers)
    if not whole:
        raise ExplanationError(
            f"The painted {what} are not usable.", expected=f"whole numbers from 0 to {most:,}", where=what
        )
    return np.asarray(numbers, int)


@lru_cache(maxsize=8)
def _range(data: str, name: str) -> tuple[float, float]:
    """What is black and what is white in the data of that specification, as JSON; in the image called `name`."""
    dataset = load(DataSpec.from_json(data))
    images = dataset.train.further[name] if name else dataset.train.x
    first = np.asarray(_image_of(dataset, name).unscaled(images[:_FIRST]))
    return float(np.nanmin(first)), float(np.nanmax(first))
