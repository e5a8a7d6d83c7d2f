"""Which rows train, validate and test in every fold of a study, before anything is trained."""

from dataclasses import dataclass

import numpy as np

from nnviz.specs import DataSpec

TRAIN, VALIDATION, TEST, UNUSED = range(4)


@dataclass(frozen=True)
class FoldPlan:
    """Attributes:
    parts: (folds, n) uint8: of every row in every fold TRAIN, VALIDATION, TEST or UNUSED, rows in the data's order.
    classes: (n,) each row's class, -1 where there are none.
    class_names: of these.
    """

    parts: np.ndarray
    classes: np.ndarray
    class_names: tuple[str, ...]

    @property
    def validated(self) -> np.ndarray:
        """(n,) in how many folds each row validates."""
        return (self.parts == VALIDATION).sum(0)


def fold_plan(spec: DataSpec, count: int) -> FoldPlan:
    """The rows of folds 0 … count − 1 of `spec`.

    Raises:
        DataError: for data that cannot be shared out so.
    """
    from nnviz.data.load import read
    from nnviz.data.splitting.parts import rows_of_parts
    from nnviz.data.splitting.strata import groups

    raw = read(spec)
    classes = groups(raw.schema, raw.y)
    n = len(raw.x)
    parts = np.full((count, n), UNUSED, np.uint8)
    for fold in range(count):
        for part, rows in enumerate(rows_of_parts(raw, spec.replace(fold=fold))):
            parts[fold, rows] = part
    shown = np.full(n, -1) if classes is None else np.asarray(classes).astype(int)
    return FoldPlan(parts, shown, tuple(raw.schema.class_names or ()))


def rows_for_folds(spec: DataSpec) -> int:
    """How many rows are not for the test: as many folds leave one out. Raises DataError as `load` does."""
    from nnviz.data.load import read
    from nnviz.data.splitting.parts import rows_of_parts

    train, validation, _ = rows_of_parts(read(spec), spec.replace(folds=0, fold=0, training_examples=0))
    return len(train) + len(validation)
