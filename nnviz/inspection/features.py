"""Feature maps: one example's activation as a stack of pictures, channel by channel."""

from collections.abc import Sequence

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.activations import activations


def feature_maps(model, x, layer: str, channels: Sequence[int] | int | None = None, example: int = 0) -> np.ndarray:
    """The maps that a layer makes of one example.

    Args:
        model: any Keras 3 model, left as found.
        x: (batch, …) as the model takes it, or one example without its batch axis.
        layer: path or name of a layer that returns (batch, height, width, channels).
        channels: which channels; a number takes the first so many, None takes all.
        example: which example of the batch.

    Returns:
        (chosen channels, height, width), as the layer computed them: nothing is rescaled.

    Raises:
        ModelError: for an unknown layer, one that returns no images, or a channel or example that does not exist.
    """
    activation = activations(model, x, [layer])[layer]
    values = activation.values
    if values.ndim != 4:
        raise ModelError(
            f"Layer {activation.path!r} returns values of shape {values.shape}, which are no feature maps.",
            expected="shape (batch, height, width, channels)",
            where="layer",
        )
    last, count = len(values) - 1, values.shape[-1]
    if not 0 <= example <= last:
        raise ModelError(
            f"There is no example {example + 1:,} in this batch.",
            expected=f"1 to {last + 1:,} (`example` from 0 to {last})",
            where="example",
        )
    if channels is None or isinstance(channels, int):
        channels = range(count if channels is None else min(channels, count))
    wrong = [channel for channel in channels if not 0 <= channel < count]
    if wrong:
        raise ModelError(
            f"Layer {activation.path!r} has no channel {wrong[0] + 1:,}.",
            expected=f"1 to {count:,} (`channels` from 0 to {count - 1})",
            where="channels",
        )
    return np.moveaxis(values[example][..., list(channels)], -1, 0)
