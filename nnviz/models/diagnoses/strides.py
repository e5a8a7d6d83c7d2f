"""Warnings about windows: places that are never looked at, and windows that see nothing but padding."""

from nnviz import words
from nnviz.models import edits, wiring
from nnviz.models.diagnoses.words import called, mend, warning


def skipped_places(trace):
    """Code "skipped_places": strides larger than the window."""
    for layer, _ in wiring.used(trace.spec):
        settings = trace.settings[layer.id]
        window = settings.get("kernel_size", settings.get("pool_size"))
        strides = settings.get("strides")
        if window is None or strides is None or layer.kind.endswith("Transpose"):
            continue
        window, strides = _largest(window), _largest(strides)
        if strides > window > 1:
            yield warning(
                "skipped_places",
                layer.id,
                f"{called(layer)} moves {strides} at a time with a window of {window}: what lies between is never "
                "looked at.",
                mend(f"Move {window} at a time", edits.set_settings, trace.spec, layer.id, strides=window),
            )


def padded_window(trace):
    """Code "padded_window": a window over a feature map of 1 × 1 sees nothing but padding."""
    for layer, _ in wiring.used(trace.spec):
        settings = trace.settings[layer.id]
        window = settings.get("kernel_size", settings.get("pool_size"))
        if window is None or layer.kind == "TimeDistributed" or layer.kind.endswith("Transpose"):
            continue
        shape = trace.shapes(layer.id)[0]
        if len(shape) > 1 and all(size == 1 for size in shape[:-1]) and _largest(window) > 1:
            yield warning(
                "padded_window",
                layer.id,
                f"{called(layer)} slides a window of {window} over {words.shape(shape)}: everything but its "
                "centre is padding. Earlier pooling or strides have used the size up.",
                mend("Remove it", edits.remove, trace.spec, layer.id),
            )


def _largest(value) -> int:
    return max(value) if isinstance(value, tuple) else value
