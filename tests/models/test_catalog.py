"""The catalog against the installed Keras: names, defaults, choices."""

import inspect
import subprocess
import sys

import keras
import pytest

from nnviz import paths
from nnviz.errors import ModelError
from nnviz.models import catalog
from nnviz.models.catalog.common import ACTIVATIONS, CONSTRAINTS, INITIALIZERS, REGULARIZERS
from nnviz.models.layers import keras_arguments, make_layer
from nnviz.specs import LayerSpec

ASKED_FOR = """
Dense Activation LeakyReLU PReLU ELU Conv1D Conv2D Conv3D DepthwiseConv2D SeparableConv1D SeparableConv2D
Conv1DTranspose Conv2DTranspose Conv3DTranspose MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling2D
GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D Flatten Reshape Permute RepeatVector
ZeroPadding2D Cropping2D UpSampling2D BatchNormalization LayerNormalization GroupNormalization
UnitNormalization Dropout SpatialDropout2D GaussianNoise GaussianDropout Embedding SimpleRNN LSTM GRU
Bidirectional TimeDistributed MultiHeadAttention Attention Add Multiply Average Maximum Concatenate Dot
Rescaling Normalization
"""

KINDS = [kind for kind in catalog.LAYERS.values() if kind.kind != catalog.KERAS_LAYER]
PLAIN = [kind for kind in KINDS if not kind.wraps]


def signature(kind):
    return inspect.signature(paths.resolve(catalog.LAYERS[kind].path).__init__).parameters


def test_every_layer_that_was_asked_for_is_there():
    assert set(ASKED_FOR.split()) <= set(catalog.LAYERS)


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.kind)
def test_defaults_are_those_of_keras(kind):
    known = signature(kind.kind)
    for param in kind.params:
        if param.name.endswith("_strength"):
            continue
        assert param.name in known, f"{kind.kind} has no {param.name}"
        if param.name in kind.own:
            continue
        ours = keras_arguments(kind.kind, catalog.check(LayerSpec(id="a", kind=kind.kind)))[param.name]
        theirs = known[param.name].default
        if param.name.endswith("_initializer"):
            ours, theirs = (type(keras.initializers.get(one)) for one in (ours, theirs))
        if param.name in kind.pairs:
            ours = getattr(make_layer(LayerSpec(id="a", kind=kind.kind)), param.name)
            theirs = getattr(getattr(keras.layers, kind.kind)(), param.name)
        assert ours == theirs, f"{kind.kind}.{param.name}"


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.kind)
def test_what_keras_demands_is_ours_and_nothing_else(kind):
    demanded = {
        name
        for name, value in signature(kind.kind).items()
        if value.default is inspect.Parameter.empty and name not in ("self", "kwargs")
    }
    assert demanded <= set(kind.own) <= {param.name for param in kind.params}


def test_the_wrappers_settings_are_those_of_the_wrapped():
    wrapped = {"Bidirectional": ("LSTM", "GRU", "SimpleRNN"), "TimeDistributed": ("Dense", "Conv2D", "Dropout")}
    for name, inners in wrapped.items():
        own = {"layer", "merge_mode"}
        known = set().union(*(signature(inner) for inner in inners))
        for param in catalog.LAYERS[name].params:
            assert param.name in own | known or param.name.endswith("_strength")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_kind_can_be_made_from_its_defaults(kind):
    made = make_layer(LayerSpec(id="here", kind=kind.kind))
    assert (made.name, type(made).__name__) == ("here", kind.kind)


def test_every_choice_is_one_that_keras_knows():
    for name in ACTIVATIONS:
        assert callable(keras.activations.get(name))
    for name in INITIALIZERS:
        assert isinstance(keras.initializers.get(name), keras.initializers.Initializer)
    for name in CONSTRAINTS:
        assert isinstance(keras.constraints.get(name), keras.constraints.Constraint)
    for name in REGULARIZERS:
        spec = LayerSpec(id="a", kind="Dense", settings={"kernel_regularizer": name})
        assert isinstance(make_layer(spec).kernel_regularizer, keras.regularizers.Regularizer)


def test_a_penalty_has_the_factor_that_was_set():
    settings = {
        "kernel_regularizer": "l1_l2",
        "kernel_regularizer_strength": 0.5,
        "kernel_regularizer_l2_strength": 0.25,
    }
    penalty = make_layer(LayerSpec(id="a", kind="Dense", settings=settings)).kernel_regularizer
    assert float(penalty(keras.ops.array([[1.0, -2.0]]))) == pytest.approx(0.5 * 3 + 0.25 * 5)


def test_uneven_padding_is_given_flat():
    layer = make_layer(LayerSpec(id="a", kind="ZeroPadding2D", settings={"padding": [0, 1, 2, 3]}))
    assert layer.padding == ((0, 1), (2, 3))


def test_mistakes_name_the_layer_and_the_right_spelling():
    with pytest.raises(ModelError, match="Conv2D") as caught:
        catalog.check(LayerSpec(id="mine", kind="Conv2"))
    assert caught.value.where == "mine"
    with pytest.raises(ModelError, match="units"):
        catalog.check(LayerSpec(id="mine", kind="Dense", settings={"unit": 3}))


def test_the_server_side_imports_no_framework():
    rooms = (
        "catalog records wiring titles costs templates diagnoses edits graph blocks codegen compare safe_config "
        "archives"
    )
    code = "import sys\n" + "".join(f"import nnviz.models.{room}\n" for room in rooms.split())
    code += "print([m for m in ('tensorflow', 'keras', 'shap', 'sklearn') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
