"""How the inputs of somebody's trained network may have been prepared: the candidates to try. Imports no framework."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnviz import words
from nnviz.data.load import read, schema_of
from nnviz.data.preparing.steps import implied
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.specs import DataSpec, StepSpec

_LARGEST_SIDE = 512
_SCALES = {
    "none": ("As they are", "The numbers as the data have them."),
    "standard": ("Standardised", "Mean 0 and deviation 1 of every column, from the training examples."),
    "minmax": ("Smallest to largest", "The smallest becomes 0 and the largest 1."),
    "robust": ("By the median", "Median 0 and quartile range 1."),
}
_PIXELS = {
    "none": ("As they are", "The numbers as the data have them."),
    "unit": ("0 to 1", "Black is 0 and white 1: divided by 255 for photographs."),
    "signed": ("−1 to 1", "Black is −1 and white 1: MobileNet, Inception, Xception, NASNet."),
    "bytes": ("0 to 255", "For networks that scale by themselves: EfficientNet, MobileNetV3, ConvNeXt."),
    "standard": ("Standardised", "Mean 0 and deviation 1 over all pixels of the training examples."),
    "imagenet": ("ImageNet, by deviations", "0 to 1, less ImageNet's means, by its deviations: DenseNet."),
    "imagenet_bgr": ("ImageNet, blue first", "0 to 255, blue first, less ImageNet's means: VGG, ResNet."),
}
_RANGES = ("rescale", "scale")


_FAMILIES = {
    "imagenet_bgr": ("vgg16", "vgg19", "resnet50", "resnet101", "resnet152"),
    "imagenet": ("densenet",),
    "bytes": ("efficientnet", "mobilenetv3", "convnext"),
    "signed": ("mobilenet", "inception", "xception", "nasnet", "resnet50v2", "resnet101v2", "resnet152v2"),
}
"""Beginnings of the names of `keras.applications`, by what their `preprocess_input` does."""


@dataclass(frozen=True)
class Candidate:
    """One way in which the inputs may have been prepared.

    Attributes:
        name, title, help: what scripts and people call it, and one line about it.
        data: the data prepared like that.
        resized: what else is done to fit the network's input, as a sentence; "" where nothing is.
    """

    name: str
    title: str
    help: str
    data: DataSpec
    resized: str = ""


def candidates(wanted: tuple[int | None, ...], data: DataSpec) -> tuple[Candidate, ...]:
    """The ways to prepare `data` for a network that takes the shape `wanted`, the simplest first.

    Raises:
        ModelError: for data whose examples cannot be given that shape.
    """
    schema = schema_of(data)
    if schema.kind == "image":
        return _of_images(wanted, data, schema)
    check_shape(wanted, schema)
    if schema.kind == "tokens" or schema.padded and data.steps:
        return (Candidate("none", *_SCALES["none"], data),)
    return _of_numbers(data, schema)


def usual(names: Sequence[str]) -> str:
    """The candidate that a network of `keras.applications` wants, by what it or a model in it is called; "" for others.

    The longest beginning decides: "resnet50v2" is another family than "resnet50".
    """
    known = {start: candidate for candidate, starts in _FAMILIES.items() for start in starts}
    plain = [name.lower().replace("_", "") for name in names]
    found = [start for start in known for name in plain if name.startswith(start)]
    return known[max(found, key=len)] if found else ""


def check_shape(wanted: tuple[int | None, ...], schema: Schema) -> None:
    """Raises ModelError for examples of another shape than a network takes."""
    fits = len(wanted) == len(schema.input_shape) and all(
        size is None or size == own for size, own in zip(wanted, schema.input_shape, strict=True)
    )
    if not fits:
        raise misfit(wanted, schema)


def misfit(wanted: tuple[int | None, ...], schema: Schema) -> ModelError:
    return ModelError(
        f"This network takes {words.shape(wanted)}, and {schema.source} has {words.shape(schema.input_shape)} an "
        "example.",
        fix="Choose the data that it was trained for.",
        where="data",
    )


def _of_numbers(data: DataSpec, schema: Schema) -> tuple[Candidate, ...]:
    """Inputs in every scale; of a regression, with its target as it is and standardised."""
    targets = (False, True) if schema.task == "regression" else (None,)
    return tuple(
        Candidate(
            how + ("_target" if standardised else ""),
            title + (", target too" if standardised else ""),
            text + (" The target is standardised as well." if standardised else ""),
            _scaled(data, schema, how, standardised),
        )
        for standardised in targets
        for how, (title, text) in _SCALES.items()
    )


def _scaled(data: DataSpec, schema: Schema, how: str, standardised: bool | None) -> DataSpec:
    plain = standardised is None or (standardised and how != "none") or (not standardised and how == "none")
    if not data.steps and plain:
        return data.replace(scaling=how)
    coded = bool(read(data).columns)
    kept = [step for step in implied(data.replace(scaling="none"), schema, coded) if step.name not in _RANGES]
    settings = {} if how == "standard" else {"how": how}
    scale = [] if how == "none" else [StepSpec(name="scale", settings=settings)]
    steps = (*kept, *scale) or (StepSpec(name="scale", on=False),)
    return data.replace(steps=steps, scaling="none" if not standardised else "standard")


def _of_images(wanted, data: DataSpec, schema: Schema) -> tuple[Candidate, ...]:
    before, resized, colours = _resized(wanted, data, schema)
    return tuple(
        Candidate(name, title, text, _ranged(data, before, name), resized)
        for name, (title, text) in _PIXELS.items()
        if colours == 3 or not name.startswith("imagenet")
    )


def _ranged(data: DataSpec, before: tuple[StepSpec, ...], how: str) -> DataSpec:
    if how == "none":
        return data.replace(steps=before, scaling="none" if not before else data.scaling)
    if how == "standard":
        return data.replace(steps=(*before, StepSpec(name="scale")) if before else (), scaling="standard")
    return data.replace(steps=(*before, StepSpec(name="rescale", settings={"how": how})))


def _resized(wanted, data: DataSpec, schema: Schema) -> tuple[tuple[StepSpec, ...], str, int]:
    """The steps before the range of the pixels, what they do to fit, and how many colours come out."""
    steps = tuple(step for step in data.steps if step.name not in _RANGES)
    if len(wanted) != 3:
        raise misfit(wanted, schema)
    size = tuple(own if side is None else side for side, own in zip(wanted, schema.input_shape, strict=True))
    told = []
    if size[:2] != schema.input_shape[:2]:
        if max(size[:2]) > _LARGEST_SIDE:
            raise misfit(wanted, schema)
        steps = (*(step for step in steps if step.name != "resize"), _resize(size))
        told.append(f"resized to {size[0]} × {size[1]} pixels")
    if size[2] != schema.input_shape[2]:
        if (size[2], schema.input_shape[2]) != (1, 3):
            raise misfit(wanted, schema)
        steps = (*steps, StepSpec(name="grey"))
        told.append("turned to grey")
    return steps, f"The images are {words.listed(told)} to fit it." if told else "", size[2]


def _resize(size: tuple[int, ...]) -> StepSpec:
    return StepSpec(name="resize", settings={"height": size[0], "width": size[1]})


def check_room(data: DataSpec, schema: Schema, wanted: tuple[int | None, ...], memory_mb: int) -> None:
    """Raises ModelError where images enlarged to what a network takes would need more memory than there is."""
    size = math.prod(own if side is None else side for side, own in zip(wanted, schema.input_shape, strict=True))
    count = len(read(data).x)
    if count * size * 4 > memory_mb * 1e6 / 4:
        raise ModelError(
            f"{count:,} images of {words.sizes(wanted)} would need {words.memory(count * size * 4)}.",
            expected=f"at most {words.memory(memory_mb * 1e6 / 4)}",
            fix="Take fewer images, or smaller ones with a network that takes any size.",
            where="data",
        )


def smaller(candidate: Candidate, most: int) -> Candidate:
    """The same with at most so many training examples, to try it on."""
    return replace(candidate, data=candidate.data.replace(training_examples=most))
