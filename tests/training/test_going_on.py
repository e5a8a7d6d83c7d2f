"""Going on from a run, and taking one of its epochs: the weights continue bit for bit."""

import io
import zipfile

import numpy as np
import pytest

from nnviz.data.load import load
from nnviz.errors import TrainingError
from nnviz.models.templates import suggest
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, ModelSpec, TrainSpec
from nnviz.training.export import archive
from nnviz.training.queued import train_queued
from nnviz.training.train import train

SPIRALS = DataSpec(source="spirals", settings={"points": 125})
SGD = TrainSpec(optimizer="sgd", learning_rate=0.3, batch_size=20, epochs=6)
EXPERIMENT = Experiment(data=SPIRALS, model=suggest(load(SPIRALS).schema), train=SGD)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Run:
    """Six epochs at once."""
    return train(EXPERIMENT, home=tmp_path_factory.mktemp("whole"))


def assert_same(weights, others):
    for one, other in zip(weights, others, strict=True):
        np.testing.assert_array_equal(one, other)


def test_three_epochs_and_three_more_are_six(tmp_path, whole):
    former = train(EXPERIMENT.replace(train=SGD.replace(epochs=3)), home=tmp_path)
    run = train(former.at().experiment(3), start_from=former, home=tmp_path)
    first, last = run.weight_ids()[0], run.weight_ids()[-1]
    assert (first, last, run.status().epoch) == (15, 30, 6.0)
    assert_same(run.weights(first), [variable.numpy() for variable in former.model().variables])
    assert_same(run.weights(last), whole.weights(whole.weight_ids()[-1]))
    history, expected = run.history(), whole.history()
    assert history["epoch"].tolist() == [1, 2, 3, 4, 5, 6] and run.frame(15)["epoch"] == 3
    np.testing.assert_array_equal(history["val_loss"], expected["val_loss"])
    assert (np.diff(history["seconds"]) >= 0).all(), "the time counts on as well"
    assert run.untrained == whole.untrained
    assert former.at().epoch == 3, "the former run is as it was"


def test_a_queued_run_takes_the_weights_of_an_epoch_though_the_former_is_gone(tmp_path, whole):
    moment = whole.at(2)
    run = Run.create(moment.experiment(), tmp_path, start_from=moment)
    assert run.graph == whole.graph and run.frame()["epoch"] == 2, "while it waits it shows what it begins with"
    train_queued(run.id, tmp_path)
    status = run.status()
    assert (status.state, status.epoch) == ("finished", 2) and f"epoch 2 of run {whole.id}" in status.message
    assert_same([variable.numpy() for variable in run.model().variables], whole.weights(10))
    assert run.history()["epoch"].tolist() == [1, 2] and run.frame()["epoch"] == 2
    assert whole.weight_ids()[-1] == 30


def test_weights_that_do_not_fit_are_refused_with_a_sentence(tmp_path, whole):
    other = EXPERIMENT.replace(model=ModelSpec(layers=EXPERIMENT.model.layers[1:]))
    with pytest.raises(TrainingError, match=f"The weights of run {whole.id} do not fit this network"):
        train(other, start_from=whole, home=tmp_path)
    (record,) = Run.recent(tmp_path)
    assert record.state == "failed" and "do not fit" in record.message


def test_a_run_is_taken_away_with_what_it_began_with(tmp_path, whole):
    run = train(whole.at().experiment(1), start_from=whole, home=tmp_path)
    with zipfile.ZipFile(io.BytesIO(archive(run))) as file:
        names = {"experiment.json", "history.csv", "run.json", "model.keras", "begins.keras", "train.py"}
        assert set(file.namelist()) == names
        assert Experiment.from_json(file.read("experiment.json")) == run.experiment
        header, *rows = file.read("history.csv").decode().splitlines()
        assert header.startswith("epoch,") and len(rows) == 7
        code = file.read("train.py").decode()
    assert code.startswith("# This run did not begin with new weights") and f"run {whole.id}, epoch 6" in code
    compile(code, "train.py", "exec")
