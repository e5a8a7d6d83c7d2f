"""`study`: all variants of an experiment trained one after the other in this process."""

from dataclasses import replace
from pathlib import Path

import keras

from nnviz.runs.run import Run
from nnviz.studies.results import Results, results
from nnviz.studies.spec import StudySpec, variant, variants
from nnviz.studies.store import Study, Trial


def study(spec: StudySpec, home: Path | str | None = None) -> Results:
    """Trains every variant of a study and returns what they came to.

    Args:
        spec: the experiment and what varies.
        home: where studies and runs are kept; the settings' home when None.

    Raises:
        SpecError: for variants that cannot be made.
        NnvizError: when a variant cannot be trained.

    >>> from nnviz import StudySpec, ready, study
    >>> seeds = StudySpec(base=ready("spirals"), kind="seeds", count=3)
    >>> [v.name for v in seeds.variants]
    ['seed 0', 'seed 1', 'seed 2']
    """
    kept = Study.create(spec, home)
    if spec.kind != "search":
        for own in variants(spec):
            _train(kept, Trial(own.values), home)
        return results(kept)
    from nnviz.studies.search import next_step

    variants(spec)  # refuses what cannot be searched
    while (trial := next_step(kept.id, home and str(home))["trial"]) is not None:
        _train(kept, trial, home, [_Pruning(kept, home)] if spec.prune else [])
    return results(kept)


def _train(kept: Study, trial: Trial, home, callbacks=()) -> None:
    from nnviz.training.train import train

    experiment = variant(kept.spec, trial.values).experiment
    run = Run.create(experiment, home)
    kept.add(replace(trial, run=run.id))
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
