"""What a source hands over, before anything is split or scaled."""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.data.column import Column
from nnviz.data.further import RawFurther
from nnviz.data.schema import Schema
from nnviz.data.truth import Truth


@dataclass(frozen=True)
class Raw:
    """Examples in the source's own units.

    Attributes:
        x: (n, …) numbers.
        y: (n,) whole numbers from 0 for classes, (n, labels) of 0 and 1 for labels, (n,) or (n, targets) real numbers
            for regression.
        schema: needed only where the catalog cannot tell it beforehand.
        missing: per feature, how many examples lacked it; filled in when examples are left out.
        rows: (n,) positions of the examples in the source; filled in when examples are left out.
        notes: sentences about what reading the source did.
        parts: (n,) 0 for training, 1 for validation, 2 for test, where the source comes with a split of its own; −1 for
            an example of no part, which is left out.
        groups: (n,) whole numbers: examples of one group are not split up; None where there are no groups.
        words: of texts, what the numbers of x are places of, before a `TextPreparation` counts them.
        texts: (n,) the texts themselves; None for other data.
        unit: of texts, what `words` are: "words" or "characters".
        joined: of texts that are several columns one after the other, their names and the mark between them.
        truth: what decides the targets, of data that were made; its rows are those of the source, none left out.
        times: (n,) when each target came about, of data that must be split by time; numbers that grow, NaN where it is
            not known, which leaves the example out.
        further: what stands beside x, (n, …) each.
        plain: (n,) what one would say of each target without a network, of series: the last number seen.
        columns: what the columns of x are where it is codes that steps have to turn into inputs; gaps are NaN.
    """

    x: np.ndarray
    y: np.ndarray
    schema: Schema | None = None
    notes: tuple[str, ...] = ()
    missing: np.ndarray | None = None
    rows: np.ndarray | None = None
    columns: tuple[Column, ...] = ()
    words: tuple[str, ...] = ()
    texts: np.ndarray | None = None
    unit: str = "words"
    joined: tuple[tuple[str, ...], str] = ((), "")
    parts: np.ndarray | None = None
    groups: np.ndarray | None = None
    truth: Truth | None = None
    times: np.ndarray | None = None
    plain: np.ndarray | None = None
    further: tuple[RawFurther, ...] = ()

    def at(self, places: np.ndarray) -> "Raw":
        """The examples at `places` (k,) of these, with all that is told of each."""
        own = {name: getattr(self, name) for name in ("x", "y", "rows", "parts", "groups", "times", "plain", "texts")}
        chosen = {name: None if values is None else values[places] for name, values in own.items()}
        return replace(self, **chosen, further=tuple(one.at(places) for one in self.further))
