"""LIME: a straight line fitted to what the network answers near an example, and the line's slopes."""

import numpy as np

from nnviz import progress, words
from nnviz.errors import ExplanationError
from nnviz.explanation.baseline import baseline_points
from nnviz.explanation.methods.segments import segments_of, shown_values
from nnviz.explanation.problem import Outcome, Problem

_MOST_PARTS = 2_000
_TOGETHER = 256
"""Copies between two looks at the clock."""
_POOR = 0.5
"""Below this share of the answers' spread, the line says little about the network."""


def lime(
    problem: Problem,
    baseline="zeros",
    samples: int = 1000,
    regions: int = 50,
    segments: str = "superpixels",
    groups: tuple[int, ...] | None = None,
    kernel_width: float = 0.25,
    ridge: float = 1.0,
    blur_sigma: float = 4.0,
    time_limit: float = 60.0,
) -> Outcome:
    """The coefficients of a linear model of which parts of the example are shown.

    Each of `samples` copies shows a random half of the parts, and the baseline elsewhere; the first shows all. A copy
    counts √exp(−d² / kernel_width²), where d = 1 − √(share shown) is its cosine distance from the example; the line is
    fitted by ridge regression. Parts are as in `feature_ablation`. A part's numbers share its coefficient evenly.
    Ribeiro, Singh and Guestrin, ""Why Should I Trust You?": Explaining the Predictions of Any Classifier" (2016), with
    the kernel of its authors' own code.

    Raises:
        ExplanationError: for an example of more than 2,000 parts, or fewer copies than parts.
    """
    hidden, notes = baseline_points(problem, baseline, blur_sigma)
    totals, fits, counts = [np.zeros(array.shape) for array in problem.flat], [], []
    limit, asked, together = progress.Limit(time_limit), samples, problem.some(_TOGETHER)
    for i in range(len(problem)):
        parts = segments_of(problem, i, regions, segments, groups)
        _check(parts.count, samples)
        shown, answers = copies(parts.count, samples, problem.seed), []
        for first in range(0, samples, together):
            if first > parts.count and limit.reached((i + 1) / len(problem)):
                break
            with limit.ends(first > parts.count):
                progress.tell((i + first / samples) / len(problem))
                answers.append(shown_values(problem, i, hidden, parts, shown[first : first + together]))
        told = np.concatenate(answers)
        slopes, fit = line(shown[: len(told)], told, kernel_width, ridge)
        asked = min(asked, len(told))
        fits.append(fit)
        counts.append(parts.count)
        for total, own in zip(totals, parts.shared(slopes), strict=True):
            total[i] = own
    ended = () if asked == samples else (limit.sentence,)
    return Outcome(totals, notes=(_told(asked, max(counts), min(fits)), *ended, *notes))


def _told(asked: int, parts: int, worst: float) -> str:
    told = (
        f"{asked:,} copies with {parts:,} parts shown or hidden. The line explains {words.percent(worst)} of how the "
    )
    told += "answers near the example differ."
    return told if worst >= _POOR else told + " That is little: do not rely on these values."


def _check(count: int, samples: int) -> None:
    if count <= min(samples, _MOST_PARTS):
        return
    few = count > samples
    raise ExplanationError(
        f"This example has {count:,} parts, and {samples:,} copies of it." if few else
        f"This example has {count:,} parts.",
        expected="more copies than parts" if few and count <= _MOST_PARTS else f"at most {_MOST_PARTS:,} parts",
        fix="Choose more samples, or a method that takes all at once, such as integrated gradients.",
        where="samples",
    )  # fmt: skip


def copies(parts: int, samples: int, seed: int) -> np.ndarray:
    """(samples, parts) bool which parts each copy shows, the same for every example of as many parts."""
    shown = np.random.default_rng(seed).random((samples, parts)) < 0.5
    shown[0] = True
    return shown


def line(shown: np.ndarray, answers: np.ndarray, kernel_width: float, ridge: float) -> tuple[np.ndarray, float]:
    """(parts,) the slopes of the weighted ridge regression of `answers` on `shown`, whose constant is not shrunk, and
    the share of the answers' weighted spread that it explains."""
    distance = 1 - np.sqrt(shown.mean(1))
    weight = np.exp(-(distance**2) / (2 * kernel_width**2))
    centre, middle = weight @ shown / weight.sum(), float(weight @ answers / weight.sum())
    inputs, wanted = shown - centre, answers - middle
    gram = (inputs * weight[:, None]).T @ inputs + ridge * np.eye(shown.shape[1])
    slopes = np.linalg.lstsq(gram, inputs.T @ (weight * wanted), rcond=None)[0]
    left, spread = weight @ (wanted - inputs @ slopes) ** 2, weight @ wanted**2
    return slopes, 1.0 if spread <= 1e-20 else float(1 - left / spread)
