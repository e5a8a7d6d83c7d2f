"""A moment of a run: the weights that its network had after an epoch, for another run to begin with. Imports no
framework."""

import contextlib
import json
import math
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nnviz import words
from nnviz.errors import RunError
from nnviz.runs import files
from nnviz.runs.recorded import epoch_of
from nnviz.runs.records import missing_run
from nnviz.specs import Experiment

if TYPE_CHECKING:
    from nnviz.runs.run import Run

MODEL, WEIGHTS = "begins.keras", "begins.npz"
"""What a run begins with, in its own folder: the former run may be deleted at any time."""
FINAL, FINAL_WEIGHTS = "final.keras", "final.npz"
"""What a run ended with: its network, or the weights alone of one that code of somebody's own makes."""
TAKEN = "taken.keras"
"""The network that some layers' first weights are taken from, likewise in the run's own folder."""


@dataclass(frozen=True)
class Moment:
    """The weights of a run after an epoch.

    Attributes:
        folder: of the run.
        epoch: whole epochs of training that these weights have seen.
        step: of the recorded weights; None for the model that the run ended with.
        trained: what the run trained.
    """

    folder: Path
    epoch: int
    step: int | None
    trained: Experiment

    @property
    def run_id(self) -> str:
        return self.folder.name

    def experiment(self, more: int = 0) -> Experiment:
        """What a run that begins here trains: the same for `more` epochs; with none, it is these weights as they are.

        Raises:
            SpecError: for more epochs than a run may have.
        """
        return self.trained.replace(train=self.trained.train.replace(epochs=self.epoch + more))

    def counts_on(self, experiment: Experiment) -> bool:
        """Whether a run of `experiment` that begins here has the same curves further on: same data, network, loss and
        metrics."""
        return _measured(experiment) == _measured(self.trained)

    def copy_into(self, folder: Path, experiment: Experiment) -> int:
        """Gives the run in `folder` these weights, and where it counts on the curves so far.

        Returns:
            the epoch that it counts from, 0 where it does not count on.

        Raises:
            RunError: when the former run is not there any more, or has already trained for more epochs.
        """
        counts_from = self.epoch if self.counts_on(experiment) else 0
        if counts_from > experiment.train.epochs:
            raise RunError(
                f"The run to go on from has {counts_from:,} epochs.",
                expected=f"at least as many, not {experiment.train.epochs:,}",
                fix="Ask for more epochs: they are counted from its first one.",
                where="epochs",
            )
        if self.step is None:
            own = (FINAL, MODEL) if (self.folder / FINAL).is_file() else (FINAL_WEIGHTS, WEIGHTS)
        else:
            own = (f"weights/{self.step:09d}.npz", WEIGHTS)
        try:
            _link(self.folder / own[0], folder / own[1])
        except OSError:
            raise missing_run(self.folder) from None
        if counts_from:
            _copy_history(self.folder, folder, counts_from)
            self._copy_picture(folder)
        return counts_from

    def _copy_picture(self, folder: Path) -> None:
        """What the former run shows at this moment, until the new one has begun; nothing where it was not recorded."""
        frame = "live.npz" if self.step is None else f"frames/{self.step:09d}.npz"
        if not (self.folder / frame).is_file():
            return
        for source, target in ((frame, "live.npz"), ("graph.json",) * 2, ("pictures.npy",) * 2):
            with contextlib.suppress(OSError):
                _link(self.folder / source, folder / target)


def final(run: "Run") -> Moment:
    """The network that a run ended with. Raises RunError while it is under way, or where it kept none."""
    status = run.status()
    if status.active or not (run.model_path.is_file() or (run.folder / FINAL_WEIGHTS).is_file()):
        raise RunError(
            f"Run {run.id} is {status.state} and has no final network."
            if status.active
            else f"Run {run.id} kept no network.",
            fix="Wait until it has ended, or stop it." if status.active else "Train it again.",
            where="run",
        )
    return Moment(run.folder, _final_epoch(run), None, run.experiment)


def at(run: "Run", epoch: int) -> Moment:
    """The weights that were recorded after an epoch. Raises RunError where none were."""
    steps = recorded(run)
    if epoch not in steps:
        known = ", ".join(f"{one:,}" for one in steps) or "none yet"
        raise RunError(
            f"Run {run.id} recorded no weights after epoch {epoch}.", expected=f"one of {known}", where="epoch"
        )
    return Moment(run.folder, epoch, steps[epoch], run.experiment)


def best(run: "Run") -> tuple[Moment, str, float] | None:
    """The recorded weights with the lowest validation loss (the lowest loss where nothing is held out).

    Returns:
        the moment, which loss it is, and its value; None where the run's final network is that, where the one that it
        began with is, which a run of its own has, and while it is under way.
    """
    if run.status().active or run.experiment.train.ends_with_best or not run.model_path.is_file():
        return None
    steps, history = recorded(run), run.history()
    name = "val_loss" if "val_loss" in history else "loss"
    losses = dict(zip(history.get("epoch", ()), history.get(name, ()), strict=False))
    known = {epoch: losses[epoch] for epoch in steps if math.isfinite(losses.get(epoch, math.nan))}
    if not known:
        return None
    epoch = min(known, key=known.get)
    if known[epoch] >= losses.get(_final_epoch(run), math.inf) or epoch == run.record.counts_from:
        return None
    return Moment(run.folder, epoch, steps[epoch], run.experiment), name, float(known[epoch])


def recorded(run: "Run") -> dict[int, int]:
    """Epoch → step of the weights recorded just after it, in order, of a run that has finished or was stopped; those
    recorded within an epoch are not among them."""
    steps, status = run.weight_ids(), run.status()
    ended = status.state in ("finished", "stopped") and status.epoch > 0
    if not (steps and ended):
        return {}
    epochs = [epoch_of(run, step, round(steps[-1] / status.epoch)) for step in steps]
    if run.experiment.train.ends_with_best:
        steps = steps[:-1]  # at the end earlier weights were put back
    return {int(epoch): step for epoch, step in zip(epochs, steps, strict=False) if step and epoch == int(epoch)}


def scores_words(run: "Run", epoch: int) -> str:
    """The scores of an epoch, in words; "" where none were taken."""
    history = run.history()
    places = np.flatnonzero(history.get("epoch", np.array(())) == epoch)
    if not len(places):
        return ""
    names = [name for name in history if name not in ("epoch", "seconds", "learning_rate")]
    values = {name: float(history[name][places[0]]) for name in names}
    told = (f"{_spoken(name)} {words.number(value)}" for name, value in values.items() if math.isfinite(value))
    return ", ".join(told).capitalize() + "."


def _spoken(name: str) -> str:
    plain = name.removeprefix("val_").replace("_", " ")
    return f"validation {plain}" if name.startswith("val_") else plain


def newest_epoch(run: "Run") -> float:
    """How many epochs the weights have seen that pages about a run show: its final network's, or while it is under way
    those of the newest recorded ones."""
    if not run.status().active and run.model_path.is_file():
        return float(_final_epoch(run))
    steps = run.weight_ids()
    frame = run.frame(steps[-1]) if steps else None
    return run.status().epoch if frame is None else float(frame["epoch"])


def beginning(folder: Path) -> Path | None:
    """The file with what the run in `folder` begins with; None for one that begins with new weights."""
    return next((folder / name for name in (MODEL, WEIGHTS) if (folder / name).is_file()), None)


def network_to_take_from(run_id: str, runs: Path | None = None) -> Path:
    """The final network of the run that layers are taken from.

    Args:
        runs: the folder of all runs; the settings' own when None.

    Raises:
        RunError: when that run is not there, is under way, or kept no network.
    """
    from nnviz.runs.run import Run

    try:
        run = Run.open(run_id, runs and runs.parent)
        path = final(run).folder / FINAL
        if not path.is_file():
            raise run.code_of_ones_own()
        return path
    except RunError as error:
        raise RunError(
            f"This network takes layers from another run. {error.message}",
            fix="Take layers from another run, or start with new weights, on the Build page.",
            where="run",
        ) from None


def keep_taken(folder: Path, experiment: Experiment) -> None:
    """Gives the new run in `folder` the network that its layers are taken from. Raises as `network_to_take_from`."""
    if experiment.model.taken is not None:
        _link(network_to_take_from(experiment.model.taken.run, folder.parent), folder / TAKEN)


def _final_epoch(run: "Run") -> int:
    """The epoch of the weights that a run ended with; early stopping put the best of its own epochs back."""
    history, begun = run.history(), run.record.counts_from
    if "model_epoch" in run.facts:
        return run.facts["model_epoch"]
    if run.experiment.train.ends_with_best and "loss" in history:  # of an older nnviz, which did not note it
        own = history["epoch"] > begun
        watched = history.get("val_loss", history["loss"])[own]
        return int(history["epoch"][own][np.nanargmin(watched)]) if np.isfinite(watched).any() else begun
    return int(run.status().epoch)


def _measured(experiment: Experiment) -> tuple:
    """What decides what its curves mean; whether a layer is frozen does not."""
    train, model = experiment.train, experiment.model
    layers = tuple(layer.replace(trainable=True) for layer in model.layers)
    return experiment.data, model.replace(layers=layers), train.loss, train.loss_settings, train.metrics


def _link(source: Path, target: Path) -> None:
    """A second name for a file, which costs no room; a copy where there are none. Raises OSError where it is not
    there."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def _copy_history(former: Path, folder: Path, epochs: int) -> None:
    """The curves up to that epoch, and the scores before the first one."""
    lines = []
    with contextlib.suppress(OSError), open(former / "history.jsonl", "rb") as file:
        for line in file:
            with contextlib.suppress(ValueError, RecursionError, TypeError):
                if json.loads(line)["epoch"] <= epochs:
                    lines.append(line)
    files.replace(folder / "history.jsonl", b"".join(lines))
    with contextlib.suppress(OSError):
        _link(former / "untrained.json", folder / "untrained.json")
