"""A Keras model → `ModelSpec`. For workers: imports Keras.

Every layer is translated into the catalog's settings, rebuilt, and its config compared with the original's.
Where they differ, or the catalog does not know the class, the layer is kept in Keras's own serialized form.
"""

import re
from dataclasses import dataclass

import keras

from nnviz import names, words
from nnviz.errors import ModelError
from nnviz.keras_internals import is_functional, settle
from nnviz.models import catalog, safe_config, translate
from nnviz.models.catalog.common import DTYPES
from nnviz.models.layers import call_layer, make_layer
from nnviz.models.symbolic import no_weights
from nnviz.models.whole import KEPT_WHOLE
from nnviz.specs import INPUT, INPUT_LAYER, LayerSpec, ModelSpec

WHOLE = "\0whole"
"""Stands for the whole model in `Imported.names`."""


@dataclass(frozen=True)
class Imported:
    """A model as a spec.

    Attributes:
        spec: the network; its further inputs are layers of the kind "InputLayer".
        input_shape: of one example, of the first input.
        input_dtype: of the first input: "float32", "int32", …
        names: id in the spec → name of the layer in the model, or `WHOLE` for the model itself.
        notes: sentences about what was kept as it is, for a person.
    """

    spec: ModelSpec
    input_shape: tuple[int | None, ...]
    input_dtype: str
    names: dict[str, str]
    notes: tuple[str, ...] = ()


def to_spec(model: keras.Model) -> Imported:
    """The network of a Sequential or functional model. Its first input becomes the data's place.

    A model with shared layers, or with calls that a spec cannot say, is kept whole as one read-only layer.

    Raises:
        ModelError: for a model that is not built, is subclassed, has an input that no spec can say, or holds
            what `safe_config` refuses.
    """
    if not (isinstance(model, keras.Sequential) or is_functional(model)):
        raise ModelError(
            f"The model is {words.article(type(model).__name__)}, whose layers are wired by its own code.",
            expected="a Sequential or functional model",
        )
    if not model.built or not model.inputs:
        raise ModelError("The model has no input shape yet.", fix="Build it or call it on data once, then save it.")
    tensor = model.inputs[0]
    shape, dtype = tuple(tensor.shape[1:]), str(tensor.dtype)
    try:
        calls, outputs = translate.unfolded(model)
    except translate.Unspoken as reason:
        return whole(model, str(reason))
    ids, notes, layers = {translate.DATA: INPUT}, [], []
    for name, further in _further_inputs(model):
        ids[name] = further.id
        layers.append(further)
    for call in calls:
        ids[call.name] = _id(call.name.rsplit("/", 1)[-1], set(ids.values()))
        sources = tuple(ids[source] for source in call.sources)
        if call.stands_for is None:
            free = translate.trains(model, call.name)
            layers.append(_layer(translate.layer_at(model, call.name), ids[call.name], sources, notes, free))
        else:
            kind, settings = call.stands_for
            layers.append(LayerSpec(id=ids[call.name], kind=kind, settings=settings, inputs=sources))
    notes += _notes(model, calls)
    known = {translate.DATA, *(call.name for call in calls if call.stands_for)}
    called = {layer_id: name for name, layer_id in ids.items() if name not in known}
    output_ids = tuple(ids[name] for name in outputs)
    spec = ModelSpec(layers=tuple(_implicit(layers)), outputs=None if output_ids == (layers[-1].id,) else output_ids)
    return Imported(spec, shape, dtype, called, tuple(notes))


def _notes(model: keras.Model, calls: list[translate.Call]) -> list[str]:
    """What was said otherwise than the model says it."""
    notes, steps = [], sum(call.stands_for is not None for call in calls)
    if steps:
        notes.append(
            f"{steps} step{'s' * (steps > 1)} of arithmetic between its layers "
            f"{'are' if steps > 1 else 'is'} shown as layers that compute the same."
        )
    inside = list(dict.fromkeys(call.name.split("/")[0] for call in calls if "/" in call.name))
    if inside:
        place = "a model in it, stand in its place" if len(inside) == 1 else "models in it, stand in their places"
        notes.append(f"The layers of {words.few(inside)}, {place}.")
    return notes + _as_inference(model, calls)


def _as_inference(model: keras.Model, calls) -> list[str]:
    """Says which layers were called as if never trained, though they would behave otherwise in training."""
    names = [call.name.rsplit("/", 1)[-1] for call in calls if call.inference and _differs(model, call)]
    if not names:
        return []
    return [
        f"The file calls {words.few(names, 3)} as in inference, also in training; here training is training. Freeze "
        "batch normalization to keep its statistics."
    ]


def _differs(model: keras.Model, call) -> bool:
    layer = None if call.stands_for else translate.layer_at(model, call.name)
    return isinstance(layer, keras.layers.BatchNormalization) and translate.trains(model, call.name)


def copy_weights(model: keras.Model, built: keras.Model, imported: Imported) -> None:
    """The weights of the opened `model` into `built`, the model of its spec, layer by layer.

    Layers that the spec no longer has, and layers whose shapes were changed since, are left alone.
    """
    if WHOLE in imported.names.values() and len(built.weights) == len(model.weights):
        built.set_weights(model.get_weights())
        return settle(built)
    names = {own.keras_name: imported.names.get(own.id) for own in imported.spec.distinctly_named().layers}
    for layer in built.layers:
        name = imported.names.get(layer.name) or names.get(layer.name)
        if name:
            weights = (model if name == WHOLE else translate.layer_at(model, name)).get_weights()
            if [weight.shape for weight in weights] == [tuple(weight.shape) for weight in layer.weights]:
                layer.set_weights(weights)
    settle(built)


def whole(model: keras.Model, reason: str) -> Imported:
    """A built model with one output as one read-only layer; `reason` completes "The model …".

    Raises:
        ModelError: for several outputs, an input that no spec can say, or what `safe_config` refuses.
    """
    shape, dtype = tuple(model.inputs[0].shape[1:]), str(model.inputs[0].dtype)
    if len(model.outputs) != 1:
        raise ModelError(
            f"The model {reason}, and it has {len(model.outputs)} outputs.",
            expected="a model whose layers are each used once",
            where=KEPT_WHOLE,
        )
    inputs = [further for _, further in _further_inputs(model)]
    taken = (INPUT, *(further.id for further in inputs))
    layer = _opaque(model, _id(model.name, set(taken)), taken)
    return Imported(
        ModelSpec(layers=tuple(_implicit([*inputs, layer]))),
        shape,
        dtype,
        {layer.id: WHOLE},
        (
            f"The model {reason}, so it is kept whole and cannot be edited. It can be looked into, explained and "
            "trained on.",
        ),
    )


def _further_inputs(model) -> list[tuple[str, LayerSpec]]:
    """Every input after the first: the name of its layer in the model, and its spec."""
    further, taken = [], {INPUT}
    for tensor in model.inputs[1:]:
        name, shape, dtype = translate.input_name(tensor), tuple(tensor.shape[1:]), str(tensor.dtype)
        if not shape or dtype not in DTYPES or getattr(tensor, "sparse", False) or getattr(tensor, "ragged", False):
            raise ModelError(
                f"The model's input {name!r} is {dtype} of the shape {shape} for each example.",
                expected="a dense array of at least one dimension, of " + ", ".join(DTYPES),
                fix="Give it such an input before opening it in the builder.",
                where=KEPT_WHOLE,
            )
        layer_id = _id(name, taken)
        taken.add(layer_id)
        settings = {"shape": [size or 0 for size in shape], "dtype": dtype}
        settings["shape"] = settings["shape"] if len(shape) > 1 else settings["shape"][0]
        shown = _shown(name, layer_id)
        further.append((name, LayerSpec(id=layer_id, kind=INPUT_LAYER, settings=settings, name=shown)))
    return further


def _layer(layer, layer_id: str, sources: tuple[str, ...], notes: list[str], trainable: bool) -> LayerSpec:
    name = _shown(layer.name, layer_id)
    settings = translate.settings(layer)
    if settings is not None:
        spec = LayerSpec(
            id=layer_id, kind=type(layer).__name__, settings=settings, inputs=sources, name=name, trainable=trainable
        )
        if _equal(layer, spec):
            return spec
    notes.append(
        f"{type(layer).__name__} {layer.name!r} has settings that the builder does not know; it is kept as "
        "it is and cannot be edited."
    )
    return _opaque(layer, layer_id, sources, name).replace(trainable=trainable)


def _shown(name: str, layer_id: str) -> str:
    """What people call the layer: its name in the file, cleaned; "" where its id says it."""
    return "" if name == layer_id else names.clean(name)[:60]


def _opaque(layer, layer_id: str, sources, name: str = "") -> LayerSpec:
    serialized = keras.saving.serialize_keras_object(layer)
    spec = LayerSpec(
        id=layer_id,
        kind=catalog.KERAS_LAYER,
        settings={"object": safe_config.without_compiling(translate.plain_json(serialized))},
        inputs=sources,
        name=name,
        trainable=bool(layer.trainable),
    )
    catalog.check(spec)
    return spec


def _equal(layer, spec: LayerSpec) -> bool:
    """Whether the spec makes a layer of the same config, once it has seen the same inputs."""
    try:
        rebuilt = make_layer(spec)
        with no_weights():
            given = [keras.KerasTensor(tensor.shape, tensor.dtype) for tensor in keras.tree.flatten(layer.input)]
            call_layer(rebuilt, given, spec.kind)
        return translate.nameless(rebuilt) == translate.nameless(layer)
    except (ModelError, ValueError, TypeError):
        return False


def _id(name: str, taken: set[str]) -> str:
    stem = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:36] or "layer"
    stem = stem if stem[0].isalpha() else f"layer_{stem}"[:36]
    unused, number = stem, 1
    while unused in taken:
        number += 1
        unused = f"{stem}_{number}"
    return unused


def _implicit(layers: list[LayerSpec]):
    before = INPUT
    for layer in layers:
        yield layer.replace(inputs=None) if layer.inputs == (before,) else layer
        before = layer.id
