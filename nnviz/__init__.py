"""nnviz: build, train, inspect and explain neural networks. Names are imported when first used.

>>> import nnviz
>>> experiment = nnviz.ready("digits")
>>> experiment.train.epochs
30
"""

import importlib

__version__ = "0.1.0"

_NAMES = {
    "DataSpec": "nnviz.specs", "LayerSpec": "nnviz.specs", "ModelSpec": "nnviz.specs", "TrainSpec": "nnviz.specs",
    "Experiment": "nnviz.specs", "Run": "nnviz.runs.run", "NnvizError": "nnviz.errors", "ready": "nnviz.gallery",
    "load_data": "nnviz.data.load:load", "summarise": "nnviz.data.summary", "build": "nnviz.models.build",
    "suggest": "nnviz.models.templates", "preview": "nnviz.models.preview:preview", "train": "nnviz.training.train:train",
    "train_stream": "nnviz.training.train", "activations": "nnviz.inspection.activations:activations",
    "attribute": "nnviz.explanation.attribute:attribute",
}  # fmt: skip

__all__ = [*_NAMES, "__version__"]


def __getattr__(name: str):
    if name not in _NAMES:
        raise AttributeError(f"nnviz has no {name!r}. It has {', '.join(_NAMES)}.")
    module, _, attribute = _NAMES[name].partition(":")
    return getattr(importlib.import_module(module), attribute or name)


def __dir__():
    return sorted(__all__)
