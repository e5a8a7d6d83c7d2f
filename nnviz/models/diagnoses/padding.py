"""Warnings about sequences of lengths of their own: what follows their end must be skipped."""

from nnviz.models import edits, wiring
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.specs import INPUT

_SKIPPING = (
    *("Masking", "LSTM", "GRU", "SimpleRNN", "Bidirectional", "TimeDistributed", "Dense", "Dropout", "Activation"),
    *("GlobalAveragePooling1D", "MultiHeadAttention", "Attention", "AdditiveAttention", "LayerNormalization", "Add"),
    *("BatchNormalization", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "Concatenate", "Identity"),
)
"""Layers that skip what a mask says, or hand the mask on."""


def padding_read(trace):
    """Code "padding_read": nothing says where a sequence ends, or a layer forgets it."""
    named = {one.name for one in trace.schema.further if one.padded}
    beside = [layer for layer in wiring.further_inputs(trace.spec) if layer.keras_name in named]
    for source, name in [(INPUT, "")] * trace.schema.padded + [(layer.id, layer.keras_name) for layer in beside]:
        yield from _read(trace, source, name)


def _read(trace, source: str, name: str):
    """The same of one input, which has a name where it stands beside the first one."""
    used = wiring.used(trace.spec)
    first = {layer: sources.index(source) for layer, sources in used if source in sources}
    if first and not any(layer.kind == "Masking" for layer in first):
        layer = next(iter(first))
        masking = edits.new_layer(trace.spec, "Masking")
        yield warning(
            "padding_read",
            layer.id,
            f"The sequences {f'of {name} ' if name else ''}have lengths of their own, and zeros follow the end of the "
            "shorter ones: without Masking the network reads these zeros as if they were measured.",
            mend("Put Masking first", edits.insert_before, trace.spec, layer.id, masking, first[layer]),
        )
        return
    reached = {source}
    for layer, sources in used:
        if not reached.intersection(sources):
            continue
        reached.add(layer.id)
        shapes = trace.shapes(layer.id)
        if layer.kind not in _SKIPPING and shapes[0] is not None and len(shapes[0]) == 2:
            yield warning(
                "padding_read",
                layer.id,
                f"{called(layer)} takes no mask: from here on the zeros after a sequence's end are read as if they "
                "were measured. Recurrent layers, attention and GlobalAveragePooling1D skip them.",
            )
            return
