"""Blocks expand to real layers with the shapes and sizes of their papers."""

import pytest

from nnviz.data.schema import Schema
from nnviz.errors import ModelError, SpecError
from nnviz.models.blocks import BLOCKS, expand
from nnviz.models.preview import preview
from nnviz.specs import INPUT, LayerSpec, ModelSpec

IMAGE = Schema("image", "multiclass", (8, 8, 4), outputs=4)
SERIES = Schema("sequence", "regression", (12, 6))
TABLE = Schema("vector", "binary", (5,))


def seen(spec, schema):
    found = preview(spec, schema)
    assert not found.errors_of_keras, found.diagnoses
    return found


def test_residual_block_keeps_its_shape_and_its_skip():
    found = seen(expand("residual", ModelSpec(), INPUT, IMAGE), IMAGE)
    assert found.layers[-1].output_shape == (8, 8, 4)
    assert found.layer("add_1").inputs[1] == INPUT
    assert found.parameters == 2 * (9 * 4 * 4) + 2 * 4 * 4


def test_residual_block_projects_when_it_changes_the_shape():
    found = seen(expand("residual", ModelSpec(), INPUT, IMAGE, {"filters": 6, "strides": 2}), IMAGE)
    assert found.layers[-1].output_shape == (4, 4, 6)
    assert found.parameters == 9 * 4 * 6 + 9 * 6 * 6 + 2 * 4 * 6 + (4 * 6 + 6)


def test_inception_block_joins_four_branches():
    spec = ModelSpec(
        layers=(
            LayerSpec(id="first", kind="Conv2D", settings={"filters": 4, "kernel_size": 1}),
            LayerSpec(id="last", kind="Flatten"),
        )
    )
    found = seen(expand("inception", spec, "first", IMAGE, {"filters": 3}), IMAGE)
    assert found.layer("concatenate_1").output_shape == (8, 8, 12)
    assert len(found.layer("concatenate_1").inputs) == 4
    assert found.layer("last").inputs == ("concatenate_1",)


def test_transformer_block_has_positions_attention_and_two_skips():
    found = seen(expand("transformer", ModelSpec(), INPUT, SERIES, {"num_heads": 2, "hidden": 10}), SERIES)
    kinds = [layer.kind for layer in found.layers]
    assert kinds == [
        "EinsumDense",
        "MultiHeadAttention",
        "Dropout",
        "Add",
        "LayerNormalization",
        "Dense",
        "Dense",
        "Add",
        "LayerNormalization",
    ]
    assert found.layers[0].parameters == 6 * 6 + 12 * 6
    assert found.layers[-1].output_shape == (12, 6)


def test_mlp_block():
    found = seen(expand("mlp", ModelSpec(), INPUT, TABLE, {"units": 7, "depth": 3, "rate": 0.0}), TABLE)
    assert [layer.parameters for layer in found.layers] == [5 * 7 + 7, 7 * 7 + 7, 7 * 7 + 7]


def test_a_block_where_it_cannot_stand_and_an_unknown_one():
    with pytest.raises(ModelError, match="cannot stand"):
        expand("residual", ModelSpec(), INPUT, TABLE)
    with pytest.raises(SpecError, match="residual"):
        expand("residul", ModelSpec(), INPUT, IMAGE)
    assert set(BLOCKS) == {"residual", "inception", "transformer", "mlp"}
