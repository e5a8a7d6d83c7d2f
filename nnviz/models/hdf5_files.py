"""Whether an HDF5 file is nothing but weights (and a config). Imports no framework but h5py.

HDF5 can point at other files (external links, external storage, virtual datasets), can unpack far larger than it
is, and can ask for filter plug-ins; a model file needs none of that.
"""

from dataclasses import dataclass
from pathlib import Path

import h5py

from nnviz import settings as limits
from nnviz.errors import ModelError
from nnviz.models.described import refuse_long

_FILTERS = {1, 2, 3, 4, 5, 6, 32000}
"""deflate, shuffle, fletcher32, szip, nbit, scale-offset, lzf: built into h5py, no plug-in."""


@dataclass(frozen=True)
class Hdf5:
    """What a file that passed every check holds.

    Attributes:
        bytes: of its numbers when unpacked.
        config: the text of its `model_config`; b"" for a file of weights.
        compiled: the text of its `training_config`; b"" where there is none.
    """

    bytes: int
    config: bytes = b""
    compiled: bytes = b""


def inspect(path: Path, settings, *, whole_model: bool) -> Hdf5:
    """Checks every object of the file, and reads its configs where it is of a whole model.

    Raises:
        ModelError: for links, external or virtual data, sizes over the limits, and damaged files.
    """
    try:
        with h5py.File(path, "r") as file:
            total = _walk(file, limits.most_weight_bytes(settings) + 1_000_000)
            if not whole_model:
                return Hdf5(total)
            if "model_config" not in file.attrs:
                raise ModelError(
                    "The file holds weights without a network.",
                    expected="a file of a whole model",
                    fix="Save it with model.save('name.keras') instead of save_weights.",
                )
            compiled = _text(file, "training_config", settings) if "training_config" in file.attrs else b""
            return Hdf5(total, _text(file, "model_config", settings), compiled)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        raise ModelError(
            f"The HDF5 data is damaged or cut off ({str(error)[:100]}).", fix="Save or upload the file again."
        ) from None


def _text(file: h5py.File, name: str, settings) -> bytes:
    refuse_long(file.attrs.get_id(name).get_storage_size(), settings)
    text = file.attrs[name]
    return text if isinstance(text, bytes) else str(text).encode()


def _walk(file: h5py.File, most: int) -> int:
    total, count, waiting, visited = 0, 0, [file], set()
    while waiting:
        group = waiting.pop()
        for name in group:
            count += 1
            if count > 200_000:
                raise ModelError("The HDF5 data has too many parts to be a model.")
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise ModelError(
                    f"The HDF5 data links {name[:60]!r} to another place or file.",
                    expected="weights stored in the file itself",
                )
            item = group[name]
            if isinstance(item, h5py.Group):
                if item.id not in visited:
                    visited.add(item.id)
                    waiting.append(item)
            elif isinstance(item, h5py.Dataset):
                total += _dataset(item, name)
            else:
                raise ModelError(f"The HDF5 data holds {name[:60]!r}, a type of its own.")
            if total > most:
                raise ModelError(f"The HDF5 data unpacks to more than {most / 1e6:,.0f} MB.")
    return total


def _dataset(item: h5py.Dataset, name: str) -> int:
    created = item.id.get_create_plist()
    if created.get_external_count() or item.is_virtual:
        raise ModelError(
            f"The HDF5 data keeps {name[:60]!r} in another file.", expected="weights stored in the file itself"
        )
    filters = {created.get_filter(place)[0] for place in range(created.get_nfilters())}
    if not filters <= _FILTERS:
        raise ModelError(f"The HDF5 data packs {name[:60]!r} with a plug-in.", expected="gzip or no packing")
    if item.dtype.hasobject:
        text = h5py.check_string_dtype(item.dtype) is not None
        if not text or item.size > 10_000:
            raise ModelError(f"The HDF5 data holds objects in {name[:60]!r}.", expected="numbers")
        return 0
    return item.size * item.dtype.itemsize
