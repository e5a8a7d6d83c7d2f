"""The network as a whole: no layers, too large, or an output that does not fit the data."""

from nnviz import settings as limits
from nnviz import words
from nnviz.models import architectures, edits, heads, templates, wiring
from nnviz.models.diagnoses.words import called, mend
from nnviz.models.records import Diagnosis, Fix
from nnviz.specs import INPUT

_NEED = {"binary": "two classes", "multiclass": "{} classes", "multilabel": "{} labels", "regression": "{} to predict"}
_PLACES = {2: "1D", 3: "2D", 4: "3D"}


def whole(trace) -> list[Diagnosis]:
    """Everything that keeps the network from being built, or trained on this data."""
    return [
        diagnosis
        for rule in (_empty, _layers, _parameters, _output, _inputs, _vocabulary, _batch)
        for diagnosis in rule(trace)
    ]


def _empty(trace):
    if wiring.returns_its_inputs(trace.spec):
        yield Diagnosis(
            "no_layers",
            "",
            "The network has no layers that are switched on. Add a layer, or start from what is suggested for this "
            "data.",
            "error",
            mend("Build the suggested start", templates.suggest, trace.schema, trace.examples),
        )


def _layers(trace):
    limit = limits.get().max_layers
    if len(trace.spec.layers) > limit:
        yield Diagnosis(
            "too_many_layers",
            "",
            f"The network has {len(trace.spec.layers):,} layers; at most {limit:,} are allowed. Remove some.",
        )


def _parameters(trace):
    limit = limits.get().max_parameters
    sizes = {
        layer.id: trace.measured[layer.id].parameters
        for layer, _ in wiring.used(trace.spec)
        if layer.id in trace.measured
    }
    if sum(sizes.values()) <= limit:
        return
    heaviest = max(sizes, key=sizes.get)
    yield Diagnosis(
        "too_many_parameters",
        heaviest,
        f"The network has {sum(sizes.values()):,} parameters, most of them in {heaviest!r}; at most "
        f"{limit:,} are allowed. Use fewer units or filters, or pool before the first Dense layer.",
        "error",
        (*_pool_instead(trace, heaviest), *_narrower(trace, heaviest)),
    )


def _pool_instead(trace, heaviest):
    for source in trace.sources[heaviest]:
        flat = next((one for one in trace.spec.layers if one.id == source and one.kind == "Flatten"), None)
        if flat is not None and len(trace.shapes(flat.id)[0]) in _PLACES:
            kind = f"GlobalAveragePooling{_PLACES[len(trace.shapes(flat.id)[0])]}"
            yield from mend(f"Use {kind} instead of Flatten", edits.set_kind, trace.spec, flat.id, kind)


def _narrower(trace, heaviest):
    total = sum(
        trace.measured[layer.id].parameters for layer, _ in wiring.used(trace.spec) if layer.id in trace.measured
    )
    for name in ("units", "filters", "output_dim"):
        width = trace.settings[heaviest].get(name) or 0
        smaller = int(0.8 * width * limits.get().max_parameters / total)
        if smaller:
            label = f"Set {heaviest!r} to {smaller:,} {name.replace('_', ' ')}"
            yield from mend(label, edits.set_settings, trace.spec, heaviest, **{name: smaller})


def _output(trace):
    schema = trace.schema
    for name in wiring.outputs(trace.spec):
        output = trace.measured.get(name)
        loss = trace.train.loss if trace.train is not None else "auto"
        counts = heads.unit_counts(schema.task, schema.outputs, loss)
        if name == INPUT or output is None or output.shape in [(count,) for count in counts]:
            continue
        layer, need = trace.spec.layer(name), _NEED[schema.task].format(_count(schema))
        message = (
            f"The network's output, {called(layer)}, is {words.shape(output.shape)} for each example; "
            f"{schema.source or 'the data'} has {need}: it must be {words.shape(counts[:1])}."
        )
        code = "output_units" if len(output.shape) == 1 else "output_shape"
        yield Diagnosis(code, name, message, "error", tuple(_output_fixes(trace, layer, output.shape, counts)))


def _count(schema) -> str:
    """How many answers the data has."""
    return words.shape((schema.outputs,)) if schema.task == "regression" else str(schema.outputs)


def _output_fixes(trace, layer, shape, counts):
    if trace.schema.outputs not in counts:
        yield from mend(
            f"Give it {counts[0]} units and softmax",
            edits.set_settings,
            trace.spec,
            layer.id,
            units=counts[0],
            activation="softmax",
        )
        yield Fix("Choose the loss for me", None, {"loss": "auto"})
        return
    last = templates.output_layer(trace.schema, trace.spec.new_id("Dense"))
    if len(shape) == 1:
        if layer.kind == "Dense":
            yield from mend(
                f"Give it {trace.schema.outputs} unit{'s' * (trace.schema.outputs != 1)} and "
                f"{last.settings['activation']}",
                edits.set_settings,
                trace.spec,
                layer.id,
                **last.settings,
            )
        yield from mend(
            f"Add an output layer of {trace.schema.outputs}", edits.insert_after, trace.spec, layer.id, last
        )
        return
    kinds = ["Flatten"] + ([f"GlobalAveragePooling{_PLACES[len(shape)]}"] if len(shape) in _PLACES else [])
    if layer.kind in ("LSTM", "GRU", "SimpleRNN", "Bidirectional"):
        yield from mend("Return the last step only", edits.set_settings, trace.spec, layer.id, return_sequences=False)
    for kind in kinds:
        yield from mend(f"Add {kind} and an output layer", _close, trace.spec, layer, kind, last)


def _close(spec, layer, kind, last):
    """The collapsing layer before a last Dense layer, or that and an output layer after anything else."""
    collapse = edits.new_layer(spec, kind)
    if layer.kind == "Dense":
        spec = edits.insert_before(spec, layer.id, collapse)
        return edits.set_settings(spec, layer.id, **last.settings)
    spec = edits.insert_after(spec, layer.id, collapse)
    return edits.insert_after(spec, collapse.id, last)


def _inputs(trace):
    """Codes "several_inputs": the data do not fill all of them; "unused_input": nothing takes what stands beside."""
    there = {further.name: further.shape for further in trace.schema.further}
    taken = wiring.further_inputs(trace.spec)
    further = tuple(layer for layer in taken if there.get(layer.keras_name) != trace.measured[layer.id].shape)
    if further:
        yield _unfilled(trace, taken, further)
    for name in there.keys() - {layer.keras_name for layer in taken}:
        yield Diagnosis(
            "unused_input",
            "",
            f"The data have {name!r} beside their first input, {words.shape(there[name])} for each example, which the "
            "network does not take: it decides without them.",
            "warning",
            mend(f"Take {name!r} in", architectures.beside, trace.schema, trace.spec),
        )


def _unfilled(trace, taken, further) -> Diagnosis:
    names, alone = ", ".join(repr(layer.name or layer.id) for layer in further), len(further) == 1
    has = len(trace.schema.further) + 1
    had = "one" if has == 1 else f"{has}, called {', '.join(repr(one.name) for one in trace.schema.further)} beside it"
    return Diagnosis(
        "several_inputs",
        further[0].id,
        f"The network has {len(taken) + 1} inputs, and {trace.schema.source or 'the data'} has {had}: nothing would "
        f"come in at {names}. It can be looked at, compared and saved. To train it here, remove the further "
        f"input{'s' * (not alone)}, so that the data feed what {'it' if alone else 'they'} fed.",
        "error",
        mend(
            f"Remove {names} and feed the data instead" if alone else f"Remove the {len(further)} further inputs",
            edits.remove_all,
            trace.spec,
            tuple(layer.id for layer in further),
        ),
    )


def _vocabulary(trace):
    vocabulary = trace.schema.vocabulary
    for layer in trace.spec.layers:
        if layer.kind != "Embedding" or trace.sources.get(layer.id) != (INPUT,) or layer.id not in trace.settings:
            continue
        size = trace.settings[layer.id]["input_dim"]
        if trace.schema.kind == "tokens" and size < vocabulary:
            yield Diagnosis(
                "vocabulary",
                layer.id,
                f"{called(layer)} has vectors for {size:,} different numbers, and the data has {vocabulary:,}.",
                "error",
                mend(f"Make it {vocabulary:,}", edits.set_settings, trace.spec, layer.id, input_dim=vocabulary),
            )
        elif trace.schema.kind != "tokens":
            yield Diagnosis(
                "embedding_of_measurements",
                layer.id,
                f"{called(layer)} looks up a vector for every whole number; "
                f"{trace.schema.source or 'the data'} holds "
                "measurements, which are not positions in a table.",
                "error",
                (
                    *mend("Remove it", edits.remove, trace.spec, layer.id),
                    *mend("Make it Dense", edits.set_kind, trace.spec, layer.id, "Dense", units=16),
                ),
            )


def _batch(trace):
    """Code "batch_size": a step would look at more examples than there are."""
    if trace.train is None or not trace.examples or trace.train.batch_size <= trace.examples:
        return
    smaller = min(32, trace.examples)
    yield Diagnosis(
        "batch_size",
        "",
        f"A batch of {trace.train.batch_size:,} is larger than the data, which have {trace.examples:,} training "
        "examples.",
        "error",
        (Fix(f"Use a batch size of {smaller}", None, {"batch_size": smaller}),),
    )
