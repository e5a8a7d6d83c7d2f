"""What a run's network learnt from, as what it is asked is compared with it: the training rows and its answers."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from nnviz.data.column import Column
from nnviz.data.schema import Dataset
from nnviz.errors import ServingError, unknown_name
from nnviz.runs.run import Run
from nnviz.serving import features
from nnviz.serving import recipe as recipes
from nnviz.serving.carried import prepare
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.records import weights_of
from nnviz.serving.source import outputs
from nnviz.specs import Experiment
from nnviz.training.given import given, names_of
from nnviz.training.thresholds import label_thresholds

MOST = 20_000
"""Training rows that are compared with at most."""
_LEAST = 50
"""Validation rows from which on their answers are compared with."""


@dataclass(frozen=True)
class Reference:
    """One run's.

    Attributes:
        columns: the inputs' and, last, the answers'.
        samples: for each column its codes (n,) in training, NaN where missing.
        part: the part of the data whose answers they are: "validation" where it has 50 rows or more, since a network is
            surer of rows that it learnt from.
    """

    recipe: dict
    columns: tuple[Column, ...]
    samples: tuple[np.ndarray, ...]
    part: str

    def spread(self, name: str) -> float:
        """The deviation of an input column's training values. Raises ServingError for a name that is none."""
        names = [own.name for own in self.columns if own.role == "input"]
        if name not in names:
            raise unknown_name("column", name, names or ["none"], kind=ServingError)
        return float(np.nanstd(self.samples[names.index(name)]))


def reference(run: Run) -> Reference:
    """The reference of a run's present weights. Raises RunError for a run without a trained network."""
    return _reference(str(run.folder), weights_of(run), label_thresholds(run))


def answers(recipe: dict, shown: np.ndarray) -> np.ndarray:
    """(n,) of shown numbers (n, units): the class decided for, how many labels are there, or the value (of several
    their mean); NaN where not finite."""
    shown = np.asarray(shown, float).reshape(len(shown), -1)
    broken = ~np.isfinite(shown).all(axis=1)
    if not recipe["classes"]:
        said = shown.mean(axis=1)
    elif recipe.get("labels"):
        said = (shown > np.array(prepare.thresholds(recipe))).sum(axis=1).astype(float)
    elif shown.shape[1] == 1:
        said = (shown[:, 0] > recipe["ends"] / 2).astype(float)
    else:
        said = np.nan_to_num(shown).argmax(axis=1).astype(float)
    return np.where(broken, np.nan, said)


@lru_cache(maxsize=4)
def _reference(folder: str, weights: int, thresholds: tuple[float, ...]) -> Reference:
    from nnviz.data.load import load

    run = Run(Path(folder))
    return reference_of_network(run.model(), run.experiment, load(run.experiment.data), thresholds)


def reference_of_network(
    model, experiment: Experiment, dataset: Dataset, thresholds: tuple[float, ...] = ()
) -> Reference:
    """The reference of a network that is no run's: trained as `experiment` says, on `dataset`."""
    from nnviz.training.head import meaning_of_model

    meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
    taken = names_of(model)
    recipe = recipes.recipe_of(dataset, meaning, taken, thresholds)
    part = "validation" if len(dataset.validation) >= _LEAST else "train"
    said = meaning.readable(outputs(model, given(model, dataset.split(part), slice(MOST))))
    first_ones = np.arange(min(len(dataset.train), MOST))
    rows = features.features(recipe, raw_rows(experiment.data, "train", first_ones, taken))
    columns = (*features.columns(recipe), _answer_column(recipe))
    return Reference(recipe, columns, (*rows.T, answers(recipe, said)), part)


def _answer_column(recipe: dict) -> Column:
    if recipe.get("labels"):
        return Column("predicted labels, how many", "number", "target")
    kind = "category" if recipe["classes"] else "number"
    mean = ", mean" if not recipe["classes"] and recipe["units"] > 1 else ""
    return Column(f"predicted {recipe['target']}{mean}", kind, "target", categories=tuple(recipe["classes"]))
