"""What a pad for drawing is given: plain arrays, no framework."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.ink import Manner
from nnviz.data.schema import Schema
from nnviz.training.meaning import OutputMeaning


@dataclass(frozen=True)
class Board:
    """What to draw on, for the images of a run's data.

    Attributes:
        shape: (height, width, channels) of one image.
        manner: how the data's images are drawn.
        schema: of the data.
        meaning: of the network's outputs.
    """

    shape: tuple[int, int, int]
    manner: Manner
    schema: Schema
    meaning: OutputMeaning


@dataclass(frozen=True)
class OwnAnswer:
    """What a network says of an image that a person made.

    Attributes:
        seen: (height, width, channels) uint8, the image as the network is shown it, 0 black and 255 white.
        shown: (units,) its prediction, as people read it.
        said: the same in words.
        redrawn: (height, width, channels) uint8 what a network that redraws its input makes of it; None for others.
    """

    seen: np.ndarray
    shown: np.ndarray
    said: str
    redrawn: np.ndarray | None = None
