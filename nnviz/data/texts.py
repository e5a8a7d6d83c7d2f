"""Texts → numbers of words. Words are counted on the training texts alone; what these do not hold is "unknown"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.errors import DataError

PADDING, UNKNOWN = "", "[unknown]"
"""The words number 0, after the end of a text, and number 1, for every word that training has not seen often."""
MOST_WORDS = 5_000
MOST_LENGTH = 200
_MOST_READ = 1_000
"""Words of a text that are read at all."""
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def split_words(text: str) -> list[str]:
    """The words and marks of a text, in small letters.

    >>> split_words("Don't panic!")
    ["don't", 'panic', '!']
    """
    return _WORD.findall(text.lower().replace("’", "'"))[:_MOST_READ]


@dataclass(frozen=True)
class TextPreparation:
    """How texts become inputs.

    Attributes:
        words: what each number stands for; the first two are `PADDING` and `UNKNOWN`, then the most frequent first.
        length: numbers of a text; longer ones are cut, shorter ones padded at their end.
    """

    words: tuple[str, ...]
    length: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n, length) int32."""
        number = {word: place for place, word in enumerate(self.words)}
        rows = [[number.get(word, 1) for word in split_words(text)] for text in texts]
        return padded(rows, self.length).astype("int32")

    def apply(self, codes: np.ndarray, corpus: Sequence[str]) -> np.ndarray:
        """(n, length) numbers of texts that are places in `corpus` (n, …), 0 after their end."""
        number = {word: place for place, word in enumerate(self.words)}
        table = np.asarray([0, *(number.get(word, 1) for word in corpus[1:])], float)
        return padded(table[codes.astype(int)], self.length)


def read(texts: Iterable[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Texts as places (n, longest) in all the words that they hold, 0 after their end; and these words, "" first."""
    places, rows = {PADDING: 0}, []
    for text in texts:
        rows.append([places.setdefault(word, len(places)) for word in split_words(text)])
    longest = max((len(row) for row in rows), default=0)
    if not longest:
        raise DataError("The texts hold no words.", fix="Choose another column as the input.", where="columns")
    return padded(rows, longest), tuple(places)


def fit(codes: np.ndarray, corpus: Sequence[str]) -> TextPreparation:
    """The preparation that the training texts (n, …), places in `corpus`, ask for: their words by frequency, those that
    occur twice or more where there are many, and a length that 95 % of them fit into."""
    codes = codes.astype(int)
    counts = np.bincount(codes.ravel(), minlength=len(corpus))
    counts[0] = 0
    least = 2 if np.count_nonzero(counts) > 200 else 1
    frequent = np.flatnonzero(counts >= least)
    order = sorted(frequent.tolist(), key=lambda place: (-counts[place], corpus[place]))
    words = tuple(corpus[place] for place in order[:MOST_WORDS])
    lengths = np.count_nonzero(codes, axis=1)
    length = int(np.clip(np.ceil(np.quantile(lengths, 0.95)), 2, MOST_LENGTH))
    return TextPreparation((PADDING, UNKNOWN, *words), length)


def sentences(preparation: TextPreparation, codes: np.ndarray, inputs: np.ndarray) -> tuple[str, ...]:
    """What a person should know of it: the vocabulary, words unknown, texts cut."""
    cut = int((np.count_nonzero(codes, axis=1) > preparation.length).sum())
    unknown = float((inputs == 1).sum() / max(1, np.count_nonzero(inputs)))
    notes = [
        f"Each text is read as {preparation.length} words; {cut:,} of {len(codes):,} are longer and were cut.",
        f"The vocabulary is the {len(preparation.words) - 2:,} most frequent words of the training texts; "
        f"{100 * unknown:.1f} % of all words are not in it and read as unknown.",
    ]
    return tuple(notes)


def padded(rows: Sequence, length: int) -> np.ndarray:
    """(n, length) float64: rows cut to `length`, zeros after their end."""
    table = np.zeros((len(rows), length))
    for place, row in enumerate(rows):
        table[place, : min(len(row), length)] = row[:length]
    return table
