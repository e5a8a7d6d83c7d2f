"""The network as a whole: no layers, too large, or an output that does not fit the data."""

from nnviz import settings as limits
from nnviz.models import wiring
from nnviz.models.diagnoses.words import shaped
from nnviz.models.records import Diagnosis
from nnviz.specs import INPUT

_TASK = {"binary": "yes-or-no classes", "multiclass": "classes", "regression": "targets"}


def whole(trace) -> list[Diagnosis]:
    """Everything that keeps the network from being built or trained on this data."""
    return [found for rule in (_empty, _layers, _parameters, _output) for found in rule(trace)]


def _empty(trace):
    if all(name == INPUT for name in wiring.outputs(trace.spec)):
        yield Diagnosis(
            "no_layers",
            "",
            "The network has no layers that are switched on. Add a layer, or start from a template.",
        )


def _layers(trace):
    limit = limits.get().max_layers
    if len(trace.spec.layers) > limit:
        yield Diagnosis(
            "too_many_layers",
            "",
            f"The network has {len(trace.spec.layers):,} layers; at most {limit:,} are allowed.",
        )


def _parameters(trace):
    limit = limits.get().max_parameters
    sizes = {
        layer.id: trace.measured[layer.id].parameters
        for layer, _ in wiring.used(trace.spec)
        if layer.id in trace.measured
    }
    if sum(sizes.values()) > limit:
        heaviest = max(sizes, key=sizes.get)
        yield Diagnosis(
            "too_many_parameters",
            heaviest,
            f"The network has {sum(sizes.values()):,} parameters, most "
            f"of them in {heaviest!r}; at most {limit:,} are allowed. Use fewer units or filters, or "
            "pool before the first Dense layer.",
        )


def _output(trace):
    schema = trace.schema
    for name in wiring.outputs(trace.spec):
        found = trace.measured.get(name)
        if name == INPUT or found is None or found.shape == (schema.outputs,):
            continue
        yield Diagnosis(
            "output_shape",
            name,
            f"The network's output is {shaped(found.shape)}; {schema.source or 'the data'} has "
            f"{_TASK[schema.task]} that need {schema.outputs} number{'s' * (schema.outputs != 1)} for each example.",
        )
