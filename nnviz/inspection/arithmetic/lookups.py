"""Layers that turn a value into a number of a category, and categories into counts."""

import numpy as np

from nnviz.inspection.arithmetic.story import Asked, Story


def bucket(story: Story, asked: Asked) -> None:
    """Discretization: how many boundaries a value reaches."""
    layer = asked.layer
    if layer.output_mode != "int":
        raise NotImplementedError(f"output_mode {layer.output_mode!r}")
    blocks = {"x": asked.inputs[0][asked.index].block(), "boundaries": np.asarray(layer.bin_boundaries, float)}
    words = "The number of the bucket: how many boundaries the value has reached."
    story.step("y", "Counted", "formula", "float(np.sum(x >= boundaries))", blocks, words=words)


def encoded(story: Story, asked: Asked) -> None:
    """CategoryEncoding: whether, or how often, a category is there."""
    layer, category = asked.layer, asked.index[-1]
    counted = layer.output_mode == "count"
    if counted and ("count_weights" in asked.kwargs or len(asked.args) > 1):
        raise NotImplementedError("weighted counts")
    row = asked.inputs[0][asked.index[:-1]]
    blocks, numbers = {"row": row.block()}, {"category": category}
    code = "float(np.sum(row == category))" if counted else "float(np.any(row == category))"
    title = "How often this category is there" if counted else "Whether this category is there"
    story.step("y", title, "formula", code, blocks, numbers)


def number_of(story: Story, asked: Asked) -> None:
    """IntegerLookup: the place of a value in the vocabulary. A hash is no sum that one could read."""
    layer = asked.layer
    if not hasattr(layer, "get_vocabulary") or layer.output_mode != "int":
        raise NotImplementedError("a hash" if "Hash" in type(layer).__name__ else f"output_mode {layer.output_mode!r}")
    vocabulary = [int(word) for word in layer.get_vocabulary(include_special_tokens=False)]
    special = layer.vocabulary_size() - len(vocabulary)
    value = asked.inputs[0][asked.index]
    if int(value.values) not in vocabulary:
        words = "The value is not in the vocabulary: it gets the number of what is unknown."
        number = {"unknown": float(asked.output[asked.index])}
        story.step("y", "Not in the vocabulary", "formula", "unknown", {"x": value.block()}, number, words=words)
        return
    blocks = {"x": value.block(), "vocabulary": np.asarray(vocabulary, float)}
    words = f"Its place in the vocabulary; the first {special:,} number{' is' if special == 1 else 's are'} set aside."
    code = "float(np.argmax(vocabulary == x) + special)"
    story.step("y", "Looked up in the vocabulary", "formula", code, blocks, {"special": special}, words=words)
