"""Moments of a run: which weights were recorded after which epoch, which are best, and what a new run takes over."""

import io
import math

import numpy as np
import pytest

from nnviz.errors import RunError, SpecError
from nnviz.runs import moments
from nnviz.runs.run import Run, Status
from nnviz.specs import DataSpec, Experiment, TrainSpec


def ended(home, losses, steps, experiment=None, state="finished") -> Run:
    """A run of ten steps an epoch with these validation losses, and weights recorded at these steps."""
    experiment = experiment or Experiment(train=TrainSpec(epochs=len(losses)))
    run = Run.create(experiment, home)
    run.append_history(
        [{"epoch": n + 1, "loss": 1.0, "val_loss": loss, "seconds": n + 1.0} for n, loss in enumerate(losses)]
    )
    for step in steps:
        content = io.BytesIO()
        np.savez(content, v0=np.full(3, step, "float32"))
        run.write(f"weights/{step:09d}.npz", content.getvalue())
    run.write("final.keras", b"the last")
    run.write_status(Status(state, len(losses), len(losses)))
    return run


def test_the_best_of_the_recorded_epochs_is_found_and_no_unrecorded_one(tmp_path):
    run = ended(tmp_path, [0.9, 0.2, 0.5, 0.4, 0.6], [0, 10, 27, 30, 40, 50])
    assert moments.recorded(run) == {1: 10, 3: 30, 4: 40, 5: 50}, "step 27 lies within an epoch"
    moment, loss, value = moments.best(run)
    assert (moment.epoch, moment.step, loss, value) == (4, 40, "val_loss", 0.4), "nobody recorded epoch 2"
    with pytest.raises(RunError, match="recorded no weights after epoch 2. Expected one of 1, 3, 4, 5"):
        run.at(2)


@pytest.mark.parametrize(
    ("losses", "spec"),
    [([0.9, 0.5, 0.4], {}), ([math.nan] * 3, {}), ([0.9, 0.3, 0.4], {"early_stopping": 2})],
    ids=["the last is best", "no score", "early stopping kept it already"],
)
def test_there_is_nothing_to_take_where_the_run_ended_with_its_best(tmp_path, losses, spec):
    experiment = Experiment(train=TrainSpec(epochs=3, **spec))
    assert moments.best(ended(tmp_path, losses, [0, 10, 20, 30], experiment)) is None


def test_the_epoch_of_a_final_network_is_that_of_its_weights(tmp_path):
    assert ended(tmp_path, [0.9, 0.3, 0.4], [0, 30]).at().epoch == 3
    early = Experiment(train=TrainSpec(epochs=3, early_stopping=1))
    assert ended(tmp_path, [0.9, 0.3, 0.4], [0, 30], early).at().epoch == 2
    broken = ended(tmp_path, [0.9, 0.3, 0.4], [0, 30], state="failed")
    broken.write("facts.json", '{"model_epoch": 1}')
    assert broken.at().epoch == 1


def test_a_new_run_takes_over_the_weights_and_the_curves_so_far(tmp_path):
    former = ended(tmp_path, [0.9, 0.2, 0.5], [0, 10, 20, 30])
    moment = former.at(2)
    run = Run.create(moment.experiment(5), tmp_path, start_from=moment)
    assert run.experiment.train.epochs == 7
    record = Run.open(run.id, tmp_path).record
    assert (record.begins_with, record.begins_at, record.counts_from) == (former.id, 2, 2)
    assert run.history()["val_loss"].tolist() == [0.9, 0.2]
    run.append_history([{"epoch": 3, "loss": 1.0, "val_loss": 0.4}])
    for step in (20, 30):
        (run.folder / f"weights/{step:09d}.npz").write_bytes((former.folder / f"weights/{step:09d}.npz").read_bytes())
    run.write("final.keras", b"the last")
    run.write_status(Status("stopped", 3, 7))
    assert moments.recorded(run) == {2: 20, 3: 30} and moments.best(run) is None, "epoch 2 is the former run's"
    former.delete()
    with np.load(moments.beginning(run.folder)) as arrays:
        assert arrays["v0"].tolist() == [20, 20, 20]


def test_a_run_on_other_data_takes_the_weights_and_counts_from_nothing(tmp_path):
    former = ended(tmp_path, [0.9, 0.2, 0.5], [0, 30])
    other = Experiment(data=DataSpec(source="moons"), train=TrainSpec(epochs=2))
    run = Run.create(other, tmp_path, start_from=former)
    assert (run.record.begins_with, run.record.begins_at, run.record.counts_from) == (former.id, 3, 0)
    assert run.history() == {} and moments.beginning(run.folder).read_bytes() == b"the last"


def test_what_cannot_be_gone_on_from_is_a_sentence_and_leaves_no_run(tmp_path):
    former = ended(tmp_path, [0.9, 0.2, 0.5], [0, 30])
    with pytest.raises(RunError, match="The run to go on from has 3 epochs. Expected at least as many, not 2"):
        Run.create(Experiment(train=TrainSpec(epochs=2)), tmp_path, start_from=former)
    with pytest.raises(SpecError, match="10,000"):
        former.at().experiment(10_000)
    waiting = Run.create(Experiment(), tmp_path)
    with pytest.raises(RunError, match="is queued and has no final network"):
        Run.create(Experiment(), tmp_path, start_from=waiting)
    moment = former.at()
    former.delete()
    with pytest.raises(RunError, match="There is no run"):
        Run.create(moment.experiment(1), tmp_path, start_from=moment)
    assert [path.name for path in (tmp_path / "runs").iterdir() if path.is_dir()] == [waiting.id]
