"""What stands beside an example that a person made: the tables that they filled in, and the sequences and images of an
example of the data. Imports no framework."""

import json
import math
from collections.abc import Mapping, Sequence

import numpy as np

_LONGEST, _MOST = 200, 10_000
"""Letters of a name, and values of all tables together."""
PARTS = ("train", "validation", "test")


def checked(beside: Mapping) -> dict:
    """What stands beside an example, as JSON: name → its codes, null where a value is missing; of a sequence or an
    image [part, position] of the example whose it is. Raises ValueError, TypeError or AttributeError otherwise."""
    rows = {str(name)[:_LONGEST]: _checked(row) for name, row in sorted(beside.items())}
    if sum(map(len, rows.values())) > _MOST:
        raise ValueError
    return {"beside": rows}


def _checked(row: Sequence) -> list:
    if len(row) == 2 and isinstance(row[0], str):
        part, position = row
        if part not in PARTS or int(position) < 0:
            raise ValueError
        return [part, int(position)]
    numbers = [None if own is None or own != own else float(own) for own in row]
    if not all(own is None or math.isfinite(own) for own in numbers):
        raise ValueError
    return numbers


def added(content: str, beside: Mapping) -> str:
    """The content of an own example with this beside it instead of what was; "" for no example.

    Raises:
        DataError: for what cannot stand there.
    """
    from nnviz.errors import DataError

    if not content or not beside:
        return content
    try:
        told = {**json.loads(content), **checked(beside)}
    except (TypeError, ValueError, AttributeError):
        raise DataError("What stands beside the example cannot be read.", where="own") from None
    return json.dumps(dict(sorted(told.items())))


def tables_of(content: str, dataset) -> dict[str, np.ndarray]:
    """The tables beside an own example of a data set, (1, columns) codes by their names; a usual row of the training
    examples where it says nothing of one."""
    said, tables = _said(content), {}
    for one in dataset.further:
        if not one.form.columns:
            continue
        row = said.get(one.form.name)
        row = one.typical if row is None or len(row) != len(one.typical) or _is_of_data(row) else row
        codes = np.array([[math.nan if own is None else own for own in row]], float)
        for place, column in enumerate(one.form.columns):
            if column.categories and not 0 <= codes[0, place] < len(column.categories):
                codes[0, place] = math.nan
        tables[one.form.name] = one.filled(codes)
    return tables


def examples_of(content: str, dataset) -> dict[str, tuple[str, int]]:
    """Whose sequences and images stand beside an own example: name → (part, position); the first training example's
    where it says nothing.

    Raises:
        DataError: for an example that these data do not have, as where they are others than those it was made beside.
    """
    from nnviz.errors import DataError

    examples = {}
    for one in dataset.further:
        if one.form.columns:
            continue
        part, position = whose(content, one.form.name) or ("train", 0)
        count = len(dataset.split(part))
        if position >= count:
            raise DataError(
                f"{one.form.name} beside this example is that of {'training' if part == 'train' else part} example "
                f"{position + 1:,}, and these data have "
                f"{count:,}.",
                fix="Choose an example of the data, and make another one from it.",
                where="own",
            )
        examples[one.form.name] = (part, position)
    return examples


def arrays_of(content: str, dataset) -> dict[str, np.ndarray]:
    """The same as the network takes them, (1, …) by their names."""
    return {
        name: dataset.split(part).further[name][position : position + 1]
        for name, (part, position) in examples_of(content, dataset).items()
    }


def whose(content: str, name: str) -> tuple[str, int] | None:
    """(part, position) of the example of the data whose sequence or image `name` stands there; None for nobody's."""
    own = _said(content).get(name)
    return (own[0], own[1]) if _is_of_data(own) else None


def _said(content: str) -> dict:
    return json.loads(content).get("beside", {})


def _is_of_data(row) -> bool:
    return isinstance(row, list) and len(row) == 2 and isinstance(row[0], str)
