"""A layer is fed by too few or too many layers."""

from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.diagnoses.ranks import wrong_rank
from nnviz.models.diagnoses.words import called, error, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec


def inputs(trace, layer: LayerSpec) -> Diagnosis | None:
    """Codes "too_few_inputs", "too_many_inputs", and wrong_rank's where Keras would mix the examples with each
    other."""
    least, most = LAYERS[layer.kind].inputs
    number = len(trace.sources[layer.id])
    if number < least:
        return _few(trace, layer, least, number)
    if most is not None and number > most:
        return _many(trace, layer, most, number)
    if "Attention" in layer.kind:
        return wrong_rank(trace, layer)
    return None


def _few(trace, layer, least, number):
    shape = trace.shapes(layer.id)[0] if number else None
    earlier = (one.id for one in trace.spec.layers[: trace.spec.layers.index(layer)])
    alike = [
        one
        for one in ("input", *earlier)
        if one in trace.measured and trace.measured[one].shape == shape and one not in trace.sources[layer.id]
    ]
    named = trace.spec.sources(layer.id)
    return error(
        "too_few_inputs",
        layer,
        f"{called(layer)} is fed by {number} layer{'s' * (number != 1)} and needs at least {least}: it "
        "makes one output of several inputs.",
        *(
            mend(f"Feed it from {one!r} too", edits.set_inputs, trace.spec, layer.id, (*named, one))
            for one in alike[-2:]
        ),
        mend(f"Remove {layer.kind}", edits.remove, trace.spec, layer.id),
    )


def _many(trace, layer, most, number):
    named = trace.spec.sources(layer.id)
    return error(
        "too_many_inputs",
        layer,
        f"{called(layer)} is fed by {number} layers and takes {most}. Several inputs must be merged first.",
        *(mend(f"Insert {kind} before it", _merge_first, trace.spec, layer, kind) for kind in ("Concatenate", "Add")),
        mend(f"Keep {named[0]!r} only", edits.set_inputs, trace.spec, layer.id, named[:most]),
    )


def _merge_first(spec, layer, kind):
    sources = spec.sources(layer.id)
    merge = edits.new_layer(spec, kind)
    spec = edits.set_inputs(spec, layer.id, sources[:1])
    spec = edits.insert_before(spec, layer.id, merge)
    return edits.set_inputs(spec, merge.id, sources)
