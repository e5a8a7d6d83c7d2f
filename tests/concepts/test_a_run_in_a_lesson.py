"""What lessons say of a run's network is of the weights that it has at that moment."""

import io
from dataclasses import replace

import numpy as np
import pytest

from nnviz.concepts.activations_tasks import learn_sums
from nnviz.concepts.deploying_served import learn_file
from nnviz.concepts.lesson_tasks import learn_flow, learn_plane
from nnviz.concepts.losses_tasks import learn_answers
from nnviz.concepts.metrics_tasks import learn_own_cases
from nnviz.concepts.overfitting_own import gap_of
from nnviz.data.load import load
from nnviz.errors import ModelError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.train import train

EXPERIMENT = Experiment(
    data=DataSpec(source="moons"),
    model=ModelSpec(layers=(LayerSpec(id="out", kind="Dense", settings={"units": 1}),)),
    train=TrainSpec(loss="hinge", epochs=1),
)


@pytest.fixture(scope="module")
def run() -> Run:
    return train(EXPERIMENT)


def hinge(kernel, bias) -> float:
    """The mean hinge loss of a linear network on the examples that the slice takes."""
    part = load(EXPERIMENT.data).train
    margins = (2 * part.y[:400] - 1) * (part.x[:400] @ kernel + bias)[:, 0]
    return float(np.maximum(1 - margins, 0).mean())


def test_the_slice_follows_the_weights(run):
    kernel, bias = run.model().get_weights()
    first = learn_plane(run.id)
    assert first["loss"] == pytest.approx(hinge(kernel, bias), rel=1e-4)
    assert learn_plane(run.id) is first, "measured once"

    run.write_status(replace(run.status(), state="running"))
    arrays = io.BytesIO()
    np.savez(arrays, v0=2 * kernel, v1=bias - 1)
    run.write("weights/000000900.npz", arrays.getvalue())
    assert learn_plane(run.id)["loss"] == pytest.approx(hinge(2 * kernel, bias - 1), rel=1e-4)

    model = run.model()
    model.set_weights([-kernel, bias])
    model.save(run.model_path)
    run.write_status(replace(run.status(), state="finished"))
    assert learn_plane(run.id)["loss"] == pytest.approx(hinge(-kernel, bias), rel=1e-4)


def test_margins_are_told_between_a_sure_no_and_a_sure_yes_with_the_half_where_the_network_decides(run):
    told = learn_own_cases(run.id, -1)
    part, schema = load(EXPERIMENT.data).validation, load(EXPERIMENT.data).schema
    kernel, bias = run.model().get_weights()
    assert told["kind"] == "classes" and told["part"] == "validation" and told["positive"] == 1
    assert told["names"] == list(schema.class_names) and told["truth"] == np.ravel(part.y).tolist()
    numbers = np.array(told["numbers"])
    assert numbers.min() >= 0 and numbers.max() <= 1
    assert ((numbers >= 0.5) == ((part.x @ kernel + bias)[:, 0] >= 0)).all()


def test_the_file_of_margins_decides_as_the_network_does(run):
    told = learn_file(run.id)
    part, names = load(EXPERIMENT.data).validation, load(EXPERIMENT.data).schema.class_names
    margins = run.model().predict(part.x, verbose=0)[:, 0]
    assert told["classes"] == list(names) and told["number"] == "margins"
    assert told["decided"][0, 0].tolist() == (margins > 0).astype(float).tolist()
    assert (
        told["answers"][0, 0] == pytest.approx(np.abs(margins), abs=1e-5) and told["truth"].tolist() == part.y.tolist()
    )


def test_the_flow_answers_with_a_margin_where_the_loss_counts_margins(run):
    _, index, count, target, answer = learn_flow(EXPERIMENT, run.id, -1)
    part, names = load(EXPERIMENT.data).train, load(EXPERIMENT.data).schema.class_names
    assert (index, count, target) == (len(part) - 1, len(part), names[part.y[-1]])
    kernel, bias = run.model().get_weights()
    margin = float((part.x[-1] @ kernel + bias)[0])
    assert answer == f"{names[int(margin > 0)]} (margin {abs(margin):.3g})"


def test_the_gap_of_a_run_is_its_historys(run):
    told, history, dataset = gap_of(run), run.history(), load(EXPERIMENT.data)
    assert (told["examples"], told["parameters"]) == (len(dataset.train), run.model().count_params())
    assert told["rows"] == [{name: history[name][0] for name in ("epoch", "loss", "val_loss")}]


def test_sums_and_answers_are_those_of_the_trained_weights():
    hidden = LayerSpec(id="hidden", kind="Dense", settings={"units": 3, "activation": "tanh"})
    output = LayerSpec(id="out", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    experiment = EXPERIMENT.replace(model=ModelSpec(layers=(hidden, output)), train=TrainSpec(epochs=1))
    trained = train(experiment)
    kernel, bias, weights, offset = trained.model().get_weights()
    part = load(experiment.data).train
    sums, answers = learn_sums(None, trained.id), learn_answers(None, trained.id)
    assert sums["trained"] and answers["trained"] and answers["view"] == "output"
    z = part.x[:200] @ kernel + bias
    assert [layer["activation"] for layer in sums["layers"]] == ["tanh", "sigmoid"]
    assert sums["layers"][0]["sums"][::200] == pytest.approx(np.quantile(z, [0, 0.5, 1]), abs=2e-3)
    logits = (np.tanh(part.x[:400] @ kernel + bias) @ weights + offset)[:, 0]
    assert answers["answers"] == pytest.approx(np.sort(np.where(part.y[:400] == 1, logits, -logits)), abs=2e-3)


def test_a_network_without_a_bend_or_a_probability_is_a_sentence(run):
    with pytest.raises(ModelError, match="No layer"):
        learn_sums(None, run.id)
    with pytest.raises(ModelError, match="margins"):
        learn_answers(None, run.id)
