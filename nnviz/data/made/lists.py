"""Lists of letters turned around or put in order, and brackets that close or do not: what attention is good at."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.truth import Truth

LETTERS = "ABCDEFGHIJ"
BRACKETS = "()[]"
_ANSWER = "the letter that is the answer"
_TRIES = 6
"""Lists that are made for each one that is kept, at most."""


def lists(points: int, length: int, letters: int, order: str, position: int, seed: int) -> Raw:
    """Lists of letters, each behind a number p: which letter is at place p once the list is turned around, or sorted?

    A network of this app answers with one class, not with a list; so each example asks for one place of the result.

    Args:
        order: "turned around" or "from A to Z".
        position: p of every example, from 1; 0 draws another p for each.

    Returns:
        Raw: x (n, 1 + length) numbers of tokens (`list_tokens`): p, then the letters; no two alike, so that n is less
        than `points` where there are not so many. Its truth marks where the letter that is the answer stands: one place
        in a list turned around, every place of that letter in an ordered one.
    """
    rng, wanted = np.random.default_rng(seed), points
    letter = rng.integers(0, letters, (2 * points, length))
    p = rng.integers(0, length, 2 * points) if position == 0 else np.full(2 * points, min(position, length) - 1)
    first = np.sort(np.unique(np.column_stack([p, letter]), axis=0, return_index=True)[1])[:points]
    letter, p, points = letter[first], p[first], len(first)
    result = letter[:, ::-1] if order == "turned around" else np.sort(letter, axis=1)
    y = result[np.arange(points), p]
    x = np.concatenate([(1 + letters + p)[:, None], 1 + letter], axis=1)
    parts = np.zeros(x.shape, bool)
    if order == "turned around":
        parts[np.arange(points), length - p] = True
        sentence = "The answer is the letter at place p from the end."
    else:
        parts[:, 1:] = letter == y[:, None]
        sentence = "The answer is the letter that comes p-th from A to Z; all letters count for which that is."
    return Raw(x.astype(float), y, notes=_few(points, wanted), truth=Truth(sentence, parts, noun=_ANSWER))


def list_tokens(length: int, letters: int) -> tuple[str, ...]:
    """What the numbers of x stand for: nothing, the letters, and the places that can be asked for."""
    return ("", *LETTERS[:letters], *(f"{k + 1}?" for k in range(length)))


def brackets(points: int, length: int, kinds: int, seed: int) -> Raw:
    """Lists of brackets, half of them balanced: each is closed by its own kind, in order, and none is left open.

    The others were balanced too, until two of their brackets that are not alike changed places, or one was replaced: so
    that they look alike.

    Args:
        length: of the longest; all have an even number of brackets, half as many at least.
        kinds: 1 for round ones, 2 for round and square ones.

    Returns:
        Raw: x (n, length) numbers of BRACKETS from 1, 0 after the end; no two alike, so that n is less than `points`
        where there are not so many. Its truth marks the first bracket that is wrong, or the one left open; all of a
        balanced list.
    """
    rng = np.random.default_rng(seed)
    texts = _different(rng, points, length, kinds)
    y = np.array([first_wrong(text) is None for text in texts], int)
    x, parts = np.zeros((len(texts), length)), np.zeros((len(texts), length), bool)
    for row, text in enumerate(texts):
        x[row, : len(text)] = [1 + BRACKETS.index(mark) for mark in text]
        wrong = first_wrong(text)
        parts[row, slice(0, len(text)) if wrong is None else wrong] = True
    sentence = "A list is wrong from the first bracket that closes nothing, or that is never closed."
    return Raw(x, y, notes=_few(len(texts), points), truth=Truth(sentence, parts))


def _different(rng: np.random.Generator, points: int, length: int, kinds: int) -> list[str]:
    """Balanced lists and wrong ones in turn, no two alike."""
    seen: dict[str, None] = {}
    for _ in range(_TRIES * points):
        if len(seen) >= points:
            break
        text = _balanced(rng, int(rng.integers(length // 4, length // 2) + 1), kinds)
        while len(seen) % 2 and first_wrong(text) is None:
            text = _disturbed(rng, text, kinds)
        seen.setdefault(text)
    return list(seen)


def _few(points: int, wanted: int) -> tuple[str, ...]:
    return () if points >= wanted else (f"There are only {points:,} different lists of this kind; all are used.",)


def first_wrong(text: str) -> int | None:
    """The place of the first bracket that closes nothing or another kind, else of the first never closed; None where
    all is balanced.

    >>> first_wrong("(())"), first_wrong("())"), first_wrong("(()"), first_wrong("(]")
    (None, 2, 0, 1)
    """
    opened: list[int] = []
    for place, mark in enumerate(text):
        if mark in "([":
            opened.append(place)
        elif not opened or text[opened.pop()] + mark not in ("()", "[]"):
            return place
    return opened[0] if opened else None


def _balanced(rng: np.random.Generator, pairs: int, kinds: int) -> str:
    """A balanced list of so many pairs."""
    text, opened, left = "", [], pairs
    while left or opened:
        if left and (not opened or rng.random() < 0.5):
            kind = 2 * int(rng.integers(kinds))
            text, left = text + BRACKETS[kind], left - 1
            opened.append(BRACKETS[kind + 1])
        else:
            text += opened.pop()
    return text


def _disturbed(rng: np.random.Generator, text: str, kinds: int) -> str:
    """`text` with two different brackets in each other's place, or one replaced by another."""
    marks = list(text)
    if rng.random() < 0.5:
        a, b = rng.choice(len(marks), 2, replace=False)
        marks[a], marks[b] = marks[b], marks[a]
    else:
        marks[rng.integers(len(marks))] = BRACKETS[rng.integers(2 * kinds)]
    return "".join(marks)
