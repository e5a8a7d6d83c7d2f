"""Which parts of a TensorFlow data set are input and target: as it says itself, or chosen from what its features are.

Runs in the process that fetches (`nnviz.data.downloading.fetch`), which has imported TensorFlow Datasets.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

_TARGETS = ("label", "labels", "class", "classes", "target", "y", "species", "category", "sentiment", "fine_label")
_LIKE_TARGETS = (*_TARGETS, "quality", "price", "survived", "score", "rating", "stars", "outcome", "income")
_TEXTS = ("text", "sentence", "review", "content", "description", "document", "title", "question")
_MOST_COLUMNS = 1_000


class Refused(Exception):
    """args[0] is a dict with problem, expected and fix."""


@dataclass(frozen=True)
class Plan:
    """What is read of each example.

    Attributes:
        form: "arrays", "texts" or "table".
        kind: "image", "vector", "sequence", "tokens", or "vector" for a table.
        inputs: paths of features, one but for a table: ("image",) is example["image"].
        target: path of the target.
        classes: names of its classes, () where it is a number.
        several: whether it is a list of classes, of which any number may apply.
    """

    form: str
    kind: str
    inputs: tuple[tuple[str, ...], ...]
    target: tuple[str, ...]
    classes: tuple[str, ...]
    several: bool = False


def plan_of(tfds, info, asked_input: str = "", asked_target: str = "") -> Plan:
    """What to read of a data set. Raises Refused with a sentence for one that has nothing to learn here.

    Args:
        asked_input, asked_target: parts that a person chose, "objects/label"; "" for what the set says, or what is
            likely.
    """
    flat = dict(flattened(tfds, info.features))
    inputs, target = _declared(info.supervised_keys, flat)
    if asked_target:
        target = _asked(tfds, flat, asked_target)
        _can_be_told(tfds, flat[target], asked_target)
        inputs = tuple(path for path in inputs if path != target)
    if asked_input:
        inputs = (_asked(tfds, flat, asked_input),)
    target = target or _target(tfds, flat, inputs)
    if target is None:
        raise Refused(
            {
                "problem": f"none of its parts is a target: {_listed(tfds, flat)}.",
                "expected": "a class label, or a number called label, target, price or the like",
            }
        )
    classes, several = _classes(tfds, flat[target])
    inputs = inputs or tuple(path for path in flat if path != target)
    form, kind, chosen = _input(tfds, {path: flat[path] for path in inputs if path in flat and path != target})
    return Plan(form, kind, chosen, target, classes, several)


def _asked(tfds, flat: dict, name: str) -> tuple[str, ...]:
    """The path of a part by its name. Raises Refused for one that there is not."""
    path = tuple(name.split("/"))
    if path not in flat:
        raise Refused({"problem": f"it has no part {name[:60]!r}.", "expected": f"one of {_listed(tfds, flat)}"})
    return path


def _can_be_told(tfds, feature, name: str) -> None:
    """Raises Refused for a part that is neither a class, nor classes, nor a number."""
    if not _classes(tfds, feature)[0] and not (_is_number(feature) and feature.shape == ()):
        raise Refused(
            {
                "problem": f"its part {name} is {type(feature).__name__}, which cannot be predicted here.",
                "expected": "a class label, several of them, or a number",
            }
        )


def flattened(tfds, feature, path: tuple[str, ...] = ()):
    """(path, feature) of every part that is no dictionary of others."""
    if isinstance(feature, tfds.features.FeaturesDict):
        for name, inner in feature.items():
            yield from flattened(tfds, inner, (*path, name))
    else:
        yield path, feature


def taken(example: Mapping, path: tuple[str, ...]):
    """The part of an example at a path."""
    for name in path:
        example = example[name]
    return example


def _declared(keys, flat: dict) -> tuple[tuple, tuple[str, ...] | None]:
    """(inputs, target) as the data set says them; names may stand for dictionaries, whose parts are all inputs."""
    if not keys or len(keys) < 2:
        return (), None
    given, target = keys[0], keys[1]
    names = _names(given)
    inputs = tuple(path for path in flat if any(path[: len(name)] == name for name in names))
    targets = [path for path in flat if path in _names(target)]
    return inputs, targets[0] if len(targets) == 1 else None


def _names(keys) -> list[tuple[str, ...]]:
    if isinstance(keys, str):
        return [(keys,)]
    if isinstance(keys, Mapping):
        return [name for value in keys.values() for name in _names(value)]
    return [name for value in keys for name in _names(value)]


def _target(tfds, flat: dict, inputs: tuple) -> tuple[str, ...] | None:
    """A class label, the likeliest by its name; else a number that is called like one."""
    labels = [path for path, feature in flat.items() if _classes(tfds, feature)[0] and path not in inputs]
    named = [path for path in labels if path[-1].lower() in _TARGETS]
    if named or labels:
        return min(named, key=lambda path: _TARGETS.index(path[-1].lower())) if named else labels[0]
    numbers = [
        path
        for path, feature in flat.items()
        if path[-1].lower() in _LIKE_TARGETS and path not in inputs and _is_number(feature) and not feature.shape
    ]
    return numbers[0] if numbers else None


def _classes(tfds, feature) -> tuple[tuple[str, ...], bool]:
    """(names of the classes, whether several of them may apply at once); ((), False) for what is no label."""
    if isinstance(feature, tfds.features.ClassLabel):
        return tuple(feature.names), False
    inner = getattr(feature, "feature", None)
    if isinstance(feature, tfds.features.Sequence) and isinstance(inner, tfds.features.ClassLabel):
        return tuple(inner.names), True
    return (), False


def _input(tfds, parts: dict) -> tuple[str, str, tuple]:
    """(form, kind, paths) of the input: an image before all else, one array, one text, or all scalars as a table."""
    images = [path for path, feature in parts.items() if isinstance(feature, tfds.features.Image)]
    if images:
        return "arrays", "image", (next((path for path in images if path[-1] == "image"), images[0]),)
    arrays = [path for path, feature in parts.items() if _is_array(tfds, feature)]
    scalars = [path for path, feature in parts.items() if _is_scalar(tfds, feature)]
    texts = [path for path, feature in parts.items() if isinstance(feature, tfds.features.Text)]
    if len(arrays) == 1 and not texts and not scalars:
        return "arrays", "vector" if len(parts[arrays[0]].shape) == 1 else "sequence", (arrays[0],)
    if texts and not any(path for path in scalars if _is_number(parts[path]) or _classes(tfds, parts[path])[0]):
        named = [path for path in texts if path[-1].lower() in _TEXTS]
        best = min(named, key=lambda path: _TEXTS.index(path[-1].lower())) if named else texts[0]
        return "texts", "tokens", (best,)
    if scalars and len(scalars) <= _MOST_COLUMNS:
        return "table", "vector", tuple(scalars)
    if len(arrays) == 1:
        return "arrays", "vector" if len(parts[arrays[0]].shape) == 1 else "sequence", (arrays[0],)
    raise Refused(
        {
            "problem": f"its input is {_listed(tfds, parts)}.",
            "expected": "an image, a text, numbers of one or two dimensions, or a table's single values",
        }
    )


def _is_number(feature) -> bool:
    return np.issubdtype(getattr(feature, "np_dtype", object), np.number)


def _is_array(tfds, feature) -> bool:
    plain = type(feature) in (tfds.features.Tensor, tfds.features.Sequence) and _is_number(feature)
    return plain and len(feature.shape or ()) in (1, 2) and all(n is not None for n in feature.shape)


def _is_scalar(tfds, feature) -> bool:
    if isinstance(feature, tfds.features.ClassLabel | tfds.features.Text):
        return True
    kind = getattr(feature, "np_dtype", object)
    return feature.shape == () and (_is_number(feature) or kind in (np.bool_, bool, object))


def _listed(tfds, parts: dict) -> str:
    said = [f"{'/'.join(path) or 'the whole'} ({type(feature).__name__})" for path, feature in list(parts.items())[:6]]
    return ", ".join(said) + (" …" if len(parts) > 6 else "") if said else "nothing"


def columns(examples: list, plan: Plan, features: dict) -> dict[str, np.ndarray]:
    """A table's columns by name: numbers float64, text "U"; a label's classes by their names."""
    return {
        "/".join(path): _column([taken(example, path) for example in examples], features[path])
        for path in (*plan.inputs, plan.target)
    }


def _column(values: list, feature) -> np.ndarray:
    names = getattr(feature, "names", None)
    if names:
        return np.asarray([names[int(value)] if 0 <= int(value) < len(names) else "" for value in values], str)
    if _is_number(feature):
        return np.asarray(values, "float64")
    if getattr(feature, "np_dtype", None) in (np.bool_, bool):
        return np.where(np.asarray(values, bool), "yes", "no")
    return np.asarray([text_of(value) for value in values], str)


def text_of(value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
