"""What reading texts does to them: how long they are, the words that are kept, and a few texts as the network reads
them."""

from collections.abc import Iterator

import numpy as np

from nnviz.data import texts
from nnviz.data.preparing import steps
from nnviz.data.preparing.step_records import Spread, StepEffect
from nnviz.data.raw import Raw
from nnviz.errors import NnvizError
from nnviz.specs import StepSpec

STEP = "text"
"""The step that reads texts."""
_BARS, _WORDS = 24, 12
_LETTERS = 90
"""Of a text that is shown."""
_ONES = 8
"""Words or characters of a text that are shown as read."""


def effects(raw: Raw, training: np.ndarray, own: tuple[StepSpec, ...]) -> Iterator[StepEffect]:
    """Each step as `nnviz.data.preparing.effects.prepared_through` tells it.

    Args:
        training: positions of the training examples in `raw`.
    """
    written = texts.written(raw)[training]
    for spec in own:
        try:
            settings = steps.check(spec)
        except NnvizError as error:
            yield StepEffect(spec, problem=str(error))
            return
        if not spec.on or spec.name != STEP:
            yield StepEffect(spec)
            continue
        yield _effect(spec, texts.fit_step(written, settings), written)


def _effect(spec: StepSpec, fitted: texts.TextPreparation, written: np.ndarray) -> StepEffect:
    split = [fitted.split(text) for text in written]
    lengths = np.array([len(words) for words in split])
    most = int(lengths.max(initial=1))
    counts = np.histogram(lengths, bins=min(_BARS, most), range=(0, most))[0]
    before = Spread(f"{fitted.unit} in a text", tuple(map(float, counts)), low="0", high=f"{most:,}")
    words = fitted.words[2 : 2 + _WORDS]
    often = {word: 0 for word in words}
    for one in split:
        for word in one:
            if word in often:
                often[word] += 1
    names = tuple(word if word.strip() else "space" for word in words)
    more = max(0, len(fitted.words) - 2 - len(words))
    after = Spread(f"{len(fitted.words) - 2:,} known", tuple(map(float, often.values())), names, more=more)
    known = set(fitted.words)
    order = np.argsort(lengths, kind="stable")
    shown = [order[int(share * (len(order) - 1))] for share in (0.1, 0.5, 0.9)]
    pairs = tuple((_short(written[k]), _read(split[k][: fitted.length], known)) for k in shown)
    told = f"Cut or filled up to {fitted.length:,} {fitted.unit}."
    return StepEffect(spec, "", (), before, after, pairs, True, told)


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS].rstrip()} …"


def _read(words: list[str], known: set[str]) -> str:
    shown = [(word if word.strip() else "␣") if word in known else texts.UNKNOWN for word in words[:_ONES]]
    return " · ".join(shown) + (" …" if len(words) > _ONES else "")
