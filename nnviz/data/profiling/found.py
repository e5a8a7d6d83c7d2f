"""What stands out in data, and the changes that mend it. Plain words, no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from nnviz.specs import DataSpec

Weight = Literal["leak", "warning", "hint"]


@dataclass(frozen=True)
class Mend:
    """A change of the specification that mends what was found.

    Attributes:
        title: what its button says: "Ignore this column".
        done: what is true afterwards: "reminders is ignored".
        columns: corrections of columns, as in `DataSpec.columns`, added to those that there are.
        fields: other fields of the specification and their new values.
    """

    title: str
    done: str
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, spec: DataSpec) -> DataSpec:
        """The changed specification."""
        columns = {name: dict(choice) for name, choice in spec.columns.items()}
        for name, choice in self.columns.items():
            columns[name] = {**columns.get(name, {}), **choice}
        return spec.replace(columns=columns, **self.fields)


@dataclass(frozen=True)
class Finding:
    """Something to know before training.

    Attributes:
        kind: a name of its rule: "constant", "leak", "duplicates", …
        weight: "leak" for what makes scores untrue, "warning" for what harms, "hint" for what may be meant so.
        sentence: what is the case.
        evidence: the numbers behind it, and why it matters.
        columns: names of the columns that it is about.
        mends: what can be done about it with one click, the best first; () where only a person can.
        rows: positions in the source of some examples that show it; of pairs, one after the other.
        cells: what these are, column → value as people read it.
        pictures: (rows, height, width, 1 or 3) uint8 of these, where the data are images.
    """

    kind: str
    weight: Weight
    sentence: str
    evidence: str
    columns: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()
    rows: tuple[int, ...] = ()
    cells: tuple[dict[str, str], ...] = ()
    pictures: np.ndarray | None = None
