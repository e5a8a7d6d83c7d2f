"""The coach on real runs: each diagnosis on one made to have it, and none on healthy ones."""

import pytest

from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.training.coach.catalog import DIAGNOSES
from nnviz.training.coach.gather import coach
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
    assert [own.name for own in told(HEALTHY[name])] == ["nothing_wrong"]
