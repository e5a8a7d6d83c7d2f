"""What the live view is sent: measured points alone, everything in plain JSON."""

import json

import numpy as np

from nnviz.views.live import film, payload, thin_history
from nnviz.views.packing import unpack


def test_thinning_keeps_ends_and_extremes_and_invents_nothing():
    loss = np.random.default_rng(0).random(5000)
    loss[1234], loss[4321] = -7.0, 9.0
    thin = thin_history({"epoch": np.arange(1, 5001), "loss": loss, "seconds": loss})
    epochs = np.array(thin["epoch"])
    assert len(epochs) <= 402 and epochs[0] == 1 and epochs[-1] == 5000 and {1235, 4322} <= set(epochs.tolist())
    np.testing.assert_allclose(thin["series"]["loss"], loss[epochs - 1], atol=1e-6)
    assert list(thin["series"]) == ["loss"]


def test_what_is_not_a_number_stays_visible():
    thin = thin_history({"epoch": np.arange(1, 1001), "loss": np.where(np.arange(1000) == 500, np.nan, 1.0)})
    assert None in thin["series"]["loss"] and thin["epoch"][thin["series"]["loss"].index(None)] == 501


def test_a_payload_is_json_and_its_arrays_come_back():
    graph = {
        "columns": [{"id": "input"}, {"id": "dense"}],
        "links": [{"source": 0, "target": 1}],
        "samples": None,
        "plane": {"points": {"x": [1.0, 2.0], "y": [3.0, 4.0], "label": [0, 1], "validation": [0, 1]}},
    }
    frame = {
        "step": np.int64(4),
        "epoch": np.float64(0.5),
        "link_0": np.array([[1.5, -2.0]]),
        "bias_1": np.array([0.25]),
        "map_1": np.linspace(-1, 1, 8).reshape(2, 2, 2),
        "output": np.zeros((1, 2, 2)),
        "wrong": np.array([31.0]),
        "missed": np.array([3.0, 99.0]),
        "picked_errors": np.array([412.0, 7.0]),
        "said_errors": np.array([[0.5], [0.25]]),
    }
    sent = json.loads(
        json.dumps(
            payload(graph, frame, {}, state="running", message="", epoch=0.5, epochs=3, seconds=1.0, film="/at/x")
        )
    )
    assert sent["frame"]["index"] == 4 and sent["frame"]["epoch"] == 0.5
    np.testing.assert_array_equal(unpack(sent["frame"]["links"][0]), [[1.5, -2.0]])
    assert sent["frame"]["biases"][0] is None and sent["frame"]["samples"] is None
    np.testing.assert_allclose(unpack(sent["frame"]["maps"][1]), frame["map_1"], atol=1 / 254)
    np.testing.assert_array_equal(unpack(sent["graph"]["plane"]["points"]["y"]), [3, 4])
    assert sent["frame"]["wrong"] == 31 and sent["frame"]["missed"] == [3, 99]
    assert list(sent["frame"]["picked"]) == ["errors"]
    assert sent["frame"]["picked"]["errors"]["at"] == [412, 7]
    np.testing.assert_array_equal(unpack(sent["frame"]["picked"]["errors"]["said"]), [[0.5], [0.25]])
    assert film(graph, [frame, frame]) == [sent["frame"], sent["frame"]] and film(None, [frame]) == []
    assert sent["film"] == "/at/x" and sent["history"] == {"epoch": [], "series": {}}


def test_before_the_first_frame_there_is_none():
    sent = payload(None, None, {}, state="queued", message="waiting", epoch=0, epochs=3, seconds=0)
    assert sent["graph"] is None and sent["frame"] is None and sent["film"] is None
