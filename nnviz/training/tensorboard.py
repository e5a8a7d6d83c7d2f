"""A run as TensorBoard's event files, written on demand by TensorFlow's own summary writer."""

import io
import json
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from nnviz.errors import NnvizError, RunError
from nnviz.runs.run import Run

FOLDER = "tensorboard"
_BUCKETS = 30
_DONE = "written.json"


def event_files(run: Run | str, home: Path | str | None = None) -> Path:
    """The folder with a run's event files, for `tensorboard --logdir`.

    As Keras's callback lays them out: `train` and `validation` with `epoch_loss` and every other score at each epoch,
    and the weights' histograms at each recorded moment. They are kept beside the run and written again only where it
    has trained on since.

    Raises:
        RunError: before the run's first epoch, or where the disk is full.
    """
    run = run if isinstance(run, Run) else Run.open(run, home)
    history, place = run.history(), run.folder / FOLDER
    if not len(history.get("epoch", ())):
        raise RunError("This run has no epoch yet.", fix="Wait for its first one.", where="run")
    told = {"epochs": len(history["epoch"]), "weights": run.weight_ids()}
    try:
        if json.loads((place / _DONE).read_text()) == told:
            return place
    except (OSError, ValueError):
        pass
    try:
        shutil.rmtree(place, ignore_errors=True)
        _write(run, history, place)
        (place / _DONE).write_text(json.dumps(told))
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise RunError(
            f"The event files could not be written ({error.strerror}).", fix="Free some space on the disk.", where="run"
        ) from None
    return place


def is_here() -> bool:
    """Whether TensorBoard itself can be started from this Python."""
    return find_spec("tensorboard") is not None


def zipped_event_files(run_ids: list[str], home: Path | str | None = None) -> bytes:
    """A zip with a folder of event files for each run: unpack it and give TensorBoard the folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for run_id in run_ids:
            place = event_files(run_id, home)
            for path in sorted(place.rglob("events.out*")):
                file.write(path, f"{run_id}/{path.relative_to(place)}")
    return content.getvalue()


def _write(run: Run, history: dict[str, np.ndarray], place: Path) -> None:
    import tensorflow as tf

    names = [name for name in history if name not in ("epoch", "seconds")]
    parts = {"train": [name for name in names if not name.startswith("val_")]}
    if len(parts["train"]) < len(names):
        parts["validation"] = [name for name in names if name.startswith("val_")]
    for part, own in parts.items():
        writer = tf.summary.create_file_writer(str(place / part))
        with writer.as_default():
            for row, epoch in enumerate(history["epoch"]):
                for name in own:
                    if np.isfinite(history[name][row]):
                        _scalar(f"epoch_{name.removeprefix('val_')}", history[name][row], int(epoch))
            if part == "train":
                _told(run)
                _histograms(run)
        writer.close()


def _scalar(tag: str, value: float, step: int) -> None:
    import tensorflow as tf

    tf.summary.write(tag, tf.constant(value, tf.float32), step, _metadata("scalars"))


def _told(run: Run) -> None:
    """What was trained, as text."""
    import tensorflow as tf

    text = f"```\n{run.experiment.to_json(indent=1)}\n```"
    tf.summary.write("experiment", tf.constant([text]), 0, _metadata("text"))


def _histograms(run: Run) -> None:
    import tensorflow as tf

    epochs, names = _epochs(run), _names(run)
    for step in run.weight_ids():
        for place, values in enumerate(run.weights(step) or ()):
            if step not in epochs or not np.issubdtype(values.dtype, np.floating) or not np.isfinite(values).all():
                continue
            name = names[place] if place < len(names) else f"variable_{place}"
            buckets = tf.constant(histogram(values), tf.float64)
            tf.summary.write(f"{name}/histogram", buckets, epochs[step], _metadata("histograms"))


def histogram(values: np.ndarray) -> np.ndarray:
    """(30, 3) left edge, right edge and count, as TensorBoard's histograms are."""
    counts, edges = np.histogram(np.asarray(values, float).ravel(), _BUCKETS)
    return np.stack([edges[:-1], edges[1:], counts], 1)


def _epochs(run: Run) -> dict[int, int]:
    """Recorded step → epoch."""
    frames = {step: run.frame(step) for step in run.frame_ids()}
    epochs = {step: round(float(frame["epoch"])) for step, frame in frames.items() if frame is not None}
    return {step: epochs[step] for step in run.weight_ids() if step in epochs}


def _names(run: Run) -> list[str]:
    try:
        return [variable.path for variable in run.model().variables]
    except (NnvizError, ValueError):
        return []


def _metadata(plugin: str):
    from tensorflow.core.framework.summary_pb2 import SummaryMetadata

    return SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name=plugin))
