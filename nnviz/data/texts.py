"""Texts → numbers of words. Words are counted on the training texts alone; what these do not hold is "unknown"."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.data.preparing.carried.steps import joined, split_text
from nnviz.errors import DataError

PADDING, UNKNOWN = "", "[unknown]"
"""The words number 0, after the end of a text, and number 1, for every word that training has not seen often."""
_UNSEEN = "▯"
"""A word and a character that no text holds, however it is split."""
MOST_WORDS = 5_000
MOST_LENGTH = 200
_MANY = 200
"""Different words from which on those that occur only once are unknown."""
_SHARE = 0.95
"""Of the training texts, that fit into the length."""


def split_words(text: str) -> list[str]:
    """The words and marks of a text, in small letters.

    >>> split_words("Don't panic!")
    ["don't", 'panic', '!']
    """
    return split_text(text)


@dataclass(frozen=True)
class TextPreparation:
    """How texts become inputs.

    Attributes:
        words: what each number stands for; the first two are `PADDING` and `UNKNOWN`, then the most frequent first.
        length: numbers of a text; longer ones are cut, shorter ones padded at their end.
        unit, standardize, without: how a text is split (`nnviz.data.preparing.carried.steps.split_text`).
        columns, between: of texts that are several columns one after the other, their names, and the mark between them.
    """

    words: tuple[str, ...]
    length: int
    unit: str = "words"
    standardize: str = "marks"
    without: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    between: str = ""

    def split(self, text: str) -> list[str]:
        """The words or characters of a text."""
        return split_text(text, self.unit, self.standardize, self.without)

    def encode(self, texts: Sequence[str | Mapping[str, str]]) -> np.ndarray:
        """(n, length) int32; of several columns also {column: text}."""
        texts = [joined(text, self.columns, self.between) for text in texts]
        number = {word: place for place, word in enumerate(self.words)}
        rows = [[number.get(word, 1) for word in self.split(text)] for text in texts]
        return padded(rows, self.length).astype("int32")

    def apply(self, codes: np.ndarray, corpus: Sequence[str]) -> np.ndarray:
        """(n, length) numbers of texts that are places in `corpus` (n, …), 0 after their end."""
        number = {word: place for place, word in enumerate(self.words)}
        table = np.asarray([0, *(number.get(word, 1) for word in corpus[1:])], float)
        return padded(table[codes.astype(int)], self.length)


def with_unknown(text: str) -> str:
    """A text as somebody who was shown it writes it, where `UNKNOWN` stands for one word that is not known."""
    return text.replace(UNKNOWN, _UNSEEN)


def read(texts: Iterable[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Texts as places (n, longest) in all the words that they hold, 0 after their end; and these words, "" first."""
    places, rows = {PADDING: 0}, []
    for text in texts:
        rows.append([places.setdefault(word, len(places)) for word in split_words(text)])
    longest = max((len(row) for row in rows), default=0)
    if not longest:
        raise DataError("The texts hold no words.", fix="Choose another column as the input.", where="columns")
    return padded(rows, longest), tuple(places)


def fit(codes: np.ndarray, corpus: Sequence[str], unit: str = "words") -> TextPreparation:
    """The preparation that the training texts (n, …), places in `corpus`, ask for: their words by frequency, those that
    occur twice or more where there are many, and a length that 95 % of them fit into."""
    codes = codes.astype(int)
    counts = np.bincount(codes.ravel(), minlength=len(corpus))
    counts[0] = 0
    least = 2 if np.count_nonzero(counts) > _MANY else 1
    frequent = np.flatnonzero(counts >= least)
    order = sorted(frequent.tolist(), key=lambda place: (-counts[place], corpus[place]))
    words = tuple(corpus[place] for place in order[:MOST_WORDS])
    lengths = np.count_nonzero(codes, axis=1)
    return TextPreparation((PADDING, UNKNOWN, *words), _length(lengths), unit)


def fit_step(texts: Sequence[str], settings: Mapping[str, Any]) -> TextPreparation:
    """The preparation that a step of the pipeline asks for, from the training texts.

    The most frequent words come first. Of those that are alike frequent it is the first in the alphabet, or the last
    where texts are split as `keras.layers.TextVectorization` does, which orders them so.

    Args:
        settings: of the step "text" (`nnviz.data.preparing.step_catalog`).
    """
    how = (settings["how"], settings["standardize"], tuple(settings["without"].split()))
    split = [split_text(text, *how) for text in texts]
    counts = Counter(word for words in split for word in words)
    least = settings["least"] or (2 if len(counts) > _MANY else 1)
    frequent = [(count, word) for word, count in counts.items() if count >= least]
    if settings["standardize"] == "marks":
        ranked = sorted(frequent, key=lambda own: (-own[0], own[1]))
    else:
        ranked = sorted(frequent, reverse=True)
    words = tuple(word for _, word in ranked[: settings["vocabulary"] - 2])
    length = settings["length"] or _length(np.array([len(words) for words in split]))
    return TextPreparation((PADDING, UNKNOWN, *words), length, *how)


def written(raw) -> np.ndarray:
    """(n,) the texts of examples; their words, where the texts themselves are not known."""
    if raw.texts is not None:
        return raw.texts
    return as_array(" ".join(raw.words[place] for place in row if place) for row in raw.x.astype(int))


def as_array(texts: Iterable[str]) -> np.ndarray:
    """(n,) of texts, as `nnviz.data.raw.Raw` has them."""
    listed = list(texts)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


def _length(lengths: np.ndarray) -> int:
    return int(np.clip(np.ceil(np.quantile(lengths, _SHARE)), 2, MOST_LENGTH))


def sentences(preparation: TextPreparation, lengths: np.ndarray, inputs: np.ndarray) -> tuple[str, ...]:
    """What a person should know of it: the vocabulary, words unknown, texts cut.

    Args:
        lengths: (n,) words of each text.
        inputs: (n, length) what they became.
    """
    cut, noun = int((lengths > preparation.length).sum()), preparation.unit
    unknown = float((inputs == 1).sum() / max(1, np.count_nonzero(inputs)))
    notes = [
        f"Each text is read as {preparation.length} {noun}; {cut:,} of {len(lengths):,} are longer and were cut.",
        f"The vocabulary is the {len(preparation.words) - 2:,} most frequent {noun} of the training texts; "
        f"{100 * unknown:.1f} % of all {noun} are not in it and read as unknown.",
    ]
    return tuple(notes)


def padded(rows: Sequence, length: int) -> np.ndarray:
    """(n, length) float64: rows cut to `length`, zeros after their end."""
    table = np.zeros((len(rows), length))
    for place, row in enumerate(rows):
        table[place, : min(len(row), length)] = row[:length]
    return table
