"""A network as runnable Python: functional API, formatted, each layer explained. Imports no framework.

The script run on its own builds a model whose config, and with the same seed whose weights, equal those of
`nnviz.models.build.build`.
"""

import builtins
import json
import keyword
import re
from collections.abc import Iterable
from typing import Any

from nnviz import escaping
from nnviz.data.schema import Schema
from nnviz.models import catalog, from_file, wiring
from nnviz.models.catalog.common import L2_STRENGTH, STRENGTH
from nnviz.models.whole import whole_model
from nnviz.specs import INPUT, INPUT_LAYER, Experiment, LayerSpec, ModelSpec

_WIDTH = 100
_TRAINING = ("nnviz", "data", "x", "y", "held_out", "history", "learning_rate", "steps_per_epoch", "source")
_TAKEN = {"keras", "inputs", "model", INPUT, *_TRAINING}
"""What a script calls its own parts; no layer may take their names, nor those that Python itself has."""
TAKEN_FILE = "taken.keras"
"""What a script calls the network that layers are taken from."""
_REGULARIZERS = {
    "l1": "L1({a!r})",
    "l2": "L2({a!r})",
    "l1_l2": "L1L2({a!r}, {b!r})",
    "orthogonal": "OrthogonalRegularizer({a!r})",
}


def python_code(experiment: Experiment, schema: Schema, training: str = "") -> str:
    """The script that builds the experiment's network.

    Args:
        experiment: its network and its seed are used.
        schema: of the data: gives the input.
        training: code to append, such as what compiles and fits the model.

    Raises:
        ModelError: for settings that the catalog refuses.
    """
    return "\n\n".join(text for _, text in sections(experiment, schema, training)) + "\n"


def notebook(experiment: Experiment, schema: Schema, training: str = "") -> str:
    """The same as a Jupyter notebook (nbformat 4.5), as JSON text: one cell a section."""
    cells = []
    for number, (title, text) in enumerate(sections(experiment, schema, training)):
        code = {"cell_type": "code", "execution_count": None, "outputs": [], "source": text}
        heading = f"{'##' if number else '#'} {escaping.markdown(title)}"
        words = {"cell_type": "markdown", "source": heading}
        cells += [
            {"id": f"cell-{len(cells) + place}", "metadata": {}, **cell} for place, cell in enumerate((words, code))
        ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    contents = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(contents, indent=1)


def sections(experiment: Experiment, schema: Schema, training: str = "") -> list[tuple[str, str]]:
    """The script in parts, each with its heading."""
    title = experiment.title or schema.source or "A network"
    seed = experiment.train.seed
    imports = "import keras\nimport nnviz" if "nnviz." in training else "import keras"
    start = (
        f'"""{escaping.docstring(title)}: a network built with Keras."""\n\n{imports}\n\n'
        f"keras.utils.set_random_seed({seed})  # the same seed gives the same initial weights"
    )
    parts = [(title, start), ("The network", _network(experiment, schema))]
    return [*parts, ("Training", training.strip())] if training.strip() else parts


def _network(experiment: Experiment, schema: Schema) -> str:
    spec = experiment.model.distinctly_named()
    if whole_model(spec) is not None:
        return from_file.WHOLE
    names, lines = {INPUT: "inputs"}, [_input(schema)]
    used = wiring.used(spec)
    feeding = {layer.id: sources for layer, sources in used}
    for layer in spec.layers:
        if layer.id not in feeding:
            why = "is switched off" if not layer.enabled else "is not used by any output"
            lines.append(f"# {escaping.comment(layer.kind)} {layer.keras_name!r} {why}")
            continue
        names[layer.id] = variable(layer.keras_name, names.values())
        lines.append(_explained(layer))
        if layer.kind == catalog.KERAS_LAYER and from_file.is_model(_object(layer)):
            lines.append(from_file.SOURCE)
        lines.append(_assignment(layer, names[layer.id], [names[source] for source in feeding[layer.id]]))
    results = [names[name] for name in wiring.outputs(spec)]
    returned = results[0] if len(results) == 1 else f"[{', '.join(results)}]"
    further = [names[layer.id] for layer in wiring.further_inputs(spec)]
    given = f"[{', '.join(['inputs', *further])}]" if further else "inputs"
    lines += ["", f'model = keras.Model({given}, {returned}, name="network")']
    lines += _taken(spec, [layer for layer, _ in used])
    lines += [
        f'model.get_layer("{layer.keras_name}").trainable = False  # frozen' for layer, _ in used if not layer.trainable
    ]
    return "\n".join([*lines, "model.summary()"])


def _taken(spec: ModelSpec, used: list[LayerSpec]) -> list[str]:
    """The weights of layers taken from another run, whose network has to lie beside the script."""
    taken = spec.taken
    own = [layer for layer in used if taken and layer.id in taken.layers]
    if not own:
        return []
    pairs = "".join(f"    {escaping.literal(a.keras_name)}: {escaping.literal(taken.layers[a.id])},\n" for a in own)
    return [
        "",
        f"# These layers begin with the weights that they have in run {escaping.comment(taken.run)}: its model file,",
        f"# beside this script under the name {TAKEN_FILE}.",
        f'source = keras.saving.load_model("{TAKEN_FILE}", compile=False)',
        f"for layer, source_layer in {{\n{pairs}}}.items():",
        "    model.get_layer(layer).set_weights(source.get_layer(source_layer).get_weights())",
    ]


def _input(schema: Schema) -> str:
    what = {
        "vector": "one number a feature",
        "image": "height, width, channels",
        "sequence": "steps, channels",
        "tokens": "one whole number a word",
    }[schema.kind]
    dtype = "int32" if schema.kind == "tokens" else "float32"
    shape = tuple(schema.input_shape)
    return f'# What comes in: {what}\ninputs = keras.Input(shape={shape!r}, dtype="{dtype}", name="{INPUT}")'


def variable(layer_name: str, taken: Iterable[str] = ()) -> str:
    """The layer's name as a Python name that is not taken."""
    name = re.sub(r"\W", "_", layer_name)
    name = f"layer_{name}" if name[0].isdigit() else name
    while keyword.iskeyword(name) or hasattr(builtins, name) or name in _TAKEN or name in taken:
        name += "_"
    return name


def _explained(layer: LayerSpec) -> str:
    words = catalog.get(layer.kind, layer.id).help
    return f"\n# {escaping.comment(layer.name)}: {words}" if layer.name else f"\n# {words}"


def _assignment(layer: LayerSpec, name: str, sources: list[str]) -> str:
    call = _call(layer, sources)
    if layer.kind == catalog.KERAS_LAYER:
        return f"{name} = {from_file.layer_code(_object(layer), layer.keras_name)}({call})"
    arguments = [*_arguments(layer), f'name="{layer.keras_name}"']
    if layer.is_input:
        return f"{name} = keras.Input({', '.join(arguments)})"
    made = f"{name} = {catalog.LAYERS[layer.kind].path.replace(':', '.')}"
    line = f"{made}({', '.join(arguments)})({call})"
    if len(line) <= _WIDTH:
        return line
    inside = "".join(f"    {argument},\n" for argument in arguments)
    return f"{made}(\n{inside})({call})"


def _object(layer: LayerSpec) -> dict[str, Any]:
    serialized = catalog.check(layer)["object"]
    return {**serialized, "config": {**serialized.get("config", {}), "name": layer.keras_name}}


def _call(layer: LayerSpec, sources: list[str]) -> str:
    if layer.is_input:
        return ""
    if layer.kind == "MultiHeadAttention":
        return ", ".join(sources if len(sources) > 1 else sources * 2)
    kind = catalog.LAYERS[layer.kind]
    several = len(sources) > 1 if layer.kind == catalog.KERAS_LAYER else kind.merges
    return f"[{', '.join(sources)}]" if several else sources[0]


def _arguments(layer: LayerSpec) -> list[str]:
    kind, settings = catalog.LAYERS[layer.kind], catalog.check(layer)
    if not kind.wraps:
        return keywords(layer.kind, settings)
    inner = settings[kind.wraps]
    names = {param.name for param in catalog.LAYERS[inner].params}
    inside = keywords(inner, {name: value for name, value in settings.items() if name in names})
    outside = (
        [f"merge_mode={escaping.literal(settings['merge_mode'])}"]
        if settings.get("merge_mode", "concat") != "concat"
        else []
    )
    inside.append(f'name="{layer.keras_name}_inner"')
    return [f"keras.layers.{inner}({', '.join(inside)})", *outside]


def keywords(kind_name: str, settings: dict[str, Any]) -> list[str]:
    """Keyword arguments as text: those that Keras demands, and those that differ from its defaults."""
    kind, arguments = catalog.LAYERS[kind_name], []
    for name, value in settings.items():
        if name.endswith((STRENGTH, L2_STRENGTH)):
            continue
        if name not in kind.own and value == kind.param(name).default:
            continue
        arguments.append(f"{name}={_value(name, value, kind, settings)}")
    return arguments


def _value(name: str, value: Any, kind, settings: dict[str, Any]) -> str:
    if name.endswith(catalog.OBJECTS) and isinstance(value, dict):
        return f"keras.{name.rsplit('_', 1)[-1]}s.deserialize({escaping.literal(value)})"
    if name.endswith("_regularizer") and value is not None:
        text = _REGULARIZERS[value].format(a=settings[name + STRENGTH], b=settings[name + L2_STRENGTH])
        return f"keras.regularizers.{text}"
    if name in kind.tuples and isinstance(value, int):
        value = (value,)
    if (kind.kind == INPUT_LAYER or name == "noise_shape") and isinstance(value, tuple):
        value = tuple(size or None for size in value)
    if name in kind.pairs and isinstance(value, tuple) and len(value) == 2 * (kind.rank - 1) > 2:
        value = tuple(zip(value[::2], value[1::2], strict=True))
    return escaping.literal(value)
