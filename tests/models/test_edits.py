"""Edits on chains and on graphs, by hand."""

import pytest

from nnviz.errors import SpecError
from nnviz.models import edits
from nnviz.specs import INPUT, LayerSpec, ModelSpec


def layer(layer_id, inputs=None, kind="Dense", **settings):
    return LayerSpec(id=layer_id, kind=kind, inputs=inputs, settings=settings)


CHAIN = ModelSpec(layers=(layer("a"), layer("b"), layer("c")))
SKIP = ModelSpec(layers=(layer("a"), layer("b"), layer("sum", ("b", "a"), kind="Add"), layer("c")))


def wires(spec):
    return [(one.id, *spec.sources(one.id)) for one in spec.layers]


def test_insert_after_takes_over_what_the_anchor_fed():
    assert wires(edits.insert_after(CHAIN, "a", layer("n"))) == [("a", INPUT), ("n", "a"), ("b", "n"), ("c", "b")]
    assert wires(edits.insert_after(CHAIN, INPUT, layer("n")))[:2] == [("n", INPUT), ("a", "n")]
    both = edits.insert_after(SKIP, "a", layer("n"))
    assert wires(both) == [("a", INPUT), ("n", "a"), ("b", "n"), ("sum", "b", "n"), ("c", "sum")]


def test_insert_after_as_a_branch_leaves_the_rest():
    found = edits.insert_after(CHAIN, "a", layer("n"), branch=True)
    assert wires(found) == [("a", INPUT), ("n", "a"), ("b", "a"), ("c", "b")]
    end = edits.insert_after(CHAIN, "c", layer("n"), branch=True)
    assert end.outputs == ("c",)


def test_insert_before_changes_one_wire_alone():
    found = edits.insert_before(SKIP, "sum", layer("project"), 1)
    assert wires(found) == [("a", INPUT), ("b", "a"), ("project", "a"), ("sum", "b", "project"), ("c", "sum")]


def test_remove_rewires():
    assert wires(edits.remove(CHAIN, "b")) == [("a", INPUT), ("c", "a")]
    assert wires(edits.remove(SKIP, "sum")) == [("a", INPUT), ("b", "a"), ("c", "b")]
    assert wires(edits.remove(SKIP, "b")) == [("a", INPUT), ("sum", "a"), ("c", "sum")]
    assert edits.remove(ModelSpec(layers=(layer("a"),)), "a") == ModelSpec()


def test_remove_of_an_output_moves_the_output():
    spec = CHAIN.replace(outputs=("a", "c"))
    assert edits.remove(spec, "c").outputs == ("a", "b")


def test_move_in_a_chain_is_a_reordering():
    assert [one.id for one in edits.move(CHAIN, "c", 0).layers] == ["c", "a", "b"]
    assert wires(edits.move(CHAIN, "a", 2)) == [("b", INPUT), ("c", "b"), ("a", "c")]
    assert edits.move(CHAIN, "c", 0).outputs is None


def test_move_keeps_a_skip_and_refuses_a_circle():
    found = edits.move(SKIP, "sum", 3)
    assert wires(found) == [("a", INPUT), ("b", "a"), ("c", "b"), ("sum", "c", "a")]
    with pytest.raises(SpecError, match="feeds"):
        edits.move(SKIP, "sum", 0)


def test_duplicate_has_an_id_of_its_own_and_stands_behind():
    found = edits.duplicate(CHAIN, "b")
    assert wires(found) == [("a", INPUT), ("b", "a"), ("dense_1", "b"), ("c", "dense_1")]
    assert wires(edits.duplicate(SKIP, "sum"))[3] == ("add_1", "sum", "a")


def test_toggle_and_rename_keep_everything_else():
    off = edits.toggle(CHAIN, "b")
    assert not off.layer("b").enabled and edits.toggle(off, "b") == CHAIN
    assert edits.rename(CHAIN, "b", " hidden ").layer("b").name == "hidden"


def test_settings_at_their_defaults_are_left_out():
    found = edits.set_settings(CHAIN, "a", units=4, activation="relu", use_bias=False)
    assert found.layer("a").settings == {"units": 4, "activation": "relu", "use_bias": False}
    assert edits.set_settings(found, "a", use_bias=True, activation=None).layer("a").settings == {"units": 4}


def test_set_kind_keeps_what_both_have():
    spec = edits.set_settings(CHAIN, "a", units=4, activation="relu")
    assert edits.set_kind(spec, "a", "LSTM").layer("a").settings == {"units": 4, "activation": "relu"}


def test_set_inputs_reorders_and_refuses_circles():
    found = edits.set_inputs(SKIP, "b", (INPUT,))
    assert wires(found) == [("a", INPUT), ("b", INPUT), ("sum", "b", "a"), ("c", "sum")]
    later = ModelSpec(layers=(layer("a"), layer("b", (INPUT,)), layer("c")))
    assert [one.id for one in edits.set_inputs(later, "a", ("b",)).layers] == ["b", "a", "c"]
    with pytest.raises(SpecError, match="itself"):
        edits.set_inputs(CHAIN, "a", ("c",))


def test_unknown_ids_and_taken_ids_are_refused():
    for edit in (edits.remove, edits.toggle, edits.duplicate):
        with pytest.raises(SpecError, match="no layer"):
            edit(CHAIN, "zzz")
    with pytest.raises(SpecError, match="taken"):
        edits.insert_after(CHAIN, "a", layer("b"))


def test_edits_come_back_through_json():
    found = edits.insert_before(SKIP, "sum", layer("project"), 1)
    assert ModelSpec.from_json(found.to_json()) == found


def test_a_weighted_sum_inside_the_network_begins_with_relu_and_the_last_layer_without():
    spec = ModelSpec(layers=(LayerSpec(id="a", kind="Dense"), LayerSpec(id="out", kind="Dense")))
    assert edits.layer_after(spec, "Dense", "a").settings == {"activation": "relu"}
    assert edits.layer_after(spec, "Conv2D", INPUT).settings == {"activation": "relu"}
    assert edits.layer_after(spec, "Dense", "out").settings == {}
    assert edits.layer_after(spec, "Dropout", "a").settings == {}


def test_the_name_a_person_gives_is_the_keras_name_made_valid_and_no_other_layers():
    spec = ModelSpec(layers=(LayerSpec(id="dense_1", kind="Dense"), LayerSpec(id="out", kind="Dense")))
    renamed = edits.rename(spec, "dense_1", " Première couche! ")
    assert renamed.layer("dense_1").name == renamed.layer("dense_1").keras_name == "Premiere_couche"
    assert edits.rename(renamed, "dense_1", "dense_1") == spec
    for taken in ("Premiere couche", "dense_1", "input"):
        with pytest.raises(SpecError, match="called"):
            edits.rename(renamed, "out", taken)
    with pytest.raises(SpecError, match="letter from A to Z"):
        edits.rename(spec, "out", "слой")


def test_names_that_two_layers_share_are_told_apart_by_their_ids():
    layers = [LayerSpec(id=f"dense_{k}", kind="Dense", name=name) for k, name in enumerate(("a b", "a_b", "dense_1"))]
    names = [layer.keras_name for layer in ModelSpec(layers=tuple(layers)).distinctly_named().layers]
    assert names == ["a_b", "dense_1", "dense_2"]
