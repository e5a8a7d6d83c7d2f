"""What a network has learned of points that are still being drawn. Imports no framework."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DrawnLearning:
    """A network at one moment of learning while its points are drawn.

    Attributes:
        epochs: so far.
        loss, accuracy: of the last epoch, on the training points.
        held_out: the share of the held-out points that are right; None where none are held out.
        decided: (cells, cells) uint8, which class the network says over the plane from −1 to 1, by its letter's place;
            row 0 has the smallest x2.
        sureness: (cells, cells) uint8, from 0 for undecided to 255 for sure.
        weights: the network's and its optimizer's, so that it can go on.
    """

    epochs: int
    loss: float
    accuracy: float
    held_out: float | None
    decided: np.ndarray
    sureness: np.ndarray
    weights: tuple[np.ndarray, ...] = ()
