"""Data with a fault that real data have too: a column from after the answer, a mark that stands for a class."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.shapes import draw
from nnviz.data.truth import Truth

_MARK = 3
"""Pixels along a side of the mark."""
_VALIDATION, _TEST = 0.2, 0.25


def loans(points: int, leak: bool, seed: int) -> Raw:
    """Made-up loans: income, debt, age, years in the job; repaid or not by a logistic rule with chance in it.

    Args:
        leak: adds "reminders sent", which are only counted once somebody does not pay: a column from after the answer.

    Returns:
        Raw: x (points, 4 or 5), y (points,) 1 where the loan was repaid.
    """
    rng = np.random.default_rng(seed)
    income = np.exp(rng.normal(3.5, 0.4, points))
    debt = income * rng.uniform(0.05, 0.9, points)
    age = rng.uniform(20, 65, points)
    years = np.minimum(rng.exponential(6, points), age - 18)
    score = 1.2 + 0.03 * (income - 33) - 5.0 * (debt / income - 0.45) + 0.08 * (years - 5)
    repaid = (rng.random(points) < 1 / (1 + np.exp(-score))).astype(int)
    columns = [income, debt, age, years]
    if leak:
        columns.append(np.where(repaid == 1, rng.poisson(0.1, points), 2 + rng.poisson(2.0, points)))
    return Raw(np.column_stack(columns), repaid, truth=_of_loans(len(columns)))


def marked_shapes(points: int, telling: bool, seed: int) -> Raw:
    """Circles and squares of 16 × 16 pixels, each with a small bright mark in a corner.

    Args:
        telling: in training and validation the mark stands at the top left of every circle and at the bottom right of
            every square. In the test part, as everywhere where it is False, it says nothing.

    Returns:
        Raw: x (points, 16, 16, 1) from 0 to 1, with a split of its own.
    """
    rng = np.random.default_rng(seed)
    size, y = 16, np.arange(points) % 2
    radius = rng.uniform(3.4, 4.4, points)
    centre = size / 2 + rng.uniform(-1.5, 1.5, (points, 2))
    ink = draw(y, size, centre, radius, rng.uniform(-0.3, 0.3, points))
    images = 0.8 * ink + 0.06 * rng.standard_normal(ink.shape)
    order = rng.permutation(points)
    parts = np.zeros(points, int)
    parts[order[: int(points * _VALIDATION)]] = 1
    parts[order[int(points * _VALIDATION) : int(points * (_VALIDATION + _TEST))]] = 2
    corner = np.where(telling & (parts != 2), y, rng.integers(0, 2, points))
    images[corner == 0, 1 : 1 + _MARK, 1 : 1 + _MARK] = 1.0
    images[corner == 1, -1 - _MARK : -1, -1 - _MARK : -1] = 1.0
    note = "These data come with their own split, which is kept."
    sentence = "The shape decides. The mark in the corner goes with it in training alone: whoever follows it is misled."
    truth = Truth(sentence, ink >= 0.5, noun="the shape")
    return Raw(np.clip(images, 0, 1)[..., None].astype("float32"), y, notes=(note,), parts=parts, truth=truth)


def _of_loans(columns: int) -> Truth:
    """Which of the columns decide: income, debt and years in the job; neither age nor what comes after the end."""
    sentence = "Income, debt and years in the job decide, with chance; age does not, and reminders come after the end."
    score = "1.2 + 0.03·(income − 33) − 5·(debt / income − 0.45) + 0.08·(years − 5)"
    parts = np.array([[True, True, False, True, False]])[:, :columns]
    return Truth(sentence, parts, f"P(repaid) = 1 / (1 + exp(−({score})))", "the columns that decide")
