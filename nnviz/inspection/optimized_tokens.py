"""The text that excites one unit most: a search over words, for words cannot be changed a little at a time.

Ebrahimi et al., "HotFlip" (2018): the slope at what the Embedding makes of each word proposes which word to put where,
and the unit's own response decides.
"""

from collections.abc import Callable

import keras
import numpy as np

from nnviz.models.layer_paths import layer_paths

_TRIED = 24
"""Of all changes of one word, so many that the slope likes best are tried in each round."""


def searched(
    function, rows: list[np.ndarray], which: int, weights: np.ndarray, known: np.ndarray, rounds: int,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, int]:  # fmt: skip
    """(each row's words once no change of one word that was tried raises the unit any more, how many were changed).

    Args:
        function: `UnitFunction`.
        rows: what each input is at the start, (n, …); padding, which is 0 at the end of a text, stays.
        which: the input whose words are changed.
        weights: of the layer's output, the part that is to be raised.
        known: the words that may be put in.
        rounds: changes of a text at most.
    """
    tables = [
        (place, keras.ops.convert_to_numpy(layer_paths(function.model)[embedding.path].embeddings))
        for place, (k, embedding) in enumerate(function.entries)
        if k == which and embedding is not None
    ]
    texts, changed = rows[which].copy(), 0
    for k in range(len(texts)):
        row = [own[k : k + 1] for own in rows]
        for done in range(rounds):
            row[which] = texts[k : k + 1]
            better = _better(function, row, which, weights, known, tables)
            if better is None:
                break
            texts[k], changed = better, changed + 1
            if on_progress is not None:
                on_progress(k * rounds + done + 1, len(texts) * rounds)
    return texts, changed


def _better(function, row: list[np.ndarray], which: int, weights, known, tables) -> np.ndarray | None:
    """The text with one word changed that excites the unit most of those tried; None where none does more."""
    text = row[which][0]
    points = function.points(keras.tree.pack_sequence_as(function.structure, row))
    (value,), slopes = function.gradients(points, row, weights[None])
    gains = np.zeros((text.size, len(known)))
    for place, table in tables:
        slope = slopes[place][0].reshape(text.size, -1).astype("float64")
        own = points[place][0].reshape(text.size, -1)
        gains += slope @ table[known].T.astype("float64") - (slope * own).sum(1, keepdims=True)
    flat = text.ravel()
    words = flat != 0 if np.any(flat != 0) else np.ones(flat.size, bool)
    gains[~words] = -np.inf
    gains[flat[:, None] == known[None]] = -np.inf
    likely = np.argsort(-gains, axis=None, kind="stable")[:_TRIED]
    likely = likely[np.isfinite(gains.ravel()[likely])]
    if not len(likely):
        return None
    tried = np.repeat(text[None], len(likely), 0)
    places, chosen = np.unravel_index(likely, gains.shape)
    tried.reshape(len(likely), -1)[np.arange(len(likely)), places] = known[chosen]
    several = [np.repeat(own, len(likely), 0) for own in row]
    several[which] = tried
    points = function.points(keras.tree.pack_sequence_as(function.structure, several))
    values = function.values(points, several, np.repeat(weights[None], len(likely), 0))
    best = int(np.argmax(values))
    return tried[best] if values[best] > value + 1e-6 * max(1.0, abs(value)) else None
