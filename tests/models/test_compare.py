"""Differences of two networks, by hand."""

from nnviz.data.schema import Schema
from nnviz.models import edits
from nnviz.models.compare import compare
from nnviz.models.preview import preview
from nnviz.specs import LayerSpec, ModelSpec

PLANE = Schema("vector", "binary", (2,))
FIRST = ModelSpec(layers=tuple(LayerSpec(id=name, kind="Dense", settings={"units": 4}) for name in ("a", "b", "c")))


def rows(second):
    return [(row.first, row.second, row.status) for row in compare(FIRST, second).rows]


def test_equal_networks():
    assert compare(FIRST, FIRST).equal


def test_an_inserted_layer_is_added_and_its_successor_rewired():
    second = edits.insert_after(FIRST, "a", LayerSpec(id="n", kind="Dropout"))
    assert rows(second) == [("a", "a", "same"), (None, "n", "added"), ("b", "b", "changed"), ("c", "c", "same")]
    assert compare(FIRST, second).rows[2].changes == (("inputs", ("a",), ("n",)),)


def test_a_removed_layer():
    assert rows(edits.remove(FIRST, "b"))[1] == ("b", None, "removed")


def test_settings_shapes_and_totals():
    second = edits.set_settings(FIRST, "b", units=6, activation="relu")
    found = compare(FIRST, second, preview(FIRST, PLANE), preview(second, PLANE))
    assert found.rows[1].changes == (
        ("units", 4, 6),
        ("activation", None, "relu"),
        ("output shape", (4,), (6,)),
        ("parameters", 20, 30),
    )
    assert ("parameters", 12 + 20 + 20, 12 + 30 + 28) in found.totals


def test_other_ids_are_matched_by_kind():
    second = ModelSpec(layers=tuple(layer.replace(id=f"x_{layer.id}") for layer in FIRST.layers))
    assert [row.status for row in compare(FIRST, second).rows] == ["same"] * 3
