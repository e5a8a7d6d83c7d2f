"""A trained file becomes a run without a history: a model in hand that every page takes."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from nnviz import words
from nnviz.data.load import load, schema_of
from nnviz.data.schema import Dataset, Schema, Split
from nnviz.errors import ModelError, NnvizError
from nnviz.models import edits, heads, wiring
from nnviz.models.archives import Archive, inspect_archive
from nnviz.models.build import build, is_of_one_size
from nnviz.models.from_keras import copy_weights, to_spec, whole
from nnviz.models.safe_load import open_archive
from nnviz.models.templates import output_layer
from nnviz.models.whole import whole_model
from nnviz.params import lookup
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, ModelSpec, TrainSpec
from nnviz.training import opened_candidates, opened_fit
from nnviz.training.catalog import resolve
from nnviz.training.compiled_with import training_of
from nnviz.training.given import check_inputs, given
from nnviz.training.head import meaning_of_model, unit_count
from nnviz.training.opened_inputs import as_the_data_have_them
from nnviz.training.untrained_run import record_untrained

SAID = "Opened from a file with its weights; it was not trained here."
SAID_OF_NEW_HEAD = "Opened from a file with its weights; its last layer is new and has not learnt anything yet."
_COMPARED = 16
"""Examples on which a rebuilt network must answer as the file's own model does."""


@dataclass(frozen=True)
class Rebuilt:
    """A file's model, ready to be a run.

    Attributes:
        model: what the run keeps.     spec: the same as a network of layers, or as one layer that is the whole model.
        why_whole: why its layers cannot be edited, as the rest of a sentence that begins "The model"; "" where they
            can.
    """

    model: keras.Model
    spec: ModelSpec
    why_whole: str = ""


def open_model(
    path: str | Path,
    data: DataSpec,
    *,
    title: str = "",
    preparation: str = "",
    loss: str = "",
    output: str = "",
    class_names: tuple[str, ...] = (),
    class_titles: tuple[str, ...] = (),
    new_head: bool = False,
    owner: str = "",
    home: str | Path | None = None,
) -> Run:
    """A finished run of a trained model file, with the file's weights.

    Args:
        path: of a `.keras`, `.h5` or `.hdf5` file; it is checked before anything of it runs.
        data: what the model is for.
        title: what people call it; the file's name when "".
        preparation: how the file wants its inputs: a name in `nnviz.try_model(path, data)`'s candidates; "" takes the
            data as `data` prepares them.
        loss: a name in `nnviz.training.catalog.LOSSES`, which says what its outputs mean; the file's own when "", else
            the one that suits the data.
        output: of a model with several outputs, the name of the one to look at; the first when "".
        class_names: the data's classes in the order of the file's outputs, where that is another one.
        class_titles: what the data's classes are called from now on, in the order that the data have them; () keeps
            their names.
        new_head: whether its last layer gives way to a new one for these data, which has not learnt anything; the
            others keep their weights and are frozen.
        owner, home: of the run, and where it is kept.

    Raises:
        ModelError: for a file that is damaged or dangerous, has no weights, or does not fit the data.
    """
    archive = trained_archive(path)
    source = as_the_data_have_them(one_output(open_archive(archive), output), schema_of(data))
    if preparation:
        candidates = opened_candidates.candidates(source_shape(source), data)
        data = lookup({one.name: one for one in candidates}, preparation, "preparation").data
    dataset = load(data)
    opened_fit.check(source, dataset.schema)
    if new_head:
        rebuilt, train = with_new_head(source, dataset.schema), training_of(archive.compiled, dataset.schema, loss)
    else:
        source = in_order(source, dataset.schema, class_names)
        train, rebuilt = settled(archive.compiled, source, dataset.schema, loss), rebuild(source, dataset)
    if class_titles:
        data = data.replace(class_titles=class_titles)
        dataset = load(data)
    title = title or Path(path).stem
    experiment = Experiment(data=data, model=rebuilt.spec, train=train, title=title)
    run = Run.create(experiment, home, owner=owner, title=title)
    try:
        record_untrained(run, rebuilt.model, dataset, experiment, SAID_OF_NEW_HEAD if new_head else SAID)
    except NnvizError as error:
        run.fail(str(error))
        raise
    return run


def open_model_as_run(path: str, data: DataSpec, choices: dict[str, Any]) -> str:
    """The id of `open_model`'s run, for pages; `choices` are its other arguments."""
    return open_model(path, data, **choices).id


def trained_archive(path: str | Path) -> Archive:
    """The file, inspected. Raises ModelError for one that is damaged or dangerous, or has no weights."""
    archive = inspect_archive(path)
    if archive.form == "json":
        raise ModelError("A JSON file has no weights.", expected="a .keras or .h5 file", where="file")
    return archive


def output_names(model: keras.Model) -> tuple[str, ...]:
    """What the outputs of a functional or Sequential model are called."""
    names = tuple(getattr(model, "output_names", None) or ())
    return names if len(names) == len(model.outputs) else tuple(f"output {k}" for k in range(len(model.outputs)))


def one_output(model: keras.Model, name: str = "") -> keras.Model:
    """`model` with one of its outputs alone, the first when `name` is ""; its layers are the same ones."""
    if not getattr(model, "outputs", None):
        raise ModelError("The model has no input shape yet.", fix="Call it on data once, then save it.", where="file")
    names = output_names(model)
    place = names.index(lookup(dict(zip(names, names, strict=True)), name, "output")) if name else 0
    if len(names) == 1:
        return model
    return keras.Model(model.inputs, model.outputs[place], name=model.name)


def source_shape(model: keras.Model) -> tuple[int | None, ...]:
    return tuple(model.inputs[0].shape[1:])


def settled(compiled: Any, model: keras.Model, schema: Schema, loss: str = "") -> TrainSpec:
    """How the model was trained, for these data. Raises ModelError where it cannot give what there is to predict."""
    train = training_of(compiled, schema, loss)
    units = unit_count(model)
    resolved = resolve(train, schema, units)
    counts = heads.unit_counts(schema.task, schema.outputs, resolved.loss)
    shape = tuple(model.outputs[0].shape[1:])
    if shape not in [(count,) for count in counts]:
        counts = heads.unit_counts(schema.task, schema.outputs, "auto")
        wanted = " or ".join(f"{count:,}" for count in counts)
        raise ModelError(
            f"This network gives {words.shape(shape)} for each example, and {opened_fit.to_predict(schema)}.",
            expected=f"{wanted} number{'s' * (counts[-1] != 1)}",
            fix=opened_fit.others(model) or "Choose the data that it was trained for.",
            where="output",
        )
    if not meaning_of_model(model, resolved, schema).fits and not loss:
        train = train.replace(loss="auto")
    return train


def in_order(model: keras.Model, schema: Schema, class_names: tuple[str, ...]) -> keras.Model:
    """`model` with its last layer's units in the order of the data's classes.

    Args:
        class_names: the data's classes in the order of the model's outputs; () for the same order.

    Raises:
        ModelError: for other names, and for a model whose end is no Dense layer with a unit a class.
    """
    names = tuple(class_names)
    if not names or names == schema.class_names:
        return model
    if sorted(names) != sorted(schema.class_names):
        raise ModelError(
            f"The classes given are {words.few(names)}.",
            expected=f"the {len(schema.class_names)} classes of the data, in another order: "
            f"{words.few(schema.class_names)}",
            where="class_names",
        )
    last = model.layers[-1]
    while isinstance(last, keras.Model):
        last = last.layers[-1]
    if not isinstance(last, keras.layers.Dense) or last.units != len(names):
        raise ModelError(
            "Only a network that ends with a Dense layer, one unit a class, can be given another order.",
            fix="Order the classes as the data have them before saving it.",
            where="class_names",
        )
    places = [names.index(name) for name in schema.class_names]
    last.set_weights([weights[..., places] for weights in last.get_weights()])
    return model


def with_new_head(source: keras.Model, schema: Schema) -> Rebuilt:
    """The file's model with a new last layer for data of this schema, and all others frozen.

    Raises:
        ModelError: for a model whose layers cannot be edited, or whose end is no Dense layer.
    """
    imported = to_spec(source)
    spec = imported.spec
    end = spec.layer(wiring.outputs(spec)[0])
    while end.kind in ("Activation", "Softmax") and len(spec.layers) > 1:
        before = spec.sources(end.id)[0]
        spec = edits.remove(spec, end.id)
        end = spec.layer(before)
    if whole_model(spec) is not None or end.kind != "Dense":
        raise ModelError(
            "Only a network of layers that ends with a Dense layer can be given a new last layer.",
            fix="Choose the data that it was trained for.",
            where="output",
        )
    head = output_layer(schema, end.id)
    for layer in spec.layers:
        spec = edits.set_trainable(spec, layer.id, layer.id == end.id)
    spec = edits.set_settings(spec, end.id, units=head.settings["units"], activation=head.settings["activation"])
    model = build(spec, schema, seed=0)
    names = {layer_id: name for layer_id, name in imported.names.items() if layer_id != end.id}
    copy_weights(source, model, dataclasses.replace(imported, spec=spec, names=names))
    return Rebuilt(model, spec)


def why_whole(source: keras.Model) -> str:
    """Why no list of layers says the model, as a sentence; "" where one does."""
    try:
        imported = to_spec(source)
    except ModelError as error:
        return str(error)
    return "" if whole_model(imported.spec) is None else imported.notes[0]


def rebuild(source: keras.Model, dataset: Dataset) -> Rebuilt:
    """The file's model layer by layer, with its weights; as one whole where that would not answer the same.

    Raises:
        ModelError: for a network that takes inputs which the data do not have.
    """
    part = dataset.train
    try:
        imported = to_spec(source)
        spec, reason = imported.spec, "" if whole_model(imported.spec) is None else imported.notes[0]
        if not reason:
            model = build(spec, dataset.schema, seed=0)
            copy_weights(source, model, imported)
            check_inputs(model, dataset.schema)
            if same_answers(source, model, part):
                return Rebuilt(model, spec)
            reason = "The model answers otherwise when it is put together layer by layer."
    except ModelError as error:
        reason = str(error)
    return _as_a_whole(source, dataset, reason)


def _as_a_whole(source: keras.Model, dataset: Dataset, reason: str) -> Rebuilt:
    imported = whole(source, "is kept whole")
    if is_of_one_size(source):
        check_inputs(source, dataset.schema)
        return Rebuilt(source, imported.spec, reason)
    model = build(imported.spec, dataset.schema, seed=0)
    copy_weights(source, model, imported)
    check_inputs(model, dataset.schema)
    return Rebuilt(model, imported.spec, reason)


def same_answers(source: keras.Model, model: keras.Model, part: Split) -> bool:
    """Whether both say the same of the first examples."""
    first = dataclasses.replace(part, further=dict(part.further))
    outputs = [own(given(own, first, slice(0, _COMPARED)), training=False) for own in (source, model)]
    expected, answers = (np.asarray(keras.tree.flatten(output)[0]) for output in outputs)
    return np.allclose(expected, answers, rtol=1e-4, atol=1e-5, equal_nan=True)
