"""One setting for all layers at once changes the layers that have it, and says which."""

import pytest

from nnviz.errors import SpecError
from nnviz.models.throughout import throughout
from nnviz.specs import LayerSpec, ModelSpec

CHAIN = ModelSpec(
    layers=(
        LayerSpec(id="conv", kind="Conv2D", settings={"filters": 4, "kernel_size": 3}),
        LayerSpec(id="flat", kind="Flatten"),
        LayerSpec(id="hidden", kind="Dense", settings={"units": 8, "kernel_initializer": "he_normal"}),
        LayerSpec(id="out", kind="Dense", settings={"units": 2}),
    )
)


def settings(spec: ModelSpec, name: str) -> dict:
    return {layer.id: layer.settings.get(name) for layer in spec.layers if layer.settings.get(name) is not None}


def test_initializers_and_regularizers_reach_every_layer_that_has_them():
    changed, told = throughout(CHAIN, initializer="he_normal", regularizer="l2", strength=0.02)
    assert settings(changed, "kernel_initializer") == dict.fromkeys(("conv", "hidden", "out"), "he_normal")
    assert settings(changed, "kernel_regularizer_strength") == dict.fromkeys(("conv", "hidden", "out"), 0.02)
    assert told.startswith("conv, out begin with he normal.") and "an l2 regularizer of 0.02" in told
    back, _ = throughout(changed, regularizer="none")
    assert settings(back, "kernel_regularizer") == {}


def test_dropout_comes_changes_and_goes():
    dropped, told = throughout(CHAIN, dropout=0.3)
    assert [layer.kind for layer in dropped.layers] == ["Conv2D", "Flatten", "Dense", "Dropout", "Dense"]
    assert told == "Dropout of 30.0 % comes behind hidden."
    more, told = throughout(dropped, dropout=0.5)
    assert settings(more, "rate") == {"dropout_1": 0.5} and told == "dropout_1 drops 50.0 %."
    gone, told = throughout(more, dropout=0.0)
    assert gone == CHAIN and told == "dropout_1 is taken out."


def test_what_no_layer_can_take_is_a_sentence():
    bare = ModelSpec(layers=(LayerSpec(id="flat", kind="Flatten"),))
    with pytest.raises(SpecError, match="No layer of this network has a kernel initializer"):
        throughout(bare, initializer="zeros")
    with pytest.raises(SpecError, match="no hidden Dense layer"):
        throughout(bare, dropout=0.2)
