"""Curves of a training elsewhere as a run: a Keras `History` as JSON, or the file of a `CSVLogger`. No framework.

Such a run has no network: pages that need one say so. A pickle is never opened, since opening it may run code.
"""

import csv
import io
import json
import math
from pathlib import Path

from nnviz.errors import RunError
from nnviz.runs.index import run_index
from nnviz.runs.run import IMPORTED, Run, Status
from nnviz.specs import Experiment, ModelSpec, TrainSpec

TYPES = ["json", "csv", "log", "tsv"]
MOST_BYTES, MOST_EPOCHS, MOST_SCORES = 10_000_000, 100_000, 40
_OLD_NAMES = {"lr": "learning_rate", "acc": "accuracy", "val_acc": "val_accuracy"}
_EXAMPLE = "json.dump(history.history, open('history.json', 'w'))"


def import_history(
    name: str, content: bytes, home: Path | str | None = None, *, owner: str = "", title: str = ""
) -> Run:
    """A finished run of those curves.

    Args:
        name: of the file; its ending says what it is.
        title: what the run is called; the file's name by default.

    Raises:
        RunError: for what is neither a history nor a log, with what was found in it.
    """
    rows = history_rows(name, content)
    title = title or Path(name).stem[:120]
    train = TrainSpec(epochs=min(max(len(rows), 1), 10_000))
    experiment = Experiment(model=ModelSpec(), train=train, title=title)
    run = Run.create(experiment, home, owner=owner, title=title)
    run.write(IMPORTED, json.dumps({"file": name[:200]}))
    run.append_history(rows)
    last = int(rows[-1]["epoch"])
    run.write_status(Status("finished", last, last, f"Curves of a training elsewhere, from {name[:80]}."))
    run_index(home).add(run.id)
    return run


def history_rows(name: str, content: bytes) -> list[dict]:
    """A line an epoch, {"epoch": 1, "loss": …}; NaN where a value is not finite. Raises RunError."""
    if len(content) > MOST_BYTES:
        raise RunError(f"{name} has {len(content):,} bytes.", expected=f"at most {MOST_BYTES:,}", where="file")
    if content[:1] == b"\x80" or Path(name).suffix in (".pkl", ".pickle"):
        raise RunError(
            f"{name} is a pickle, and opening one may run anything.", fix=f"Save it as JSON: {_EXAMPLE}", where="file"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RunError(f"{name} is not text.", expected="JSON or CSV", where="file") from None
    columns = _from_json(name, text) if text.lstrip()[:1] in ("{", "[") else _from_csv(name, text)
    return _rows(name, columns)


def _from_json(name: str, text: str) -> dict[str, list]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RunError(f"{name} is not JSON ({error}).", fix=f"Save it with {_EXAMPLE}", where="file") from None
    if isinstance(told, list) and told and all(isinstance(row, dict) for row in told):
        names = dict.fromkeys(key for row in told for key in row)
        return {key: [row.get(key) for row in told] for key in names}
    if isinstance(told, dict) and isinstance(told.get("history"), dict):
        epochs = told.get("epoch")
        told = told["history"] | ({"epoch": epochs} if isinstance(epochs, list) else {})
    lists = {key: own for key, own in told.items() if isinstance(own, list)} if isinstance(told, dict) else {}
    if not lists:
        raise RunError(
            f"{name} holds no list of numbers by name.",
            expected='{"loss": [0.9, 0.7], "val_loss": [0.95, 0.8]}',
            fix=f"Save it with {_EXAMPLE}",
            where="file",
        )
    return lists


def _from_csv(name: str, text: str) -> dict[str, list]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise RunError(
            f"{name} has no line of numbers under a line of names.",
            expected="what a CSVLogger writes: epoch,accuracy,loss and a line an epoch",
            where="file",
        )
    head = [one.strip() for one in rows[0]]
    wrong = next((place for place, row in enumerate(rows[1:], 2) if len(row) != len(head)), None)
    if wrong is not None:
        raise RunError(
            f"Line {wrong:,} of {name} has {len(rows[wrong - 1])} values.", expected=f"{len(head)}", where="file"
        )
    return {key: [row[place].strip() for row in rows[1:]] for place, key in enumerate(head)}


def _rows(name: str, columns: dict[str, list]) -> list[dict]:
    lengths = {len(own) for own in columns.values()}
    if len(lengths) != 1 or not max(lengths):
        told = ", ".join(f"{key} {len(own)}" for key, own in list(columns.items())[:4])
        raise RunError(f"The lists of {name} are of different lengths ({told}), or empty.", where="file")
    count = lengths.pop()
    if count > MOST_EPOCHS:
        raise RunError(f"{name} has {count:,} epochs.", expected=f"at most {MOST_EPOCHS:,}", where="file")
    epochs = _epochs(columns.pop("epoch", None), count)
    scores = {
        _OLD_NAMES.get(key, key)[:80]: [_number(name, key, own) for own in values] for key, values in columns.items()
    }
    known = {key: own for key, own in list(scores.items())[:MOST_SCORES] if any(one == one for one in own)}
    if not known:
        raise RunError(f"{name} holds no score that is a number.", where="file")
    return [{"epoch": epochs[k]} | {key: own[k] for key, own in known.items()} for k in range(count)]


def _epochs(given: list | None, count: int) -> list[int]:
    """From 1 upwards; Keras counts from 0, and a log that was appended to begins again."""
    try:
        numbers = [int(float(own)) for own in given or ()]
    except (TypeError, ValueError, OverflowError):
        numbers = []
    first = numbers[0] if numbers else 0
    if len(numbers) == count and first >= 0 and all(b > a for a, b in zip(numbers, numbers[1:], strict=False)):
        return [own + (first == 0) for own in numbers]
    return list(range(1, count + 1))


def _number(file: str, name: str, value) -> float:
    if value is None or value == "":
        return math.nan
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise RunError(
            f"{name!r} in {file} holds {str(value)[:40]!r}.", expected="a number for every epoch", where="file"
        ) from None
    return number if math.isfinite(number) else math.nan
