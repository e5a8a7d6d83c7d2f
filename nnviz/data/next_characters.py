"""A text without labels → what comes next: examples whose input is some characters and whose class is the one after."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from nnviz import words
from nnviz.data import texts
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema

LENGTH = 30
"""Characters that the network sees before the one that it has to tell."""
LEAST = 500
"""Characters that a text has at least."""
_MOST_CLASSES = 60
_NAMES = {" ": "space", "\n": "line end", "\t": "tab"}


def examples(lines: Sequence[str], title: str, limit: int, seed: int) -> Raw:
    """`limit` places of a text drawn at random, each with the characters before it; later ones are held out.

    Args:
        lines: of the text, `LEAST` characters or more in all; a line's end is a character too.

    Returns:
        Raw: x (n, LENGTH) places in all the characters; y (n,) the next one, the most frequent first; with the times
            by which they are to be split, so that what validates stands after what trained.
    """
    text = "\n".join(line.lower().replace("’", "'") for line in lines)  # as `split_text` reads characters later
    counts = Counter(text[LENGTH:])
    classes = [character for character, count in counts.most_common(_MOST_CLASSES) if count >= 2]
    number = {character: place for place, character in enumerate(classes)}
    places = np.array([place for place in range(LENGTH, len(text)) if text[place] in number])
    total = len(places)
    if total > limit:
        places = np.sort(np.random.default_rng([seed, 4409]).choice(places, limit, replace=False))
    corpus = (texts.PADDING, *sorted(set(text)))
    code = {character: place for place, character in enumerate(corpus)}
    before = [text[place - LENGTH : place] for place in places]
    x = np.array([[code[character] for character in one] for one in before], float)
    y = np.array([number[text[place]] for place in places])
    return Raw(
        x,
        y,
        _schema(title, classes),
        _notes(total, len(places), classes[0], counts[classes[0]] / max(1, counts.total())),
        words=corpus,
        texts=texts.as_array(before),
        times=places.astype(float),
        unit="characters",
    )


def _notes(total: int, read: int, most: str, share: float) -> tuple[str, ...]:
    notes = (
        f"The lines say no label: a network learns which character comes next, from the {LENGTH} before it. What "
        "validates stands after what trains in the file.",
        f"Always saying {_NAMES.get(most, most)} is right in {words.percent(share)}.",
    )
    if read == total:
        return notes
    return (*notes, f"{read:,} of {total:,} places were drawn at random; raise the limit to read more.")


def _schema(title: str, classes: Sequence[str]) -> Schema:
    return Schema(
        kind="tokens",
        task="binary" if len(classes) == 2 else "multiclass",
        input_shape=(LENGTH,),
        class_names=tuple(_NAMES.get(character, character) for character in classes),
        target_name="next character",
        outputs=1 if len(classes) == 2 else len(classes),
        source=title or "Own text",
        order="memory",
    )
