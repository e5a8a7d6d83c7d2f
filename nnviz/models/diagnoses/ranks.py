"""What comes in has too many or too few dimensions for a layer."""

import math

from nnviz import words
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.diagnoses.words import called, error, form, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import INPUT, LayerSpec

_READERS = ("LSTM", "GRU", "SimpleRNN", "Bidirectional")


def wrong_rank(trace, layer: LayerSpec) -> Diagnosis | None:
    """Codes needs_vector, needs_sequence, needs_image, needs_volume, stacked_recurrent, after_flatten."""
    wanted, shape = LAYERS[layer.kind].rank, trace.shapes(layer.id)[0]
    if "Attention" in layer.kind:
        shape = min(trace.shapes(layer.id), key=len)
    if "Attention" in layer.kind and len(shape) < 2 or layer.kind == "TimeDistributed" and len(shape) < 2:
        wanted = 2
    if wanted is None or len(shape) == wanted:
        return None
    source = trace.sources[layer.id][0]
    for rule in (_recurrent, _flattened):
        diagnosis = rule(trace, layer, wanted, shape, source)
        if diagnosis is not None:
            return diagnosis
    code = {1: "needs_vector", 2: "needs_sequence", 3: "needs_image", 4: "needs_volume"}[wanted]
    fixes = _vector if wanted == 1 else _places
    return error(code, layer, _sentence(layer, shape, wanted), *fixes(trace, layer, wanted, shape))


def _sentence(layer, shape, wanted):
    why = {
        1: "It repeats one row of numbers.",
        2: "It goes along the steps of a sequence, so it has to know which dimension they are.",
        3: "It slides over height and width, so it has to know which dimensions they are.",
        4: "It slides over depth, height and width, so it has to know which dimensions they are.",
    }[wanted]
    return f"{called(layer)} receives {words.shape(shape)} and needs {form(wanted)}. {why}"


def _recurrent(trace, layer, wanted, shape, source):
    before = None if source == INPUT else trace.spec.layer(source)
    if wanted != 2 or len(shape) != 1 or before is None or before.kind not in _READERS:
        return None
    return error(
        "stacked_recurrent",
        layer,
        f"{called(layer)} needs a sequence, and {called(before)} gives its last output only.",
        mend(
            f"Let {before.kind} return every step's output",
            edits.set_settings,
            trace.spec,
            before.id,
            return_sequences=True,
        ),
    )


def _flattened(trace, layer, wanted, shape, source):
    before = None if source == INPUT else trace.spec.layer(source)
    if before is None or wanted < 2 or not (before.kind == "Flatten" or before.kind.startswith("Global")):
        return None
    came = trace.shapes(before.id)[0]
    if len(came) != wanted:
        return None
    return error(
        "after_flatten",
        layer,
        f"{called(layer)} needs {form(wanted)}, and {called(before)} has already made {words.shape(shape)} of it.",
        mend(f"Remove {before.kind}", edits.remove, trace.spec, before.id),
        mend(f"Move {before.kind} behind it", edits.move, trace.spec, before.id, trace.spec.layers.index(layer)),
    )


def _vector(trace, layer, wanted, shape):
    pooling = edits.new_layer(trace.spec, f"GlobalAveragePooling{len(shape) - 1}D")
    yield mend(
        "Insert Flatten before it", edits.insert_before, trace.spec, layer.id, edits.new_layer(trace.spec, "Flatten")
    )
    if 2 <= len(shape) <= 4:
        yield mend(f"Insert {pooling.kind} before it", edits.insert_before, trace.spec, layer.id, pooling)


def _places(trace, layer, wanted, shape):
    for target in targets(shape, wanted):
        reshape = edits.new_layer(trace.spec, "Reshape", target_shape=list(target))
        yield mend(
            f"Insert Reshape to {words.shape(target)} before it", edits.insert_before, trace.spec, layer.id, reshape
        )
    other = f"{layer.kind[:-2]}{len(shape) - 1}D"
    if other in LAYERS and LAYERS[other].rank == len(shape):
        yield mend(f"Make it {other}", _other_rank, trace.spec, layer, other)


def _other_rank(spec, layer, kind):
    plain = {name: value[0] if isinstance(value, list | tuple) else value for name, value in layer.settings.items()}
    spec = edits.set_kind(spec, layer.id, kind)
    shared = {name: value for name, value in plain.items() if LAYERS[kind].param(name)}
    return edits.set_settings(spec, layer.id, **shared)


def targets(shape, wanted: int) -> list[tuple[int, ...]]:
    """Shapes with `wanted` dimensions that hold the numbers of `shape`, most sensible first."""
    if any(size is None for size in shape):
        return []
    if len(shape) > wanted:  # the first dimensions stay, the rest become channels
        return [(*shape[: wanted - 1], math.prod(shape[wanted - 1 :]))]
    if len(shape) > 1:
        return [(*shape, *(1,) * (wanted - len(shape)))]
    number = shape[0]
    if wanted == 3:
        for channels in (1, 3):
            side = math.isqrt(number // channels)
            if side > 1 and side * side * channels == number:
                return [(side, side, channels)]
    return [(number, *(1,) * (wanted - 1))]
