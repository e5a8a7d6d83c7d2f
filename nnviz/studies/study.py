"""`study`: all variants of an experiment trained one after the other in this process."""

from dataclasses import replace
from pathlib import Path

import keras

from nnviz.runs.run import Run
from nnviz.studies.keeping import kept
from nnviz.studies.results import Results, results
from nnviz.studies.spec import StudySpec, variant, variants
from nnviz.studies.store import Study, Trial


def study(spec: StudySpec | str, home: Path | str | None = None) -> Results:
    """Trains every variant of a study and returns what they came to.

    Args:
        spec: the experiment and what varies; or the id of a study that was broken off, to train what it still lacks.
        home: where studies and runs are kept; the settings' home when None.

    Raises:
        SpecError: for variants that cannot be made.
        NnvizError: when a variant cannot be trained, or somebody else goes on with the same study.

    >>> from nnviz import StudySpec, ready, study
    >>> seeds = StudySpec(base=ready("spirals"), kind="seeds", count=3)
    >>> [v.name for v in seeds.variants]
    ['seed 0', 'seed 1', 'seed 2']
    """
    if isinstance(spec, StudySpec):
        variants(spec)  # refuses what cannot be done before anything is kept
        own = Study.create(spec, home)
    else:
        own = Study.open(spec, home)
        own.resume()
    with kept(own):
        _train_missing(own, home)
    return results(own)


def _train_missing(own: Study, home) -> None:
    if own.spec.kind != "search":
        for values in own.missing:
            _train(own, Trial(values), home)
        return
    from nnviz.studies.search import next_step

    while (trial := next_step(own.id, home and str(home))["trial"]) is not None:
        _train(own, trial, home, [_Pruning(own, home)] if own.spec.prune else [])


def _train(own: Study, trial: Trial, home, callbacks=()) -> None:
    from nnviz.training.train import train

    experiment = variant(own.spec, trial.values).experiment
    run = Run.create(experiment, home)
    own.add(replace(trial, run=run.id))
    train(experiment, run=run, callbacks=callbacks)


class _Pruning(keras.callbacks.Callback):
    """Ends a trial that does worse than most did by the same epoch; it is looked at twenty times."""

    def __init__(self, kept: Study, home):
        super().__init__()
        self._kept, self._home = kept, home

    def on_epoch_end(self, epoch, logs=None):
        if epoch % max(1, self._kept.spec.base.train.epochs // 20):
            return
        from nnviz.studies.search import next_step

        run_id = next_step(self._kept.id, self._home and str(self._home))["prune"]
        if run_id is not None:
            self._kept.mark_pruned(run_id)
            self.model.stop_training = True
