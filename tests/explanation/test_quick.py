"""What counts at once: integrated gradients, or what is lost by covering where a network has no slopes."""

import keras
import numpy as np
import pytest

from nnviz.explanation.quick import covered, quick


def network(*ends):
    """2·x₀ − x₁ and then `ends`, of three numbers."""
    layer = keras.layers.Dense(1, use_bias=False)
    x = inputs = keras.Input((3,))
    for apply in ends:
        x = apply(x)
    model = keras.Model(inputs, layer(x))
    layer.set_weights([np.array([[2.0], [-1.0], [0.0]])])
    return model


def test_a_smooth_network_is_told_by_its_slopes():
    result = quick(network(), np.array([1.0, 3.0, 5.0], "float32"), None)
    assert not covered(result)
    np.testing.assert_allclose(result.values, [2.0, -3.0, 0.0], atol=1e-5)


@pytest.mark.parametrize(("step", "shares"), [(keras.ops.sign, [2, -1, 0]), (keras.ops.round, [2, -3, 0])])
def test_a_network_of_steps_is_told_by_covering(step, shares):
    result = quick(network(step), np.array([1.4, 3.0, 5.0], "float32"), None)
    assert covered(result)
    np.testing.assert_allclose(result.values, shares, atol=1e-5)


def test_any_other_refusal_is_passed_on():
    with pytest.raises(Exception, match="shape|numbers"):
        quick(network(), np.zeros(5, "float32"), None)
