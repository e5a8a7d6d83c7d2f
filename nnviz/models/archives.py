"""What is inside a model file, read without running anything of it. Imports no framework.

A `.keras` file is a zip of three members; an `.h5` file an HDF5 with a `model_config`; a `.json` file the config
itself. Everything is read within limits, and whatever such files do not need is refused: other members, paths,
links to other files, classes that hold code.
"""

import json
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
    """

    path: Path
    form: str
    size: int
    layers: int
    weight_bytes: int
    config: dict[str, Any]


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
    if size > settings.max_upload_mb * _MB:
        raise ModelError(f"The file is {size / _MB:,.0f} MB.", expected=f"at most {settings.max_upload_mb} MB")
    read = _reader(path, start)
    form, config, weight_bytes = read(path, settings)
    try:
        config = safe_config.without_compiling(config)
    except RecursionError:
        raise ModelError("The network's configuration is nested too deeply to be read.") from None
    layers = safe_config.check(config)
    if layers > settings.max_layers + 2:
        raise ModelError(f"The network has {layers:,} layers.", expected=f"at most {settings.max_layers:,}")
    return Archive(path, form, size, layers, weight_bytes, config)


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


def _json(path: Path, settings) -> tuple[str, dict, int]:
    refuse_long(path.stat().st_size, settings)
    return "json", parse(path.read_bytes()), 0


def _h5(path: Path, settings) -> tuple[str, dict, int]:
    text, weight_bytes = hdf5_files.inspect(path, settings, whole_model=True)
    refuse_long(len(text), settings)
    return "h5", parse(text), weight_bytes


def _keras(path: Path, settings) -> tuple[str, dict, int]:
    try:
        with zipfile.ZipFile(path) as archive:
            members(archive, settings)
            refuse_long(archive.getinfo(CONFIG).file_size, settings)
            config = parse(bounded(archive, CONFIG, int(settings.max_json_mb * _MB)))
            return "keras", config, archive.getinfo(WEIGHTS).file_size
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise ModelError(
            f"The file {path.name!r} is damaged or cut off ({error}).", fix="Save or upload it again."
        ) from None


def members(archive: zipfile.ZipFile, settings) -> None:
    """Refuses an archive with anything but the three members of a Keras file, within their sizes."""
    names = [info.filename for info in archive.infolist()]
    for name in names:
        if name.endswith(".pkl") or "/data.pkl" in name:
            raise ModelError(
                "The archive contains a Python pickle (a PyTorch file?), which can run any code.",
                expected="a .keras file",
            )
    odd = [name for name in names if name not in (CONFIG, METADATA, WEIGHTS)]
    if odd:
        raise ModelError(
            f"The archive contains {odd[0][:60]!r}, which a Keras file has no use for.",
            expected=f"{CONFIG}, {METADATA} and {WEIGHTS} alone",
        )
    if len(set(names)) != len(names):
        raise ModelError("The archive contains one member twice.", fix="Save the network again.")
    missing = [name for name in (CONFIG, WEIGHTS) if name not in names]
    if missing:
        raise ModelError(f"The archive lacks {missing[0]}, so it is not a Keras model.")
    most = min(settings.max_upload_mb * 4 * _MB, settings.max_parameters * 32 + 64 * _MB)
    for info in archive.infolist():
        links = (info.external_attr >> 16) & 0o170000 == 0o120000
        if links or info.flag_bits & 1:
            raise ModelError(f"The archive's {info.filename} is {'a link' if links else 'encrypted'}.")
        if info.file_size > most or info.file_size > 1000 * max(info.compress_size, 1000):
            raise ModelError(
                f"The archive's {info.filename} would unpack to {info.file_size / _MB:,.0f} MB.",
                expected=f"at most {most / _MB:,.0f} MB, and no more than a thousand times its packed size",
            )


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
