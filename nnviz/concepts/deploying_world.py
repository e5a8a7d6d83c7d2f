"""The trained networks of the lesson on deploying, and the bills that are sent to them: made once by each worker."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.concepts import deploying
from nnviz.concepts.deploying import BILL, DEAR, SMALL
from nnviz.concepts.own_networks import trained_once
from nnviz.data.load import load
from nnviz.data.schema import Dataset
from nnviz.serving.carried import prepare
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.source import Source, source_of_network
from nnviz.specs import Experiment


@dataclass(frozen=True)
class World:
    """The bills that no network has learnt from.

    Attributes:
        experiment, dataset, source: of the network in use, which has learnt from 110 bills.
        rows: the bills as they are sent; truth: (n,) the tips that were really given, in dollars.
        places: (n,) their positions in the source.
    """

    experiment: Experiment
    dataset: Dataset
    source: Source
    rows: list[dict]
    truth: np.ndarray
    places: np.ndarray


@lru_cache(maxsize=1)
def world() -> World:
    """Trains the network in use where it was not trained before."""
    experiment = deploying.network()
    dataset, source = trained(experiment)
    truth = dataset.unscaled_targets(dataset.test.y).ravel().astype(float)
    return World(experiment, dataset, source, list(source.rows), truth, np.asarray(dataset.test.rows))


def trained(experiment: Experiment) -> tuple[Dataset, Source]:
    """The data of an experiment, and its trained network as it is put to use."""
    dataset = load(experiment.data)
    source = source_of_network(trained_once("deploying", experiment, dataset), experiment, dataset)
    return dataset, source.__class__(**{**vars(source), "recipe": served(source.recipe)})


def served(recipe: dict) -> dict:
    """A recipe as the prediction server reads it."""
    return {**recipe, "takes": "prepared", "batch": None, "returns": "outputs"}


def predicted(source: Source, rows: list[dict], recipe: dict | None = None) -> np.ndarray:
    """(n,) the tips that a network predicts, through its preparation, or through another one's."""
    said = prepare.predict(recipe or source.recipe, rows, lambda x: source.model(x, training=False))
    return said[:, 0].astype(float)


@lru_cache(maxsize=1)
def said_by_versions() -> dict[str, np.ndarray]:
    """(n,) tips that version 1 ("first"), and each that version 2 may be (`VERSIONS`), predict for the bills that none
    has learnt from."""
    now = world()
    _, first = trained(deploying.first_version())
    _, small = trained(deploying.small_bills(now.places, _large()))
    said = predicted(first, now.rows)
    return {
        "first": said,
        "better": predicted(now.source, now.rows),
        "small": predicted(small, now.rows),
        "cents": predicted(now.source, now.rows, deploying.in_cents(now.source.recipe)),
        "same": said,
    }


def learn_versions() -> dict[str, np.ndarray]:
    """Which answers are off by more than a dollar: of `said_by_versions` (n,) bool each; and "dear": which bills are
    large."""
    now = world()
    wrong = {name: deploying.off(said, now.truth) for name, said in said_by_versions().items()}
    return {**wrong, "dear": np.array([row[BILL] > DEAR for row in now.rows])}


def _large() -> list[int]:
    """Positions in the source of the bills that are not small."""
    spec = deploying.STREAM.replace(test_fraction=0.0, validation_fraction=0.0)
    rows, places = raw_rows(spec, "train"), load(spec).train.rows
    return [int(k) for k, row in zip(places, rows, strict=True) if row[BILL] > SMALL]
