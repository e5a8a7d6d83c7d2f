"""A trained file with its weights becomes a run that answers as the file's own model does."""

import keras
import numpy as np
import pytest

import nnviz
from nnviz.data.load import load
from nnviz.errors import NnvizError
from nnviz.evaluation.of_run import evaluation_of_run
from nnviz.inspection.of_run import activations_of_run, examples_of_run
from nnviz.runs.run import Run
from nnviz.specs import DataSpec

IRIS = DataSpec(source="iris")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """(path, model): a network of somebody else's, trained with `fit`."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(8, "relu")(inputs)
    hidden = keras.layers.BatchNormalization()(hidden)
    model = keras.Model(inputs, keras.layers.Dense(3, "softmax")(hidden))
    data = load(IRIS)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(data.train.x, data.train.y, epochs=3, verbose=0)
    path = tmp_path_factory.mktemp("file") / "theirs.keras"
    model.save(path)
    return str(path), model


def test_the_run_answers_as_the_file_does_on_every_page(trained):
    path, model = trained
    run = Run.open(nnviz.bring_model(path, IRIS, "Theirs"))
    data = load(IRIS)
    assert run.status().state == "finished" and "not trained here" in run.status().message
    expected = model.predict(data.validation.x, verbose=0)
    np.testing.assert_allclose(run.model().predict(data.validation.x, verbose=0), expected, atol=1e-6)
    evaluation = evaluation_of_run(run.id, "validation")
    assert evaluation.scores["accuracy"] == pytest.approx(np.mean(expected.argmax(1) == data.validation.y))
    np.testing.assert_allclose(examples_of_run(run.id).predictions, expected, atol=1e-5)
    assert len(activations_of_run(run.id, "validation", 0)) and run.frame() is not None and run.graph is not None
    assert run.untrained["val_accuracy"] == pytest.approx(evaluation.scores["accuracy"])


@pytest.mark.parametrize("source", ["digits", "wine", "breast_cancer"])
def test_data_that_it_is_not_for_are_refused_with_a_sentence(trained, source):
    with pytest.raises(NnvizError, match="takes 4 numbers"):
        nnviz.bring_model(trained[0], DataSpec(source=source), "Theirs")


def test_outputs_that_do_not_fit_are_refused(trained, tmp_path):
    inputs = keras.Input((4,))
    path = tmp_path / "two.keras"
    keras.Model(inputs, keras.layers.Dense(2)(inputs)).save(path)
    with pytest.raises(NnvizError):
        nnviz.bring_model(str(path), IRIS, "Two")
    (tmp_path / "no.keras").write_bytes(b"nothing")
    with pytest.raises(NnvizError):
        nnviz.bring_model(str(tmp_path / "no.keras"), IRIS, "None")
