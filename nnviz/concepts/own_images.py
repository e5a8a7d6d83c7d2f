"""The reader's own network for images, and images that it was not trained with. For workers."""

from typing import Any, NamedTuple

import numpy as np

from nnviz.errors import RunError

SIDE = 64
"""Pixels on a side, at most, of images that a lesson's picture works with while somebody waits."""


class OwnImages(NamedTuple):
    """A network, images (n, rows, columns, channels) as it gets them, their classes' numbers (n,), and the names."""

    model: Any
    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]


def own_images(run_id: str) -> OwnImages:
    """A run's network with its validation images; those it was trained with, where there are no others.

    Raises:
        RunError: for data that are not images in classes, and for large ones.
    """
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    schema = dataset.schema
    part = dataset.validation if len(dataset.validation) else dataset.train
    if schema.kind != "image" or schema.further or not schema.class_names or schema.task == "multilabel":
        raise RunError(
            f"Your network reads {schema.source or 'other data'}, which are not images in classes.",
            fix="Train one on images, such as the digits.",
            where="run",
        )
    if max(schema.input_shape[:2]) > SIDE:
        raise RunError(
            f"Your images are {schema.input_shape[0]} × {schema.input_shape[1]} pixels.",
            expected=f"at most {SIDE} on a side, which this picture can compute while you wait",
            fix="Make them smaller under Prepare, or look at yours on the pages Inside and Explain.",
            where="run",
        )
    return OwnImages(model, np.asarray(part.x, "float32"), np.asarray(part.y).ravel(), tuple(schema.class_names))
