"""Warnings about the end of a network: its output layer, and layers that lead nowhere."""

from nnviz.models import edits, heads, wiring
from nnviz.models.architectures import LAST_FUNCTIONS
from nnviz.models.diagnoses.stacks import function
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.specs import INPUT

_WHY = {
    "binary": "a probability between 0 and 1: sigmoid",
    "multiclass": "probabilities that sum to 1: softmax",
    "multilabel": "a probability for each label, whatever the others are: sigmoid",
    "regression": "any real number: no activation",
}


def outputs(trace):
    """The output layers, each with the function it applies and the layer that sets it."""
    for name in wiring.outputs(trace.spec):
        if name == INPUT:
            continue
        layer = trace.spec.layer(name)
        yield layer, function(trace, layer)


def width(trace, layer) -> int:
    """How many numbers an output layer returns for each example (or each place of it)."""
    shape = trace.measured[layer.id].shape
    return (shape[-1] if shape else 1) or trace.schema.outputs


def one_unit_softmax(trace):
    """Code "one_unit_softmax": a share of one is always 1."""
    margins = trace.train is not None and trace.train.loss in heads.HINGE
    wanted = "linear" if margins or trace.schema.task == "regression" else "sigmoid"
    if trace.train is not None and trace.train.loss in heads.POSITIVE and trace.schema.task == "regression":
        wanted = "softplus"
    for layer, applied in outputs(trace):
        if applied == "softmax" and width(trace, layer) == 1:
            yield warning(
                "one_unit_softmax",
                layer.id,
                f"{called(layer)} applies softmax to one unit. A single share is always 1, so the network "
                "would answer the same for every example and learn nothing.",
                mend(f"Use {wanted}", edits.set_settings, trace.spec, layer.id, activation=wanted)
                if layer.kind != "Softmax"
                else mend(f"Use {wanted}", edits.set_kind, trace.spec, layer.id, "Activation", activation=wanted),
            )


def task_activation(trace):
    """Code "output_activation": the last function cannot express what is predicted."""
    task, loss = trace.schema.task, trace.train.loss if trace.train is not None else "auto"
    if task != "regression" and loss != "auto":
        return  # the chosen loss has a diagnosis of its own
    for layer, applied in outputs(trace):
        units = width(trace, layer)
        if (
            applied is None
            or heads.fits(task, loss, heads.spelled(applied), units)
            or units == 1
            and applied == "softmax"
        ):
            continue
        two = task == "binary" and units == 2
        wanted, why = ("softmax", _WHY["multiclass"]) if two else (LAST_FUNCTIONS[task], _WHY[task])
        if loss in heads.POSITIVE:
            wanted, why = "softplus", "any number above 0 for this loss"
        yield warning(
            "output_activation",
            layer.id,
            f"{called(layer)} is the output and applies {applied}. The task needs {why}.",
            mend(f"Use {wanted}", edits.set_settings, trace.spec, layer.id, activation=wanted)
            if "activation" in trace.settings[layer.id]
            else mend("Remove it", edits.remove, trace.spec, layer.id),
        )


def dropout_last(trace):
    """Code "dropout_last": noise on the answer itself."""
    for layer, _ in outputs(trace):
        if layer.kind.endswith("Dropout") or layer.kind == "GaussianNoise":
            yield warning(
                "dropout_last",
                layer.id,
                f"{called(layer)} is the last layer: it disturbs the predictions themselves, which only "
                "adds noise to the loss. Put it before the output layer.",
                mend(
                    "Move it before the output layer",
                    edits.move,
                    trace.spec,
                    layer.id,
                    max(0, trace.spec.layers.index(layer) - 1),
                ),
                mend("Remove it", edits.remove, trace.spec, layer.id),
            )


def unused(trace):
    """Code "unused_layer": no output depends on it."""
    needed = {layer.id for layer, _ in wiring.used(trace.spec)}
    for layer, _ in wiring.wired(trace.spec):
        if layer.id not in needed:
            yield warning(
                "unused_layer",
                layer.id,
                f"No output depends on {called(layer)}, so it is left out of the network.",
                _join(trace, layer),
                mend("Remove it", edits.remove, trace.spec, layer.id),
                mend("Make it an output too", edits.set_outputs, trace.spec, (*wiring.outputs(trace.spec), layer.id)),
            )


def _join(trace, layer):
    """The end of a branch laid beside what comes into the only output layer, where the shapes allow that."""
    ends, fed = wiring.outputs(trace.spec), {source for _, sources in wiring.wired(trace.spec) for source in sources}
    if len(ends) != 1 or layer.id in fed or layer.id not in trace.measured or not trace.sources.get(ends[0]):
        return ()
    mine, theirs = trace.measured[layer.id].shape, trace.shapes(ends[0])[0]
    if len(mine) != len(theirs) or mine[:-1] != theirs[:-1]:
        return ()
    return mend(f"Join it before {called(trace.spec.layer(ends[0]))}", _concatenated, trace.spec, layer.id, ends[0])


def _concatenated(spec, layer_id, end):
    merge, source = edits.new_layer(spec, "Concatenate"), spec.sources(end)[0]
    spec = edits.insert_before(spec, end, merge)
    return edits.set_inputs(spec, merge.id, (source, layer_id))


def several_outputs(trace):
    """Code "several_outputs": the data has one target."""
    names = wiring.outputs(trace.spec)
    if len(names) > 1:
        yield warning(
            "several_outputs",
            "",
            f"The network has {len(names)} outputs and the data one target: each output would be trained on it.",
            *(mend(f"Keep {name!r} only", edits.set_outputs, trace.spec, (name,)) for name in names[-2:]),
        )


def bottleneck(trace):
    """Code "bottleneck": a hidden layer of one unit before several classes."""
    last = wiring.outputs(trace.spec)
    for layer, _ in wiring.used(trace.spec):
        if (
            layer.id not in last
            and layer.kind == "Dense"
            and trace.measured[layer.id].shape == (1,)
            and (trace.schema.outputs > 2)
        ):
            yield warning(
                "bottleneck",
                layer.id,
                f"{called(layer)} has one unit: everything about an example must pass through a single "
                f"number before {trace.schema.outputs} outputs are made of it.",
                mend("Give it 16 units", edits.set_settings, trace.spec, layer.id, units=16),
            )
