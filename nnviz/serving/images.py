"""Images as they travel: PNGs in base64. Imports Pillow when it is used."""

import base64
import binascii
import io

import numpy as np

from nnviz import words

_MOST_PIXELS = 4_000_000
_WHITE = 255.0


def pixels(text: str, shape: tuple[int, ...], brightest: float) -> np.ndarray:
    """(height, width, channels) float64 in the data's own units, of a PNG in base64.

    Args:
        brightest: what white is in those units.

    Raises:
        ValueError: for anything but a PNG of that size; its text says what was expected.
    """
    from PIL import Image

    expected = f"a PNG of {words.sizes(shape[:2])} pixels in base64"
    try:
        content = base64.b64decode(text.removeprefix("data:image/png;base64,"), validate=True)
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            if image.width * image.height > _MOST_PIXELS or (image.height, image.width) != tuple(shape[:2]):
                raise ValueError(f"{expected}, not of {image.height} × {image.width}")
            array = np.asarray(image.convert("L" if shape[-1] == 1 else "RGB"), "float64")
    except (binascii.Error, OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError(expected) from None
    return array.reshape(shape) * (brightest / _WHITE)


def png(image: np.ndarray, brightest: float) -> str:
    """An image (height, width, 1 or 3) in the data's own units as a PNG in base64."""
    from PIL import Image

    levels = np.clip(np.rint(np.asarray(image) * (_WHITE / brightest)), 0, 255).astype("uint8")
    content = io.BytesIO()
    Image.fromarray(levels.squeeze(-1) if levels.shape[-1] == 1 else levels).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()
