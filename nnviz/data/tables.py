"""Real data that scikit-learn ships: four tables, the handwritten digits and two photographs.

Worker side: this module imports scikit-learn. Rows come in the order and units of the original.
"""

import numpy as np
from sklearn import datasets

from nnviz.data.raw import Raw


def iris(seed: int) -> Raw:
    """150 flowers, lengths and widths in cm, three species."""
    return Raw(*datasets.load_iris(return_X_y=True))


def wine(seed: int) -> Raw:
    """178 wines, 13 chemical measurements, three cultivars."""
    return Raw(*datasets.load_wine(return_X_y=True))


def breast_cancer(seed: int) -> Raw:
    """569 tumours, 30 measurements of cell nuclei; 0 is malignant, 1 is benign."""
    return Raw(*datasets.load_breast_cancer(return_X_y=True))


def diabetes(seed: int) -> Raw:
    """442 patients, ten measurements in their own units, the disease's progression in a year (25 to 346)."""
    return Raw(*datasets.load_diabetes(return_X_y=True, scaled=False))


def linnerud(seed: int) -> Raw:
    """20 men (Linnerud): chin-ups, sit-ups and jumps → weight (lb), waist (in) and pulse (beats/min)."""
    return Raw(*datasets.load_linnerud(return_X_y=True))


def digits(seed: int) -> Raw:
    """1,797 handwritten digits, (8, 8, 1), ink from 0 to 16."""
    x, y = datasets.load_digits(return_X_y=True)
    return Raw(x.reshape(-1, 8, 8, 1), y)


def redrawn_digits(seed: int) -> Raw:
    """The digits again, (8, 8, 1); the target (64,) is the image itself, row by row, for an autoencoder."""
    x, _ = datasets.load_digits(return_X_y=True)
    return Raw(x.reshape(-1, 8, 8, 1), x)


def patches(points: int, size: int, seed: int) -> Raw:
    """Colour patches (size, size, 3), 0 to 255, of two photographs; the class is the photograph.

    Patches are cells of a grid and never overlap, so that no pixel is both trained on and tested on.
    Fewer than `points` come back when the grid has fewer cells.
    """
    rng = np.random.default_rng(seed)
    photographs = datasets.load_sample_images().images
    parts = [
        _grid(image, size)[_some(rng, image, size, count)]
        for image, count in zip(photographs, (points - points // 2, points // 2), strict=True)
    ]
    y = np.repeat([0, 1], [len(part) for part in parts])
    x = np.concatenate(parts).astype("float32")
    short = (
        ()
        if len(x) == points
        else (f"The photographs hold {len(x):,} patches of {size} by {size} pixels without overlap; all are used.",)
    )
    return Raw(x, y, notes=short)


def _grid(image: np.ndarray, size: int) -> np.ndarray:
    """(height, width, 3) → (cells, size, size, 3), row by row; what is left at the edges is cut off."""
    rows, columns = image.shape[0] // size, image.shape[1] // size
    cut = image[: rows * size, : columns * size]
    return cut.reshape(rows, size, columns, size, 3).swapaxes(1, 2).reshape(-1, size, size, 3)


def _some(rng: np.random.Generator, image: np.ndarray, size: int, count: int) -> np.ndarray:
    cells = (image.shape[0] // size) * (image.shape[1] // size)
    return np.sort(rng.permutation(cells)[:count])
