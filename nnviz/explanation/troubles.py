"""What makes an explanation of a model something else than it seems: random answers, rows that look at one another,
jumps."""

import numpy as np

from nnviz import words
from nnviz.explanation.records import Trouble
from nnviz.inspection.output_function import OutputFunction

_SAME = 1e-4
"""Answers that differ by less than this share of the largest are the same up to rounding."""
_FELT = 0.05
"""A jump of this share of the difference that is explained is told."""


def answers_at_random(function: OutputFunction, points, flat, outputs: np.ndarray) -> Trouble | None:
    """A trouble where a model that gave `outputs` gives others when it is asked again."""
    apart = _apart(function.outputs(points, flat), outputs, function)
    if not apart:
        return None
    return Trouble(
        "random",
        f"This network draws at random whenever it is asked: two answers to the same example differed by "
        f"{words.plain(apart, 2)}.",
        "Its noise was held for this: one draw, the same for all it was asked. Another seed holds another draw.",
    )


def mixes_rows(function: OutputFunction, points, flat, outputs: np.ndarray) -> Trouble | None:
    """A trouble where an example is answered differently beside another one."""
    if function.fixed_batch:
        return None
    pair = [np.concatenate([point[:1], np.zeros_like(point[:1])]) for point in points]
    alone = outputs[:1] if len(outputs) == 1 else function.outputs([point[:1] for point in points], _first(flat, 1))
    apart = _apart(function.outputs(pair, _first(flat, 2))[:1], alone, function)
    if not apart:
        return None
    return Trouble(
        "rows",
        f"This network mixes the rows of a batch: its answer to an example differed by {words.plain(apart, 2)} when "
        "another one stood beside it.",
        "No explanation of one example is right then. Let no layer compute across the first axis, the batch.",
    )


def jump(sizes: np.ndarray, places: np.ndarray, scale: np.ndarray) -> Trouble | None:
    """A trouble where the output jumps on its way from the baseline.

    Args:
        sizes: (m,) by how much it jumps, on each path.     places: (m,) where, from 0 at the baseline to 1.
        scale: (m,) what is explained on each path.
    """
    share = np.abs(sizes) / scale
    worst = int(share.argmax())
    if share[worst] < _FELT:
        return None
    size = words.plain(float(abs(sizes[worst])), 2)
    if places[worst] < 1e-3:
        return Trouble(
            "jump",
            f"The answer jumps by {size} right beside the baseline, and a gradient does not see that.",
            "Compare with something more like the examples (their mean, a blur, one of your own), or choose occlusion.",
        )
    return Trouble(
        "jump",
        f"On the way from the baseline the answer jumps by {size}, and a gradient does not see that.",
        "Choose occlusion or Shapley values by permutation, which look at answers alone.",
    )


def _apart(one: np.ndarray, other: np.ndarray, function: OutputFunction) -> float:
    """How far answers are apart; 0 where no more than rounding explains."""
    apart = float(np.nanmax(np.abs(one - other), initial=0.0))
    size = float(np.nanmax(np.abs(other), initial=0.0))
    return apart if apart > max(_SAME, 16 * function.precision) * max(size, 1e-6) else 0.0


def _first(flat, count: int) -> list[np.ndarray]:
    return [np.repeat(array[:1], count, axis=0) for array in flat]
