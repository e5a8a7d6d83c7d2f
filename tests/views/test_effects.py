"""What the further panels of the live view are sent: hand-made records."""

import json

import numpy as np

from nnviz.views.effects import effects


def test_many_moments_and_layers_are_thinned_the_first_and_last_stay_and_no_number_becomes_null():
    names, epochs = [f"dense_{k}" for k in range(40)], np.arange(500.0)
    sizes = epochs[:, None] + np.arange(40)
    sizes[0, 0] = np.nan
    sent = effects({"layers": names, "epochs": epochs, "sizes": sizes, "ratios": sizes / 10}, None)
    own = sent["gradients"]
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent and sent["vitals"] is None
    assert own["of"] == 40 and len(own["layers"]) == 16 and own["layers"][::15] == ["dense_0", "dense_39"]
    assert len(own["epochs"]) == 120 and own["epochs"][::119] == [0, 499]
    assert own["sizes"][0][0] is None and own["sizes"][-1][-1] == 538 and own["ratios"][-1][-1] == 53.8


def test_spreads_are_by_layer_quantile_and_moment():
    weights = np.arange(2 * 3 * 7.0).reshape(2, 3, 7)
    vitals = {
        "weighted": ("a", "b", "c"),
        "layers": ("a", "b"),
        "epochs": np.array([0.0, 1.0]),
        "rates": np.array([0.1, 0.05]),
        "weights": weights,
        "outputs": weights[:, :2],
        "silent": np.array([[0.0, np.nan], [0.5, np.nan]]),
        "saturated": np.full((2, 2), np.nan),
    }
    own = effects(None, vitals)["vitals"]
    assert own["weights"][2][3] == [weights[0, 2, 3], weights[1, 2, 3]] and own["rates"] == [0.1, 0.05]
    assert own["silent"] == [[0.0, 0.5], [None, None]] and own["weighted"] == ["a", "b", "c"]
