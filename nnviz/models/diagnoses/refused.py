"""Keras refused a layer: why, in plain words."""

from nnviz.models.diagnoses.words import called, shaped
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec


def refused(trace, layer: LayerSpec, message: str) -> Diagnosis:
    """A diagnosis for what Keras said about `layer`; always one."""
    received = " and ".join(shaped(shape) for shape in trace.shapes(layer.id))
    return Diagnosis(
        "keras_refuses", layer.id, f"{called(layer)} receives {received}, and Keras refuses it: {message}"
    )
