"""Whether a Keras config names nothing but Keras's own harmless classes. Imports no framework.

A config is data, but deserializing it runs the constructors that it names. What the installed Keras has is known
(`nnviz.models.keras_names`), less what holds code; whatever else is named is refused, and so are files that a layer
would read from disk.
"""

from functools import lru_cache
from typing import Any

from nnviz.errors import ModelError
from nnviz.keras_internals import OPERATIONS, SOURCE
from nnviz.models import keras_names
from nnviz.words import article

_MODELS = frozenset({"Functional", "Sequential", "Model"})
_VALUES = frozenset(
    {"__keras_tensor__", "__tuple__", "__numpy__", "__tensor__", "__slice__", "__ellipsis__", "__bytes__"}
    | {"slice", "InputSpec"}
)
_ROOMS = ("initializers", "regularizers", "constraints", "dtype_policies", "quantizers")

_MODULES = (
    "keras",
    "keras.layers",
    "keras.models",
    "keras.activations",
    "builtins",
    *(f"keras.{room}" for room in _ROOMS),
    SOURCE,
    "tensorflow.keras",
    "tf_keras",
)
_INSIDE = tuple(
    f"{SOURCE}.{room}."
    for room in ("layers", "models", "applications", "activations", "engine", "legacy", "utils.sequence", *_ROOMS)
)
"""Where Keras's classes really live, as files name it; nothing else of Keras is ever named by a network."""
_ACTIVATIONS = f"{SOURCE}.activations.activations"
_FROM_DISK = "vocabulary"
"""The setting of lookup layers that may be a list of words, or the path of a file that would be read."""

_MAX_DEPTH, _MAX_NODES = 60, 500_000


def check(config: Any) -> int:
    """Walks a config (parsed JSON) and counts its layers.

    Returns:
        the number of layers that it names.

    Raises:
        ModelError: for a class that holds code or that is not Keras's own, and for a config without end.
    """
    layers, nodes, waiting = 0, 0, [(config, 0)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > _MAX_DEPTH or nodes > _MAX_NODES:
            raise ModelError("The network's configuration is nested too deeply or is too long to be read.")
        if isinstance(node, dict):
            layers += _one(node)
            waiting.extend((value, depth + 1) for value in node.values())
        elif isinstance(node, list | tuple):
            waiting.extend((value, depth + 1) for value in node)
    return layers


def without_compiling(config: Any) -> Any:
    """The config without its compile state (optimizer, loss, metrics), which is never restored."""
    if isinstance(config, dict):
        return {key: without_compiling(value) for key, value in config.items() if key != "compile_config"}
    return [without_compiling(value) for value in config] if isinstance(config, list) else config


def _one(node: dict[str, Any]) -> bool:
    """Refuses one object of a config, or says whether it is a layer or an operation."""
    if isinstance(node.get(_FROM_DISK), str):
        raise _path(node[_FROM_DISK])
    if "class_name" not in node:
        return False
    name, module, registered = node["class_name"], node.get("module"), node.get("registered_name")
    if name == "function":
        if _is_function(node.get("config")) and _own(module):
            return False
        raise _refusal(f"function {node.get('config')!r}"[:80], module)
    if not isinstance(name, str) or not _known(name, module):
        raise _refusal(name, module)
    if registered is not None and registered not in (name, f"Custom>{name}") and not _known(registered, module):
        raise _refusal(registered, module)
    return name in _layers() or str(module).startswith(OPERATIONS)


def _is_function(name: Any) -> bool:
    return isinstance(name, str) and name in keras_names.functions()


def _known(name: Any, module: Any) -> bool:
    """Whether Keras has a harmless class of that name in that module; files of old name no module."""
    if not isinstance(name, str):
        return False
    if isinstance(module, str) and module.startswith(OPERATIONS):
        return name in keras_names.operations()
    if module == _ACTIVATIONS:
        return name in keras_names.activation_classes()
    return name in _layers() | _objects() and _own(module)


def _own(module: Any) -> bool:
    if module is None:
        return True
    return isinstance(module, str) and (module in _MODULES or module.startswith((*_INSIDE, "keras.layers.")))


@lru_cache(maxsize=1)
def _layers() -> frozenset[str]:
    return keras_names.layers() | keras_names.application_layers()


@lru_cache(maxsize=1)
def _objects() -> frozenset[str]:
    return _MODELS.union(_VALUES, *(keras_names.objects(room) for room in _ROOMS))


def _path(value: str) -> ModelError:
    return ModelError(
        f"A layer of the network would read its vocabulary from the file {value[:60]!r}, which is not in what was "
        "opened.",
        expected="the vocabulary in the file itself",
        fix="Save the network again with a current Keras as .keras, which puts the vocabulary into the file.",
        where=_FROM_DISK,
    )


def _refusal(name: Any, module: Any) -> ModelError:
    if isinstance(name, str) and name in keras_names.CODE:
        return ModelError(
            f"The network contains {article(name)} layer, which holds code that would run when it is opened.",
            fix="Replace it by ordinary layers before saving the network.",
            where=str(name),
        )
    return ModelError(
        f"The network names {str(name)[:60]!r}{f' from {str(module)[:60]!r}' if module else ''}, which is "
        "not one of Keras's own layers.",
        expected="a network of Keras's own layers, without custom classes",
        where=str(name)[:60],
    )
