"""What a profile says of images, sequences and texts. Plain arrays, numbers and words, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.profiling.records import Spread


@dataclass(frozen=True)
class ImageProfile:
    """Images by class; all of them together where the target is no class.

    Attributes:
        names: (k,) of the classes shown, at most twelve, the most frequent; ("all images",) for no classes.
        classes: (k,) their numbers.
        counts: (k,) images of each.
        means, deviations: (k, height, width, 1 or 3) in the source's units: mean and deviation of every pixel.
        brightest: the largest value of any image, which pictures show as white.
        examples: (k, m, height, width, 1 or 3) uint8, some of each class from the first to the last, 0 black and
            `brightest` white; places of a class with fewer are black.
        rows: (k, m) their positions in the source, −1 where there is none.
        brightness: how the mean brightness of whole images is spread, by class.
    """

    names: tuple[str, ...]
    classes: tuple[int, ...]
    counts: tuple[int, ...]
    means: np.ndarray
    deviations: np.ndarray
    brightest: float
    examples: np.ndarray
    rows: np.ndarray
    brightness: Spread


@dataclass(frozen=True)
class SequenceProfile:
    """Sequences by class; all of them together where the target is no class.

    Attributes:
        names, counts: as of images.
        channels: (c,) names of the numbers of a step, at most six.
        means, deviations: (k, steps, c) in the source's units; NaN where no sequence reaches that step.
        examples: (k, m, steps, c), the first m of each class; NaN where there is none.
    """

    names: tuple[str, ...]
    counts: tuple[int, ...]
    channels: tuple[str, ...]
    means: np.ndarray
    deviations: np.ndarray
    examples: np.ndarray


@dataclass(frozen=True)
class Word:
    """One word: how often it stands in all texts, and its share of the words of each class (k,)."""

    word: str
    count: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class TextProfile:
    """Texts by class; all of them together where the target is no class.

    Attributes:
        names: (k,) of the classes; ("all texts",) for no classes.
        lengths: how many words texts have, by class.
        statistics: of the lengths, as `ColumnProfile.statistics`.
        vocabulary: different words; `once`: those that stand in all texts only once.
        frequent: the most frequent words.
        telling: for each class the words that are most typical of it against all others, with their z value.
    """

    names: tuple[str, ...]
    lengths: Spread
    statistics: dict[str, float]
    vocabulary: int
    once: int
    frequent: tuple[Word, ...]
    telling: tuple[tuple[tuple[Word, float], ...], ...]
