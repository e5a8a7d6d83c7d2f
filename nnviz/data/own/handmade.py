"""An image that a person drew, brought or took, as an example beside those of the data: kept under its content's hash.

It is kept as it was made (strokes, or a picture), and brought to the form of a data set when that is asked about it:
the same drawing can be shown to every network. In a selection its part is called "own." and the hash. Imports no
framework; reading a picture imports Pillow.
"""

import base64
import binascii
import hashlib
import io
import json
import re
from functools import lru_cache
from pathlib import Path

import numpy as np

from nnviz import settings
from nnviz.data.ink import Manner, draw, measure
from nnviz.data.own import standing_beside, typed
from nnviz.errors import DataError

PART = re.compile(r"own\.[0-9a-f]{24}")
INK, GROUND = "ink", "ground"
"""What a pen may be besides a colour: the data's own ink, or their ground, which rubs out."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_MOST_STROKES, _MOST_POINTS, _MOST_LETTERS = 300, 8_000, 2_000_000
_FIRST = 400
"""Training examples that the manner of a data set is measured on."""
_LUMA = np.array([0.299, 0.587, 0.114])


def is_own(part: str | None) -> bool:
    """Whether a part of a selection is an example of a person's own."""
    return bool(part) and PART.fullmatch(part) is not None


def part_of(content: str) -> str:
    """The part that an example of that content is called in a selection."""
    return f"own.{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def file_name(part: str) -> str:
    return f"{part.removeprefix('own.')}.json"


def content_of(told) -> str:
    """What a browser sent, checked, as canonical text; "" for an empty drawing.

    Args:
        told: {"strokes": [[pen, [x, y, x, y, …]], …], "fit": bool}, places from 0 to 1 across and down, a pen "ink",
            "ground" or a colour such as "#ff0000"; or {"picture": base64 of an image file}. Either may have "beside",
            what stands beside the image (`nnviz.data.own.standing_beside`).

    Raises:
        DataError: for anything else.
    """
    try:
        beside = standing_beside.checked(told["beside"]) if told.get("beside") else {}
        if "picture" in told:
            picture = str(told["picture"])
            base64.b64decode(picture, validate=True)
            if not 0 < len(picture) <= _MOST_LETTERS:
                raise ValueError
            return json.dumps({**beside, "picture": picture})
        strokes = [[_pen(pen), _places(numbers)] for pen, numbers in told["strokes"]]
        if len(strokes) > _MOST_STROKES or sum(len(numbers) for _, numbers in strokes) > 2 * _MOST_POINTS:
            raise DataError(
                "The drawing is too long.",
                expected=f"at most {_MOST_STROKES} strokes and {_MOST_POINTS:,} points",
                fix="Clear it and draw again.",
                where="drawing",
            )
        if all(pen == GROUND for pen, _ in strokes):
            return ""
        return json.dumps({**beside, "fit": bool(told.get("fit")), "strokes": strokes})
    except (TypeError, ValueError, KeyError, AttributeError, binascii.Error):
        raise DataError("The drawing cannot be read.", fix="Clear it and draw again.", where="drawing") from None


def _pen(name: str) -> str:
    if name not in (INK, GROUND) and not _COLOUR.fullmatch(name):
        raise ValueError
    return name


def _places(numbers) -> list[float]:
    if not numbers or len(numbers) % 2 or not all(0 <= number <= 1 for number in numbers):
        raise ValueError
    return [round(float(number), 4) for number in numbers]


def read(part: str) -> str:
    """The kept content of an own example. Raises DataError where it is not kept here (any more)."""
    if is_own(part):
        for place in sorted((settings.get().home / "examples").glob(f"*/{file_name(part)}")):
            return place.read_text()
    raise DataError(
        "This drawing or picture is not kept here.", fix="Make it again, or choose an example of the data.", where="own"
    )


def folder(owner: str = "") -> Path:
    """Where a person's own examples are kept."""
    return settings.get().home / "examples" / (owner or "mine")


def own_example(made, fit: bool = True) -> str:
    """Keeps a drawing or a picture and returns the name of its part: `data.split(name)` has it as one more example of
    any data that are images, as the network takes it, and `…_of_run` functions take the name where a split is named.

    Args:
        made: strokes, each a list of places (across, down) from 0 to 1; or the path of an image file.
        fit: whether a drawing is brought to the size and the place that the data's own have, where these are ink on an
            even ground.

    Raises:
        DataError: for what is neither.

    >>> own_example([[(0.2, 0.1), (0.8, 0.1), (0.4, 0.9)]])  # doctest: +SKIP
    'own.2b2b3f'
    """
    if isinstance(made, str | Path):
        try:
            content = Path(made).expanduser().read_bytes()
        except OSError as error:
            raise DataError(f"{made} cannot be read ({error.strerror or error}).", where="made") from None
        return keep(content_of({"picture": base64.b64encode(content).decode()}))
    strokes = [[INK, [float(number) for place in stroke for number in place]] for stroke in made]
    if not (content := content_of({"strokes": strokes, "fit": fit})):
        raise DataError("Nothing is drawn.", expected="a stroke or more", where="made")
    return keep(content)


def keep(content: str) -> str:
    """Keeps an example, as `content_of` writes it, and returns the name of its part.

    >>> content_of({"strokes": [["ink", [0.5, 0.1, 0.5, 0.9]]], "fit": True})
    '{"fit": true, "strokes": [["ink", [0.5, 0.1, 0.5, 0.9]]]}'
    """
    from nnviz.whole_files import replace

    place = folder() / file_name(part_of(content))
    place.parent.mkdir(parents=True, exist_ok=True)
    replace(place, content)
    return part_of(content)


def manner_of(dataset) -> Manner:
    """How the images of a `Dataset` are drawn, measured on its first training examples."""
    if dataset.schema.kind != "image":
        raise DataError(
            "These data are not images.", fix="Choose a run that learned from images to draw for it.", where="own"
        )
    return _manner(_Measured(dataset))


class _Measured:
    """The data set behind its training examples' identity, so that each is measured once."""

    def __init__(self, dataset):
        self.dataset, self.x = dataset, dataset.train.x

    def __hash__(self):
        return id(self.x)

    def __eq__(self, other):
        return self.x is other.x


@lru_cache(maxsize=4)
def _manner(measured: _Measured) -> Manner:
    return measure(np.asarray(measured.dataset.unscaled(measured.x[:_FIRST])))


def shades(content: str, dataset) -> np.ndarray:
    """An own example as the network is shown it, uint8 (height, width, channels), 0 black and 255 white.

    Raises:
        DataError: for data that are no images, or a picture that cannot be read.
    """
    own = np.asarray(dataset.unscaled(as_input(content, dataset)))[0]
    return manner_of(dataset).shades(own).round().astype("uint8")


def split_of(dataset, part: str):
    """The one own example called `part` as a split of a data set, `(1, …)` as the network takes it; its target is not
    known (class −1, or NaN) unless the network redraws its input. Raises DataError as `shades` and `read` do."""
    from nnviz.data.schema import Split

    content = read(part)
    x, tables = as_input(content, dataset), standing_beside.tables_of(content, dataset)
    arrays = standing_beside.arrays_of(content, dataset)
    further = {
        one.form.name: one.apply(tables[one.form.name]) if one.form.columns else arrays[one.form.name]
        for one in dataset.further
    }
    return Split(x, _target(x, dataset), np.zeros(1, int), further)


def as_source(content: str, dataset) -> np.ndarray:
    """(1, …) an own example as it would be in the source, before any step of preparation.

    Raises:
        DataError: for a drawing where steps change the form of images: it has the form that comes out of them.
    """
    told, shape = json.loads(content), dataset.source_shape or tuple(dataset.schema.input_shape)
    if "picture" in told:
        return _in_source(told["picture"], dataset, shape)
    if tuple(shape) != tuple(dataset.schema.input_shape):
        raise DataError(
            "A drawing has the form of images after the steps of preparation, and this takes what comes before them.",
            fix="Bring a picture instead.",
            where="own",
        )
    return np.asarray(dataset.unscaled(as_input(content, dataset)), float)


def _target(x: np.ndarray, dataset) -> np.ndarray:
    schema = dataset.schema
    if schema.task != "regression":
        return np.full((1, schema.outputs) if schema.has_labels else 1, -1)
    if not schema.reconstructs:
        return np.full((1, schema.outputs), np.nan, "float32")
    own = np.asarray(dataset.unscaled(x), "float32").reshape(1, -1)
    return own if dataset.target_scaler is None else dataset.target_scaler.apply(own)


def as_input(content: str, dataset) -> np.ndarray:
    """(1, …) of an own example, as the network takes it; of an image float32. A drawing has the data's form as
    it is after their preparation; a picture has the source's, and is prepared as the data were. Raises as `shades`."""
    if typed.kind_of(content) != "image":
        return typed.as_input(content, dataset)
    manner, shape = manner_of(dataset), tuple(dataset.schema.input_shape)
    told = json.loads(content)
    if "picture" in told:
        return dataset.inputs(_in_source(told["picture"], dataset, dataset.source_shape or shape))
    strokes = [(_shade(pen, manner), np.reshape(places, (-1, 2))) for pen, places in told["strokes"]]
    drawn = draw(strokes, manner, shape, told["fit"] and manner.plain)
    return np.asarray(dataset.scaler.apply(manner.values(drawn)), "float32")[None]


def _in_source(picture: str, dataset, shape) -> np.ndarray:
    """(1, height, width, channels) float32 a picture in the source's own numbers."""
    low, high = dataset.source_ends
    return (low + _picture(base64.b64decode(picture), shape)[None].astype("float32") / 255 * (high - low)).astype(
        "float32"
    )


def _shade(pen: str, manner: Manner) -> tuple[int, ...]:
    if pen in (INK, GROUND):
        return getattr(manner, pen)
    colour = np.array([int(pen[k : k + 2], 16) for k in (1, 3, 5)])
    if len(manner.ground) == 1:
        return (int((colour @ _LUMA).round()),)
    return tuple(colour.tolist())


def _picture(content: bytes, shape: tuple[int, int, int]) -> np.ndarray:
    """Cut to the form of the data's images around its middle and resized, as images of a person's own are."""
    from PIL import Image, ImageOps

    height, width, channels = shape
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
            image = ImageOps.exif_transpose(image).convert("L" if channels == 1 else "RGB")
            fitted = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise DataError("The picture cannot be read.", expected="a PNG, JPEG or WebP image", where="own") from None
    return np.asarray(fitted, "uint8").reshape(height, width, channels)
