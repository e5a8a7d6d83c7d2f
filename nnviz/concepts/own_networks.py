"""The networks that lessons train for themselves: once on a machine, whichever worker is asked first."""

import fcntl
import hashlib
from functools import lru_cache
from pathlib import Path

import keras

from nnviz import settings
from nnviz.data.schema import Dataset
from nnviz.models.build import build
from nnviz.specs import Experiment
from nnviz.training.saving import save_model
from nnviz.training.train import array_loop


def trained_once(name: str, experiment: Experiment, dataset: Dataset) -> keras.Model:
    """An experiment's trained network, from the home folder where it was trained before.

    The file is named after the experiment and the version of Keras, so a change of either trains again. A worker that
    asks while another one trains waits for that one.
    """
    digest = hashlib.sha256(f"{experiment.key} {keras.__version__}".encode()).hexdigest()[:12]
    return _trained(settings.get().home / "lessons" / f"{name}-{digest}", experiment, dataset)


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> keras.Model:
    return keras.saving.load_model(folder / "final.keras", compile=False, safe_mode=True)


def _trained(folder: Path, experiment: Experiment, dataset: Dataset) -> keras.Model:
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "final.keras").is_file():
            model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
            loop, spec, _ = array_loop(model, dataset, experiment.train, experiment.data.augmentations)
            while loop.epoch < spec.epochs:
                loop.advance(min(40, spec.epochs - loop.epoch) * loop.steps_per_epoch)
            save_model(model, folder)
    return _loaded(folder)
