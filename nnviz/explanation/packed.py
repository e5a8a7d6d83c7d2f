"""Records as bytes and back: their arrays as an archive, all else as JSON. Nothing is unpickled, and nothing but the
records of this room is made of what is read. Imports no framework."""

import dataclasses
import io
import json
from typing import Any

import numpy as np

from nnviz import paths

_ROOM = "nnviz.explanation"
RECORDS = frozenset(
    {
        *(f"{_ROOM}.records:{name}" for name in ("Attribution", "Trouble")),
        *(f"{_ROOM}.shap_records:{name}" for name in ("ShapPart", "ShapValues")),
        *(f"{_ROOM}.trust_records:{name}" for name in ("Faithfulness", "Randomization")),
        *(
            f"{_ROOM}.changes.records:{name}"
            for name in ("Attack", "Change", "Changes", "Pushed", "Swaps", "Withstood")
        ),
        *(f"{_ROOM}.examples.records:{name}" for name in ("Alike", "Influence", "Seen")),
        *(f"{_ROOM}.columns.records:{name}" for name in ("Dependence", "Importance", "Interactions")),
        f"{_ROOM}.concepts.records:ConceptTest",
        f"{_ROOM}.measures.records:Row",
        f"{_ROOM}.pace:Pace",
        f"{_ROOM}.target:Target",
        f"{_ROOM}.truth_records:Agreement",
        f"{_ROOM}.uncertainty_records:Uncertainty",
        "nnviz.data.column:Column",
        "nnviz.training.meaning:OutputMeaning",
    }
)
"""What may be packed, as "module:class"."""
_TREE = "tree"


def packed(value: Any) -> bytes:
    """A record, or a tuple, list or dict of records, arrays and plain values. Raises TypeError for anything else."""
    arrays: dict[str, np.ndarray] = {}
    tree = json.dumps(_folded(value, arrays))
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays, **{_TREE: np.array(tree)})
    return buffer.getvalue()


def unpacked(content: bytes) -> Any:
    """What was packed. Raises ValueError, KeyError, TypeError, EOFError or zipfile.BadZipFile for other bytes."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = dict(archive)
    return _unfolded(json.loads(str(arrays[_TREE])), arrays)


def _folded(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Plain values as they are; of all else its kind, and what it is made of."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype != object:
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, tuple | list):
        return {type(value).__name__: [_folded(one, arrays) for one in value]}
    if isinstance(value, dict):
        return {"dict": [[_folded(key, arrays), _folded(one, arrays)] for key, one in value.items()]}
    kind = f"{type(value).__module__}:{type(value).__qualname__}"
    if kind not in RECORDS:
        raise TypeError(f"A {kind} is not a record that is kept.")
    fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
    return {"record": kind, "fields": {name: _folded(own, arrays) for name, own in fields.items()}}


def _unfolded(tree: Any, arrays: dict[str, np.ndarray]) -> Any:
    if not isinstance(tree, dict):
        return tree
    if "array" in tree:
        return arrays[tree["array"]]
    if "record" in tree:
        if tree["record"] not in RECORDS:
            raise TypeError(f"{tree['record']} is not a record that is kept.")
        fields = {name: _unfolded(own, arrays) for name, own in tree["fields"].items()}
        return paths.resolve(tree["record"])(**fields)
    if "dict" in tree:
        return {_unfolded(key, arrays): _unfolded(own, arrays) for key, own in tree["dict"]}
    kind = tuple if "tuple" in tree else list
    return kind(_unfolded(own, arrays) for own in tree[kind.__name__])
