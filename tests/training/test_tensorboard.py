"""Event files hold a run's own numbers, read back by TensorFlow; they are written once, and again where it went on."""

import io
import zipfile

import numpy as np
import pytest
import tensorflow as tf

from nnviz import ready
from nnviz.errors import NnvizError
from nnviz.runs.run import Run, Status
from nnviz.training.tensorboard import event_files, histogram, zipped_event_files


def events(folder) -> dict[tuple[str, int], np.ndarray]:
    """(tag, step) → value."""
    values = {}
    for path in folder.glob("events.out*"):
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            event = tf.compat.v1.Event.FromString(record)
            for own in event.summary.value:
                values[own.tag, event.step] = tf.make_ndarray(own.tensor)
                assert own.metadata.plugin_data.plugin_name in ("scalars", "histograms", "text")
    return values


@pytest.fixture
def run(tmp_path) -> Run:
    run = Run.create(ready("spirals"), tmp_path)
    run.append_history(
        [{"epoch": 1, "loss": 0.5, "val_loss": 0.6}, {"epoch": 2, "loss": float("nan"), "val_loss": 0.4}]
    )
    run.write_status(Status("finished", 2, 2))
    return run


def test_the_scores_stand_at_their_epochs_as_keras_writes_them(run):
    place = event_files(run)
    training, validation = events(place / "train"), events(place / "validation")
    assert training["epoch_loss", 1] == np.float32(0.5) and ("epoch_loss", 2) not in training
    assert validation["epoch_loss", 2] == np.float32(0.4)
    assert b"spirals" in training["experiment", 0][0]
    written = {path: path.stat().st_mtime_ns for path in place.rglob("events.out*")}
    event_files(run)
    assert written == {path: path.stat().st_mtime_ns for path in place.rglob("events.out*")}
    run.append_history([{"epoch": 3, "loss": 0.1, "val_loss": 0.3}])
    assert events(event_files(run) / "train")["epoch_loss", 3] == np.float32(0.1)


def test_several_runs_go_into_one_zip(run):
    names = zipfile.ZipFile(io.BytesIO(zipped_event_files([run.id], run.folder.parent.parent))).namelist()
    assert {name.rsplit("/", 1)[0] for name in names} == {f"{run.id}/train", f"{run.id}/validation"}


def test_a_histogram_counts_every_value():
    values = np.random.default_rng(0).normal(size=(7, 9))
    counted = histogram(values)
    assert counted[:, 2].sum() == 63 and counted[0, 0] == values.min() and counted[-1, 1] == values.max()
    assert np.isfinite(histogram(np.zeros(5))).all()


def test_a_run_without_an_epoch_is_a_sentence(tmp_path):
    with pytest.raises(NnvizError, match="no epoch yet"):
        event_files(Run.create(ready("spirals"), tmp_path))
