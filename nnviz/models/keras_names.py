"""What the installed Keras calls its own classes, read from the text of its modules. Imports no framework.

`keras.layers` and its like list what they export in their `__init__.py`; the classes behind `keras.ops` stand in
their modules as `class Name(Operation):`. Both are read as text, so that the server knows them without Keras.
"""

import ast
import importlib.util
import re
from functools import lru_cache
from pathlib import Path


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODE = _set("Lambda TFSMLayer TorchModuleWrapper FlaxLayer JaxLayer TFOpLambda SlicingOpLambda __lambda__ function")
"""Layers and functions that hold code, or read a program from disk."""

_NO_LAYERS = _set("InputSpec Layer Wrapper")
"""Exported beside the layers; no network is made of them."""

_CALLING = _set("Map Scan AssociativeScan Switch WhileLoop ForiLoop Cond VectorizedMap Function JVP")
"""Operations that call a function that they are given."""

_OPERATION = re.compile(r"^class (\w+)\((?:\w+\.)?(\w+)\):", re.MULTILINE)
_LAYER = re.compile(r"^class (\w+)\((?:layers\.)?Layer\):", re.MULTILINE)


@lru_cache(maxsize=1)
def layers() -> frozenset[str]:
    """Every class of `keras.layers` but those that hold code."""
    return _exported("layers") - CODE - _NO_LAYERS


@lru_cache(maxsize=1)
def application_layers() -> frozenset[str]:
    """The layers that networks of `keras.applications` bring with them, such as LayerScale."""
    folder = _folder() / "src" / "applications"
    return frozenset(name for file in sorted(folder.glob("*.py")) for name in _LAYER.findall(_text(file)))


@lru_cache(maxsize=1)
def operations() -> frozenset[str]:
    """The classes behind `keras.ops` that compute with tensors alone."""
    files = sorted((_folder() / "src" / "ops").glob("*.py"))
    bases = dict(
        pair for file in files if not file.name.endswith("_test.py") for pair in _OPERATION.findall(_text(file))
    )
    own = {"Operation"}
    while more := {name for name, base in bases.items() if base in own} - own:
        own |= more
    return frozenset(own - {"Operation"}) - _CALLING - CODE


@lru_cache(maxsize=1)
def activation_classes() -> frozenset[str]:
    """The operations that `keras.activations` has of its own, such as Mish."""
    return frozenset(name for name, base in _OPERATION.findall(_text(_activations())) if base == "Operation")


@lru_cache(maxsize=1)
def functions() -> frozenset[str]:
    """The functions of `keras.activations`, by name."""
    return frozenset(name for name in _names("activations") if name not in ("serialize", "deserialize", "get"))


@lru_cache(maxsize=8)
def objects(room: str) -> frozenset[str]:
    """The classes that `keras.<room>` exports: its initializers, regularizers, constraints or type policies."""
    return _exported(room)


def _exported(room: str) -> frozenset[str]:
    return frozenset(name for name in _names(room) if name[0].isupper()) - {"Input"}


def _names(room: str) -> set[str]:
    """The names that `keras.<room>` exports."""
    tree = ast.parse(_text(_folder() / room / "__init__.py"))
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return {name.asname or name.name for node in imports for name in node.names}


def _activations() -> Path:
    return _folder() / "src" / "activations" / "activations.py"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where Keras lies; finding it does not import it."""
    found = importlib.util.find_spec("keras")
    return Path(next(iter(found.submodule_search_locations))) if found else Path()
