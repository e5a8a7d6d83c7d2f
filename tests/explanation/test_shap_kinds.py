"""Every way to SHAP values works, or refuses with a sentence, on every kind of layer that the builder knows."""

import numpy as np
import pytest

import nnviz
from nnviz.explanation.shap_values import METHODS
from tests.explanation.kinds import KINDS, network_with
from tests.sampling import whole

SETTINGS = {
    "kernel_shap": {"sets": 64, "regions": 6},
    "partition_shap": {"evaluations": 40},
    "permutation_shap": {"permutations": 1, "regions": 6},
    "sampling_shap": {"samples": 6, "regions": 6},
    "exact_shapley": {"regions": 6, "segments": "squares"},
    "expected_gradients": {"time_limit": 20.0},
}
HARD = ("MultiHeadAttention", "GRU", "Embedding", "PReLU")


def check(kind: str, methods) -> list[str]:
    """The sentences of those that refuse; the others add up."""
    model, x = network_with(kind)
    before = [np.array(weight) for weight in model.weights]
    refused = []
    for method in methods:
        try:
            found = nnviz.shap_values(model, x[:1], x[1:], 1, method, **SETTINGS.get(method, {}))
        except nnviz.NnvizError as error:
            assert "\x1b" not in str(error) and "Tensor" not in str(error) and len(str(error)) < 400, (kind, method)
            refused.append(method)
            continue
        jumps = any("jump" in note or "steep" in note for note in found.notes)
        assert found.relative_residual[0] < 0.02 or found.residual[0] < 1e-5 or jumps, (
            kind,
            method,
            found.relative_residual,
            found.notes,
        )
        assert np.all(np.isfinite(found.values)) and found.values.shape == x[:1].shape
    assert all(np.array_equal(one, np.array(weight)) for one, weight in zip(before, model.weights, strict=True))
    return refused


def test_what_looks_at_answers_alone_adds_up_on_a_hard_kind_of_layer():
    assert check(HARD[0], ("kernel_shap", "partition_shap")) == []


@whole  # test_walked_back proves it of DeepSHAP, test_attribute of gradients
@pytest.mark.parametrize("kind", KINDS)
def test_every_method_on_every_kind_of_layer(kind):
    assert check(kind, [method for method in METHODS if method != "shap_library"]) in ([], ["expected_gradients"])


@whole  # each starts a process of its own
@pytest.mark.parametrize("kind", HARD)
def test_the_shap_package_on_hard_kinds_of_layers(kind):
    assert check(kind, ["shap_library"]) == []
