"""Which layers a network really uses: disabled layers passed over, outputs resolved. Imports no framework."""

from nnviz.specs import INPUT, LayerSpec, ModelSpec


def aliases(spec: ModelSpec) -> dict[str, str]:
    """For every id, the id whose output stands for it: its own, or its (first) source's when switched off.

    The data stand for a further input that is switched off.
    """
    stands_for = {INPUT: INPUT}
    for position, layer in enumerate(spec.layers):
        before = spec.layers[position - 1].id if position else INPUT
        first = INPUT if layer.is_input else (layer.inputs or (before,))[0]
        stands_for[layer.id] = layer.id if layer.enabled else stands_for[first]
    return stands_for


def wired(spec: ModelSpec) -> list[tuple[LayerSpec, tuple[str, ...]]]:
    """The layers that are switched on, in order, each with the ids that really feed it."""
    stands_for, wires = aliases(spec), []
    for position, layer in enumerate(spec.layers):
        before = spec.layers[position - 1].id if position else INPUT
        if layer.enabled:
            named = layer.inputs or () if layer.is_input or layer.inputs is not None else (before,)
            wires.append((layer, tuple(stands_for[source] for source in named)))
    return wires


def outputs(spec: ModelSpec) -> tuple[str, ...]:
    """The ids whose outputs the network returns, switched-off layers passed over."""
    stands_for = aliases(spec)
    named = spec.outputs or ((spec.layers[-1].id,) if spec.layers else (INPUT,))
    return tuple(dict.fromkeys(stands_for[name] for name in named))


def used(spec: ModelSpec) -> list[tuple[LayerSpec, tuple[str, ...]]]:
    """`wired`, without the layers that no output depends on."""
    layers, needed = wired(spec), set(outputs(spec))
    for layer, sources in reversed(layers):
        if layer.id in needed:
            needed.update(sources)
    return [(layer, sources) for layer, sources in layers if layer.id in needed]


def further_inputs(spec: ModelSpec) -> tuple[LayerSpec, ...]:
    """The inputs besides the data that the network really takes, in order."""
    return tuple(layer for layer, _ in used(spec) if layer.is_input)


def returns_its_inputs(spec: ModelSpec) -> bool:
    """Whether every output is an input as it came: there is no layer between."""
    inputs = {INPUT, *(layer.id for layer in spec.layers if layer.is_input)}
    return inputs.issuperset(outputs(spec))
