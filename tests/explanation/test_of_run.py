"""What the pages get of a run: predictions in the words of its meaning, and each class explained."""

import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.explanation.of_run import attribution_of_run
from nnviz.inspection.of_run import examples_of_run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.train import train
from tests.sampling import sample

DATA = DataSpec(source="moons", settings={"points": 60})
CASES = {
    "hinge": (1, None, "hinge", "margin"),
    "hard_sigmoid": (1, "hard_sigmoid", "auto", "probability"),
    "signed": (1, "tanh", "mean_squared_error", "probability"),
    "logits": (1, None, "auto", "probability"),
    "two_units": (2, "softmax", "auto", "probability"),
}


@pytest.mark.parametrize("case", sample(CASES, 2))  # tests/training/test_output_meaning.py has the meanings of all
def test_examples_and_explanations_of_a_run(case):
    units, activation, loss, shown = CASES[case]
    layer = LayerSpec(id="out", kind="Dense", settings={"units": units, "activation": activation})
    spec = TrainSpec(loss=loss, epochs=12, learning_rate=0.1)
    run = train(Experiment(data=DATA, model=ModelSpec(layers=(layer,)), train=spec))
    found = examples_of_run(run.id)
    dataset = load(DATA)
    kernel, bias = run.model().get_weights()
    z = dataset.validation.x @ kernel + bias
    side = (
        z[:, 0] > 0 if units == 1 else z[:, 1] > z[:, 0]
    )  # every one of these heads decides where its sum changes sign
    assert found.meaning.shown == shown == found.meaning.to_json()["shown"]
    np.testing.assert_array_equal(found.predicted_class, side.astype(int))
    assert run.history()["val_accuracy"][-1] == pytest.approx(np.mean(side == dataset.validation.y))
    assert run.graph["meaning"] == found.meaning.to_json()
    explained = [attribution_of_run(run.id, "validation", 0, k, "integrated_gradients", {}) for k in (0, 1)]
    total = 0.0 if shown == "margin" else 1.0
    assert explained[0].output + explained[1].output == pytest.approx(total, abs=1e-5)
    assert [one.target.label() for one in explained] == list(dataset.schema.class_names)
    best = int(found.predicted_class[0])
    assert explained[best].output == pytest.approx(found.meaning.by_class(found.predictions)[0, best], abs=1e-5)
    np.testing.assert_allclose(explained[0].values, -explained[1].values, atol=1e-4)


def test_a_regression_is_explained_in_the_datas_own_units():
    """A linear network: each value is its slope, in target units, times the input's distance from its mean."""
    data = DataSpec(source="diabetes")
    layer = LayerSpec(id="out", kind="Dense", settings={"units": 1})
    run = train(Experiment(data=data, model=ModelSpec(layers=(layer,)), train=TrainSpec(epochs=3, learning_rate=0.1)))
    found, dataset = examples_of_run(run.id), load(data)
    explained = attribution_of_run(run.id, "validation", 0, None, "integrated_gradients", {})
    assert explained.output == pytest.approx(found.predictions[0, 0], rel=1e-5)
    slope = run.model().get_weights()[0][:, 0] / dataset.scaler.scale * float(np.ravel(dataset.target_scaler.scale)[0])
    np.testing.assert_allclose(
        explained.values, slope * (found.inputs[0] - dataset.scaler.offset), rtol=1e-3, atol=1e-3
    )
