"""A grid and a cross-validation through the engine, against KerasTuner and scikit-learn around `fit`.

Both sides train the same networks on the same arrays with the same optimizers and batch sizes, and validate after every
epoch; ours records pictures, weights and gradients besides. The engine's workers are there before the clock starts, and
so is everybody's import of Keras. The peer's trials cost alike, so a part of them is trained and the rest is reckoned.

KerasTuner is no dependency of nnviz: `pip install --no-deps --target DIR keras-tuner kt-legacy tensorboard` and
`PYTHONPATH=DIR` bring it. Without it, the same `fit`s are made in a plain loop, and the figure says so.
"""

import importlib.util
import os
import tempfile
import time

import keras
import numpy as np
from sklearn.base import BaseEstimator
from sklearn.model_selection import StratifiedKFold, cross_val_score

from benchmarks.report import QUICK, figure, ratios, seconds, told
from benchmarks.training import digits, toy
from nnviz.data.load import load
from nnviz.engine.client import get
from nnviz.models.build import build
from nnviz.runs.run import Run
from nnviz.specs import Experiment
from nnviz.studies.knobs import KNOBS
from nnviz.studies.results import results
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study

RATES, UNITS, ACTIVATIONS = (0.003, 0.01, 0.03, 0.1), (4, 8, 12, 16), ("relu", "tanh")
_TRAINED = 1 if QUICK else 2
"""Trials of the peer that are trained."""


def ours(spec: StudySpec) -> float:
    """Seconds from the click to the last run's end."""
    engine = get()
    begun = time.perf_counter()
    study = engine.study(spec)
    for trial in study.trials:
        while Run.open(trial.run).status().active:
            time.sleep(0.05)
    spent = time.perf_counter() - begun
    states = {row.state for row in results(Study.open(study.id)).rows}
    assert states == {"finished"}, states
    return spent


def _fit(experiment: Experiment, x, y, **how) -> keras.Model:
    model = build(experiment.model, load(experiment.data).schema, seed=experiment.train.seed)
    return (
        _compiled(model, experiment).fit(
            x, y, batch_size=experiment.train.batch_size, epochs=experiment.train.epochs, verbose=0, **how
        )
        and model
    )


def _compiled(model: keras.Model, experiment: Experiment) -> keras.Model:
    binary = model.output_shape[-1] == 1
    loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.Adam(experiment.train.learning_rate), loss, metrics=["accuracy"])
    return model


def tuner(base: Experiment, folder: str) -> None:
    """KerasTuner's grid search of `_TRAINED` learning rates."""
    import keras_tuner

    data, train = load(base.data), base.train

    def network(hp):
        rate = hp.Choice("learning_rate", list(RATES[:_TRAINED]))
        own = KNOBS["learning_rate"].turn(base, rate)
        return _compiled(build(own.model, data.schema, seed=train.seed), own)

    search = keras_tuner.GridSearch(
        network, "val_accuracy", max_trials=_TRAINED, max_consecutive_failed_trials=1, directory=folder, overwrite=True
    )
    held = (data.validation.x, data.validation.y)
    search.search(
        data.train.x, data.train.y, batch_size=train.batch_size, epochs=train.epochs, validation_data=held, verbose=0
    )


def loop(base: Experiment) -> None:
    """The same `fit`s without KerasTuner."""
    data = load(base.data)
    for rate in RATES[:_TRAINED]:
        held = (data.validation.x, data.validation.y)
        _fit(KNOBS["learning_rate"].turn(base, rate), data.train.x, data.train.y, validation_data=held)


class Fitted(BaseEstimator):
    """A network as scikit-learn wants it."""

    def __init__(self, experiment: Experiment | None = None):
        self.experiment = experiment

    def fit(self, x, y):
        self.model_ = _fit(self.experiment, x, y)
        return self

    def score(self, x, y) -> float:
        return float(np.mean(self.model_.predict(x, verbose=0).argmax(1) == y))


def grid() -> None:
    """32 trials of 300 epochs on the spirals, which take about as many to be learnt."""
    base = toy(300)
    spec = StudySpec(base=base, kind="grid", values={"learning_rate": RATES, "units": UNITS, "activation": ACTIVATIONS})
    here = importlib.util.find_spec("keras_tuner") is not None
    peer = "KerasTuner" if here else "a plain loop of fit (KerasTuner is not installed)"
    spent = [ours(spec)]
    with tempfile.TemporaryDirectory() as folder:
        part = seconds(lambda: tuner(base, folder) if here else loop(base))
    theirs = [part * len(spec.variants) / _TRAINED]
    figure("32-trial grid on spirals, 300 epochs, through the engine", told(spent, " s"))
    figure(f"{peer}, {_TRAINED} of the 32 trained ÷ nnviz", told(ratios(theirs, spent), "×"), "≥ 20×")


def folds() -> None:
    """Five folds on the digits."""
    base = digits(30)
    spec = StudySpec(base=base, kind="folds", count=5)
    data = load(base.data.replace(validation_fraction=0.0))
    splitter = StratifiedKFold(5, shuffle=True, random_state=0)
    spent = [ours(spec)]
    theirs = [seconds(lambda: cross_val_score(Fitted(base), data.train.x, data.train.y, cv=splitter))]
    figure("5 folds on digits, 30 epochs, through the engine", told(spent, " s"))
    figure("cross_val_score around fit ÷ nnviz", told(ratios(theirs, spent), "×"), "≥ 2×")


def main() -> None:
    """Both, once the engine has answered, and each once: together they take some minutes."""
    engine = get()
    engine.start()
    engine.wait()
    few = toy(2)
    ours(StudySpec(base=few, kind="seeds", count=max(2, os.cpu_count() or 2)))
    grid()
    folds()
    engine.close()


if __name__ == "__main__":
    main()
