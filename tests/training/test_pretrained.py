"""A network of keras.applications with weights of our own in the place of ImageNet's: only the network's edge is not
real."""

import socket

import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving import legacy_h5_format

import nnviz
from nnviz import settings
from nnviz.errors import ModelError
from nnviz.models.pretrained_catalog import PRETRAINED
from nnviz.runs.run import Run
from nnviz.training import pretrained
from nnviz.training.taken import take
from tests.own_thread import for_this_thread
from tests.sampling import whole

_PATCHES = nnviz.DataSpec(source="patches", settings={"size": 32, "points": 60})


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def own():
    """The same network with random weights."""
    keras.utils.set_random_seed(5)
    return keras.applications.MobileNetV2(alpha=0.35, include_top=False, weights=None, input_shape=(32, 32, 3))


@whole  # a hundred layers; tests/models/test_from_keras.py reads them, test_transfer.py takes and freezes others
def test_its_layers_are_taken_with_their_weights_and_are_frozen(home, own, monkeypatch):
    asked = []

    def from_here(address, target, deadline):
        asked.append(address)
        with h5py.File(target, "w") as file:  # the form of the files there
            legacy_h5_format.save_weights_to_hdf5_group(file, own)

    monkeypatch.setattr(pretrained, "download", from_here)
    transfer = pretrained.take_pretrained("mobilenet_v2_035", _PATCHES)
    assert len(transfer.layers) > 100 and asked == [PRETRAINED["mobilenet_v2_035"].address]
    assert [layer.kind for layer in transfer.model.layers[-2:]] == ["GlobalAveragePooling2D", "Dense"]
    model = nnviz.build(transfer.model, nnviz.load_data(_PATCHES).schema)
    assert take(model, transfer.model) == ()
    for name in ("Conv1", "block_5_depthwise", "Conv_1_bn"):
        for mine, theirs in zip(model.get_layer(name).get_weights(), own.get_layer(name).get_weights(), strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert sum(np.prod(weight.shape) for weight in model.trainable_weights) == 1280 + 1
    source = Run.open(transfer.model.taken.run)
    assert source.status().state == "finished" and "trained on ImageNet" in source.record.title


@pytest.mark.parametrize(("error", "words"), [(OSError, "cannot be reached"), (TimeoutError, "did not arrive within")])
def test_without_a_network_there_is_a_sentence_and_nothing_is_left(home, monkeypatch, error, words):
    def refused(*_, **__):
        raise error

    monkeypatch.setattr(socket, "create_connection", for_this_thread(refused, socket.create_connection))
    monkeypatch.setattr(pretrained.urllib.request, "getproxies", dict)
    with pytest.raises(ModelError, match=f"weights of MobileNetV2, width 0.35 .2.* are not stored here.*{words}"):
        pretrained.take_pretrained("mobilenet_v2_035", _PATCHES)
    assert not list((home / "pretrained").iterdir()) and not list(home.glob("runs/*-*"))


def test_a_damaged_file_is_removed_with_a_sentence(home, monkeypatch):
    monkeypatch.setattr(pretrained, "download", lambda address, target, deadline: target.write_bytes(b"<html>"))
    with pytest.raises(ModelError, match="stored weights .* were damaged and have been removed"):
        pretrained.take_pretrained("mobilenet_v2_035", _PATCHES)
    assert not list((home / "pretrained").iterdir())


@pytest.mark.parametrize("data", [nnviz.DataSpec(source="digits"), nnviz.DataSpec(source="patches")])
def test_images_that_are_too_small_or_grey_are_a_sentence(data):
    with pytest.raises(ModelError, match="takes colour images.*at least 32 × 32 pixels in 3 colours"):
        pretrained.take_pretrained("mobilenet_v2_035", data)
