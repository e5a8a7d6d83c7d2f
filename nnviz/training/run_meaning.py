"""What the outputs of a run's network mean, with the thresholds that somebody moved for its labels."""

import keras

from nnviz.data.schema import Dataset
from nnviz.runs.run import Run
from nnviz.training.head import meaning_of_model
from nnviz.training.meaning import OutputMeaning
from nnviz.training.thresholds import label_thresholds


def meaning_of_run(run: Run | str, model: keras.Model, dataset: Dataset) -> OutputMeaning:
    """As `meaning_of_model`, deciding for labels as the run's thresholds say. Raises as that does.

    Args:
        run: or its reference, which may name a moment of its training.
    """
    run = Run.open(run) if isinstance(run, str) else run
    meaning = meaning_of_model(model, run.experiment.train, dataset.schema, dataset.target_scaler)
    return meaning.deciding(label_thresholds(run))
