"""Transfer learning: layers of a trained network under a new head for other data. For workers: imports Keras."""

from nnviz import words
from nnviz.data.load import schema_of
from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models import edits, graph, wiring
from nnviz.models.adapting import adapted
from nnviz.models.preview import Trace, trace
from nnviz.models.templates import output_layer
from nnviz.runs import moments
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, ModelSpec, TakenSpec
from nnviz.training.transferred import Transfer

_KINDS = {"vector": "tables", "image": "images", "sequence": "sequences", "tokens": "texts"}


def take_layers(
    run: Run | str, data: DataSpec, up_to: str | None = None, freeze: bool = True, home: str | None = None
) -> Transfer:
    """The network of a finished run for other data: its layers taken up to one of them, the head replaced.

    A layer is taken with its weights where these have the same shapes on the new data. The layers after `up_to` stay
    in the network with new weights where only the last one has to change for the data; otherwise one Dense layer that
    fits the data takes their place. Yosinski et al., "How transferable are features in deep neural networks?" (2014).

    Args:
        run: the run, or its id.
        data: what the new network is for.
        up_to: id of the last layer that is taken; the one before the output when None.
        freeze: whether training leaves the taken weights as they are.
        home: where the run is kept, when it is named by its id; the settings' home when None.

    Raises:
        RunError: for a run that is not there, has not ended, or kept no network.
        ModelError: for data of another kind, an `up_to` that cannot be taken, or where no weights fit.
    """
    run = Run.open(run, home) if isinstance(run, str) else run
    moments.final(run)
    source, before, schema = run.experiment.model, run.schema or schema_of(run.experiment.data), schema_of(data)
    _same_kind(before, schema)
    up_to = _checked(source, up_to)
    inside = graph.open_up(source).between("", (up_to,))
    head = adapted(source, before, schema)
    model = (head or _cut(source, inside, up_to, schema)).replace(taken=None)
    there, here = trace(source, before), trace(model, schema)
    fits = {layer.id for layer in model.layers if layer.id in inside and _weights(here, layer.id)}
    taken = tuple(layer for layer in source.layers if layer.id in fits and _same(there, here, layer.id))
    if not taken:
        raise ModelError(
            f"None of the layers up to {source.layer(up_to).keras_name} has weights that fit these data.",
            fix="Take layers of a network for data of the same form.",
            where="up_to",
        )
    told = _told(source, there, here, fits - {layer.id for layer in taken})
    for layer in taken:
        model = edits.set_trainable(model, layer.id, not freeze)
    names = {layer.id: layer.keras_name for layer in source.distinctly_named().layers}
    spec = TakenSpec(run=run.id, layers={layer.id: names[layer.id] for layer in taken})
    return Transfer(model.replace(taken=spec), tuple(layer.keras_name for layer in taken), told)


def _same_kind(before: Schema, schema: Schema) -> None:
    if (before.kind, len(before.input_shape)) != (schema.kind, len(schema.input_shape)):
        raise ModelError(
            f"That network was trained on {_KINDS[before.kind]}, and {schema.source or 'the data'} are "
            f"{_KINDS[schema.kind]}.",
            expected=f"a network for {_KINDS[schema.kind]}",
            fix="Choose a run on such data.",
            where="run",
        )


def _checked(source: ModelSpec, up_to: str | None) -> str:
    """The last layer to take. Raises ModelError for one that cannot be."""
    ends, layers = wiring.outputs(source), [layer for layer, _ in wiring.used(source)]
    takeable = [layer.id for layer in layers if layer.id not in ends and not layer.is_input]
    if wiring.further_inputs(source) or not takeable:
        raise ModelError(
            "That network has several inputs." if takeable else "That network has no layer before its output.",
            expected="a network with one input and a layer before its output",
            where="run",
        )
    if up_to is None:
        return takeable[-1]
    if up_to not in takeable:
        raise ModelError(
            f"The layers up to {up_to!r} cannot be taken.",
            expected=f"one of {', '.join(takeable)}: the output itself is made anew",
            where="up_to",
        )
    return up_to


def _cut(source: ModelSpec, inside: set[str], up_to: str, schema: Schema) -> ModelSpec:
    """The layers that `up_to` needs, and a head of one Dense layer on them."""
    wires = graph.open_up(source)
    layers = tuple(
        layer.replace(inputs=wires.sources[layer.id], enabled=layer.enabled)
        for layer in source.layers
        if layer.id in inside
    )
    model = edits.tidy(ModelSpec(layers=layers, outputs=(up_to,)))
    measured = trace(model, schema).measured.get(up_to)
    if measured is not None and len(measured.shape) > 1:
        model = edits.insert_after(model, up_to, edits.new_layer(model, "Flatten"))
        up_to = wiring.outputs(model)[0]
    return edits.insert_after(model, up_to, output_layer(schema, edits.new_layer(model, "Dense").id))


def _weights(traced: Trace, layer_id: str) -> tuple | None:
    """The shapes of a layer's weights; None for one without any, or that does not fit in."""
    measured = traced.measured.get(layer_id)
    shapes = measured and (*measured.trainable, *measured.fixed)
    return shapes or None


def _same(there: Trace, here: Trace, layer_id: str) -> bool:
    return _weights(there, layer_id) == _weights(here, layer_id)


def _told(source: ModelSpec, there: Trace, here: Trace, misfits: set[str]) -> str:
    sentences = [
        f"{layer.keras_name} begins with new weights: they would be "
        f"{words.sizes(_weights(here, layer.id)[0])} here, and are {words.sizes(_weights(there, layer.id)[0])} there."
        for layer in source.layers
        if layer.id in misfits
    ]
    return " ".join(sentences)
