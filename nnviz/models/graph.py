"""A network with every wire written out, to be changed and closed again. Imports no framework."""

from dataclasses import dataclass

from nnviz.errors import SpecError
from nnviz.specs import INPUT, LayerSpec, ModelSpec, TakenSpec


@dataclass
class Wires:
    """The layers by id, their order, what feeds each, the outputs, and what is taken from another run."""

    layers: dict[str, LayerSpec]
    order: list[str]
    sources: dict[str, tuple[str, ...]]
    outputs: tuple[str, ...]
    taken: TakenSpec | None = None

    def position(self, layer_id: str) -> int:
        """Place in the order; -1 for the data. Raises SpecError when there is no such layer."""
        if layer_id == INPUT:
            return -1
        if layer_id not in self.layers:
            raise SpecError(f"The network has no layer {layer_id!r}.", where=layer_id)
        return self.order.index(layer_id)

    def is_input(self, layer_id: str) -> bool:
        """Whether that is the data or a further input."""
        return layer_id == INPUT or self.layers[layer_id].is_input

    def put(self, position: int, layer: LayerSpec, sources: tuple[str, ...]) -> None:
        """`layer` at that place of the order, fed by `sources`."""
        if layer.id in self.layers or layer.id == INPUT:
            raise SpecError(f"The id {layer.id!r} is taken.", fix="Choose another id.", where=layer.id)
        self.layers[layer.id] = layer
        self.order.insert(position, layer.id)
        self.sources[layer.id] = sources

    def redirect(self, old: str, new: str) -> None:
        """Whatever `old` feeds, and an output that it is, is `new`'s from now on."""
        for layer_id, sources in self.sources.items():
            if old in sources:
                renamed = (new if source == old else source for source in sources)
                self.sources[layer_id] = tuple(dict.fromkeys(renamed) if new in sources else renamed)
        self.outputs = tuple(dict.fromkeys(new if output == old else output for output in self.outputs))

    def take(self, layer_id: str) -> None:
        """Takes a layer out; what it fed is fed by its first source. Raises SpecError for the data."""
        position = self.position(layer_id)
        if layer_id == INPUT:
            raise SpecError("The data cannot be taken out of a network.", fix="Choose a layer.", where=INPUT)
        first = self.sources[layer_id][0] if self.sources[layer_id] else INPUT
        self.redirect(layer_id, first)
        self.outputs = tuple(output for output in self.outputs if output != INPUT)
        del self.order[position], self.layers[layer_id], self.sources[layer_id]

    def between(self, start: str, ends: tuple[str, ...]) -> set[str]:
        """The layers on the ways from `start` to the ends, the ends included and `start` not."""
        inside, waiting = set(), list(ends)
        while waiting:
            layer_id = waiting.pop()
            if layer_id not in (start, INPUT) and layer_id not in inside:
                inside.add(layer_id)
                waiting.extend(self.sources[layer_id])
        return inside

    def sort(self, changed: str) -> None:
        """An order in which sources come first, as near to the old one as possible."""
        placed, waiting, order = {INPUT}, list(self.order), []
        while waiting:
            ready = next((one for one in waiting if placed.issuperset(self.sources[one])), None)
            if ready is None:
                raise SpecError(
                    f"{changed!r} would feed itself through the layers after it.",
                    expected="a layer that does not depend on it",
                    where=changed,
                )
            waiting.remove(ready)
            placed.add(ready)
            order.append(ready)
        self.order = order

    def close(self) -> ModelSpec:
        """The spec, with "the one before" and "the last one" left implicit where that is what it is."""
        layers, before = [], INPUT
        for layer_id in self.order:
            sources = self.sources[layer_id]
            layers.append(self.layers[layer_id].replace(inputs=None if sources == (before,) else sources))
            before = layer_id
        last = (before,) if before != INPUT else ()
        outputs = None if self.outputs in (last, ()) else self.outputs
        return ModelSpec(layers=tuple(layers), outputs=outputs, taken=self._still_taken())

    def _still_taken(self) -> TakenSpec | None:
        own = (
            {layer_id: name for layer_id, name in self.taken.layers.items() if layer_id in self.layers}
            if self.taken
            else {}
        )
        return self.taken.replace(layers=own) if own else None


def open_up(spec: ModelSpec) -> Wires:
    """Every wire of `spec` written out."""
    sources = {layer.id: spec.sources(layer.id) for layer in spec.layers}
    outputs = spec.outputs or ((spec.layers[-1].id,) if spec.layers else (INPUT,))
    layers = {layer.id: layer for layer in spec.layers}
    return Wires(layers, list(layers), sources, outputs, spec.taken)
