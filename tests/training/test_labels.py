"""Several labels through the loop: Keras's own loss and metrics on the same arrays, what is told, code that runs."""

import keras
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

import nnviz
from nnviz.data.load import load
from nnviz.inspection.of_run import examples_of_run
from nnviz.models.heads import fits
from nnviz.models.templates import TEMPLATES, suggest
from nnviz.specs import DataSpec, Experiment, TrainSpec
from nnviz.training.codegen import script
from nnviz.training.meaning import decide

DATA = DataSpec(source="shape_sets", settings={"points": 160, "size": 16, "kinds": 3})
METRICS = ("accuracy", "precision", "recall", "auc")


@pytest.fixture(scope="module")
def run():
    model = suggest(load(DATA).schema)
    train = TrainSpec(epochs=3, metrics=METRICS, batch_size=32)
    return nnviz.train(Experiment(data=DATA, model=model, train=train))


def test_loss_and_metrics_are_keras_own_on_the_same_arrays(run):
    dataset, model, last = load(DATA), run.model(), run.history()
    shown = np.asarray(model(dataset.validation.x))
    truth = dataset.validation.y.astype("float32")
    assert last["val_loss"][-1] == pytest.approx(float(keras.losses.BinaryCrossentropy()(truth, shown)), rel=1e-4)
    expected = {
        "accuracy": np.mean((shown > 0.5) == (truth == 1)),
        "precision": truth[shown > 0.5].mean() if (shown > 0.5).any() else 0.0,
        "recall": (shown > 0.5)[truth == 1].mean(),
    }
    for name, value in expected.items():
        assert last[f"val_{name}"][-1] == pytest.approx(value, abs=1e-5)
    assert last["val_auc"][-1] == pytest.approx(roc_auc_score(truth, shown), abs=1e-5)


def test_frames_and_examples_tell_every_label(run):
    graph, examples = run.graph, examples_of_run(run.id)
    assert graph["task"] == "multilabel" and graph["columns"][-1]["labels"] == ["circle", "square", "triangle"]
    truth = np.asarray(graph["samples"]["truth"])
    assert truth.tolist() == examples.truth.tolist() and examples.predicted_class.shape == truth.shape
    wrong = (examples.predicted_class != examples.truth).any(axis=1)
    assert ((examples.errors > 0) == wrong).all()


def test_answers_are_told_by_their_names():
    schema = load(DATA).schema
    meaning = decide(schema, "binary_crossentropy", "linear")
    assert meaning.squash == "sigmoid" and not meaning.shares and meaning.has_labels
    shown = meaning.readable(np.array([[2.0, -1.0, 1.0], [-3.0, -2.0, -1.0]]))
    assert meaning.words(shown[0], schema.answers) == "circle (88.1 %) and triangle (73.1 %)"
    assert meaning.words(shown[1], schema.answers) == "none (at most triangle, 26.9 %)"
    assert meaning.decided(shown).tolist() == [[1, 0, 1], [0, 0, 0]]
    assert meaning.sureness(shown) == pytest.approx([2 * shown[0, 2] - 1, 1 - 2 * shown[1, 2]], abs=1e-6)
    assert not fits("multilabel", "auto", "softmax", 3) and fits("multilabel", "auto", "sigmoid", 3)


def test_generated_code_trains_to_the_same_weights():
    schema = load(DATA).schema
    model = TEMPLATES["logistic"].make(schema)
    train = TrainSpec(epochs=2, shuffle=False, batch_size=32)
    experiment = Experiment(data=DATA, model=model, train=train)
    scope = {}
    exec(script(experiment, schema).replace("shuffle=False,", "shuffle=False, verbose=0,"), scope)
    ours = nnviz.train(experiment).model().get_weights()
    for one, two in zip(ours, scope["model"].get_weights(), strict=True):
        assert one == pytest.approx(two, abs=1e-5)
