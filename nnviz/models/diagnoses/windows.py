"""A window, a crop, a group or an axis does not fit what it is applied to."""

from nnviz import words
from nnviz.models import edits
from nnviz.models.catalog import LAYERS
from nnviz.models.diagnoses.words import called, error, mend
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec

_WINDOWS = ("kernel_size", "pool_size", "strides", "dilation_rate", "size", "padding", "cropping", "output_padding")


def window_length(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "window_length": two numbers for an image's window, one for a sequence's."""
    kind = LAYERS[layer.kind]
    if kind.rank is None:
        return None
    dimensions = kind.places
    for name in _WINDOWS:
        value = trace.settings[layer.id].get(name)
        fitting = {1, dimensions, 2 * dimensions} if name in kind.pairs else {1, dimensions}
        if isinstance(value, tuple) and len(value) not in fitting:
            return error(
                "window_length",
                layer,
                f"{called(layer)} works over {dimensions} dimension{'s' * (dimensions > 1)}; its "
                f"{name.replace('_', ' ')} {value} has {len(value)} numbers.",
                mend(f"Make it {value[0]} everywhere", edits.set_settings, trace.spec, layer.id, **{name: value[0]}),
            )
    return None


def pooled_to_nothing(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "pooled_to_nothing": the window is larger than what is left of the image."""
    settings, shape = trace.settings[layer.id], trace.shapes(layer.id)[0]
    name = next((one for one in ("kernel_size", "pool_size") if one in settings), None)
    if name is None or settings.get("padding") != "valid" or layer.kind.endswith("Transpose"):
        return None
    window, dilation = settings[name], settings.get("dilation_rate", 1)
    places = shape[1:-1] if LAYERS[layer.kind].stepwise else shape[:-1]
    wide = [w if isinstance(w, int) else 1 for w in _each(window, len(places))]
    reach = [(w - 1) * d + 1 for w, d in zip(wide, _each(dilation, len(places)), strict=True)]
    if all(size is None or size >= need for size, need in zip(places, reach, strict=True)):
        return None
    smaller = [min(w, size or w) for w, size in zip(wide, places, strict=True)]
    return error(
        "pooled_to_nothing",
        layer,
        f"{called(layer)} has a window of {words.sizes(reach)}, and only {words.shape(shape)} comes "
        f"in: nothing would be left. {_why_small(trace, places)}",
        mend("Pad its input (padding same)", edits.set_settings, trace.spec, layer.id, padding="same"),
        mend(
            f"Make the window {words.sizes(smaller)}",
            edits.set_settings,
            trace.spec,
            layer.id,
            **{name: smaller, **({"dilation_rate": 1} if "dilation_rate" in settings else {})},
        ),
        mend("Remove it", edits.remove, trace.spec, layer.id),
    )


def _why_small(trace, places) -> str:
    """Whether the data themselves are that small, or the layers before have made them so."""
    if tuple(places) == tuple(trace.schema.input_shape[:-1]):
        return "The examples themselves are no larger."
    return "The layers before it, by windows, pooling or strides, have used the size up."


def cropped_to_nothing(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "cropped_to_nothing"."""
    if not layer.kind.startswith("Cropping"):
        return None
    return error(
        "cropped_to_nothing",
        layer,
        f"{called(layer)} cuts more off than there is: {words.shape(trace.shapes(layer.id)[0])} comes in.",
        mend("Cut nothing", edits.set_settings, trace.spec, layer.id, cropping=0),
        mend("Remove it", edits.remove, trace.spec, layer.id),
    )


def groups(trace, layer: LayerSpec) -> Diagnosis | None:
    """Codes "conv_groups" and "norm_groups": groups must divide the channels (and the filters)."""
    settings, shape = trace.settings[layer.id], trace.shapes(layer.id)[0]
    number, channels = settings.get("groups"), shape[-1] if shape else None
    if not number or number < 1 or not channels:
        return None
    filters = settings.get("filters", channels)
    if channels % number == 0 and filters % number == 0:
        return None
    fitting = max(n for n in range(1, number + 1) if channels % n == 0 and filters % n == 0)
    what = f"{channels} channels" + (f" and {filters} filters" if "filters" in settings else "")
    return error(
        "conv_groups" if "filters" in settings else "norm_groups",
        layer,
        f"{called(layer)} splits {what} into {number} groups of one size, which cannot be done.",
        mend(f"Use {fitting} group{'s' * (fitting > 1)}", edits.set_settings, trace.spec, layer.id, groups=fitting),
    )


def strides_and_dilation(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "strides_and_dilation": Keras takes one of them."""
    settings = trace.settings[layer.id]
    if max(_each(settings.get("strides") or 1, 1)) < 2 or max(_each(settings.get("dilation_rate", 1), 1)) < 2:
        return None
    return error(
        "strides_and_dilation",
        layer,
        f"{called(layer)} has strides {settings['strides']} and dilation {settings['dilation_rate']}; "
        "Keras takes strides or dilation, not both.",
        mend("No dilation", edits.set_settings, trace.spec, layer.id, dilation_rate=1),
        mend("No strides", edits.set_settings, trace.spec, layer.id, strides=1),
    )


def axis(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "axis_missing": the dimension that it works along does not exist."""
    settings, rank = trace.settings[layer.id], len(trace.shapes(layer.id)[0])
    axes = settings.get("axis")
    if axes is None or 1 <= axes <= rank or -rank <= axes <= -1:
        return None
    return error(
        "axis_missing",
        layer,
        f"{called(layer)} works along dimension {axes}; what comes in has {rank} (counted from 1, or from "
        f"-1 at the end){'; 0 is the batch' if axes == 0 else ''}.",
        mend("Use the last dimension", edits.set_settings, trace.spec, layer.id, axis=-1),
    )


def output_padding(trace, layer: LayerSpec) -> Diagnosis | None:
    """Code "output_padding": it must be smaller than the stride."""
    if trace.settings[layer.id].get("output_padding") is None:
        return None
    return error(
        "output_padding",
        layer,
        f"{called(layer)} has output padding {trace.settings[layer.id]['output_padding']}, which must be "
        f"smaller than its strides {trace.settings[layer.id]['strides']}.",
        mend("Let Keras choose it", edits.set_settings, trace.spec, layer.id, output_padding=None),
    )


def _each(value, dimensions: int) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,) * dimensions
