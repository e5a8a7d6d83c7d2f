"""`export`: a network in a form that runs without nnviz, offered only after it gave the same predictions there."""

import dataclasses
import json
import shutil
import tempfile
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from nnviz import paths, words
from nnviz.errors import ServingError
from nnviz.params import lookup
from nnviz.serving import recipe as recipes
from nnviz.serving import verify
from nnviz.serving.catalog import FORMATS, Format
from nnviz.serving.records import PARTS, Export
from nnviz.serving.rows import records, some
from nnviz.serving.source import Source, source_of_model, source_of_run
from nnviz.whole_files import replace

_EXAMPLES = 3
"""Rows in example.json."""


def export(source: Any, path: str | Path, format: str = "saved_model", *, examples: Any = None) -> Export:
    """Writes a trained network in a form that runs without nnviz, once it was loaded again there and agreed.

    Args:
        source: a `Run` or its id, whose preparation and output meaning travel along; or a `keras.Model` with one
            output, which takes and returns what it does now.
        path: a file that ends in .zip, or a folder that is made or filled.
        format: "saved_model", "onnx", "litert" or "keras".
        examples: of a `keras.Model`, (n, …) inputs to compare its predictions on; a list or dict for several inputs.

    Returns:
        Export: what was compared, and by how much the predictions differ at most.

    Raises:
        ServingError: for a network that the form cannot hold, or that predicts otherwise in its runtime.

    In the folder: the network, `preparation.json`, `prepare.py` and `steps.py` (NumPy alone), `predict.py`,
    `example.json`, `requirements.txt`. A run is compared on its whole test part; where it has none, on its validation
    part.
    """
    form, path = lookup(FORMATS, format, "format"), Path(path)
    given = source_of_model(source, examples) if hasattr(source, "layers") else source_of_run(source)
    with tempfile.TemporaryDirectory(prefix="nnviz-export-") as scratch:
        made, folder = _attempts(given, form, Path(scratch))
        if made.refused:
            raise ServingError(made.refused, where="format")
        if path.suffix == ".zip":
            replace(path, zipped(folder))
        else:
            shutil.copytree(folder, path, dirs_exist_ok=True)
    return made


def make(given: Source, form: Format) -> tuple[Export, bytes]:
    """The export and its zip; b"" with a sentence in `refused` where it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="nnviz-export-") as scratch:
        made, folder = _attempts(given, form, Path(scratch))
        content = b"" if made.refused else zipped(folder)
    return dataclasses.replace(made, size=len(content)), content


def zipped(folder: Path) -> bytes:
    """The files of a folder as a zip."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder))
        file.seek(0)
        return file.read()


def _attempts(given: Source, form: Format, scratch: Path) -> tuple[Export, Path]:
    """The first of a form's ways that agrees, in a folder of its own; else the last one's refusal."""
    made, folder = Export(form.name), scratch
    for number, (takes, batch) in enumerate(_ways(given.recipe, form)):
        folder = scratch / str(number)
        made = _attempt(given, form, {**given.recipe, "takes": takes, "batch": batch}, folder)
        if not made.refused:
            break
    return made, folder


def _ways(recipe: dict, form: Format) -> list[tuple[str, int | None]]:
    inputs = recipes.inputs_of(recipe)
    takes = [own for own in form.takes if own != "columns" or any(one["columns"] for one in inputs)]
    if any(one["kind"] == "text" or not one.get("plain", True) or one.get("padded") for one in inputs):
        takes = ["prepared"]
    if recipes.takes_categories(recipe):
        takes = [own for own in takes if own != "units"]
    return [(own, batch) for batch in form.batches for own in takes]


def _attempt(given: Source, form: Format, recipe: dict, folder: Path) -> Export:
    """One way of a form, in a new folder: written, loaded again and compared."""
    folder.mkdir()
    recipe["returns"] = "outputs" if form.package == "keras" else "shown"
    try:
        paths.resolve(form.writer)(given.model, recipe, folder, recipe["batch"])
    except Exception as error:
        said = verify.first_line(error)
        why = said if isinstance(error, ServingError) else f"Its converter says: {said}"
        return Export(form.name, refused=f"{form.title} cannot hold this network. {why}")
    _accompany(given, form, recipe, folder)
    try:
        received = verify.predictions(folder, form, given.rows)
    except ServingError as error:
        return Export(form.name, refused=f"{form.title}: {error}")
    return _compared(given, form, recipe, received, _listed(folder))


def _compared(given: Source, form: Format, recipe: dict, received: np.ndarray, files: tuple[str, ...]) -> Export:
    largest, limit = verify.difference(received, given.expected), verify.allowed(given.expected, given.is_share)
    made = Export(
        form.name,
        takes=recipe["takes"],
        batch=recipe["batch"],
        part=given.part,
        examples=len(given.expected),
        largest=largest,
        allowed=limit,
        spread=0.0 if given.is_share else verify.spread(given.expected),
        runtime=verify.runtime(form),
        files=files,
    )
    if largest <= limit:
        return made
    by = "some are no numbers there" if largest == float("inf") else f"by up to {words.number(largest, 2)}"
    sentence = (
        f"{form.title} predicts otherwise than the app, {by}, on these {len(given.expected):,} "
        f"{PARTS.get(given.part, given.part)} examples. So it is not offered."
    )
    return dataclasses.replace(made, refused=sentence)


def _accompany(given: Source, form: Format, recipe: dict, folder: Path) -> None:
    """Writes what travels beside the network."""
    carried = resources.files("nnviz.serving.carried")
    (folder / "preparation.json").write_text(json.dumps(recipe, indent=1, ensure_ascii=False), encoding="utf-8")
    prepare = (carried / "prepare.py").read_text()
    (folder / "prepare.py").write_text(
        prepare.replace("from nnviz.data.preparing.carried import steps", "import steps")
    )
    (folder / "steps.py").write_text((resources.files("nnviz.data.preparing.carried") / "steps.py").read_text())
    (folder / "predict.py").write_text((carried / f"predict_{form.name}.py").read_text())
    (folder / "requirements.txt").write_text(f"numpy\n{verify.runtime(form).replace(' ', '==')}\n")
    rows = records(some(given.rows, slice(_EXAMPLES)))
    (folder / "example.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _listed(folder: Path) -> tuple[str, ...]:
    """What lies in a folder; a folder in it counts as one."""
    return tuple(sorted(f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir()))
