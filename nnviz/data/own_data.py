"""Data of one's own in a script: a table, arrays or a zip of images → the `DataSpec` that names them."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.data import own_arrays, own_files
from nnviz.errors import DataError
from nnviz.specs import DataSpec
from nnviz.whole_files import replace


def own_data(
    data: Any,
    y: Any = None,
    *,
    validation: tuple[Any, Any] | None = None,
    target: str | Sequence[str] | None = None,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    title: str = "",
    **settings: Any,
) -> DataSpec:
    """Keeps data under the hash of their content and returns the specification that names them.

    Args:
        data: a pandas DataFrame; the path of a .csv, or of a .zip with one folder of images a class; or an array
            (examples, …) with its targets in `y`.
        y: (examples,) whole numbers or names for classes, or (examples,) or (examples, targets) real numbers.
        validation: of arrays: (x, y) that are held out as they are; the rest is then for training alone.
        target: of a table: the column to be predicted, or several that are all yes-or-no or all numbers; guessed when
            None.
        columns: of a table: corrections of what is guessed, such as `{"postcode": {"kind": "category"}}`.
        title: what people call the data; the file's name when empty.
        settings: further fields of `DataSpec` (`test_fraction=0.2`, `missing="drop"`, …), or settings of the source
            (`limit`, `size`, `colour`, `classes`).

    Raises:
        DataError: for data that cannot be kept or read.

    >>> import numpy as np
    >>> own_data(np.zeros((8, 3)), np.arange(8) % 2, title="Nothing").source
    'own_arrays'
    """
    name, content, source = _content(data, y, validation)
    choices = {column: dict(choice) for column, choice in (columns or {}).items()}
    for name_of_target in [target] if isinstance(target, str) else target or ():
        choices.setdefault(name_of_target, {})["role"] = "target"
    place = own_files.folder() / own_files.name_of(name, content)
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        replace(place, content)
    fields = {field: settings.pop(field) for field in list(settings) if field in DataSpec.model_fields}
    return DataSpec(
        source=source, settings={"file": place.name, "title": title or name, **settings}, columns=choices, **fields
    )


def _content(data: Any, y: Any, validation: tuple[Any, Any] | None) -> tuple[str, bytes, str]:
    """What is kept: a name for it, its bytes, and the source that reads them."""
    if validation is not None and (isinstance(data, str | Path) or hasattr(data, "to_csv")):
        raise DataError("Validation data can only be given beside arrays.", where="validation")
    if isinstance(data, str | Path):
        path = Path(data).expanduser()
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(f"{path} cannot be read ({error.strerror or error}).", where="data") from None
        kind = own_files.name_of(path.name, content).rsplit(".", 1)[-1]
        return path.name, content, {"csv": "own_table", "zip": "own_images", "npz": "own_arrays"}[kind]
    if hasattr(data, "to_csv") and hasattr(data, "columns"):
        return "table.csv", data.to_csv(index=False).encode(), "own_table"
    x, targets = own_arrays.check(data, [] if y is None else y)
    more = {}
    if validation is not None:
        held_x, held_y = own_arrays.check(*validation)
        if held_x.shape[1:] != x.shape[1:] or held_y.shape[1:] != targets.shape[1:]:
            raise DataError(
                f"The validation examples have the shape {held_x.shape[1:]} and the others {x.shape[1:]}.",
                expected="the same",
                where="validation",
            )
        more["parts"] = np.repeat(np.uint8([0, 1]), [len(x), len(held_x)])
        x, targets = np.concatenate([x, held_x]), np.concatenate([targets, held_y])
    if targets.dtype.kind in "US":
        values, targets = np.unique(targets.astype(str), return_inverse=True)
        more["classes"] = np.asarray(values)
    stored = io.BytesIO()
    np.savez(stored, x=x, y=targets, **more)
    return "arrays.npz", stored.getvalue(), "own_arrays"
