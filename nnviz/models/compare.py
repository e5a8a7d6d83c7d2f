"""Two networks side by side: which layers differ, and in what. Imports no framework."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from nnviz.models.catalog import LAYERS
from nnviz.models.records import Preview
from nnviz.specs import LayerSpec, ModelSpec


@dataclass(frozen=True)
class Row:
    """One line of the comparison.

    Attributes:
        first, second: ids of the layers that stand opposite each other; None where one network has none.
        status: "same", "changed", "removed" (in the first alone) or "added" (in the second alone).
        changes: (setting, value in the first, value in the second) for everything that differs; besides the
            catalog's settings "inputs", "enabled", "trainable", "name", and from previews "output shape" and
            "parameters".
    """

    first: str | None
    second: str | None
    status: Literal["same", "changed", "removed", "added"]
    changes: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Rows in order, and totals (name, first, second) when previews were given."""

    rows: tuple[Row, ...]
    totals: tuple[tuple[str, int, int], ...] = ()

    @property
    def equal(self) -> bool:
        return all(row.status == "same" for row in self.rows)


def compare(
    first: ModelSpec, second: ModelSpec, first_seen: Preview | None = None, second_seen: Preview | None = None
) -> Comparison:
    """What differs between two networks. Layers are matched by id and kind, the rest by order and kind."""
    rows, pairs = [], _pairs(first, second)
    partner = dict(pairs)
    for one, two in pairs:
        changes = tuple(_changes(first, second, one, two, first_seen, second_seen, partner))
        rows.append(Row(one, two, "changed" if changes else "same", changes))
    return Comparison(tuple(_ordered(first, second, rows)), tuple(_totals(first_seen, second_seen)))


def _pairs(first: ModelSpec, second: ModelSpec) -> list[tuple[str, str]]:
    """Matched ids: a longest run of layers in order, preferring equal ids to equal kinds."""
    pairs = _matched([(one.id, one.kind) for one in first.layers], [(one.id, one.kind) for one in second.layers])
    matched = [(first.layers[i].id, second.layers[j].id) for i, j in pairs]
    left, right = {one for one, _ in matched}, {two for _, two in matched}
    for ones, twos in _gaps(first, second, pairs):
        ones, twos = [o for o in ones if o.id not in left], [t for t in twos if t.id not in right]
        for i, j in _matched([o.kind for o in ones], [t.kind for t in twos]):
            matched.append((ones[i].id, twos[j].id))
    order = {layer.id: place for place, layer in enumerate(first.layers)}
    return sorted(matched, key=lambda pair: order[pair[0]])


def _matched(ones: list, twos: list) -> list[tuple[int, int]]:
    blocks = SequenceMatcher(None, ones, twos, autojunk=False).get_matching_blocks()
    return [(block.a + k, block.b + k) for block in blocks for k in range(block.size)]


def _gaps(first: ModelSpec, second: ModelSpec, pairs) -> list[tuple[list[LayerSpec], list[LayerSpec]]]:
    edges = [(-1, -1), *pairs, (len(first.layers), len(second.layers))]
    return [
        (list(first.layers[a + 1 : c]), list(second.layers[b + 1 : d]))
        for (a, b), (c, d) in zip(edges, edges[1:], strict=False)
    ]


def _ordered(first: ModelSpec, second: ModelSpec, rows: list[Row]):
    """The matched rows in the first's order, with what stands in one network alone in between."""
    by_first, by_second = {row.first: row for row in rows}, {row.second: row for row in rows}
    waiting = list(second.layers)
    for layer in first.layers:
        row = by_first.get(layer.id)
        if row is None:
            yield Row(layer.id, None, "removed")
            continue
        while waiting and waiting[0].id != row.second:
            ahead = waiting.pop(0)
            if ahead.id not in by_second:
                yield Row(None, ahead.id, "added")
        if waiting:
            waiting.pop(0)
        yield row
    for layer in waiting:
        if layer.id not in by_second:
            yield Row(None, layer.id, "added")


def _changes(first, second, one, two, first_seen, second_seen, partner):
    a, b = first.layer(one), second.layer(two)
    if a.kind != b.kind:
        yield "kind", a.kind, b.kind
    kind = LAYERS.get(a.kind)
    names = [param.name for param in kind.params] if kind else []
    for name in dict.fromkeys([*names, *a.settings, *b.settings]):
        default = kind.param(name).default if kind and kind.param(name) else None
        before, after = _plain(a.settings.get(name, default)), _plain(b.settings.get(name, default))
        if before != after:
            yield name, before, after
    for name in ("name", "enabled", "trainable"):
        if getattr(a, name) != getattr(b, name):
            yield name, getattr(a, name), getattr(b, name)
    if tuple(partner.get(source, source) for source in first.sources(one)) != second.sources(two):
        yield "inputs", first.sources(one), second.sources(two)
    previews = (first_seen and first_seen.layer(one), second_seen and second_seen.layer(two))
    if all(previews):
        for label, field in (("output shape", "output_shape"), ("parameters", "parameters")):
            if getattr(previews[0], field) != getattr(previews[1], field):
                yield label, getattr(previews[0], field), getattr(previews[1], field)


def _plain(value):
    return tuple(value) if isinstance(value, list) else value


def _totals(first: Preview | None, second: Preview | None):
    if first is not None and second is not None:
        yield "layers", len(first.layers), len(second.layers)
        for name in ("parameters", "trainable_parameters", "activation_bytes", "multiply_adds"):
            yield name.replace("_", " "), getattr(first, name), getattr(second, name)
