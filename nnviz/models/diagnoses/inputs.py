"""What comes in at a layer cannot fit: wrong number of inputs, wrong number of dimensions."""

from nnviz.models.catalog import LAYERS
from nnviz.models.diagnoses.words import called, form, shaped
from nnviz.models.records import Diagnosis
from nnviz.specs import LayerSpec


def inputs(trace, layer: LayerSpec) -> Diagnosis | None:
    """The first rule that finds a mistake, or None."""
    for rule in (_count, _rank):
        found = rule(trace, layer)
        if found is not None:
            return found
    return None


def _count(trace, layer):
    least, most = LAYERS[layer.kind].inputs
    number = len(trace.sources[layer.id])
    if least <= number and (most is None or number <= most):
        return None
    wanted = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
    return Diagnosis(
        "input_count",
        layer.id,
        f"{called(layer)} is fed by {number} layer{'s' * (number != 1)} and takes {wanted}.",
    )


def _rank(trace, layer):
    wanted, shape = LAYERS[layer.kind].rank, trace.shapes(layer.id)[0]
    if wanted is None or len(shape) == wanted:
        return None
    return Diagnosis(
        "wrong_rank",
        layer.id,
        f"{called(layer)} receives {shaped(shape)} and needs {form(wanted)}.",
    )
