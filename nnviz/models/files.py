"""The builder's tasks: opening somebody's model file, saving the network in hand, a preview on a shape of its own.

Keras is imported inside the tasks. Files travel by their path in the home folder, which server and workers share.
"""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models.records import Preview
from nnviz.models.whole import KEPT_WHOLE
from nnviz.specs import DataSpec, ModelSpec

__all__ = ["KEPT_WHOLE", "Opened", "open_network", "preview_alone", "save_network"]

_KINDS = {1: "vector", 2: "sequence", 3: "image"}


@dataclass(frozen=True)
class Opened:
    """A file's network.

    Attributes:
        model: its layers; those that the catalog does not know are kept, read-only.
        input_shape: of one example.     input_dtype: such as "float32".
        notes: sentences about what was kept as it is.
    """

    model: ModelSpec
    input_shape: tuple[int | None, ...]
    input_dtype: str
    notes: tuple[str, ...] = ()


def open_network(path: str) -> Opened:
    """The network in a `.keras`, `.h5` or Keras `.json` file. Raises ModelError for one that is damaged or
    dangerous."""
    from nnviz.models.from_keras import to_spec
    from nnviz.models.safe_load import open_model

    imported = to_spec(open_model(path))
    return Opened(imported.spec, imported.input_shape, imported.input_dtype, imported.notes)


def preview_alone(model: ModelSpec, input_shape: tuple[int | None, ...], input_dtype: str) -> Preview:
    """A network on the input that its file names: mistakes of layers alone, none about data that it was not
    made for."""
    from nnviz.models.preview import preview

    on_its_own = preview(model, _schema(input_shape, input_dtype))
    errors = {layer.id for layer in on_its_own.layers if layer.error is not None}
    quiet = tuple(replace(layer, warnings=()) for layer in on_its_own.layers)
    diagnoses = tuple(one for one in on_its_own.diagnoses if one.severity == "error" and one.where in errors)
    return replace(on_its_own, layers=quiet, diagnoses=diagnoses)


def save_network(model: ModelSpec, data: DataSpec, seed: int, form: str, opened: str = "") -> bytes:
    """The built network as a file.

    Args:
        form: "keras" (layers and weights) or "json" (Keras's description of the layers).
        opened: path of the file that the network came from; its weights are kept in the layers that still fit them.
    """
    from nnviz.data.load import schema_of
    from nnviz.models.build import build

    if form not in ("keras", "json"):
        raise ModelError(f"There is no file form {form!r}.", expected="keras or json")
    schema = schema_of(data)
    if opened:
        built = _with_weights(model, schema, seed, opened)
    else:
        built = build(model, schema, seed)
    if form == "json":
        return built.to_json(indent=2).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        built.save(path)
        return path.read_bytes()


def _with_weights(model: ModelSpec, schema: Schema, seed: int, path: str):
    """The network built on its file's own input, or on the data where it was made to fit them, with the file's
    weights."""
    from nnviz.models.build import build
    from nnviz.models.from_keras import copy_weights, to_spec
    from nnviz.models.safe_load import open_model

    source = open_model(path)
    imported = to_spec(source)
    try:
        built = build(model, schema, seed)
    except ModelError:
        built = build(model, _schema(imported.input_shape, imported.input_dtype), seed)
    copy_weights(source, built, imported)
    return built


def _schema(shape: tuple[int | None, ...], dtype: str) -> Schema:
    tokens = len(shape) == 1 and dtype.startswith("int")
    kind = "tokens" if tokens else _KINDS.get(len(shape), "vector")
    return Schema(kind, "regression", tuple(shape), target_name="output", vocabulary=1 if tokens else 0, source="file")
