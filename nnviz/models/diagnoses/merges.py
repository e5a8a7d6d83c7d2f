"""The inputs of a merging layer do not fit together."""

from nnviz import words
from nnviz.models import edits
from nnviz.models.diagnoses.words import called, error, mend, source_called
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec

_ELEMENTWISE = ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract")


def unequal(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "merge_shapes": merging different shapes number by number; a projection mends it."""
    if layer.kind not in _ELEMENTWISE:
        return None
    shapes, sources = trace.shapes(layer.id), trace.sources[layer.id]
    odd = next(index for index in range(len(shapes)) if shapes[index] != shapes[0]) if len(set(shapes)) > 1 else 0
    if not odd:
        return None
    what = " and ".join(
        f"{words.shape(shape)} from {source_called(trace.spec, source)}"
        for shape, source in ((shapes[0], sources[0]), (shapes[odd], sources[odd]))
    )
    return error(
        "merge_shapes",
        layer,
        f"{called(layer)} works number by number, so its inputs need one shape. It receives {what}.",
        _project(trace, layer, odd, shapes[0]),
        _project(trace, layer, 0, shapes[odd]),
        mend("Make it Concatenate", edits.set_kind, trace.spec, layer.id, "Concatenate")
        if shapes[0][:-1] == shapes[odd][:-1]
        else (),
    )


def _project(trace, layer, index, target):
    """A layer on one wire that gives its tensor the shape `target`."""
    shape = trace.shapes(layer.id)[index]
    projected = projection(trace.spec, shape, target)
    if projected is None:
        return ()
    source = trace.sources[layer.id][index]
    return mend(
        f"Insert {projected.kind} {projected.settings.get('units') or projected.settings['filters']} after {source!r} "
        "on this wire",
        edits.insert_before,
        trace.spec,
        layer.id,
        projected,
        index,
    )


def projection(spec, shape, target) -> LayerSpec | None:
    """Dense, or a 1×1 convolution with strides (He et al. 2015), from `shape` to `target`; or None."""
    if len(shape) != len(target) or None in shape or None in target:
        return None
    if shape[:-1] == target[:-1]:
        return edits.new_layer(spec, "Dense", units=target[-1])
    if len(shape) not in (2, 3, 4):
        return None
    strides = []
    for size, wanted in zip(shape[:-1], target[:-1], strict=True):
        stride = -(-size // wanted)
        if -(-size // stride) != wanted:
            return None
        strides.append(stride)
    return edits.new_layer(
        spec, f"Conv{len(shape) - 1}D", filters=target[-1], kernel_size=1, strides=strides, padding="same"
    )


def concatenated(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "concatenate_shapes": other dimensions than the joined one differ."""
    if layer.kind != "Concatenate":
        return None
    shapes = trace.shapes(layer.id)
    if len({len(shape) for shape in shapes}) > 1:
        flat = _flatten_all(trace, layer)
        return error(
            "concatenate_shapes",
            layer,
            f"{called(layer)} receives {' and '.join(map(words.shape, shapes))}: different numbers of "
            "dimensions cannot be put side by side.",
            flat,
        )
    rank, axis = len(shapes[0]), trace.settings[layer.id]["axis"]
    joined = axis - 1 if axis > 0 else rank + axis
    if not 0 <= joined < rank:
        return None
    differing = [place for place in range(rank) if len({shape[place] for shape in shapes}) > 1]
    fits = differing == [differing[0]] if differing else True
    return error(
        "concatenate_shapes",
        layer,
        f"{called(layer)} puts its inputs side by side along dimension {joined + 1}; all other dimensions "
        f"have to agree. It receives {' and '.join(map(words.shape, shapes))}.",
        mend(
            f"Join along dimension {differing[0] + 1}", edits.set_settings, trace.spec, layer.id, axis=differing[0] + 1
        )
        if fits and differing and differing[0] != joined
        else (),
        _flatten_all(trace, layer),
    )


def _flatten_all(trace, layer):
    def edit():
        spec = trace.spec
        for index, shape in enumerate(trace.shapes(layer.id)):
            if len(shape) > 1:
                spec = edits.insert_before(spec, layer.id, edits.new_layer(spec, "Flatten"), index)
        return edits.set_settings(spec, layer.id, axis=-1)

    return mend("Flatten its inputs", edit)


def dot_axes(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "dot_axes": the summed dimensions differ in length, or do not exist."""
    if layer.kind != "Dot":
        return None
    first, second = trace.shapes(layer.id)
    fitting = [axis for axis in range(1, min(len(first), len(second)) + 1) if first[axis - 1] == second[axis - 1]]
    return error(
        "dot_axes",
        layer,
        f"{called(layer)} sums over dimension {trace.settings[layer.id]['axes']} of both its inputs, which "
        f"must exist and have one length. It receives {words.shape(first)} and {words.shape(second)}.",
        *(
            mend(f"Sum over dimension {axis}", edits.set_settings, trace.spec, layer.id, axes=axis)
            for axis in fitting[-2:]
        ),
        mend("Make it Concatenate", edits.set_kind, trace.spec, layer.id, "Concatenate"),
    )
