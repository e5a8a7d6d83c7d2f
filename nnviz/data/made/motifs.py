"""Sequences in which one short motif decides: the truth is when it comes."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.truth import Truth

CLASSES = ("up then down", "down then up", "twice up", "twice down")
LENGTH = 12
"""Steps of a motif."""


def motifs(points: int, steps: int, classes: int, noise: float, seed: int) -> Raw:
    """Noise (steps, 1) with one motif of twelve steps, which is the class, anywhere, and one plain hump elsewhere,
    up or down, which says nothing.

    up then down: sin 2πt   down then up: −sin 2πt   twice up: |sin 2πt|   twice down: −|sin 2πt|,   t from 0 to 1

    Returns:
        Raw: its truth marks the motif's twelve steps.
    """
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(points) % classes)
    rows = np.arange(points)[:, None]
    x = noise * rng.standard_normal((points, steps))
    begin, hump = _places(rng, points, steps)
    t = (np.arange(LENGTH) + 0.5) / LENGTH
    wave = np.sin(2 * np.pi * t)
    forms = np.stack([wave, -wave, np.abs(wave), -np.abs(wave)])
    x[rows, begin[:, None] + np.arange(LENGTH)] += forms[y]
    sign = rng.choice([-1.0, 1.0], points)[:, None]
    x[rows, hump[:, None] + np.arange(LENGTH // 2)] += sign * np.sin(np.pi * t[::2])
    parts = np.zeros((points, steps), bool)
    parts[rows, begin[:, None] + np.arange(LENGTH)] = True
    sentence = "The class is the motif of twelve steps, wherever it comes; the single hump elsewhere says nothing."
    return Raw(x[..., None], y, truth=Truth(sentence, parts, noun="the motif"))


def _places(rng: np.random.Generator, points: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the motif and the hump begin, (points,) each, so that they do not meet: one comes first, by chance."""
    hump = LENGTH // 2
    free = steps - LENGTH - hump
    cuts = np.sort(rng.integers(0, free + 1, (points, 2)), axis=1)
    first = rng.random(points) < 0.5
    begin = np.where(first, cuts[:, 0], cuts[:, 1] + hump)
    return begin, np.where(first, cuts[:, 1] + LENGTH, cuts[:, 0])
