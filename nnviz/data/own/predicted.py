"""Which columns of a table are predicted, and what task they make: one class or number, labels, or several numbers."""

from nnviz import words
from nnviz.data.column import Column
from nnviz.errors import DataError

MOST_CLASSES = 200
"""Values of a target that is a category, and targets of one table."""


def of(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The targets among the columns: one of any kind, or several that are all yes-or-no or all numbers.

    Raises:
        DataError: for none, for one of another kind, and for a mix.
    """
    targets = tuple(column for column in columns if column.role == "target")
    if not targets:
        raise DataError(
            "No column is the target.",
            expected="one, or several that are all yes-or-no or all numbers",
            fix="Choose what is to be predicted.",
            where="columns",
        )
    if len(targets) > MOST_CLASSES:
        raise DataError(f"{len(targets):,} columns are targets.", expected=f"at most {MOST_CLASSES}", where="columns")
    for target in targets:
        _check(target)
    if len(targets) > 1 and not (_labels(targets) or all(target.kind == "number" for target in targets)):
        kinds = [f"{target.name} is a {target.kind}" for target in targets[:3]]
        raise DataError(
            f"These targets cannot be predicted together: {words.listed(kinds)}.",
            expected="targets that are all yes or no (labels), or all numbers",
            fix="Leave one of them, or correct their kinds.",
            where="columns",
        )
    return targets


def described(targets: tuple[Column, ...]) -> dict:
    """The fields of a `Schema` that tell the task, its names and units."""
    name, first = words.listed([target.name for target in targets]), targets[0]
    if len(targets) > 1 and _labels(targets):
        names = tuple(target.name for target in targets)
        return {"task": "multilabel", "class_names": names, "target_name": "labels", "outputs": len(names)}
    if first.kind == "number":
        names = tuple(target.name for target in targets) if len(targets) > 1 else ()
        units = tuple(target.unit for target in targets)
        named = {"target_name": name, "target_names": names, "target_units": units if any(units) else ()}
        return {"task": "regression", "outputs": len(targets), **named}
    classes = first.categories
    task, outputs = ("binary", 1) if len(classes) == 2 else ("multiclass", len(classes))
    return {"task": task, "class_names": classes, "target_name": name, "outputs": outputs}


def _labels(targets: tuple[Column, ...]) -> bool:
    return all(target.kind == "boolean" for target in targets)


def _check(target: Column) -> None:
    if target.kind not in ("number", "category", "boolean"):
        raise DataError(
            f"The target {target.name} is of the kind {target.kind}.",
            expected="a number, a category or a yes-or-no column",
            fix="Choose another target, or correct its kind.",
            where="columns",
        )
    if len(target.categories) > MOST_CLASSES:
        raise DataError(
            f"The target {target.name} has {len(target.categories):,} different values.",
            expected=f"at most {MOST_CLASSES} classes, or a number",
            fix="Make it a number where more and less mean something, or choose another target.",
            where="columns",
        )
