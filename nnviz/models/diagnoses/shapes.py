"""Reshape, Permute, attention and the rest of what Keras refuses for its shape."""

import math

from nnviz import words
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.diagnoses.ranks import targets
from nnviz.models.diagnoses.words import called, error, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec

_ONLY_SHAPES = ("Reshape", "Permute", "RepeatVector", "Flatten", "Concatenate", "Identity")
"""Kinds that move numbers about without computing with them."""


def reshape(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "reshape_total": the new shape holds another number of numbers."""
    if layer.kind != "Reshape":
        return None
    shape, target = trace.shapes(layer.id)[0], trace.settings[layer.id]["target_shape"]
    wanted = target if isinstance(target, tuple) else (target,)
    total = math.prod(size or 1 for size in shape)
    others = [] if len(wanted) > 4 else targets((total,), len(wanted))
    return error(
        "reshape_total",
        layer,
        f"{called(layer)} receives {words.shape(shape)}, {total:,} numbers, and cannot put them into "
        f"{words.sizes(wanted)}.",
        *(
            mend(f"Reshape to {words.shape(other)}", edits.set_settings, trace.spec, layer.id, target_shape=list(other))
            for other in others
        ),
        mend("Make it Flatten", edits.set_kind, trace.spec, layer.id, "Flatten"),
    )


def whole_numbers(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "whole_numbers": arithmetic that is not defined for the numbers of words."""
    source = trace.sources[layer.id][0]
    if trace.schema.kind != "tokens" or len(trace.shapes(layer.id)[0]) != 1 or layer.kind in _ONLY_SHAPES:
        return None
    if LAYERS[layer.kind].rank not in (None, 2) or not trace.measured[source].dtype.startswith("int"):
        return None
    size = max(1, trace.schema.vocabulary)
    return error(
        "needs_embedding",
        layer,
        f"{called(layer)} receives {words.shape(trace.shapes(layer.id)[0])} that stand for words, and cannot compute "
        "with them. They need a vector each first.",
        mend(
            "Insert Embedding before it",
            edits.insert_before,
            trace.spec,
            layer.id,
            edits.new_layer(trace.spec, "Embedding", input_dim=size, output_dim=16),
        ),
    )


def needs_real_numbers(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "needs_real_numbers": whole numbers, reshaped or not, come in where real ones are computed with."""
    places = [
        place for place, source in enumerate(trace.sources[layer.id]) if trace.measured[source].dtype.startswith("int")
    ]
    if not places or layer.kind in _ONLY_SHAPES:
        return None
    shape = trace.shapes(layer.id)[places[0]]
    return error(
        "needs_real_numbers",
        layer,
        f"{called(layer)} receives {words.shape(shape)} as whole numbers, and computes with real ones only.",
        mend(
            "Insert Rescaling before it, which gives real numbers",
            edits.insert_before,
            trace.spec,
            layer.id,
            edits.new_layer(trace.spec, "Rescaling", scale=1.0),
            places[0],
        ),
        mend("Remove it", edits.remove, trace.spec, layer.id),
    )


def permute(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "permute_dims": every dimension must stand once."""
    if layer.kind != "Permute":
        return None
    rank, dims = len(trace.shapes(layer.id)[0]), trace.settings[layer.id]["dims"]
    reverse = list(range(rank, 0, -1))
    return error(
        "permute_dims",
        layer,
        f"{called(layer)} has the order {dims}; {words.shape(trace.shapes(layer.id)[0])} has {rank} "
        f"dimension{'s' * (rank > 1)}, and each of 1 to {rank} must stand once.",
        mend(f"Use {', '.join(map(str, reverse))}", edits.set_settings, trace.spec, layer.id, dims=reverse),
        mend("Remove it", edits.remove, trace.spec, layer.id),
    )


def attention(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "attention_lengths": query and value (and key) do not fit together."""
    if "Attention" not in layer.kind:
        return None
    shapes, sources = trace.shapes(layer.id), trace.sources[layer.id]
    return error(
        "attention_lengths",
        layer,
        f"{called(layer)} receives {' and '.join(map(words.shape, shapes))}. Query and key vectors need one "
        "length, and there must be one value for each key.",
        mend(
            f"Self-attention on {sources[0]!r}",
            edits.set_inputs,
            trace.spec,
            layer.id,
            (trace.spec.sources(layer.id)[0],) * (1 if layer.kind == "MultiHeadAttention" else 2),
        ),
        mend("Make it MultiHeadAttention", edits.set_kind, trace.spec, layer.id, "MultiHeadAttention")
        if layer.kind != "MultiHeadAttention" and len({len(shape) for shape in shapes}) == 1
        else (),
    )


def einsum(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "einsum": the equation's letters do not fit what comes in."""
    if layer.kind != "EinsumDense":
        return None
    shape, settings = trace.shapes(layer.id)[0], trace.settings[layer.id]
    width = settings["output_shape"][-1] if isinstance(settings["output_shape"], tuple) else settings["output_shape"]
    letters = "abcdefgh"[: len(shape) + 1]
    mended = {
        "equation": f"{letters},{letters[-1]}z->{letters[:-1]}z",
        "output_shape": [*shape[:-1], width],
        "bias_axes": f"{letters[1:-1]}z",
    }
    return error(
        "einsum",
        layer,
        f"{called(layer)} receives {words.shape(shape)}; its equation {settings['equation']} and its output shape "
        f"{settings['output_shape']} do not fit that. The first letters stand for the batch and what comes in.",
        mend(f"Use {mended['equation']}", edits.set_settings, trace.spec, layer.id, **mended),
        mend("Make it Dense", edits.set_kind, trace.spec, layer.id, "Dense", units=width),
    )


def shared_axes(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "shared_axes": PReLU shares slopes along a dimension that does not exist."""
    if layer.kind != "PReLU" or trace.settings[layer.id]["shared_axes"] is None:
        return None
    rank = len(trace.shapes(layer.id)[0])
    return error(
        "shared_axes",
        layer,
        f"{called(layer)} shares its slopes along dimension {trace.settings[layer.id]['shared_axes']}; what comes in "
        f"has {rank}.",
        mend("Share no slopes", edits.set_settings, trace.spec, layer.id, shared_axes=None),
    )


def identity_start(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "initializer_shape": identity and orthogonal starts and penalties need matrices."""
    for name, value in trace.settings[layer.id].items():
        if value in ("identity", "orthogonal") and name.endswith(("_initializer", "_regularizer")):
            label, mended = "No penalty", None
            if name.endswith("_initializer"):
                mended = "zeros" if name.startswith(("bias", "beta")) else "glorot_uniform"
                label = f"Use {mended}"
            return error(
                "initializer_shape",
                layer,
                f"{called(layer)} sets {name.replace('_', ' ')} to {value}, which is defined for matrices; "
                "these numbers are not one.",
                mend(label, edits.set_settings, trace.spec, layer.id, **{name: mended}),
            )
    return None
