"""Sizes, colours and ranges of images."""

from nnviz.data.preparing.fitting.state import Settings, State
from nnviz.errors import DataError

GREY = (0.2989, 0.5870, 0.1140)
"""How bright red, green and blue look: ITU-R BT.601, as TensorFlow rounds it."""


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


def fit_grey(state: State, settings: Settings, columns: list[str]) -> dict:
    """The weights of the colours."""
    return {"columns": {name: {"weights": list(GREY)} for name in columns}}


def fit_rescale(state: State, settings: Settings, columns: list[str]) -> dict:
    """Offset and scale from 0 … white; white is 255 for photographs, else the brightest of the training examples."""
    fitted = {}
    for name in columns:
        brightest = float(state.parts[name].max(initial=0.0))
        white = 255.0 if 16.5 < brightest < 255.5 else max(brightest, 1e-12)
        signed = settings["how"] == "signed"
        fitted[name] = {
            "how": "minmax",
            "offset": white / 2 if signed else 0.0,
            "scale": white / 2 if signed else white,
        }
    return {"columns": fitted}
