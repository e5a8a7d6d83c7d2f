"""Sizes, colours and ranges of images."""

from nnviz.data.preparing.fitting.state import Settings, State
from nnviz.errors import DataError

GREY = (0.2989, 0.5870, 0.1140)
"""How bright red, green and blue look: ITU-R BT.601, as TensorFlow rounds it."""

MEANS, DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of red, green and blue on ImageNet, from 0 to 1."""
BYTES_BGR = (103.939, 116.779, 123.68)
"""ImageNet's means of blue, green and red, from 0 to 255, as Caffe's networks and their descendants have them."""


def fit_size(state: State, settings: Settings, columns: list[str]) -> dict:
    """The new size; nothing of it is fitted."""
    size = {"how": settings["how"], "height": settings["height"], "width": settings["width"]}
    return {"columns": {name: dict(size) for name in columns}}


def fit_crop(state: State, settings: Settings, columns: list[str]) -> dict:
    """The size that is cut out. Raises DataError for one that the images do not have."""
    for name in columns:
        rows, across = state.parts[name].shape[1:3]
        if settings["height"] > rows or settings["width"] > across:
            raise DataError(
                f"The images are {rows} × {across} pixels, too small to cut {settings['height']} × "
                f"{settings['width']} out of them.",
                fix="Choose a smaller piece, or enlarge them in a step before.",
                where="steps",
            )
    return {"columns": {name: {"height": settings["height"], "width": settings["width"]} for name in columns}}


def fit_cover(state: State, settings: Settings, columns: list[str]) -> dict:
    """The area, rows and columns counted from 0, and the mean colour that it has in training. Raises DataError for an
    area outside."""
    fitted = {}
    for name in columns:
        images, row, column = state.parts[name], settings["row"] - 1, settings["column"] - 1
        area = images[:, row : row + settings["height"], column : column + settings["width"]]
        if not area.size:
            raise DataError(
                f"The images are {images.shape[1]} × {images.shape[2]} pixels, and the area begins in row "
                f"{settings['row']}, column {settings['column']}.",
                fix="Choose an area inside.",
                where="steps",
            )
        place = {"row": row, "column": column, "height": settings["height"], "width": settings["width"]}
        fitted[name] = {**place, "fill": area.mean(axis=(0, 1, 2)).tolist()}
    return {"columns": fitted}


def fit_grey(state: State, settings: Settings, columns: list[str]) -> dict:
    """The weights of the colours."""
    return {"columns": {name: {"weights": list(GREY)} for name in columns}}


def fit_rescale(state: State, settings: Settings, columns: list[str]) -> dict:
    """Offset and scale from 0 … white; white is 255 for photographs, else the brightest of the training examples.

    Raises:
        DataError: for ImageNet's numbers, which are three, and images without three colours.
    """
    fitted = {}
    for name in columns:
        brightest = float(state.parts[name].max(initial=0.0))
        white = 255.0 if 16.5 < brightest < 255.5 else max(brightest, 1e-12)
        fitted[name] = _rescaled(settings["how"], white, state.parts[name].shape[-1])
    return {"columns": fitted}


def _rescaled(how: str, white: float, colours: int) -> dict:
    if how in ("unit", "signed", "bytes"):
        middle = white / 2 if how == "signed" else 0.0
        return {"how": "minmax", "offset": middle, "scale": white / 255 if how == "bytes" else white - middle}
    if colours != 3:
        raise DataError(
            f"ImageNet's means are those of three colours, and these images have {colours}.",
            fix="Choose another range of the pixels.",
            where="steps",
        )
    if how == "imagenet":
        return {
            "how": "standard",
            "offset": [mean * white for mean in MEANS],
            "scale": [deviation * white for deviation in DEVIATIONS],
        }
    return {"how": "bgr", "offset": [mean * white / 255 for mean in BYTES_BGR], "scale": white / 255}
