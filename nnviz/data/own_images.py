"""A person's own images, in a zip with one folder a class → examples. Worker side: imports Pillow.

Nothing is unpacked onto the disk: each image is read from the archive, within limits on its number, bytes and pixels.
"""

import io
import zipfile
from collections import Counter
from pathlib import PurePosixPath

import numpy as np
from PIL import Image, ImageOps

from nnviz.data import own_files
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
_MOST_ENTRIES = 100_000
_MOST_BYTES = 40_000_000
"""Of one image in the archive, unpacked."""
_MOST_PIXELS = 50_000_000
"""Of one image."""
_MOST_NUMBERS = 200_000_000
_MOST_CLASSES = 200
_SPLIT_NAMES = {"train", "training", "test", "testing", "val", "valid", "validation"}


def images(file: str, title: str, limit: int, size: int, colour: str, seed: int) -> Raw:
    """The images of a kept zip, each cut to a square around its middle and resized.

    Args:
        file: its name, as `nnviz.data.own_files.name_of` gave it.
        limit: how many images are read; more are drawn at random with `seed`, from all classes alike.
        size: pixels along one side.
        colour: "colour" (3 channels), "grey" (1), or "as they are": grey where all that are read are.

    Returns:
        Raw: x (n, size, size, 1 or 3) float32, 0 to 255; y (n,) the class, folders in their alphabetical order.

    Raises:
        DataError: for a file that is no such zip.
    """
    path = own_files.find(file)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _by_class(archive)
            chosen, notes = _drawn(entries, limit, seed)
            _affordable(len(chosen), size)
            pictures, classes, broken = _read(archive, chosen, size, colour)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise DataError(
            f"The file cannot be opened as a zip ({error}).", expected="a .zip without a password", where="file"
        ) from None
    names = sorted(entries, key=_in_order)
    missing = [name for k, name in enumerate(names) if k not in set(classes)]
    if missing:
        raise DataError(f"No image in the folder {missing[0]!r} can be read.", fix="Remove it.", where="file")
    x = np.stack(pictures)
    x = x[..., None] if x.ndim == 3 else x
    return Raw(x, np.asarray(classes), _schema(title, x.shape[1:], tuple(names)), notes + _broken(broken))


def _by_class(archive: zipfile.ZipFile) -> dict[str, list[zipfile.ZipInfo]]:
    """Class (the folder that an image lies in) → its entries, in the archive's order."""
    listed = archive.infolist()
    if len(listed) > _MOST_ENTRIES:
        raise DataError(f"The zip holds {len(listed):,} files.", expected=f"at most {_MOST_ENTRIES:,}", where="file")
    entries: dict[str, list[zipfile.ZipInfo]] = {}
    loose = 0
    for entry in listed:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
        if entry.is_dir() or hidden or place.suffix.lower() not in _ENDINGS:
            continue
        folders = [part for part in place.parts[:-1] if part.lower() not in _SPLIT_NAMES]
        if folders:
            entries.setdefault(folders[-1], []).append(entry)
        else:
            loose += 1
    _worth_learning(entries, loose)
    return entries


def _worth_learning(entries: dict[str, list], loose: int) -> None:
    wanted = "a zip with one folder for each class, such as cats/1.png, cats/2.png, dogs/1.png"
    if len(entries) < 2:
        images = sum(map(len, entries.values()))
        folder = f" {images:,} images in the folder {next(iter(entries))!r}" if entries else " no image in a folder"
        outside = f" and {loose:,} outside" if loose else ""
        raise DataError(f"The zip holds{folder}{outside}.", expected=wanted, where="file")
    if len(entries) > _MOST_CLASSES:
        raise DataError(f"The zip holds {len(entries):,} folders.", expected=f"at most {_MOST_CLASSES}", where="file")
    few = next((name for name, inside in entries.items() if len(inside) < 2), None)
    if few is not None:
        raise DataError(f"The folder {few!r} holds one image.", expected="at least 2 in each folder", where="file")


def _drawn(entries: dict[str, list], limit: int, seed: int) -> tuple[list, tuple[str, ...]]:
    """(class, entry) of at most `limit` images, each class keeping its share and two at least."""
    rng, total = np.random.default_rng([seed, 5381]), sum(map(len, entries.values()))
    names = sorted(entries, key=_in_order)
    chosen = []
    for number, name in enumerate(names):
        inside = entries[name]
        count = len(inside) if total <= limit else max(2, round(limit * len(inside) / total))
        places = np.sort(rng.permutation(len(inside))[:count])
        chosen += [(number, inside[place]) for place in places]
    if total <= limit:
        return chosen, ()
    return chosen, (f"{len(chosen):,} of {total:,} images were drawn at random; raise the limit to read more.",)


def _affordable(count: int, size: int) -> None:
    if count * size * size * 3 > _MOST_NUMBERS:
        raise DataError(
            f"{count:,} images of {size} by {size} pixels are too many to hold.",
            fix=f"Read at most {_MOST_NUMBERS // (size * size * 3):,}, or make them smaller.",
            where="limit",
        )


def _read(archive: zipfile.ZipFile, chosen: list, size: int, colour: str):
    pictures, classes, broken = [], [], Counter()
    for number, entry in chosen:
        try:
            pictures.append(_square(archive, entry, size, colour))
            classes.append(number)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, zipfile.BadZipFile) as error:
            broken[_short(error)] += 1
    if colour == "as they are" and pictures:
        grey = all((picture == picture[..., :1]).all() for picture in pictures)
        pictures = [picture[..., :1] if grey else picture for picture in pictures]
    return pictures, classes, broken


def _square(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int, colour: str) -> np.ndarray:
    """(size, size, channels) float32 of one image, upright, transparent parts on white."""
    if entry.file_size > _MOST_BYTES:
        raise ValueError("larger than 40 MB")
    with Image.open(io.BytesIO(archive.read(entry)), formats=_FORMATS) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError("more than 50 million pixels")
        image = ImageOps.exif_transpose(image)
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            layers = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
        image = image.convert("L" if colour == "grey" else "RGB")
        array = np.asarray(ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS), "float32")
    return array[..., None] if array.ndim == 2 else array


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) < 40 and "0x" not in text else "damaged, or no image"


def _broken(broken: Counter) -> tuple[str, ...]:
    if not broken:
        return ()
    count, why = sum(broken.values()), broken.most_common(1)[0][0]
    noun = "file was" if count == 1 else "files were"
    return (f"{count:,} {noun} left out: {why}.",)


def _in_order(name: str) -> tuple:
    return (0, int(name), name) if name.isdecimal() else (1, 0, name.lower())


def _schema(title: str, shape: tuple[int, ...], classes: tuple[str, ...]) -> Schema:
    return Schema(
        kind="image",
        task="binary" if len(classes) == 2 else "multiclass",
        input_shape=tuple(shape),
        class_names=classes,
        target_name="class",
        outputs=1 if len(classes) == 2 else len(classes),
        source=title or "Own images",
    )
