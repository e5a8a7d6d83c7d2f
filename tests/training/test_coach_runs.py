"""The coach on real runs: each diagnosis on one made to have it, and none on healthy ones."""

import dataclasses

import numpy as np
import pytest

from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.training.coach.catalog import DIAGNOSES
from nnviz.training.coach.gather import coach, gathered
from nnviz.training.coach.live import Watch, looked
from nnviz.training.coach.records import Recorded
from nnviz.training.train import train
from tests.sampling import ALL, whole
from tests.training.coach_cases import healthy, made_to_have

CASES = made_to_have(0)
HEALTHY = healthy()
OFTEN = ("blobs", "xor")


def told(experiment, dataset=None):
    run = Run.create(experiment)
    try:
        train(experiment, run=run, dataset=dataset)
    except NnvizError:
        assert run.status().state == "failed"
    return coach(run)


@whole  # test_coach proves each rule on records made by hand
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("place", range(len(CASES)), ids=[f"{name}{k}" for k, (name, *_) in enumerate(CASES)])
def test_a_run_made_to_have_something_is_told_so(place, seed):
    name, experiment, change = made_to_have(seed)[place]
    names = [own.name for own in told(experiment, change and change(experiment))]
    assert name in names[:3], names


def test_every_diagnosis_has_a_run_made_to_have_it():
    assert {name for name, *_ in CASES} == set(DIAGNOSES)


@pytest.mark.parametrize("name", list(HEALTHY) if ALL else OFTEN)
def test_nothing_is_raised_on_a_healthy_run(name):
    run = Run.create(HEALTHY[name])
    train(HEALTHY[name], run=run)
    assert [own.name for own in coach(run)] == ["nothing_wrong"]
    whole_run, watch = gathered(run), Watch()
    for epochs in range(1, len(whole_run.epochs) + 1):
        watch = looked(until(whole_run, epochs), watch)
        assert watch.told is None, (epochs, watch.told)


def until(run: Recorded, epochs: int) -> Recorded:
    """A run as it was recorded after so many epochs."""
    moments = {}
    for name in ("gradients", "vitals"):
        own = getattr(run, name)
        count = int((own.epochs <= epochs).sum())
        parts = {field.name: getattr(own, field.name) for field in dataclasses.fields(own)}
        over_time = {name: part[:count] for name, part in parts.items() if isinstance(part, np.ndarray)}
        moments[name] = dataclasses.replace(own, **over_time)
    history = {name: values[:epochs] for name, values in run.history.items()}
    return dataclasses.replace(run, history=history, state="running", message="", **moments)
