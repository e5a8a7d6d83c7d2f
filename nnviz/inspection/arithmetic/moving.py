"""Layers that compute nothing: they put numbers elsewhere, copy them, leave some out or fill up with zeros."""

import keras
import numpy as np
import tensorflow as tf

from nnviz.inspection.arithmetic.functions import take
from nnviz.inspection.arithmetic.linear import by_gradient
from nnviz.inspection.arithmetic.story import Asked, Story


def moved(story: Story, asked: Asked) -> None:
    """The layer itself is asked: it is given the numbers 1, 2, 3, … and says where each one goes."""
    labels, first = {}, 1
    for tensor, x in zip(asked.tensors(), asked.inputs, strict=True):
        own = np.arange(first, first + x.values.size).reshape((1, *x.shape))
        labels[id(tensor)], first = tf.convert_to_tensor(own, "float64"), first + x.values.size
    args, kwargs = keras.tree.map_structure(
        lambda leaf: labels.get(id(leaf), leaf),
        (asked.args, {k: v for k, v in asked.kwargs.items() if "mask" not in k}),
    )
    outputs = asked.called(*args, **kwargs)
    label = int(np.asarray(outputs[asked.output_index])[(0, *asked.index)])
    if label == 0:
        story.step("y", "Filled up", "same", "0.0", words="Nothing was there: the layer puts a zero in its place.")
        return
    for x in asked.inputs:
        if label <= x.values.size:
            words = "This layer only moves numbers; this one comes from here, unchanged."
            return take(story, x[np.unravel_index(label - 1, x.shape)], "y", words)
        label -= x.values.size


def enlarged(story: Story, asked: Asked) -> None:
    """UpSampling2D and Resizing: a copy, or a weighted sum of neighbours."""
    if asked.layer.interpolation == "nearest" and type(asked.layer).__name__ == "UpSampling2D":
        moved(story, asked)
    else:
        by_gradient(story, asked, "A weighted sum of neighbours", rest=False)


def dropped(story: Story, asked: Asked) -> None:
    """Dropout does nothing outside training. In it, a number is dropped or made larger by a draw of this pass."""
    if not asked.training or not getattr(asked.layer, "rate", getattr(asked.layer, "stddev", 0)):
        return take(
            story, asked.inputs[0][asked.index], "y", "Outside training, this layer leaves numbers as they are."
        )
    take(story, asked.inputs[0][asked.index])
    kind = type(asked.layer).__name__
    drawn, x = float(asked.output[asked.index]), float(story.names["x"])
    if kind == "GaussianNoise":
        story.step("y", "Plus noise", "formula", "x + noise", numbers={"noise": drawn - x}, words="Drawn in this pass.")
    elif kind == "GaussianDropout":
        numbers = {"noise": drawn / x if x else 1.0}
        story.step("y", "Times noise", "formula", "x * noise", numbers=numbers, words="Drawn in this pass.")
    elif "Alpha" in kind:
        raise NotImplementedError("alpha dropout in training")
    elif drawn == 0:
        story.step("y", "Dropped", "formula", "x * 0", words="A draw of this pass: this number was dropped.")
    else:
        words = "A draw of this pass: kept, and made larger for those that were dropped."
        story.step("y", "Kept", "formula", "x / (1 - rate)", numbers={"rate": asked.layer.rate}, words=words)
    return None


def masked(story: Story, asked: Asked) -> None:
    """Masking: a step whose numbers are all the mask's value becomes zeros."""
    row = asked.inputs[0][asked.index[:-1]]
    if np.all(row.values == float(asked.layer.mask_value)):
        words = "All numbers of this step are the mask's value: it is left out, as zeros."
        story.step("y", "Left out", "same", "0.0", {"row": row.block()}, words=words)
    else:
        take(story, row[asked.index[-1]], "y", "This step takes part: its numbers stay as they are.")
