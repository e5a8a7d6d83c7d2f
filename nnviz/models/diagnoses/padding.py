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
    if not trace.schema.padded:
        return
    used = wiring.used(trace.spec)
    first = [layer for layer, sources in used if INPUT in sources]
    if first and not any(layer.kind == "Masking" for layer in first):
        masking = edits.new_layer(trace.spec, "Masking")
        yield warning(
            "padding_read",
            first[0].id,
            "The sequences have lengths of their own, and zeros follow the end of the shorter ones: without Masking "
            "the network reads these zeros as if they were measured.",
            mend("Put Masking first", edits.insert_before, trace.spec, first[0].id, masking),
        )
        return
    for layer, sources in used:
        shapes = trace.shapes(layer.id) if sources else [None]
        if layer.kind not in _SKIPPING and shapes[0] is not None and len(shapes[0]) == 2:
            yield warning(
                "padding_read",
                layer.id,
                f"{called(layer)} takes no mask: from here on the zeros after a sequence's end are read as if they "
                "were measured. Recurrent layers, attention and GlobalAveragePooling1D skip them.",
            )
            return
