"""Sentences in which certain words decide: the truth is which."""

import numpy as np

from nnviz.data import texts
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.data.truth import Truth

CLASSES = ("negative", "positive")
GOOD = ("wonderful", "excellent", "lovely", "superb", "perfect", "great", "splendid", "charming")
BAD = ("awful", "terrible", "dreadful", "horrible", "poor", "disappointing", "boring", "bad")
_FORMS = (
    "{who} {did} {what} {when} and {part} was {verdict}",
    "{part} was {verdict} when {who} {did} {what}",
    "{when} {part} was {verdict} and {who} {did} {what} again",
)
_WORDS = {
    "who": ("we", "they", "my sister", "our neighbours", "the whole class", "two friends", "my uncle", "the team"),
    "did": ("visited", "tried", "found", "chose", "saw", "picked", "left", "described"),
    "what": ("the hotel", "the garden", "this cafe", "a concert", "the museum", "the ferry", "that play", "the market"),
    "when": ("on monday", "last week", "in the morning", "after work", "in may", "by chance", "at noon", "yesterday"),
    "part": ("the service", "the music", "the view", "the food", "the story", "the light", "the mood", "the room"),
}


def sentences(points: int, negation: bool, seed: int) -> Raw:
    """Sentences such as "we tried the ferry last week and the view was lovely", positive or negative by one word.

    Everything else is drawn alike for both classes.

    Args:
        negation: every other sentence says "not lovely" instead of "awful": then two words decide together.

    Returns:
        Raw: x (points, longest) places in the words that occur; its truth marks the words that decide.
    """
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.arange(points) % 2)
    turned = (rng.random(points) < 0.5) & negation
    written = [_sentence(rng, bool(positive), bool(turn)) for positive, turn in zip(y, turned, strict=True)]
    codes, corpus = texts.read(text for text, _ in written)
    parts = np.zeros(codes.shape, bool)
    for row, (_, places) in enumerate(written):
        parts[row, places] = True
    turning = ", and not before it turns it around" if negation else ""
    truth = Truth(
        f"One word decides, such as {GOOD[2]} or {BAD[0]}{turning}; all other words say nothing.",
        parts,
        noun="the words that decide",
    )
    schema = Schema("tokens", "binary", codes.shape[1:], (), CLASSES, "verdict", source="Sentences")
    return Raw(codes, y, schema, words=corpus, truth=truth)


def _sentence(rng: np.random.Generator, positive: bool, turned: bool) -> tuple[str, list[int]]:
    """A sentence and the places of the words that decide."""
    word = str(rng.choice(GOOD if positive != turned else BAD))
    verdict = ["not", word] if turned else [word]
    chosen = {name: str(rng.choice(words)) for name, words in _WORDS.items()}
    before, after = str(rng.choice(_FORMS)).format(verdict="|", **chosen).split("|")
    begin = before.split()
    return " ".join([*begin, *verdict, *after.split()]), [len(begin) + k for k in range(len(verdict))]
