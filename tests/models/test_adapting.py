"""A network for other data: its inside stays, its end changes."""

import pytest

from nnviz.data.schema import Schema
from nnviz.models.adapting import adapted, change_words
from nnviz.specs import LayerSpec, ModelSpec

TWO = Schema("vector", "binary", (2,), class_names=("a", "b"))
IRIS = Schema("vector", "multiclass", (4,), class_names=("x", "y", "z"), outputs=3)
NUMBERS = Schema("vector", "regression", (10,))
IMAGES = Schema("image", "multiclass", (8, 8, 1), class_names=("x", "y", "z"), outputs=3)
COPIES = Schema("vector", "regression", (4,), outputs=4)


def dense(layer_id, units, activation="relu"):
    return LayerSpec(id=layer_id, kind="Dense", settings={"units": units, "activation": activation})


MINE = ModelSpec(layers=(dense("wide", 37), dense("end", 1, "sigmoid")))


@pytest.mark.parametrize(("schema", "units", "activation"), [(IRIS, 3, "softmax"), (NUMBERS, 1, "linear")])
def test_the_last_layer_alone_changes(schema, units, activation):
    kept = adapted(MINE, TWO, schema)
    assert kept.layers[0] == MINE.layers[0]
    assert (kept.layers[1].settings["units"], kept.layers[1].settings.get("activation", "linear")) == (
        units,
        activation,
    )


def test_what_changed_is_told():
    assert change_words(MINE, adapted(MINE, TWO, IRIS)) == "Its layer end now gives 3 numbers, softmax."


def test_an_embedding_knows_the_new_words():
    texts = [Schema("tokens", "binary", (20,), class_names=("a", "b"), vocabulary=size) for size in (50, 900)]
    words = LayerSpec(id="words", kind="Embedding", settings={"input_dim": 50, "output_dim": 8})
    pooled = LayerSpec(id="pool", kind="GlobalAveragePooling1D")
    kept = adapted(ModelSpec(layers=(words, pooled, dense("end", 1, "sigmoid"))), *texts)
    assert kept.layers[0].settings["input_dim"] == 900


def test_what_cannot_be_kept_is_not():
    assert adapted(MINE, TWO, IMAGES) is None and adapted(MINE, TWO, COPIES) is None
    assert adapted(MINE.replace(layers=(*MINE.layers, LayerSpec(id="drop", kind="Dropout"))), TWO, IRIS) is None
    assert adapted(MINE.replace(outputs=("wide", "end")), TWO, IRIS) is None
