"""Random edits of random valid networks: Keras accepts the result and runs it, or a sentence appears."""

import random

import numpy as np
import pytest

from nnviz.data.schema import Schema
from nnviz.errors import NnvizError
from nnviz.models import edits
from nnviz.models.build import build
from nnviz.models.catalog import LAYERS
from nnviz.models.preview import preview
from nnviz.models.templates import TEMPLATES
from nnviz.specs import INPUT, LayerSpec, ModelSpec
from tests.sampling import ALL, sample

SCHEMAS = (
    Schema("vector", "binary", (2,)),
    Schema("image", "multiclass", (8, 8, 1), outputs=10),
    Schema("sequence", "regression", (12, 2)),
    Schema("tokens", "binary", (9,), vocabulary=30),
)


def edited(spec: ModelSpec, draw: random.Random, random_setting) -> ModelSpec:
    """One random edit, sensible or not."""
    target = draw.choice(spec.layers).id
    kind = draw.choice(list(LAYERS))
    which = draw.randrange(9)
    if which == 0:
        return edits.insert_after(spec, draw.choice([INPUT, target]), edits.new_layer(spec, kind))
    if which == 1:
        return edits.remove(spec, target)
    if which == 2:
        return edits.set_kind(spec, target, kind)
    if which == 3:
        return edits.move(spec, target, draw.randrange(len(spec.layers)))
    if which == 4:
        return edits.toggle(spec, target)
    if which == 5:
        others = [layer.id for layer in spec.layers if layer.id != target] + [INPUT]
        return edits.set_inputs(spec, target, draw.sample(others, min(len(others), draw.randint(1, 3))))
    if which == 6:
        return edits.duplicate(spec, target)
    if which == 7:
        layer = LayerSpec(id=spec.new_id(kind), kind=kind, inputs=(target,))
        return edits.add(spec, layer)
    name, value = random_setting(LAYERS[spec.layer(target).kind], draw)
    return edits.set_settings(spec, target, **{name: value}) if name else spec


def rewired(spec: ModelSpec, draw: random.Random, random_setting, fixes) -> ModelSpec:
    """One random edit of the graph, or a mistake's own fix, or an edit as above."""
    target, which = draw.choice(spec.layers).id if spec.layers else INPUT, draw.randrange(9)
    kind = draw.choice(["InputLayer", "Concatenate", "Add", "Attention", "Dense", "Flatten", "Conv1D"])
    if which == 0:
        return edits.insert_after(spec, target, edits.new_layer(spec, kind), branch=True)
    if which == 1:
        return edits.insert_before(spec, target, edits.new_layer(spec, kind))
    if which == 2 and spec.layers:
        return edits.set_outputs(spec, [layer.id for layer in draw.sample(spec.layers, min(2, len(spec.layers)))])
    if which == 3:
        return edits.insert_after(spec, target, edits.new_layer(spec, "InputLayer"))
    if which == 4 and fixes:
        return draw.choice(fixes).model
    return edited(spec, draw, random_setting) if spec.layers else spec


@pytest.mark.parametrize("block", sample(range(3), 1))
def test_one_edit_after_another_never_ends_without_an_answer(block, random_spec, random_setting):
    draw = random.Random(f"chain {block}")
    for _ in range(25 if ALL else 15):
        schema = draw.choice(SCHEMAS)
        spec, fixes = random_spec(schema, draw, 3), []
        for _ in range(8):
            try:
                spec = rewired(spec, draw, random_setting, fixes)
            except NnvizError as error:
                assert str(error).endswith((".", "?"))
            found = preview(spec, schema, examples=100)
            assert {layer.id for layer in found.layers} == {layer.id for layer in spec.layers}
            assert found.ok or found.diagnoses
            fixes = [fix for one in found.diagnoses for fix in one.fixes if fix.model is not None]


@pytest.mark.parametrize("kind", ["Attention", "AdditiveAttention", "MultiHeadAttention"])
def test_attention_never_mixes_the_examples_of_a_batch(kind):
    settings = {"num_heads": 2, "key_dim": 2} if kind == "MultiHeadAttention" else {}
    halves = tuple(LayerSpec(id=name, kind="Dense", settings={"units": 4}, inputs=(INPUT,)) for name in "ab")
    spec = ModelSpec(layers=(*halves, LayerSpec(id="c", kind=kind, settings=settings, inputs=("a", "b"))))
    assert preview(spec, SCHEMAS[0]).layer("c").error.code == "needs_sequence"


@pytest.mark.parametrize("block", sample(range(4), 1))
def test_keras_accepts_or_a_sentence_appears(block, random_spec, random_setting):
    draw = random.Random(block)
    for _ in range(50 if ALL else 20):
        schema = draw.choice(SCHEMAS)
        spec = random_spec(schema, draw)
        try:
            changed = edited(spec, draw, random_setting)
        except NnvizError as error:
            assert str(error).endswith((".", "?"))
            continue
        found = preview(changed, schema, examples=100)
        for diagnosis in found.diagnoses:
            assert diagnosis.message.strip() and "Traceback" not in diagnosis.message
        if found.errors_of_keras or found.parameters > 200_000 or found.activation_bytes > 50e6:
            continue
        if any(diagnosis.code == "no_layers" for diagnosis in found.diagnoses):
            continue
        model = build(changed, schema)
        assert model.count_params() == found.parameters, changed
        result = model(np.zeros((2, *schema.input_shape), "int32" if schema.kind == "tokens" else "float32"))
        result = result if isinstance(result, list) else [result]
        for name, tensor in zip(found.outputs, result, strict=True):
            assert tuple(tensor.shape[1:]) == found.layer(name).output_shape, (name, changed)


def test_templates_are_valid_starts():
    for schema in SCHEMAS:
        for template in TEMPLATES.values():
            if template.applies(schema):
                found = preview(template.make(schema), schema)
                assert found.ok and not found.diagnoses, [one.message for one in found.diagnoses]


@pytest.mark.parametrize(
    "kind, settings",
    [
        ("Softmax", {"axis": 2}),
        ("UnitNormalization", {"axis": 3}),
        ("RMSNormalization", {"axis": 4}),
        ("Conv1D", {"filters": 2, "kernel_size": 1, "activity_regularizer": "orthogonal"}),
        ("EinsumDense", {}),
    ],
)
def test_what_keras_would_refuse_only_when_it_runs_is_refused_before(kind, settings):
    schema = SCHEMAS[0] if kind != "Conv1D" else SCHEMAS[2]
    spec = ModelSpec(layers=(LayerSpec(id="a", kind=kind, settings=settings),))
    assert preview(spec, schema).layer("a").error.code != "keras_refuses"
