"""Keras refused a layer: the first rule that knows why says so; otherwise Keras's own words."""

from nnviz import words
from nnviz.models import edits
from nnviz.models.diagnoses import merges, ranks, shapes, windows
from nnviz.models.diagnoses.words import called, error, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec

RULES = (
    shapes.whole_numbers,
    ranks.wrong_rank,
    windows.window_length,
    windows.strides_and_dilation,
    windows.groups,
    windows.pooled_to_nothing,
    windows.cropped_to_nothing,
    windows.axis,
    windows.output_padding,
    merges.unequal,
    merges.concatenated,
    merges.dot_axes,
    shapes.reshape,
    shapes.permute,
    shapes.attention,
    shapes.einsum,
    shapes.shared_axes,
    shapes.identity_start,
    shapes.needs_real_numbers,
)


def refused(trace, layer: LayerSpec, message: str) -> Diagnosis:
    """A diagnosis for what Keras said about `layer`; always one."""
    for rule in () if layer.is_input else RULES:
        diagnosis = rule(trace, layer)
        if diagnosis is not None:
            return diagnosis
    received = " and ".join(words.shape(shape) for shape in trace.shapes(layer.id))
    return error(
        "keras_refuses",
        layer,
        f"{called(layer)} receives {received}, and Keras refuses it: {message}",
        mend("Switch it off", edits.toggle, trace.spec, layer.id),
        mend("Remove it", edits.remove, trace.spec, layer.id),
    )
