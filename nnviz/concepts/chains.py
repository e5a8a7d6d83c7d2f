"""A small network as a plain list of its layers, which a lesson's picture computes by itself. For workers."""

import keras
import numpy as np

from nnviz.errors import RunError

MOST_MULTIPLICATIONS = 4_000_000
"""Of one example: what a browser does often enough a second while somebody drags."""
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "silu", "gelu", "leaky_relu")
_SILENT = ("Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "InputLayer")
"""Layers that do nothing once training is over."""
_POOLS = {"MaxPooling2D": "most", "AveragePooling2D": "mean"}
_WHOLE = {"GlobalMaxPooling2D": "most", "GlobalAveragePooling2D": "mean"}


def chain(model: keras.Model, example: np.ndarray) -> list[dict]:
    """The layers of a network for images, one after the other, as `nnviz/web/lesson/chain.js` computes them.

    Args:
        example: (1, height, width, channels), with which it is made sure that the chain is the whole network.

    Returns:
        One dict a layer: "kind" ("conv", "dense", "pool", "whole", "flatten", "scale", "activation"), "name", "shape"
        of its output, "activation", and "arrays" {name: array}, with the settings of its kind.

    Raises:
        RunError: for a layer or an activation that the picture does not compute, for branches, and for a network that
            is too large.
    """
    layers, now = [], example
    for layer in _flat(model):
        if type(layer).__name__ in _SILENT:
            continue
        told = _described(layer)
        try:
            now = np.asarray(layer(now, training=False))
        except ValueError:  # it follows another layer than the one before it
            raise _unfit("It has branches.") from None
        layers.append({**told, "name": layer.name, "shape": list(now.shape[1:])})
    if now.shape != (whole := np.asarray(model(example, training=False))).shape or not np.allclose(
        now, whole, rtol=1e-3, atol=1e-4, equal_nan=True
    ):
        raise _unfit("It has branches, or does more than its layers.")
    if (work := sum(map(multiplications, layers))) > MOST_MULTIPLICATIONS:
        raise _unfit(f"One image takes it {work:,} multiplications; this picture stops at {MOST_MULTIPLICATIONS:,}.")
    return layers


def _flat(model) -> list:
    inner = []
    for layer in model.layers:
        inner += _flat(layer) if isinstance(layer, keras.Sequential) else [layer]
    return inner


def _unfit(why: str) -> RunError:
    return RunError(
        f"This picture cannot compute your network. {why}",
        expected="convolutions, pooling and dense layers on images, one after the other",
        fix="Train such a network in the Lab, or look at yours on the pages Inside.",
        where="run",
    )


def _described(layer) -> dict:
    kind = type(layer).__name__
    if kind == "Conv2D" and layer.groups == 1 and set(layer.dilation_rate) == {1} and _channels_last(layer):
        return {
            "kind": "conv",
            "strides": list(layer.strides),
            "padding": layer.padding,
            "activation": _activation(layer.activation),
            "arrays": _kernel_and_bias(layer),
        }
    if kind == "Dense":
        return {"kind": "dense", "activation": _activation(layer.activation), "arrays": _kernel_and_bias(layer)}
    if kind in _POOLS and _channels_last(layer):
        sizes = {"size": list(layer.pool_size), "strides": list(layer.strides), "padding": layer.padding}
        return {"kind": "pool", "how": _POOLS[kind], **sizes, "arrays": {}}
    if kind in _WHOLE and _channels_last(layer):
        return {"kind": "whole", "how": _WHOLE[kind], "arrays": {}}
    if kind == "Flatten" and _channels_last(layer):
        return {"kind": "flatten", "arrays": {}}
    if kind == "BatchNormalization" and layer.axis in (-1, 3):
        return {"kind": "scale", "arrays": _normalizing(layer)}
    if kind in ("Activation", "ReLU", "Softmax") and _plain(layer):
        own = {"ReLU": "relu", "Softmax": "softmax"}.get(kind) or _activation(layer.activation)
        return {"kind": "activation", "activation": own, "arrays": {}}
    raise _unfit(f"It has a layer {kind}.")


def _channels_last(layer) -> bool:
    return layer.data_format == "channels_last"


def _plain(layer) -> bool:
    """Whether a layer that is an activation has no settings of its own."""
    config = layer.get_config()
    return not (config.get("max_value") or config.get("negative_slope") or config.get("threshold"))


def _activation(function) -> str:
    name = getattr(function, "__name__", str(function))
    if name not in ACTIVATIONS:
        raise _unfit(f"It has the activation {name}.")
    return name


def _kernel_and_bias(layer) -> dict[str, np.ndarray]:
    kernel = np.asarray(layer.kernel, "float32")
    bias = np.asarray(layer.bias, "float32") if layer.use_bias else np.zeros(kernel.shape[-1], "float32")
    return {"kernel": kernel, "bias": bias}


def _normalizing(layer) -> dict[str, np.ndarray]:
    """What batch normalization does after training: kernel · x + bias, a channel each."""
    mean, variance = (np.asarray(own, "float64") for own in (layer.moving_mean, layer.moving_variance))
    kernel = 1 / np.sqrt(variance + layer.epsilon)
    if layer.scale:
        kernel = kernel * np.asarray(layer.gamma)
    bias = -mean * kernel + (np.asarray(layer.beta) if layer.center else 0)
    return {"kernel": kernel.astype("float32"), "bias": bias.astype("float32")}


def multiplications(layer: dict) -> int:
    """How many a layer of a chain makes for one example."""
    kernel = layer["arrays"].get("kernel")
    places = int(np.prod(layer["shape"][:-1])) if layer["kind"] == "conv" else 1
    return 0 if kernel is None else int(kernel.size) * places


def flat_chain(layers: list[dict]) -> dict:
    """A chain without arrays within lists, as a file of arrays can hold it: {"layers", "layers/0/kernel", …}."""
    arrays = {
        f"layers/{place}/{name}": array for place, own in enumerate(layers) for name, array in own["arrays"].items()
    }
    return {"layers": [{key: value for key, value in own.items() if key != "arrays"} for own in layers], **arrays}


def whole_chain(flat: dict) -> list[dict]:
    """The chain again, from what `flat_chain` made."""
    layers = [{**own, "arrays": {}} for own in flat["layers"]]
    for key, array in flat.items():
        _, _, place = key.partition("layers/")
        if place:
            index, _, name = place.partition("/")
            layers[int(index)]["arrays"][name] = array
    return layers
