"""What a step is fitted to: training examples column by column, and what each column is by then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nnviz import names


@dataclass
class State:
    """Training examples at one place of the pipeline.

    Attributes:
        parts: column → (n,) float64, NaN where missing; one entry (n, …) for images and sequences.
        kinds: column → its kind; "switch" for inputs of 0 and 1 and others that no step changes.
        categories: column → the names that its codes stand for.
        source: column → the column of the data that it comes from.
    """

    parts: dict[str, np.ndarray]
    kinds: dict[str, str]
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)

    def new_names(self, wanted: list[str], instead_of: str = "") -> list[str]:
        """Names for new columns, as wanted where no other column is called so."""
        taken = [name for name in self.parts if name != instead_of]
        return list(names.clean_all([*taken, *wanted], "column")[len(taken) :])

    @property
    def rows(self) -> int:
        """How many examples there are."""
        return len(next(iter(self.parts.values()), ()))

    def seen(self, name: str) -> np.ndarray:
        """The values of a column that are there."""
        return there(self.parts[name])


def there(values: np.ndarray) -> np.ndarray:
    """The values that are not missing."""
    gaps = np.isnan(values)
    return values[~gaps] if gaps.any() else values


def word_of(state: State, name: str, code: float) -> str:
    """What a category's code stands for."""
    return state.categories[name][int(code)]


Settings = Mapping[str, object]
