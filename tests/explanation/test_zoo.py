"""Explanations of the zoo: what they add up to, or by what name the trouble is called."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.inspection.activations import activations
from nnviz.models.states import preserved
from tests.sampling import ALL, whole
from tests.zoo import SPECIMENS

CHOSEN = ("unet", "coded_columns", "sampling_classifier", "metric_learning", "mixed_rows")
TROUBLES = {
    "sampling_classifier": "random", "mixed_rows": "rows", "metric_learning": "jump", "standardized_picture": "jump",
}  # fmt: skip
NAMES = [name for name, one in SPECIMENS.items() if one.explained and not one.large and (ALL or name in CHOSEN)]


def made(name):
    one = SPECIMENS[name].make()
    return one.model, one.x[0] if isinstance(one.x, tuple) else one.x


@pytest.mark.parametrize("name", NAMES)
def test_integrated_gradients_add_up_or_say_why_not(name):
    model, x = made(name)
    before = [variable.numpy() for variable in model.variables]
    found = nnviz.attribute(model, x)
    assert [trouble.kind for trouble in found.troubles] == ([TROUBLES[name]] if name in TROUBLES else [])
    assert (found.relative_residual.max() > 0.1) == (TROUBLES.get(name) in ("rows", "jump")) or name == "mobile_blocks"
    assert all(np.array_equal(value, own.numpy()) for value, own in zip(before, model.variables, strict=False))


@whole  # the small ones prove the same
@pytest.mark.parametrize("name", [name for name, one in SPECIMENS.items() if one.large])
def test_a_deep_networks_integrated_gradients_add_up(name):
    model, x = made(name)
    found = nnviz.attribute(model, x[0], time_limit=20.0)
    assert found.relative_residual < 0.02 or found.troubles or "No more are allowed" in " ".join(found.notes)


@whole  # test_activations proves it of each kind of model
@pytest.mark.parametrize("name", [name for name, one in SPECIMENS.items() if one.explained and one.quiet])
def test_activations_are_those_of_sub_models(name):
    model, x = made(name)
    found = activations(model, x)
    with preserved(model):
        expected = [np.asarray(one) for one in keras.tree.flatten(model(x, training=False))]
    for own, other in zip(found.outputs, expected, strict=True):
        np.testing.assert_allclose(own, other, atol=1e-5)
    if not getattr(model, "inputs", None):
        return
    single = [layer for layer in model.layers if not isinstance(layer, keras.Model)]
    once = [layer for layer in single if len(layer._inbound_nodes) == 1]
    tensors = [one for layer in once for one in keras.tree.flatten(layer.output)[:1]]
    inner = keras.Model(model.inputs, tensors)(x, training=False)
    for layer, own in zip(once, inner, strict=True):
        if not isinstance(layer, keras.layers.InputLayer):
            np.testing.assert_allclose(found[layer.name].values, np.asarray(own), atol=1e-5, rtol=1e-5)


def test_codes_are_switched_and_count_what_they_change():
    model, (numbers, codes) = made("coded_columns")
    found = nnviz.attribute(model, [numbers, codes], 0, baseline=[numbers, np.zeros_like(codes)])
    assert np.all(found.values[0] == 0)

    def answer(one, two):
        pair = np.where([one, two], codes, 0).astype("int32")
        return np.asarray(model([numbers, pair]))[:, 0]

    first = (answer(1, 0) - answer(0, 0) + answer(1, 1) - answer(0, 1)) / 2
    np.testing.assert_allclose(found.values[1][:, 0], first, atol=1e-5)
    assert any("'codes' are codes" in note for note in found.notes)
    slope = nnviz.attribute(model, [numbers, codes], 0, "gradient")
    assert "have no slope" in slope.notes[0] and np.all(slope.values[1] == 0)


def test_deep_lift_switches_codes_too():
    model, (numbers, codes) = made("coded_columns")
    found = nnviz.attribute(model, [numbers, codes], 0, "deep_lift")
    assert found.relative_residual.max() < 1e-4 and any("'codes' are codes" in note for note in found.notes)


def test_what_divides_by_zero_at_the_baseline_is_told():
    model, x = made("metric_learning")
    (trouble,) = nnviz.attribute(model, x, None, "deep_lift").troubles
    assert "divides by zero" in str(trouble) and "Choose another baseline" in str(trouble)


def test_noise_is_held_and_chosen_by_the_seed():
    model, x = made("sampling_classifier")
    one, same, other = (nnviz.attribute(model, x, 0, "gradient", seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.values, same.values)
    assert np.abs(one.values - other.values).max() > 1e-3


def test_the_place_of_an_output_is_chosen_and_said():
    model, x = made("unet")
    mean = nnviz.attribute(model, x, 1, "gradient")
    np.testing.assert_allclose(mean.output, np.asarray(model(x))[..., 1].mean((1, 2)), atol=1e-6)
    assert mean.target.position == "mean" and "64 places; their mean is explained" in mean.notes[0]
    largest = nnviz.attribute(model, x[:1], nnviz.Target(0, position="largest"), "gradient")
    np.testing.assert_allclose(largest.output, np.asarray(model(x[:1]))[..., 0].max(), atol=1e-6)
    model, x = made("anomaly_autoencoder")
    found = nnviz.attribute(model, x, None, "gradient")
    np.testing.assert_allclose(found.output, np.asarray(model(x)).max((1, 2)), atol=1e-6)


def test_what_cannot_be_asked_is_a_sentence():
    model, x = made("variational")
    with pytest.raises(nnviz.NnvizError, match=r"its class has no `call`.*model.encoder or model.decoder"):
        nnviz.attribute(model, x)
    model, x = made("simple_convnet")
    with pytest.raises(nnviz.NnvizError, match=r"takes examples of the shape \(8, 8, 1\); these have \(5, 8, 1\)"):
        nnviz.attribute(model, x[:, :5])
    model, x = made("subclassed")
    model(x)
    for wrong in (x[:, :3], x[..., None, None]):
        with pytest.raises(nnviz.NnvizError) as told:
            nnviz.attribute(model, wrong)
        assert "\x1b" not in str(told.value) and "tf.Tensor" not in str(told.value) and "[[" not in str(told.value)
