"""How much of every step of the input reaches the answer, by the weights of the self-attention layers."""

import math

import keras
import numpy as np

from nnviz.errors import ExplanationError, ModelError
from nnviz.explanation.methods.layer_maps import resized
from nnviz.explanation.problem import Outcome, Problem
from nnviz.inspection.attention import attention
from nnviz.inspection.attention_measures import attention_rollout
from nnviz.inspection.attention_slopes import attention_slopes

_IMAGE, _SEQUENCE = 4, 3
"""Axes of a batch of images, and of one of sequences."""


def rollout(problem: Problem) -> Outcome:
    """∏ (½ mean over heads of W + ½ I) over the layers, read where the answer is read.

    Where the first step is one of the network's own (a class token), its row is taken; elsewhere the mean of all steps'
    rows. The values are not negative and add up to 1 or less; they are the same for every class.
    Abnar and Zuidema, "Quantifying Attention Flow in Transformers" (2020).

    Raises:
        ExplanationError: for a network without self-attention over the steps of its input.
    """
    maps = [one for one in attention(problem.model, problem.batch) if one.weights.shape[2] == one.weights.shape[3]]
    _needed(maps)
    try:
        reached = attention_rollout(maps)
    except ModelError as error:
        raise ExplanationError(error.message, expected=error.expected, fix="Choose another method.") from error
    note = "It follows the attention weights alone and asks for no class: for every class it is the same."
    return _of_steps(problem, reached, note)


def attention_x_gradient(problem: Problem) -> Outcome:
    """R ← R + mean over heads of max(0, W · ∂F/∂W) · R over the layers, from R = I; what is shown is R − I.

    Read where the answer is read, as in `rollout`. Chefer, Gur and Wolf, "Generic Attention-model Explainability for
    Interpreting Bi-Modal and Encoder-Decoder Transformers" (2021), equations 5 and 6.

    Raises:
        ExplanationError: for a network without self-attention over the steps of its input.
    """
    size = problem.function.rows_a_call(problem.points, True)
    parts = []
    for first in range(0, len(problem), size):
        rows = slice(first, first + size)
        points, flat = ([array[rows] for array in arrays] for arrays in (problem.points, problem.flat))
        found = attention_slopes(problem.function, points, flat, problem.weights[rows])
        maps = [one for one in found if one.weights.shape[2] == one.weights.shape[3]]
        _needed(maps)
        steps = maps[0].weights.shape[-1]
        if any(one.weights.shape[-1] != steps for one in maps):
            raise ExplanationError(
                "The attention layers look at different numbers of steps.", fix="Choose another method."
            )
        reached = np.broadcast_to(np.eye(steps), (len(flat[0]), steps, steps))
        for one in maps:
            reached = reached + np.maximum(one.weights * one.slopes, 0).mean(1, dtype="float64") @ reached
        parts.append(reached - np.eye(steps))
    return _of_steps(problem, np.concatenate(parts), "What attention weights bring to this answer; never negative.")


def _needed(maps) -> None:
    if not maps:
        raise ExplanationError(
            "This network has no self-attention: no layer in which every step looks at the others.",
            fix="Choose a method for any network, such as integrated gradients.",
            where="method",
        )


def _of_steps(problem: Problem, reached: np.ndarray, note: str) -> Outcome:
    """(n, steps, steps) as values of the first input: what it reads them from, over its steps or its patches."""
    steps, first = reached.shape[1], problem.flat[0]
    token = problem.function.entries[0][1] is not None or first.ndim == 2
    kept = _kept(problem, steps)
    for extra in (0, 1):  # a class token before the others
        own = reached[:, 0, 1:] if extra else (reached * kept[..., None]).sum(1) / kept.sum(1)[:, None]
        if token and first.shape[1:] == (steps - extra,):
            return _outcome(problem, own, note)
        if not token and first.ndim == _SEQUENCE and first.shape[1] == steps - extra:
            return _outcome(problem, np.repeat(own[..., None], first.shape[2], -1) / first.shape[2], note)
        side = math.isqrt(steps - extra)
        if not token and first.ndim == _IMAGE and side**2 == steps - extra and side > 1:
            height, width, channels = first.shape[1:]
            large = resized(own.reshape(-1, side, side, 1), (height, width)) * side**2 / (height * width)
            return _outcome(problem, np.repeat(large / channels, channels, -1), f"{note} {side} by {side} patches.")
    raise ExplanationError(
        f"Attention looks at {steps:,} steps, which are not the steps of the input of shape {first.shape[1:]}.",
        fix="Choose another method, such as integrated gradients.",
        where="method",
    )


def _kept(problem: Problem, steps: int) -> np.ndarray:
    """(n, steps) which steps belong to a text, where the network leaves out what follows its end; all elsewhere."""
    first = problem.flat[0]
    everything = np.ones((len(first), steps), bool)
    embedding = problem.function.entries[0][1]
    if embedding is None or first.shape[1:] != (steps,):
        return everything
    from nnviz.models.layer_paths import layer_paths

    layer = layer_paths(problem.model)[embedding.path]
    masked = isinstance(layer, keras.layers.Embedding) and layer.mask_zero
    own = first != 0
    return own | ~own.any(1, keepdims=True) if masked else everything


def _outcome(problem: Problem, values: np.ndarray, note: str) -> Outcome:
    others = [np.zeros(array.shape) for array in problem.flat[1:]]
    notes = (note, "It looks at the first input alone; all else is shown as 0.") if others else (note,)
    return Outcome([values, *others], notes=notes)
