"""Lists of letters turned around or put in order, and brackets that close or do not: what attention is good at."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.truth import Truth

LETTERS = "ABCDEFGHIJ"
BRACKETS = "()[]"


def lists(points: int, length: int, letters: int, order: str, position: int, seed: int) -> Raw:
    """Lists of letters, each behind a number p: which letter is at place p once the list is turned around, or sorted?

    A network of this app answers with one class, not with a list; so each example asks for one place of the result.

    Args:
        order: "turned around" or "from A to Z".
        position: p of every example, from 1; 0 draws another p for each.

    Returns:
        Raw: x (points, 1 + length) numbers of tokens (`tokens`): p, then the letters. Its truth marks where the letter
        that is the answer stands: one place in a list turned around, every place of that letter in an ordered one.
    """
    rng = np.random.default_rng(seed)
    letter = rng.integers(0, letters, (points, length))
    p = rng.integers(0, length, points) if position == 0 else np.full(points, min(position, length) - 1)
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
    return Raw(x.astype(float), y, truth=Truth(sentence, parts, noun="the letter that is the answer"))


def list_tokens(length: int, letters: int) -> tuple[str, ...]:
    """What the numbers of x stand for: nothing, the letters, and the places that can be asked for."""
    return ("", *LETTERS[:letters], *(f"{k + 1}?" for k in range(length)))


def brackets(points: int, length: int, kinds: int, seed: int) -> Raw:
    """Lists of brackets, half of them balanced: each is closed by its own kind, in order, and none is left open.

    The others were balanced too, until two of their brackets that are not alike changed places, or one was turned: so
    that they look alike.

    Args:
        length: of the longest; all have an even number of brackets, from two pairs on.
        kinds: 1 for round ones, 2 for round and square ones.

    Returns:
        Raw: x (points, length) numbers of BRACKETS from 1, 0 after the end. Its truth marks the first bracket that is
        wrong, or the one left open; of a balanced list all of it.
    """
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(points) % 2)
    x, parts = np.zeros((points, length)), np.zeros((points, length), bool)
    for row, balanced in enumerate(y):
        text = _balanced(rng, int(rng.integers(2, length // 2 + 1)), kinds)
        while not balanced and first_wrong(text) is None:
            text = _disturbed(rng, text, kinds)
        x[row, : len(text)] = [1 + BRACKETS.index(mark) for mark in text]
        parts[row, : len(text)] = balanced
        if not balanced:
            parts[row, first_wrong(text)] = True
    sentence = "A list is wrong from the first bracket that closes nothing, or that is never closed."
    return Raw(x, y, truth=Truth(sentence, parts, noun="what decides"))


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
