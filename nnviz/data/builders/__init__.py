"""Our made images and texts as data sets of TensorFlow Datasets, which make their own examples and need no network.

>>> import nnviz.data.builders, tensorflow_datasets as tfds          # doctest: +SKIP
>>> tfds.load("nnviz_objects", split="train", as_supervised=True)    # doctest: +SKIP

Importing this package imports TensorFlow Datasets and makes the names known to it.
"""

from nnviz.data.builders.made import (
    NnvizBrackets,
    NnvizLists,
    NnvizMarkedShapes,
    NnvizObjects,
    NnvizSentences,
    NnvizShapes,
)

__all__ = ["NnvizBrackets", "NnvizLists", "NnvizMarkedShapes", "NnvizObjects", "NnvizSentences", "NnvizShapes"]
