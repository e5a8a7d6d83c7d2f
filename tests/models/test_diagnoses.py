"""Every diagnosis: a network that earns it, and that each of its fixes takes it away."""

import pytest

from nnviz.data.schema import Schema
from nnviz.models.preview import preview
from nnviz.specs import LayerSpec, ModelSpec, TrainSpec

PLANE = Schema("vector", "binary", (2,), class_names=("a", "b"))
CLASSES = Schema("vector", "multiclass", (4,), outputs=3)
REAL = Schema("vector", "regression", (10,))
DIGITS = Schema("image", "multiclass", (8, 8, 1), outputs=10)
SERIES = Schema("sequence", "regression", (24, 2))
TOKENS = Schema("tokens", "binary", (20,), vocabulary=100)


def layer(kind, layer_id, inputs=None, enabled=True, trainable=True, **settings):
    return LayerSpec(id=layer_id, kind=kind, settings=settings, inputs=inputs, enabled=enabled, trainable=trainable)


def dense(layer_id, units, activation=None, **more):
    return layer("Dense", layer_id, units=units, activation=activation, **more)


ONE = dense("out", 1, "sigmoid")
TEN = dense("out", 10, "softmax")
FLAT = layer("Flatten", "flat")
CONV = {"filters": 4, "kernel_size": 3}

ERRORS = {
    "unknown_kind": (PLANE, [layer("Dens", "a", units=3), ONE]),
    "unknown_setting": (PLANE, [layer("Dense", "a", unitz=3), ONE]),
    "bad_setting": (PLANE, [layer("Dense", "a", units=-3), ONE]),
    "too_few_inputs": (PLANE, [dense("a", 3), dense("b", 3), layer("Add", "sum"), ONE]),
    "too_many_inputs": (PLANE, [dense("a", 3), dense("b", 3), layer("Dense", "c", ("a", "b"), units=2), ONE]),
    "needs_vector": (DIGITS, [layer("RepeatVector", "r", n=2), FLAT, TEN]),
    "needs_sequence": (PLANE, [layer("LSTM", "r", units=4), ONE]),
    "needs_image": (PLANE, [layer("Conv2D", "c", **CONV, padding="same"), FLAT, ONE]),
    "needs_volume": (DIGITS, [layer("Conv3D", "c", **CONV, padding="same"), FLAT, TEN]),
    "needs_embedding": (TOKENS, [layer("LSTM", "r", units=4), ONE]),
    "needs_real_numbers": (
        TOKENS,
        [layer("Reshape", "s", target_shape=[4, 5, 1]), layer("AveragePooling2D", "p"), FLAT, ONE],
    ),
    "stacked_recurrent": (SERIES, [layer("LSTM", "a", units=4), layer("GRU", "b", units=4), dense("out", 1)]),
    "after_flatten": (DIGITS, [FLAT, layer("Conv2D", "c", **CONV), TEN]),
    "window_length": (DIGITS, [layer("Conv2D", "c", filters=2, kernel_size=[3, 3, 3]), FLAT, TEN]),
    "strides_and_dilation": (DIGITS, [layer("Conv2D", "c", **CONV, strides=2, dilation_rate=2), FLAT, TEN]),
    "conv_groups": (DIGITS, [layer("Conv2D", "c", **CONV, groups=3), FLAT, TEN]),
    "norm_groups": (
        CLASSES,
        [dense("a", 6, "relu"), layer("GroupNormalization", "n", groups=4), dense("out", 3, "softmax")],
    ),
    "pooled_to_nothing": (DIGITS, [layer("MaxPooling2D", "p", pool_size=9), FLAT, TEN]),
    "cropped_to_nothing": (DIGITS, [layer("Cropping2D", "p", cropping=4), FLAT, TEN]),
    "axis_missing": (PLANE, [layer("LayerNormalization", "n", axis=5), ONE]),
    "merge_shapes": (
        DIGITS,
        [
            layer("Conv2D", "a", filters=4, kernel_size=3, padding="same", activation="relu"),
            layer("Conv2D", "b", filters=8, kernel_size=3, strides=2, padding="same"),
            layer("Add", "sum", ("b", "a")),
            FLAT,
            TEN,
        ],
    ),
    "concatenate_shapes": (
        DIGITS,
        [
            layer("Conv2D", "a", filters=4, kernel_size=3, activation="relu"),
            layer("Concatenate", "cat", ("a", "input")),
            FLAT,
            TEN,
        ],
    ),
    "dot_axes": (
        CLASSES,
        [
            dense("a", 5, "relu"),
            dense("b", 3, "relu"),
            layer("Dot", "d", ("a", "b"), axes=1),
            dense("out", 3, "softmax"),
        ],
    ),
    "reshape_total": (PLANE, [layer("Reshape", "r", target_shape=[3, 1]), FLAT, ONE]),
    "permute_dims": (DIGITS, [layer("Permute", "p", dims=[2, 1]), FLAT, TEN]),
    "attention_lengths": (
        SERIES,
        [
            layer("Conv1D", "a", filters=5, kernel_size=1, activation="relu"),
            layer("Attention", "att", ("a", "input")),
            layer("GlobalAveragePooling1D", "g"),
            dense("out", 1),
        ],
    ),
    "einsum": (SERIES, [layer("EinsumDense", "e", equation="abc,cd->abd", output_shape=[9, 3]), FLAT, dense("out", 1)]),
    "shared_axes": (DIGITS, [layer("PReLU", "p", shared_axes=[7]), FLAT, TEN]),
    "initializer_shape": (DIGITS, [layer("Conv2D", "c", **CONV, kernel_initializer="identity"), FLAT, TEN]),
    "no_layers": (PLANE, []),
    "too_many_parameters": (PLANE, [dense("a", 60_000, "relu"), dense("b", 6_000, "relu"), ONE]),
    "output_units": (CLASSES, [dense("out", 2, "softmax")]),
    "output_shape": (DIGITS, [layer("Conv2D", "c", **CONV, activation="relu")]),
    "several_inputs": (
        PLANE,
        [
            layer("InputLayer", "b", shape=2),
            dense("a", 3),
            dense("c", 3, inputs=("input",)),
            layer("Add", "s", ("a", "c")),
            ONE,
        ],
    ),
    "vocabulary": (
        TOKENS,
        [layer("Embedding", "e", input_dim=50, output_dim=4), layer("GlobalAveragePooling1D", "g"), ONE],
    ),
    "embedding_of_measurements": (PLANE, [layer("Embedding", "e", input_dim=50, output_dim=4), FLAT, ONE]),
    "output_padding": (DIGITS, [layer("Conv2DTranspose", "c", **CONV, output_padding=5), FLAT, TEN]),
}

WARNINGS = {
    "no_nonlinearity": (PLANE, [dense("a", 4), ONE]),
    "activation_twice": (PLANE, [dense("a", 4, "relu"), layer("Activation", "act", activation="tanh"), ONE]),
    "inner_softmax": (PLANE, [dense("a", 4, "softmax"), ONE]),
    "saturating_depth": (PLANE, [*(dense(f"a{i}", 4, "sigmoid") for i in range(5)), ONE]),
    "bias_before_norm": (PLANE, [dense("a", 4), layer("BatchNormalization", "n"), layer("ReLU", "r"), ONE]),
    "tokens_as_amounts": (TOKENS, [dense("a", 4, "relu"), ONE]),
    "skipped_places": (DIGITS, [layer("Conv2D", "c", filters=2, kernel_size=2, strides=4), FLAT, TEN]),
    "padded_window": (
        DIGITS,
        [
            layer("MaxPooling2D", "p", pool_size=8),
            layer("Conv2D", "c", **CONV, padding="same", activation="relu"),
            FLAT,
            TEN,
        ],
    ),
    "dropout_rate": (PLANE, [dense("a", 4, "relu"), layer("Dropout", "d", rate=0.95), ONE]),
    "one_unit_softmax": (PLANE, [dense("out", 1, "softmax")]),
    "output_activation": (CLASSES, [dense("out", 3, "relu")]),
    "dropout_last": (PLANE, [dense("a", 4, "relu"), ONE, layer("Dropout", "d", rate=0.5)]),
    "unused_layer": (PLANE, [dense("a", 1, "sigmoid"), dense("out", 1, "sigmoid", inputs=("input",))]),
    "several_outputs": (PLANE, [dense("a", 1, "sigmoid"), dense("out", 1, "sigmoid", inputs=("input",))]),
    "bottleneck": (CLASSES, [dense("a", 1, "tanh"), dense("out", 3, "softmax")]),
    "loss_activation": (CLASSES, [dense("out", 3, "sigmoid")]),
    "loss_task": (REAL, [dense("out", 1)]),
    "more_parameters_than_examples": (PLANE, [dense("a", 400, "relu"), dense("b", 20, "relu"), ONE]),
    "heavy_flatten": (
        Schema("image", "multiclass", (32, 32, 3), outputs=10),
        [layer("Conv2D", "c", **CONV, activation="relu"), FLAT, dense("a", 64, "relu"), TEN],
    ),
    "batch_of_one": (PLANE, [dense("a", 4, "relu"), layer("BatchNormalization", "n"), ONE]),
    "same_start": (PLANE, [dense("a", 4, "relu", kernel_initializer="zeros"), ONE]),
    "nothing_trainable": (PLANE, [dense("out", 1, "sigmoid", trainable=False)]),
    "strong_penalty": (PLANE, [dense("a", 4, "relu", kernel_regularizer="l2", kernel_regularizer_strength=50.0), ONE]),
}

TRAIN = {
    "loss_activation": TrainSpec(loss="categorical_crossentropy"),
    "loss_task": TrainSpec(loss="binary_crossentropy"),
    "batch_of_one": TrainSpec(batch_size=1),
}
UNFIXABLE_BY_MODEL = {"loss_task", "too_many_layers"}


def seen(code, spec, schema, train=None):
    return [found for found in preview(spec, schema, train, examples=500).diagnoses if found.code == code]


def spec_for(code, layers):
    outputs = ("a", "out") if code == "several_outputs" else None
    return ModelSpec(layers=tuple(layers), outputs=outputs)


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_diagnosis_speaks_and_its_fixes_mend_it(code):
    schema, layers = {**ERRORS, **WARNINGS}[code]
    spec, train = spec_for(code, layers), TRAIN.get(code)
    found = seen(code, spec, schema, train)
    assert found, [(other.code, other.message) for other in preview(spec, schema, train, 500).diagnoses]
    (one, *_) = found
    assert one.severity == ("error" if code in ERRORS else "warning")
    assert one.message[0].isupper() or one.message[0].isdigit()
    assert one.message.endswith((".", "?")) and "Traceback" not in one.message
    assert one.fixes
    for fix in one.fixes:
        mended = train.replace(**fix.train_changes) if train is not None else TrainSpec(**fix.train_changes)
        if fix.model is None:
            assert fix.train_changes
            if code == "more_parameters_than_examples":
                continue
        still = seen(code, fix.model or spec, schema, mended)
        if code == "more_parameters_than_examples":
            assert preview(fix.model, schema).parameters < preview(spec, schema).parameters
            continue
        assert not [other for other in still if other.where == one.where], fix.label


@pytest.mark.parametrize("code", [code for code in ERRORS if code != "no_layers"])
def test_some_fix_leads_to_a_network_that_keras_accepts(code):
    schema, layers = ERRORS[code]
    (one, *_) = seen(code, spec_for(code, layers), schema)
    assert any(not preview(fix.model, schema).errors_of_keras for fix in one.fixes if fix.model), [
        [other.message for other in preview(fix.model, schema).diagnoses] for fix in one.fixes
    ]


def test_too_many_layers(monkeypatch):
    from nnviz import settings

    monkeypatch.setattr(settings.get(), "max_layers", 3)
    spec = ModelSpec(layers=tuple(dense(f"a{i}", 1, "sigmoid") for i in range(4)))
    assert any(found.code == "too_many_layers" for found in preview(spec, PLANE).diagnoses)


def test_unknown_refusals_still_become_a_sentence():
    from nnviz.models.diagnoses.refused import refused
    from nnviz.models.preview import trace

    spec = ModelSpec(layers=(ONE,))
    found = refused(trace(spec, PLANE), spec.layers[0], "something new")
    assert found.code == "keras_refuses" and "something new" in found.message and len(found.fixes) == 2


@pytest.mark.parametrize("between", ["BatchNormalization", "Dropout", "both"])
def test_linear_layers_are_seen_through_what_does_not_bend(between):
    kinds = ("BatchNormalization", "Dropout") if between == "both" else (between,)
    layers = [dense("a", 4), *(layer(kind, f"l{place}") for place, kind in enumerate(kinds)), ONE]
    (one,) = seen("no_nonlinearity", ModelSpec(layers=tuple(layers)), PLANE)
    assert one.where == "a" and f"no bend in {kinds[-1]}" in one.message
    bent = ModelSpec(layers=(dense("a", 4), layer(kinds[0], "n"), layer("ReLU", "r"), ONE))
    assert not seen("no_nonlinearity", bent, PLANE)


def test_a_window_too_large_for_the_data_does_not_blame_earlier_layers():
    large = layer("Conv2D", "c", filters=2, kernel_size=9, activation="relu")
    (first,) = seen("pooled_to_nothing", ModelSpec(layers=(large, FLAT, TEN)), DIGITS)
    assert "The examples themselves are no larger." in first.message and "layers before" not in first.message
    pooled = (layer("MaxPooling2D", "p"), large.replace(settings={**large.settings, "kernel_size": 5}), FLAT, TEN)
    (later,) = seen("pooled_to_nothing", ModelSpec(layers=pooled), DIGITS)
    assert "The layers before it" in later.message


def test_a_batch_larger_than_the_data_is_an_error_that_a_smaller_one_repairs():
    spec = ModelSpec(layers=(ONE,))
    (one,) = seen("batch_size", spec, PLANE, TrainSpec(batch_size=501))
    assert one.severity == "error" and "501" in one.message and "500 training examples" in one.message
    assert one.fixes[0].train_changes == {"batch_size": 32}
    assert not seen("batch_size", spec, PLANE, TrainSpec(batch_size=500))
