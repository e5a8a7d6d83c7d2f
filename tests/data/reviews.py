"""Texts whose sense hangs on their words, written by a rule that tests know: a table as a person would upload it."""

import numpy as np

GOOD = ("wonderful", "brilliant", "charming", "superb")
BAD = ("dull", "awful", "boring", "clumsy")
_SUBJECTS = ("the film", "this story", "the acting", "the music")
_LINKS = ("was", "seemed", "is")
_ENDS = ("from the start", "in every scene", "to the very end", "for my family")


def reviews(count: int = 200, seed: int = 0):
    """A DataFrame with "review" and "mood"; "not" turns the sense of the word after it."""
    import pandas as pd

    draw, rows = np.random.default_rng(seed), []
    for _ in range(count):
        good, negated = draw.integers(2), draw.random() < 0.3
        word = draw.choice(GOOD if good else BAD)
        parts = (draw.choice(_SUBJECTS), draw.choice(_LINKS), "not" if negated else "", word, draw.choice(_ENDS))
        ending = draw.choice([".", "!", ""])
        text = " ".join(part for part in parts if part) + ending
        rows.append((text.capitalize(), "happy" if bool(good) != negated else "sad"))
    return pd.DataFrame(rows, columns=["review", "mood"])
