"""What is inside a model file, read without running anything of it. Imports no framework.

A `.keras` file is a zip of three members, and of the vocabularies of its lookup layers under `assets/`; an `.h5` file
an HDF5 with a `model_config`; a `.json` file the config itself. Everything is read within limits, and whatever such
files do not need is refused: other members, paths, links to other files, classes that hold code.
"""

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnviz import settings as limits
from nnviz.errors import ModelError
from nnviz.models import hdf5_files, safe_config
from nnviz.models.described import refuse_long

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_MB = 1_000_000
_ASSET = re.compile(r"assets(?:/[A-Za-z0-9_]{1,80}){1,12}/vocabulary\.txt")
"""What Keras calls the vocabulary of a StringLookup, an IntegerLookup or a TextVectorization."""
_MOST_ASSETS, _ASSET_BYTES = 400, 50 * _MB


@dataclass(frozen=True)
class Archive:
    """A model file that passed every check.

    Attributes:
        path: the file.
        form: "keras", "h5" or "json".
        size: bytes on disk.
        layers: how many layers its config names.
        weight_bytes: size of the numbers in it, unpacked.
        config: Keras's own serialized form of the model.
        assets: names of the vocabularies in it, which are text.
        compiled: loss and optimizer that it was compiled with, as Keras writes them; None where it was not.
    """

    path: Path
    form: str
    size: int
    layers: int
    weight_bytes: int
    config: dict[str, Any]
    assets: tuple[str, ...] = ()
    compiled: Any = None


def inspect_archive(path: str | Path, settings: limits.Settings | None = None) -> Archive:
    """Reads and checks a model file.

    Raises:
        ModelError: a sentence for every file that is damaged, too large, of another kind or dangerous.
    """
    path, settings = Path(path), settings or limits.get()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise ModelError(f"The file {path.name!r} cannot be read ({error.strerror}).") from None
    if size > settings.max_model_mb * _MB:
        raise ModelError(
            f"The file is {size / _MB:,.0f} MB.",
            expected=f"at most {settings.max_model_mb:,} MB",
            fix="NNVIZ_MAX_MODEL_MB sets another limit.",
        )
    content = _reader(path, start)(path, settings)
    config = content.config
    try:
        config = safe_config.without_compiling(config)
    except RecursionError:
        raise ModelError("The network's configuration is nested too deeply to be read.") from None
    layers = safe_config.check(config)
    if layers > settings.max_layers + 2:
        raise ModelError(f"The network has {layers:,} layers.", expected=f"at most {settings.max_layers:,}")
    return Archive(path, content.form, size, layers, content.weight_bytes, config, content.assets, content.compiled)


@dataclass(frozen=True)
class _Content:
    """What a reader finds in a file; the fields are those of `Archive`."""

    form: str
    config: dict[str, Any]
    weight_bytes: int = 0
    assets: tuple[str, ...] = ()
    compiled: Any = None


def _reader(path: Path, start: bytes):
    if start[:4] == b"PK\x03\x04":
        return _keras
    if start == b"\x89HDF\r\n\x1a\n":
        return _h5
    if start[:1] in (b"{", b" ", b"\n", b"\r", b"\t", b"\xef"):
        return _json
    if start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05":
        raise ModelError(
            f"The file {path.name!r} is a Python pickle, which can run any code when it is opened.",
            expected="a .keras, .h5 or .json file",
            fix="Save the network with model.save('name.keras').",
        )
    if not start:
        raise ModelError(f"The file {path.name!r} is empty.", expected="a .keras, .h5 or .json file")
    raise ModelError(f"The file {path.name!r} is not a Keras model.", expected="a .keras, .h5 or .json file")


def _json(path: Path, settings) -> _Content:
    refuse_long(path.stat().st_size, settings)
    config = parse(path.read_bytes())
    return _Content("json", config, compiled=config.get("compile_config"))


def _h5(path: Path, settings) -> _Content:
    file = hdf5_files.inspect(path, settings, whole_model=True)
    refuse_long(len(file.config), settings)
    try:
        compiled = json.loads(file.compiled or "null")
    except (ValueError, RecursionError):
        compiled = None
    return _Content("h5", parse(file.config), file.bytes, compiled=compiled)


def _keras(path: Path, settings) -> _Content:
    try:
        with zipfile.ZipFile(path) as archive:
            assets = members(archive, settings)
            refuse_long(archive.getinfo(CONFIG).file_size, settings)
            config = parse(bounded(archive, CONFIG, int(settings.max_json_mb * _MB)))
            size = archive.getinfo(WEIGHTS).file_size
            return _Content("keras", config, size, assets, config.get("compile_config"))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ModelError(
            f"The file {path.name!r} is damaged or cut off ({error}).", fix="Save or upload it again."
        ) from None


def members(archive: zipfile.ZipFile, settings) -> tuple[str, ...]:
    """Refuses an archive with anything but the members of a Keras file, within their sizes; names the vocabularies."""
    names = [info.filename for info in archive.infolist()]
    for name in names:
        if name.endswith(".pkl") or "/data.pkl" in name:
            raise ModelError(
                "The archive contains a Python pickle (a PyTorch file?), which can run any code.",
                expected="a .keras file",
            )
    assets = [name for name in names if _ASSET.fullmatch(name)]
    odd = [name for name in names if name not in (CONFIG, METADATA, WEIGHTS, *assets)]
    if odd:
        raise ModelError(
            f"The archive contains {odd[0][:60]!r}, which a Keras file has no use for.",
            expected=f"{CONFIG}, {METADATA}, {WEIGHTS} and vocabularies alone",
        )
    if len(set(names)) != len(names):
        raise ModelError("The archive contains one member twice.", fix="Save the network again.")
    missing = [name for name in (CONFIG, WEIGHTS) if name not in names]
    if missing:
        raise ModelError(f"The archive lacks {missing[0]}, so it is not a Keras model.")
    _sizes(archive, settings)
    _vocabularies(archive, assets)
    return tuple(assets)


def _sizes(archive: zipfile.ZipFile, settings) -> None:
    most = limits.most_weight_bytes(settings) + 64 * _MB
    for info in archive.infolist():
        links = (info.external_attr >> 16) & 0o170000 == 0o120000
        if links or info.flag_bits & 1:
            raise ModelError(f"The archive's {info.filename} is {'a link' if links else 'encrypted'}.")
        if info.file_size > most or info.file_size > 1000 * max(info.compress_size, 1000):
            raise ModelError(
                f"The archive's {info.filename} would unpack to {info.file_size / _MB:,.0f} MB.",
                expected=f"at most {most / _MB:,.0f} MB, and no more than a thousand times its packed size",
            )


def _vocabularies(archive: zipfile.ZipFile, assets: list[str]) -> None:
    """Refuses vocabularies that are too many, too long, or no text."""
    total = sum(archive.getinfo(name).file_size for name in assets)
    if len(assets) > _MOST_ASSETS or total > _ASSET_BYTES:
        raise ModelError(
            f"The archive contains {len(assets):,} vocabularies of {total / _MB:,.0f} MB.",
            expected=f"at most {_MOST_ASSETS} of {_ASSET_BYTES / _MB:,.0f} MB together",
        )
    for name in assets:
        try:
            text = bounded(archive, name, _ASSET_BYTES).decode("utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise ModelError(f"The archive's {name} is no text.", expected="a vocabulary, one word a line")


def bounded(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member's bytes; ModelError when it is longer than it claims or than `most`."""
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ModelError(f"The archive's {name} is longer than {most / _MB:,.0f} MB.")
    return content


def parse(text: bytes | str) -> dict[str, Any]:
    """The config as a dictionary, or a ModelError."""
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"The network's configuration is not JSON ({str(error)[:80]}).") from None
    if isinstance(config, dict) and "class_name" in config:
        return config
    raise ModelError(
        "The file holds JSON, but not of a Keras model.",
        expected='an object with a "class_name"',
        fix="Save the network with model.to_json() or model.save('name.keras').",
    )
