"""Data of one's own in a script: a table, arrays, texts or images → the `DataSpec` that names them."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nnviz import names
from nnviz.data import lengths
from nnviz.data.catalog.own import FORMS, HELD_OUT
from nnviz.data.load import load
from nnviz.data.own import arrays, beside, files, frames, texts, zips
from nnviz.data.own.array_files import BESIDE
from nnviz.data.schema import Dataset
from nnviz.errors import DataError, SpecError
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
    source: str = "",
    **settings: Any,
) -> DataSpec:
    """Keeps data under the hash of their content and returns the specification that names them.

    Args:
        data: a pandas DataFrame (or whatever has `to_pandas()`); the path of a table (.csv, .tsv, .xlsx, .parquet), of
            arrays (.npz, .npy), of texts (.txt), or of a .zip with one folder of images or texts a class, or of images
            and a table that names them; or an array
            (examples, …) with its targets in `y`, or a list of sequences (steps, channels) of lengths of their own; or
            {name: array} for several inputs, the first of which may be anything, and the others rows of numbers,
            sequences or images beside it.
        y: (examples,) whole numbers or names for classes, (examples, labels) whole numbers 0 and 1 for labels, or
            (examples,) or (examples, targets) real numbers.
        validation: of arrays: (x, y) that are held out as they are; the rest is then for training alone.
        target: of a table: the column to be predicted, or several that are all yes-or-no or all numbers; guessed when
            None.
        columns: of a table: corrections of what is guessed, such as `{"postcode": {"kind": "category"}}`, and who is
            held out: whole groups (`{"patient": {"role": "group"}}`), the latest ("time"), or as it says ("split").
        title: what people call the data; the file's name when empty.
        source: of a file that could be read in two ways, the name in `nnviz.data.catalog`; guessed when empty.
        settings: further fields of `DataSpec` (`test_fraction=0.2`, `missing="drop"`, …), or settings of the source
            (`limit`, `size`, `colour`, `held_out`, `classes`, `separator`, `encoding`, `header`, `decimal`, `dates`,
            `sheet`, `inputs`, `targets`, `form`).

    Raises:
        DataError: for data that cannot be kept or read.

    >>> import numpy as np
    >>> own_data(np.zeros((8, 3)), np.arange(8) % 2, title="Nothing").source
    'own_arrays'
    """
    name, kept, guessed = _kept(data, y, validation)
    choices = {column: dict(choice) for column, choice in (columns or {}).items()}
    for name_of_target in [target] if isinstance(target, str) else target or ():
        choices.setdefault(name_of_target, {})["role"] = "target"
    fields = {field: settings.pop(field) for field in list(settings) if field in DataSpec.model_fields}
    if (source or guessed) == "own_images" and zips.has_parts(files.find(kept)):
        settings.setdefault("held_out", HELD_OUT[1])
    called = names.clean(title or name)
    return DataSpec(
        source=source or guessed, settings={"file": kept, "title": called, **settings}, columns=choices, **fields
    )


def load_data(data: Any, y: Any = None, **settings: Any) -> Dataset:
    """Data ready for training: those that a specification names, or one's own, as `own_data` takes them.

    Args:
        data: a `DataSpec`; or a DataFrame, a path or an array, with further arguments of `own_data`.

    Returns:
        Dataset: three splits, prepared and scaled (`nnviz.data.load.load`).

    Raises:
        SpecError, DataError: for what cannot be kept, read or split.

    >>> import pandas as pd
    >>> houses = pd.DataFrame({"rooms": [2, 3, 4, 5] * 9, "price": [90.5, 120.2, 161.4, 199.9] * 9})
    >>> load_data(houses, target="price").schema.task
    'regression'
    """
    if isinstance(data, DataSpec):
        if y is not None or settings:
            raise SpecError(
                "A DataSpec says everything about its data.",
                expected="nothing beside it",
                fix="Use data.replace(…) for another setting.",
                where=next(iter(settings), "y"),
            )
        return load(data)
    return load(own_data(data, y, **settings))


def _kept(data: Any, y: Any, validation: tuple[Any, Any] | None) -> tuple[str, str, str]:
    """Keeps the data; what they are called, the name that they are kept under, and the source that reads them."""
    if hasattr(data, "to_pandas"):
        data = data.to_pandas()
    if validation is not None and (isinstance(data, str | Path) or hasattr(data, "to_csv")):
        raise DataError("Validation data can only be given beside arrays.", where="validation")
    if isinstance(data, str | Path):
        path = Path(data).expanduser()
        kept = files.keep(path)
        return path.name, kept, _source_of(path, kept)
    if hasattr(data, "to_csv") and hasattr(data, "columns"):
        if getattr(data.columns, "nlevels", 1) > 1:
            data = data.set_axis([" ".join(map(str, name)) for name in data.columns], axis=1)
        return "table.csv", _written("table.csv", data.to_csv(index=False).encode()), "own_table"
    return "arrays.npz", _written("arrays.npz", _stored(data, y, validation)), "own_arrays"


def _source_of(path: Path, kept: str) -> str:
    """What reads a file: of a zip what most of its files are, of a .txt lines with labels or else a table."""
    kind = kept.rsplit(".", 1)[-1]
    if kind == "zip":
        with zips.opened(path) as archive:
            if beside.is_one(archive):
                return "own_beside"
            text_files = sum(name.lower().endswith(".txt") for name in archive.namelist())
            return "own_texts" if text_files > 0.5 * len(archive.namelist()) else "own_images"
    if path.suffix.lower() == ".txt" and _is_text(path):
        return "own_texts"
    return {"npz": "own_arrays", "npy": "own_arrays"}.get(kind, "own_table")


def _is_text(path: Path) -> bool:
    """Whether a .txt file holds labelled texts, or one text, rather than a table."""
    lines = texts.lines_of(path)[0]
    form = texts.guessed_form(lines)
    if form in FORMS[:2]:
        said = [texts.parted(line, form)[1] for line in lines[:200] if line.count("\t") == 1]
        return len(said) > 0.9 * len(lines[:200]) and sum(len(text.split()) for text in said) >= 2 * len(said)
    if form != FORMS[3]:
        return form == FORMS[2]
    try:
        frames.read(path, {}, 1_000, 0)
    except DataError:
        return True
    return False


def _written(name: str, content: bytes) -> str:
    place = files.folder() / files.name_of(name, content)
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        replace(place, content)
    return place.name


def _stored(data: Any, y: Any, validation: tuple[Any, Any] | None) -> bytes:
    """Arrays as the bytes of an NPZ file."""
    others = {}
    if isinstance(data, Mapping):
        if not data:
            raise DataError("There is no array.", expected="{name: array}, one or more", where="x")
        (_, data), *named = data.items()
        others = dict(named)
    x, targets = arrays.check(data, [] if y is None else y)
    more = {f"{BESIDE}{name}": arrays.check_beside(name, own, len(x)) for name, own in others.items()}
    if validation is not None and others:
        raise DataError(
            "Validation data of several inputs cannot be given by themselves.",
            fix="Join them to the others, and hold out a share: validation_fraction=0.2.",
            where="validation",
        )
    if validation is not None:
        held_x, held_y = arrays.check(*validation)
        x, held_x = lengths.level(x, held_x)
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
    return stored.getvalue()
