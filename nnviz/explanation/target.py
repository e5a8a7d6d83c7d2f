"""What is explained: which number of a model's output, on which scale. Imports no framework."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nnviz.errors import ExplanationError, unknown_name
from nnviz.models import heads
from nnviz.training.meaning import OutputMeaning, assumed

Position = tuple[int, ...] | Literal["largest", "mean"]
_AXES = {1: ("step",), 2: ("row", "column")}
"""What the axes of an output before its last are called, by how many there are."""


@dataclass(frozen=True)
class Target:
    """The number to explain.

    Attributes:
        index: the class or output unit: a number, a name in `names`, one number an example, or None for the
            class that each example is predicted to be.
        output: which output of a model with several: its position or its name.
        on: "output" explains what the model returns (probabilities, say); "logits" what stands before its
            last softmax or sigmoid; "best" logits where there are any, and the output elsewhere.
        position: the place in the axes before the last, for outputs such as (steps, classes): a tuple of numbers;
            "largest" is where the explained number is largest, "mean" the mean over all places. () takes what suits:
            "largest" for sequences, "mean" for pictures.
        task: "binary" says that a single unit stands for class 1; "auto" says so where it is a sigmoid.
        names: class or output names, for labels.
        meaning: what the outputs mean for the task that the model was trained for; None leaves that to its last
            activation and to `task`. With it, "output" is what people are shown: the probability, margin or score of a
            class, or a target in its own units.
        against: another class or output unit, by number or name: then the number explained is that of `index` less that
            of `against`, see `Margin`.
        layer: path or name of a layer, whose output is explained instead of the model's, see `Unit`.
    """

    index: int | str | tuple[int, ...] | None = None
    output: int | str = 0
    on: Literal["output", "logits", "best"] = "output"
    position: Position = ()
    task: Literal["auto", "binary", "multiclass", "regression"] = "auto"
    names: tuple[str, ...] = ()
    meaning: OutputMeaning | None = None
    against: int | str | None = None
    layer: str = ""

    def label(self, example: int = 0) -> str:
        """What is explained for one example, in words: `"malignant (logit)"`, `"cat rather than dog"`."""
        name = self._name(self.index[example] if isinstance(self.index, tuple) else self.index)
        if self.against is not None:
            return f"{name} rather than {self._name(self.against)}{self._where}"
        return f"{name}{self._where} (logit)" if self.on == "logits" else f"{name}{self._where}"

    @property
    def _where(self) -> str:
        """ " at step 3", " at row 2, column 5"; nothing where the output has one place, or no one place is meant."""
        if isinstance(self.position, str) or not self.position:
            return ""
        axes = _AXES.get(len(self.position))
        named = zip(axes, self.position, strict=True) if axes else ()
        told = ", ".join(f"{axis} {at + 1:,}" if at >= 0 else f"{axis} {at:,}" for axis, at in named)
        return f" at {told or f'place {self.position}'}"

    def _name(self, index: int | str | None) -> str:
        if self.layer:
            return (
                f"unit {index + 1:,} of {self.layer}" if isinstance(index, int) else f"the largest unit of {self.layer}"
            )
        if isinstance(index, int):
            return self.names[index] if index < len(self.names) else f"output {index}"
        return str(index) if index is not None else "the predicted class"

    @property
    def unit(self) -> str:
        """What the explained number is counted in: "probability", "logit", "margin", "score" or "value"; of a
        difference, what is subtracted."""
        return "logit" if self.on == "logits" else self.meaning.shown if self.meaning else "output"

    def best(self, activation: str, shape: tuple[int, ...]) -> "Target":
        """This target on logits where an output of that last activation and shape has any, else on the output."""
        there = bool(self.meant(activation, shape).squash) or activation in heads.INVERTIBLE
        return replace(self, on="logits" if there and activation else "output")

    def meant(self, activation: str, shape: tuple[int, ...]) -> OutputMeaning:
        """What an output of that last activation and shape means."""
        return self.meaning or assumed(activation, shape[-1] if shape else 1, self.task)


def Margin(a: int | str | None, b: int | str, **others) -> Target:
    """The target "why a rather than b?": the number of `a` less that of `b`.

    Logits are subtracted where there are any: the difference is then log(p_a / p_b), whatever the other classes do.
    Where one sigmoid unit speaks for both classes, that is its own logit. Elsewhere what people are shown is
    subtracted: scores, margins, or targets in their own units.

    Args:
        a, b: classes or output units, by number or name; None for `a` is the class predicted.
        others: further fields of `Target`.

    >>> Margin("cat", "dog").label()
    'cat rather than dog'
    """
    return Target(index=a, against=b, **{"on": "best", **others})


def Unit(layer: str, index: int | None = None, position: Position = ()) -> Target:
    """The target "what drives this unit?": what one unit of a layer returns.

    Args:
        layer: its path or name.
        index: the unit, on the last axis of the layer's output, from 0; None for the largest.
        position: the place on the axes before, "largest" or "mean"; () takes the largest of steps and the mean of maps.

    >>> Unit("conv2d_1", 3).label()
    'unit 4 of conv2d_1'
    >>> Unit("conv2d_1", 3, (0, 4)).label()
    'unit 4 of conv2d_1 at row 1, column 5'
    """
    return Target(index=index, layer=layer, position=position, task="regression")


def Place(index: int | str | None, *position: int, **others) -> Target:
    """The target "why is this so here?": a class or output at one place of an output that has many, such as the pixel
    (row, column) of a segmentation or a step of a sequence.

    Args:
        index: class or output, by number or name; None for the one predicted there.
        position: row and column of a pixel, or the step, from 0; a negative one counts from the end.
        others: further fields of `Target`.
    """
    return Target(index=index, position=tuple(position), **others)


INSIDE = "unit"
Chosen = int | tuple[int, int] | tuple[str, str, int] | tuple[str, str, int, Position] | None
"""A target as pages choose it: a class or output, a pair for why the first rather than the second, (INSIDE, layer,
unit) for a unit of a layer, with the place in its map or the step where one is chosen, or the predicted."""


def target_of(chosen: Chosen, meaning: OutputMeaning, names: tuple[str, ...]) -> Target:
    """The `Target` that somebody chose on a page."""
    if isinstance(chosen, tuple) and chosen[0] == INSIDE:
        return Unit(*chosen[1:])
    if isinstance(chosen, tuple):
        return Margin(*chosen, meaning=meaning, names=names)
    return Target(chosen, meaning=meaning, names=names)


@dataclass(frozen=True)
class Weights:
    """A resolved target: F(x) = constant + Σ weights · output(x), the output squashed as its meaning says.

    `weights` is (n, …output shape), `constant` (n,); class 0 of a sigmoid is 1 − p: weight −1, constant 1. `note` says
    which place of the output was chosen, where it has several and none was asked for.
    """

    target: Target
    weights: np.ndarray
    constant: np.ndarray
    note: str = ""


def as_target(target) -> Target:
    """A `Target` from one, a class index, a class name, a list of indices, or None.

    Raises:
        ExplanationError: for anything else.
    """
    if isinstance(target, Target):
        return target
    if isinstance(target, np.ndarray):
        target = target.tolist()
    if isinstance(target, list | tuple) and all(isinstance(i, int | np.integer) for i in target):
        return Target(index=tuple(int(i) for i in target))
    if target is None or (isinstance(target, int | np.integer | str) and not isinstance(target, bool)):
        return Target(index=target if target is None or isinstance(target, str) else int(target))
    raise ExplanationError(
        f"Received the target {target!r}.", expected="a class index, a class name or a Target", where="target"
    )


def output_index(target: Target, names: tuple[str, ...]) -> int:
    """The position of the target's output among the model's. Raises ExplanationError when there is none."""
    if isinstance(target.output, str):
        if target.output not in names:
            raise unknown_name("output", target.output, names, kind=ExplanationError)
        return names.index(target.output)
    if not 0 <= target.output < len(names):
        raise ExplanationError(
            f"There is no output {target.output}.", expected=f"0 to {len(names) - 1}", where="output"
        )
    return target.output


def resolve(target: Target, outputs: np.ndarray, activation: str) -> Weights:
    """The weights that pick the target from each example's output.

    Args:
        target: what to explain.
        outputs: the model's outputs (n, …), squashed as their meaning says; the largest of the classes' numbers is the
            class when `target.index` is None.
        activation: the output's last activation, which tells a single sigmoid from a regression.

    Raises:
        ExplanationError: for a class, name or position that does not exist.
    """
    count, shape = len(outputs), outputs.shape[1:]
    if not shape:
        message = "The output is one number for the whole batch."
        raise ExplanationError(message, expected="one output an example")
    meaning = target.meant(activation, shape)
    raw = target.on == "logits" and (bool(meaning.squash) or activation in heads.INVERTIBLE)
    classes = meaning.classes if meaning.classes and shape[-1] == 1 else shape[-1]
    parts = [meaning.part(k, raw) for k in range(classes)]
    place = _position(target, shape)
    numbers = _numbers(outputs.reshape(count, -1, shape[-1]), parts)
    index = _indices(target, _at(numbers, place), classes)
    against = _against(target, index, classes, count)
    shares, place = _shares(numbers, place, index, shape[:-1])
    weights, constant = np.zeros((count, *numbers.shape[1:2], shape[-1]), "float32"), np.zeros(count)
    for i, k in enumerate(index):
        for part, sign in ((parts[k], 1.0), (parts[against], -1.0)) if against is not None else ((parts[k], 1.0),):
            unit, weight, added = part
            weights[i, :, unit] += sign * weight * shares[i]
            constant[i] += sign * added
    if against is not None and raw and shape[-1] == 1:
        weights /= 2  # both classes share the one logit, which is log(p_1 / p_0) already
    same = len(set(index)) == 1
    resolved = replace(target, index=index[0] if same else tuple(index), against=against, position=place)
    note = "" if target.position or len(shape) == 1 else _place_note(place, shape[:-1])
    return Weights(resolved, weights.reshape(outputs.shape), constant, note)


def _at(numbers: np.ndarray, place) -> np.ndarray:
    """(n, classes) of (n, places, classes): what each class's number is at the place that is explained."""
    if place == "mean":
        return numbers.mean(1)
    return numbers.max(1) if place == "largest" else numbers[:, place]


def _shares(numbers, place, index, places) -> tuple[np.ndarray, tuple[int, ...] | str]:
    """How much each place counts (n, places), and the place itself where it is one and the same for all examples."""
    count, total = numbers.shape[:2]
    if place == "mean":
        return np.full((count, total), 1 / total), place
    at = np.full(count, place) if place != "largest" else numbers[np.arange(count), :, index].argmax(-1)
    same = len(set(at)) == 1
    named = tuple(int(n) for n in np.unravel_index(at[0], places)) if same else place
    shares = np.zeros((count, total))
    shares[np.arange(count), at] = 1
    return shares, named


def _place_note(place, places) -> str:
    total = int(np.prod(places))
    other = "Target(position=…) names another."
    if place == "mean":
        return f"The output has a number for each of {total:,} places; their mean is explained. {other}"
    if isinstance(place, tuple):
        where = f"place {place[0] + 1:,}" if len(place) == 1 else f"place {place}"
        return f"The output has a number for each of {total:,} places; that of {where} is explained. {other}"
    return (
        f"The output has a number for each of {total:,} places; of each example the largest one is explained. {other}"
    )


def _against(target, index, classes, count) -> int | None:
    """The other class of a margin. Raises ExplanationError where that is the class itself."""
    if target.against is None:
        return None
    against = _indices(replace(target, index=target.against), np.zeros((count, classes)), classes)[0]
    if against in index:
        raise ExplanationError(
            f"The class {target._name(against)} is compared with itself.",
            expected="two different classes or outputs",
            fix="Choose another one to compare with.",
            where="against",
        )
    return against


def _numbers(outputs: np.ndarray, parts) -> np.ndarray:
    """(n, places, classes) of outputs (n, places, units): what the target would be for each class."""
    return np.stack([constant + weight * outputs[..., unit] for unit, weight, constant in parts], axis=-1)


def _position(target, shape) -> int | str:
    """The place among all, or "largest" or "mean". Raises ExplanationError for one that is not there."""
    position, places = target.position, shape[:-1]
    if position in ("largest", "mean"):
        return position
    if not len(position) and places:
        return "largest" if len(places) == 1 else "mean"
    if len(position) != len(places) or any(not -size <= p < size for p, size in zip(position, places, strict=True)):
        axes = " × ".join(f"{size:,}" for size in places) or "one"
        expected = f"{len(places)} numbers, each below those" if places else "no position"
        raise ExplanationError(
            f"There is no position {tuple(position)} in an output of {axes} places.",
            expected=f'{expected}, or "largest" or "mean"',
            where="position",
        )
    return int(np.ravel_multi_index([p % n for p, n in zip(position, places, strict=True)], places)) if places else 0


def _indices(target, numbers, classes) -> list[int]:
    index = target.index
    if isinstance(index, str):
        if index not in target.names:
            raise unknown_name("class", index, target.names, kind=ExplanationError)
        index = target.names.index(index)
    if index is None:
        return [int(k) for k in numbers.argmax(-1)]
    indices = list(index) if isinstance(index, tuple) else [index] * len(numbers)
    if len(indices) != len(numbers):
        raise ExplanationError(
            f"Received {len(indices)} targets for {len(numbers)} examples.",
            expected="one target an example",
            where="target",
        )
    for k in indices:
        if not 0 <= k < classes:
            expected = f"0 to {classes - 1}"
            one = "Where the one output decides between two classes, say Target(1, task='binary')."
            fix = one if (classes, k) == (1, 1) else ""
            raise ExplanationError(f"There is no class or output {k}.", expected=expected, fix=fix, where="target")
    return indices
