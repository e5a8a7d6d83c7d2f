"""The builder's tasks, in this process: a network goes out as a file and comes back the same, weights and all."""

import json
from pathlib import Path

import keras
import numpy as np
import pytest

from nnviz import gallery
from nnviz.errors import ModelError
from nnviz.models import edits
from nnviz.models.files import open_network, preview_alone, save_network
from nnviz.specs import DataSpec


@pytest.fixture(scope="module")
def digits():
    return gallery.ready("digits")


def saved(folder, experiment, form="keras", opened=""):
    path = folder / f"network.{form}"
    path.write_bytes(save_network(experiment.model, experiment.data, 7, form, opened))
    return str(path)


def test_what_is_saved_opens_as_the_same_layers(tmp_path, digits):
    opened = open_network(saved(tmp_path, digits))
    assert [(one.id, one.kind) for one in opened.model.layers] == [(one.id, one.kind) for one in digits.model.layers]
    assert opened.input_shape == (8, 8, 1) and opened.notes == ()


def test_the_same_seed_gives_the_same_file_weights(tmp_path, digits):
    one = keras.models.load_model(saved(tmp_path, digits)).get_weights()
    two = keras.models.load_model(saved(tmp_path, digits)).get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_a_strangers_weights_stay_in_the_layers_that_still_fit(tmp_path, digits):
    stranger = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Flatten(name="flat"),
            keras.layers.Dense(6, name="hidden"),
            keras.layers.Dense(10, name="out"),
        ]
    )
    path = tmp_path / "stranger.keras"
    stranger.save(path)
    opened = open_network(str(path))
    wider = edits.set_settings(opened.model, opened.model.layers[-1].id, units=12)
    back = tmp_path / "back.keras"
    back.write_bytes(save_network(wider, digits.data, 0, "keras", str(path)))
    loaded = keras.models.load_model(back)
    assert np.array_equal(loaded.layers[2].get_weights()[0], stranger.get_layer("hidden").get_weights()[0])
    assert loaded.layers[-1].units == 12


def test_keras_json_describes_the_layers_without_weights(tmp_path, digits):
    path = saved(tmp_path, digits, "json")
    described = json.loads(Path(path).read_text())
    assert described["class_name"] == "Functional"
    assert len(open_network(path).model.layers) == len(digits.model.layers)


def test_a_preview_on_a_file_s_own_input_says_nothing_of_the_data(digits):
    seen = preview_alone(digits.model, (28, 28, 1), "float32")
    # 3·3·1·8 + 8, 3·3·8·16 + 16, then 7·7·16 numbers into 32 units
    assert seen.layer("conv2d_1").parameters == 80 and seen.layer("dense_1").parameters == 7 * 7 * 16 * 32 + 32
    assert seen.diagnoses == () and seen.ok


def test_a_layer_that_cannot_stand_is_still_named_on_its_own_input(digits):
    seen = preview_alone(digits.model, (5,), "float32")
    assert not seen.ok and seen.diagnoses[0].where == "conv2d_1"


def test_an_unknown_form_gets_a_sentence(digits):
    with pytest.raises(ModelError, match="'onnx'"):
        save_network(digits.model, DataSpec(source="digits"), 0, "onnx")
