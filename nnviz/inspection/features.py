"""Feature maps: one example's activation as a stack of pictures, channel by channel. NumPy only."""

from collections.abc import Sequence

import numpy as np

from nnviz.errors import ModelError
from nnviz.inspection.records import LayerActivation


def feature_maps(
    activation: LayerActivation, channels: Sequence[int] | int | None = None, example: int = 0
) -> np.ndarray:
    """The maps of one example of a convolutional activation.

    Args:
        activation: a record whose values are (batch, height, width, channels).
        channels: which channels; a number takes the first so many, None takes all.
        example: which example of the batch.

    Returns:
        (chosen channels, height, width), as the layer computed them: nothing is rescaled.

    Raises:
        ModelError: when the activation is no image, or a channel or example does not exist.
    """
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
