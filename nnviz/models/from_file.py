"""Layers that came from a file, as code that a person reads: one setting a line; models from the file itself.

Imports no framework.
"""

from typing import Any

from nnviz import escaping
from nnviz.models.whole import MODELS

FILE = "network.keras"
"""What a script calls the file that the network can be downloaded as."""
_LONGEST = 80
_BESIDE = f"the file that the app's Build page saves as {FILE}, beside this script"

WHOLE = f"""# This network is one whole Keras model, whose layers are shared or have steps between them that no list
# of layers says: {_BESIDE}.
model = keras.saving.load_model("{FILE}", compile=False)
model.summary()"""
SOURCE = f"""# It is a model of its own, from {_BESIDE}.
source = keras.saving.load_model("{FILE}", compile=False)"""


def is_model(serialized: dict[str, Any]) -> bool:
    """Whether Keras's own form is that of a whole model."""
    return serialized.get("class_name") in MODELS


def layer_code(serialized: dict[str, Any], name: str) -> str:
    """What makes the layer of Keras's own form, an expression over several lines."""
    if is_model(serialized):
        return f"source.get_layer({escaping.literal(name)})"
    if serialized.get("module") == "keras.layers" and not serialized.get("registered_name"):
        config = {key: value for key, value in serialized.get("config", {}).items() if not _usual(key, value)}
        return f"keras.layers.{serialized['class_name']}.from_config({_lines(config)})"
    return f"keras.saving.deserialize_keras_object({_lines(serialized)})"


def _usual(key: str, value: Any) -> bool:
    """Whether Keras sets it by itself."""
    if key == "dtype":
        return isinstance(value, dict) and value.get("config") == {"name": "float32"}
    return key == "trainable" and value is True


def _lines(value: Any, indent: int = 0) -> str:
    """The literal, in lines of a readable length where it is a dictionary or a list."""
    plain = escaping.literal(value)
    if len(plain) + indent <= _LONGEST or not isinstance(value, dict | list | tuple) or not value:
        return plain
    inner = indent + 4
    if isinstance(value, dict):
        parts = [f"{escaping.literal(key)}: {_lines(one, inner)}" for key, one in value.items()]
        ends = "{}"
    else:
        parts, ends = [_lines(one, inner) for one in value], "()" if isinstance(value, tuple) else "[]"
    body = "".join(f"{' ' * inner}{part},\n" for part in parts)
    return f"{ends[0]}\n{body}{' ' * indent}{ends[1]}"
