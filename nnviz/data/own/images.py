"""A person's own images, in a zip with one folder a class → examples. Worker side: imports Pillow.

Nothing is unpacked onto the disk: each image is read from the archive, within limits on its number, bytes and pixels.
"""

import dataclasses
import io
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image, ImageOps

from nnviz import words
from nnviz.data.catalog.own import HELD_OUT
from nnviz.data.own import files, parsed, zips
from nnviz.data.raw import Raw
from nnviz.data.schema import Schema
from nnviz.errors import DataError

_ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"}
_OTHER_IMAGES = {".heic", ".heif", ".avif", ".jxl", ".svg", ".psd", ".raw", ".nef", ".cr2", ".dng"}
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
_MOST_BYTES = 40_000_000
"""Of one image in the archive, unpacked."""
_MOST_PIXELS = 50_000_000
"""Of one image."""
_MOST_NUMBERS = 200_000_000
_WANTED = "a zip with one folder for each class, such as cats/1.png, cats/2.png, dogs/1.png"


def images(file: str, title: str, limit: int, size: int, colour: str, seed: int, held_out: str = HELD_OUT[0]) -> Raw:
    """The images of a kept zip, each cut to a square around its middle and resized.

    Args:
        file: its name, as `nnviz.data.own.files.name_of` gave it.
        limit: how many images are read; more are drawn at random with `seed`, from all classes alike.
        size: pixels along one side.
        colour: "colour" (3 channels), "grey" (1), or "as they are": grey where all that are read are.
        held_out: of `nnviz.data.catalog.own.HELD_OUT`: by chance, or those in folders called validation and test.

    Returns:
        Raw: x (n, size, size, 1 or 3) float32, 0 to 255; y (n,) the class, folders in their alphabetical order.

    Raises:
        DataError: for a file that is no such zip.
    """
    raw, _ = with_names(file, title, limit, size, colour, seed)
    return raw if held_out == HELD_OUT[1] else dataclasses.replace(raw, parts=None)


def with_names(file: str, title: str, limit: int, size: int, colour: str, seed: int) -> tuple[Raw, tuple[str, ...]]:
    """The same, with the parts that folders say, and of each image its folder and file, "cats/1.png". Arguments and
    errors as of `images`."""
    path = files.find(file, title)
    settings = {"limit": limit, "size": size, "colour": colour, "seed": seed}
    read = parsed.pictures_once(path, settings, lambda: _pictures(path, **settings))
    x = read.x.astype("float32")
    parts = read.parts if {0} < {*read.parts.tolist()} else None
    return Raw(x, read.y, _schema(title, x.shape[1:], read.names), read.notes, parts=parts), read.files


def _pictures(path: Path, limit: int, size: int, colour: str, seed: int) -> parsed.Pictures:
    with zips.opened(path) as archive:
        folders = zips.by_class(archive, _ENDINGS)
        texts = folders.others[".txt"]
        notes = zips.check(folders, "image", _WANTED, _INSTEAD if texts > 1 else "")
        chosen, sampled = zips.drawn(folders.entries, limit, seed, "image")
        affordable(len(chosen), size)
        try:
            pictures, places, broken, sizes = _read(archive, [entry for _, entry in chosen], size, colour)
        except (NotImplementedError, RuntimeError) as error:  # a way of packing that is not known, or a password
            raise zips.unreadable(error) from None
    classes, entries = zip(*(chosen[place] for place in places), strict=True) if places else ((), ())
    names, numbers, gone = zips.present(zips.names_of(folders.entries), list(classes), "image")
    notes = (*notes, *sampled, *_unknown(folders), *zips.left_out(broken), *gone, *_of_sizes(sizes))
    called = tuple("/".join(PurePosixPath(entry.filename.replace("\\", "/")).parts[-2:]) for entry in entries)
    parts = np.array([zips.part_of(entry) for entry in entries])
    return parsed.Pictures(np.stack(pictures), numbers, names, notes, called, parts)


def _unknown(folders: zips.Folders) -> tuple[str, ...]:
    """Images of kinds that are not read."""
    there = {ending: count for ending, count in folders.others.items() if ending in _OTHER_IMAGES}
    if not there:
        return ()
    kinds, count = words.listed(sorted(there)), sum(there.values())
    which = "1 image of a kind" if count == 1 else f"{count:,} images of a kind"
    return (f"{which} that is not read here ({kinds}): left out.",)


def _of_sizes(sizes: set[tuple[int, int]]) -> tuple[str, ...]:
    """What became of images of different sizes."""
    if len(sizes) < 2:
        return ()
    least, most = min(sizes, key=np.prod), max(sizes, key=np.prod)
    span = f"{least[0]} × {least[1]} to {most[0]} × {most[1]} pixels"
    return (f"The images come in {len(sizes):,} sizes, from {span}; each was cut to the square in its middle.",)


_INSTEAD = "For texts choose the source Texts."


def affordable(count: int, size: int) -> None:
    """Raises DataError for more images than memory should hold."""
    if count * size * size * 3 > _MOST_NUMBERS:
        raise DataError(
            f"{count:,} images of {size} by {size} pixels are too many to hold.",
            fix=f"Read at most {_MOST_NUMBERS // (size * size * 3):,}, or make them smaller.",
            where="limit",
        )


def has_classes(archive: zipfile.ZipFile) -> bool:
    """Whether the images of a zip lie in two folders or more of several each."""
    entries = zips.by_class(archive, _ENDINGS).entries
    return sum(len(inside) > 1 for inside in entries.values()) > 1


def by_name(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The images of a zip by the name of their file, in small letters; of two that are called alike, the first."""
    named: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
        if not entry.is_dir() and not hidden and place.suffix.lower() in _ENDINGS:
            named.setdefault(place.name.lower(), entry)
    return named


def read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, colour: str):
    """Images as `images` reads them: (n, size, size, channels) float32, the places in `entries` of those that can be
    read, and (name, reason) of the others. Raises DataError where none can."""
    try:
        pictures, places, broken, _ = _read(archive, entries, size, colour)
    except (NotImplementedError, RuntimeError) as error:
        raise zips.unreadable(error) from None
    if not pictures:
        raise DataError("None of these images can be read.", fix="Save them as PNG or JPEG.", where="file")
    return np.stack(pictures).astype("float32"), places, broken


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, colour: str):
    """The images, the places of those that can be read, (name, reason) of the others, and the sizes that they had."""
    pictures, places, broken, sizes = [], [], [], set()
    for place, entry in enumerate(entries):
        try:
            picture, own_size = _square(archive, entry, size, colour)
            pictures.append(picture)
            places.append(place)
            sizes.add(own_size)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, zipfile.BadZipFile) as error:
            broken.append((entry.filename, _short(error)))
    if colour == "as they are" and pictures:
        grey = all((picture == picture[..., :1]).all() for picture in pictures)
        pictures = [picture[..., :1] if grey else picture for picture in pictures]
    return pictures, places, broken, sizes


def _square(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int, colour: str
) -> tuple[np.ndarray, tuple[int, int]]:
    """(size, size, channels) uint8 of one image, upright, transparent parts on white; and the size that it had."""
    if entry.file_size > _MOST_BYTES:
        raise ValueError("larger than 40 MB")
    with Image.open(io.BytesIO(archive.read(entry)), formats=_FORMATS) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError("more than 50 million pixels")
        image = _eight_bits(ImageOps.exif_transpose(image))
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            layers = image.convert("RGBA")
            image = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
        image = image.convert("L" if colour == "grey" else "RGB")
        array = np.asarray(ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS), "uint8")
    return array[..., None] if array.ndim == 2 else array, image.size


def _eight_bits(image: Image.Image) -> Image.Image:
    """An image of 16 or 32 bits a pixel in 8: Pillow would cut what is above 255 off."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.nan_to_num(np.asarray(image, "float64"))
    brightest = values.max(initial=0)
    full = 1 if 0 < brightest <= 1 else 255 if brightest <= 255 else 65_535 if brightest <= 65_535 else brightest
    return Image.fromarray(np.clip(np.rint(values * (255 / full)), 0, 255).astype("uint8"))


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) < 40 and "0x" not in text else "damaged, or no image"


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
