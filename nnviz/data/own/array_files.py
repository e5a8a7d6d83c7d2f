"""NumPy files (.npz, .npy) → named arrays, and which of them are inputs and targets. Nothing in them is unpickled.

Shapes are read first, and compared with the bytes that are there, so that no file asks for more memory than it fills.
"""

import math
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from nnviz.errors import DataError, unknown_name

MOST_BYTES = 3_200_000_000
LAST, SELF = "last column", "the inputs themselves"
"""What targets may be besides an array of the file."""
BESIDE = "beside_"
"""How the names of arrays begin that stand beside the inputs: "beside_table"."""
_ALONE = "array"
"""What the one array of an .npy file is called."""
_PAIRS = (
    ("x", "y"),
    ("x_train", "y_train"),
    ("train_x", "train_y"),
    ("train_images", "train_labels"),
    ("images", "labels"),
    ("data", "target"),
    ("data", "targets"),
    ("data", "labels"),
    ("features", "targets"),
    ("features", "labels"),
    ("inputs", "targets"),
    ("arr_0", "arr_1"),
)
_TESTS = (("train", "test"), ("train", "val"))
_FEW_CLASSES = 20


@dataclass(frozen=True)
class Form:
    """Shape and type of an array in a file."""

    shape: tuple[int, ...]
    dtype: np.dtype


@dataclass(frozen=True)
class Chosen:
    """Which arrays are read: `inputs` a name in the file; `targets` a name, `LAST` or `SELF`; `tests` the same of a
    test part, where the file has one."""

    inputs: str
    targets: str
    tests: tuple[str, str] | None = None


def forms(path: Path) -> dict[str, Form]:
    """Name → shape and type of every array of a file. Raises DataError for a damaged one, or one of Python objects."""
    try:
        if path.suffix == ".npy":
            with path.open("rb") as file:
                return {_ALONE: _form(file, path.stat().st_size, _ALONE)}
        with zipfile.ZipFile(path) as archive:
            entries = {entry.filename.removesuffix(".npy"): entry for entry in archive.infolist()}
            size = sum(entry.file_size for entry in entries.values())
            if size > MOST_BYTES:
                raise DataError(f"The arrays have {size / 1e9:.1f} GB.", expected="at most 3.2 GB", where="file")
            found = {}
            for name, entry in entries.items():
                with archive.open(entry) as file:
                    found[name] = _form(file, entry.file_size, name)
            return found
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise unreadable(error) from None


def unreadable(error: Exception) -> DataError:
    return DataError(
        f"The file cannot be read as arrays ({str(error)[:100]}).",
        expected="an .npz with the arrays x and y, or an .npy",
        where="file",
    )


def _form(file: IO[bytes], size: int, name: str) -> Form:
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    if dtype.hasobject:
        raise DataError(
            f"The array {name} holds Python objects, which are never opened here.",
            expected="numbers, or texts of a fixed length",
            fix='Save it with a type, as in np.asarray(values, "float32").',
            where="file",
        )
    if math.prod(shape) * dtype.itemsize > size:
        raise ValueError(f"{name} says that it has {math.prod(shape):,} values, which the file does not hold")
    return Form(tuple(shape), dtype)


def choose(found: dict[str, Form], inputs: str = "", targets: str = "") -> Chosen:
    """Which arrays are inputs and targets: what a person said, else by their usual names, else by their shapes.

    Raises:
        DataError: for a name that the file does not have.
    """
    for name, extra in ((inputs, ()), (targets, (LAST, SELF))):
        if name and name not in (*found, *extra):
            raise unknown_name("array", name, (*found, *extra), kind=DataError)
    if not found:
        raise DataError("The file holds no array.", expected="the arrays x and y", where="file")
    known = {name.lower(): name for name in found}
    pair = next(((known[x], known[y]) for x, y in _PAIRS if x in known and y in known), ("", ""))
    chosen_x = inputs or pair[0] or max(found, key=lambda name: (len(found[name].shape), math.prod(found[name].shape)))
    chosen_y = targets or (pair[1] if chosen_x == pair[0] else "") or _targets_for(found, chosen_x)
    return Chosen(chosen_x, chosen_y, _tests(known, chosen_x, chosen_y))


def _targets_for(found: dict[str, Form], inputs: str) -> str:
    shape = found[inputs].shape
    others = {name: form for name, form in found.items() if name != inputs and not name.startswith(BESIDE)}
    fitting = [n for n, form in others.items() if len(form.shape) in (1, 2) and form.shape[:1] == shape[:1]]
    return fitting[0] if fitting else LAST if len(shape) == 2 and shape[1] > 1 else SELF


def _tests(known: dict[str, str], inputs: str, targets: str) -> tuple[str, str] | None:
    for before, after in _TESTS:
        pair = [known.get(name.lower().replace(before, after)) for name in (inputs, targets)]
        if before in inputs.lower() and before in targets.lower() and all(pair):
            return pair[0], pair[1]
    return None


def read(path: Path, inputs: str = "", targets: str = "") -> tuple[Any, Any, dict[str, np.ndarray], tuple[str, ...]]:
    """(x, y, the file's further arrays `parts`, `classes` and those whose names begin with "beside_", notes). Raises
    DataError."""
    found = forms(path)
    chosen = choose(found, inputs, targets)
    notes: list[str] = []
    try:
        if path.suffix == ".npy":
            x, more = np.load(path, allow_pickle=False), {}
            y = None
        else:
            with np.load(path, allow_pickle=False) as stored:
                x = stored[chosen.inputs]
                y = stored.get(chosen.targets)
                wanted = [name for name in stored if name in ("parts", "classes") or name.startswith(BESIDE)]
                more = {name: stored[name] for name in wanted}
                if chosen.tests and "parts" not in more:
                    x, y, more["parts"] = _with_tests(x, y, *(stored[name] for name in chosen.tests))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, MemoryError) as error:
        raise unreadable(error) from None
    if chosen.targets == LAST:
        x, y = _apart(x)
        notes.append("The last column of the array is the target.")
    elif chosen.targets == SELF:
        y = x.reshape(len(x), -1).astype("float32")
        notes.append("The file has no targets: a network learns to give back its own input.")
    return x, y, more, tuple(notes)


def _with_tests(x, y, test_x, test_y):
    if test_x.shape[1:] != x.shape[1:] or test_y.shape[1:] != y.shape[1:]:
        raise ValueError(f"the test examples have the shape {test_x.shape[1:]} and the others {x.shape[1:]}")
    rng = np.random.default_rng(4409)
    parts = np.where(rng.random(len(x)) < 0.1, 1, 0)
    return np.concatenate([x, test_x]), np.concatenate([y, test_y]), np.concatenate([parts, np.full(len(test_x), 2)])


def _apart(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets of (examples, columns): few whole numbers in the last column are classes."""
    if x.ndim != 2 or x.shape[1] < 2 or x.dtype.kind not in "iufb":
        raise DataError(
            f"Received an array of the shape {x.shape} and the type {x.dtype}, without targets.",
            expected="(examples, columns) of numbers, the last column the target; or an .npz with the arrays x and y",
            where="file",
        )
    y = x[:, -1]
    different = np.unique(y[np.isfinite(y)])
    few = len(different) <= _FEW_CLASSES and len(y) >= 5 * len(different)
    if few and np.isfinite(y).all() and (different == np.round(different)).all():
        y = y.astype("int64")
    return x[:, :-1], y
