"""Networks built from specs, and previews that must agree with them."""

import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.errors import ModelError
from nnviz.models.build import build
from nnviz.models.preview import preview
from nnviz.models.templates import TEMPLATES, suggest
from nnviz.specs import LayerSpec, ModelSpec

PLANE = Schema("vector", "binary", (2,), class_names=("a", "b"))
DIGITS = Schema("image", "multiclass", (8, 8, 1), outputs=10)
TABLE = Schema("vector", "regression", (10,))
SERIES = Schema("sequence", "regression", (24, 2))
TOKENS = Schema("tokens", "binary", (20,), vocabulary=100)
SCHEMAS = (PLANE, DIGITS, TABLE, SERIES, TOKENS)


def network(*layers, outputs=None):
    return ModelSpec(layers=tuple(LayerSpec(**layer) for layer in layers), outputs=outputs)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda s: f"{s.kind}-{s.task}")
def test_every_template_previews_as_it_builds(schema):
    for template in TEMPLATES.values():
        if template.applies(schema):
            spec = template.make(schema)
            seen, model = preview(spec, schema), build(spec, schema)
            assert seen.ok, seen.diagnoses
            assert seen.parameters == model.count_params()
            for layer in seen.layers:
                assert model.get_layer(layer.id).output.shape[1:] == layer.output_shape


def test_spirals_start_counts_by_hand():
    seen = preview(suggest(PLANE), PLANE)
    assert [layer.parameters for layer in seen.layers] == [2 * 8 + 8, 8 * 8 + 8, 8 + 1]
    assert seen.multiply_adds == 16 + 64 + 8
    assert seen.activation_bytes == 4 * (8 + 8 + 1)


def test_weights_are_a_function_of_the_seed():
    spec = suggest(DIGITS)
    first, again, other = build(spec, DIGITS, 3), build(spec, DIGITS, 3), build(spec, DIGITS, 4)
    for one, two in zip(first.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first.get_weights()[0], other.get_weights()[0])


def test_a_layer_switched_off_passes_its_input_on():
    spec = network(
        {"id": "a", "kind": "Dense", "settings": {"units": 2}},
        {"id": "b", "kind": "Dense", "settings": {"units": 5}, "enabled": False},
        {"id": "c", "kind": "Dense", "settings": {"units": 1}},
    )
    model = build(spec, PLANE)
    assert [layer.name for layer in model.layers] == ["input", "a", "c"]
    assert preview(spec, PLANE).layer("c").inputs == ("a",)


def test_receptive_field_and_costs_of_convolutions():
    spec = network(
        {"id": "a", "kind": "Conv2D", "settings": {"filters": 4, "kernel_size": 3, "padding": "same"}},
        {"id": "p", "kind": "MaxPooling2D"},
        {"id": "b", "kind": "Conv2D", "settings": {"filters": 2, "kernel_size": 3}},
    )
    a, p, b = preview(spec, DIGITS).layers
    assert (a.receptive_field, p.receptive_field, b.receptive_field) == ((3, 3), (4, 4), (8, 8))
    assert (a.multiply_adds, b.multiply_adds) == (8 * 8 * 9 * 4, 2 * 2 * 9 * 4 * 2)


def test_untrainable_layers_count_apart():
    spec = network(
        {"id": "a", "kind": "Dense", "settings": {"units": 4}, "trainable": False},
        {"id": "n", "kind": "BatchNormalization"},
        {"id": "o", "kind": "Dense", "settings": {"units": 1}},
    )
    seen = preview(spec, PLANE)
    assert (seen.parameters, seen.trainable_parameters) == (12 + 16 + 5, 8 + 5)


def test_mistakes_become_sentences_at_their_layer():
    spec = network({"id": "c", "kind": "Conv2D"}, {"id": "o", "kind": "Dense", "settings": {"units": 1}})
    seen = preview(spec, PLANE)
    assert not seen.ok and seen.layer("c").error.where == "c" and seen.layer("o").output_shape is None
    with pytest.raises(ModelError) as caught:
        build(spec, PLANE)
    assert caught.value.where == "c"


def test_limits_hold_before_weights_are_allocated():
    wide = {"kind": "Dense", "settings": {"units": 60_000}}
    spec = network({"id": "a", **wide}, {"id": "b", **wide}, {"id": "o", "kind": "Dense"})
    assert any(found.code == "too_many_parameters" for found in preview(spec, PLANE).diagnoses)
    with pytest.raises(ModelError, match="at most"):
        build(spec, PLANE)
