"""A search asks what Optuna asks; side by side it records what each trial follows from; its storage can be lost."""

import dataclasses

import numpy as np
import optuna
import pytest

from nnviz.errors import SpecError
from nnviz.runs.run import Run, Status, this_process
from nnviz.studies import storage
from nnviz.studies.gaussian import GaussianSampler
from nnviz.studies.search import _replayed, distribution, next_step, sampler_of, trials_so_far
from nnviz.studies.searched import searched, surface
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study
from tests.studies.test_study import quick, told

VALUES = {"learning_rate": (1e-4, 1.0), "units": (2, 64), "activation": ("relu", "tanh")}


def score(values: dict) -> float:
    """Best at a rate of 0.01 and 20 tanh units."""
    return 0.9 - abs(np.log10(values["learning_rate"]) + 2) / 4 - abs(values["units"] - 20) / 200


def spec(**fields) -> StudySpec:
    return StudySpec(**{"base": quick(4), "kind": "search", "values": VALUES, "count": 9, **fields})


def end(run: Run, values: dict) -> None:
    run.append_history([{"epoch": 1, "val_accuracy": score(values) / 2}, {"epoch": 2, "val_accuracy": score(values)}])
    run.write_status(Status("finished", 4, 4))


def begin(study: Study, trial, home) -> Run:
    run = Run.create(study.spec.base, home)
    run.write_status(Status("running", 0, 4, process=this_process()))
    study.add(dataclasses.replace(trial, run=run.id))
    return run


def searched_through(study: Study, home, at_once: int = 1) -> list[dict]:
    under_way = []
    while True:
        trial = next_step(study.id, str(home), at_once)["trial"]
        if trial is not None:
            under_way.append((begin(study, trial, home), trial.values))
        elif under_way:
            end(*under_way.pop(0))
        else:
            return [own.values for own in study.trials]


@pytest.mark.parametrize("sampler", ["tpe", "random", "gp"])
def test_one_trial_at_a_time_is_optuna_asked_and_told_in_a_plain_loop(sampler, tmp_path):
    own = spec(sampler=sampler)
    plain = optuna.create_study(direction="maximize", sampler=sampler_of(own, own.base.train.seed))
    space = {name: distribution(own, name) for name in sorted(VALUES)}
    expected = []
    for _ in range(own.count):
        asked = plain.ask(space)
        expected.append(asked.params)
        plain.tell(asked, score(asked.params))
    study = Study.create(own, tmp_path)
    assert searched_through(study, tmp_path) == expected
    kept = storage.opened(study)
    assert [one.params for one in kept.trials][:-1] == expected[:-1]
    assert kept.best_value == max(map(score, expected))


def test_a_grid_tries_every_combination_once_as_optuna_does_and_says_how_many_before(tmp_path):
    own = spec(sampler="grid", spaced=3, prune=False)
    lattice = {"learning_rate": [1e-4, 0.01, 1.0], "units": [2, 11, 64], "activation": ["relu", "tanh"]}
    assert (own.lattice, own.trials) == (lattice, 18)
    plain = optuna.create_study(direction="maximize", sampler=optuna.samplers.GridSampler(lattice, seed=0))
    expected = []
    plain.optimize(lambda trial: expected.append(_suggested(trial)) or score(expected[-1]), n_trials=18)
    assert len({tuple(values.items()) for values in expected}) == 18
    assert searched_through(Study.create(own, tmp_path), tmp_path) == expected
    side_by_side = searched_through(Study.create(own, tmp_path), tmp_path, at_once=3)
    assert sorted(map(str, side_by_side)) == sorted(map(str, expected))
    with pytest.raises(SpecError, match="make 128 variants"):
        _ = spec(sampler="grid", spaced=8).variants
    with pytest.raises(SpecError, match="all its variants"):
        Study.create(own, tmp_path).more(2)


def _suggested(trial) -> dict:
    return {
        "activation": trial.suggest_categorical("activation", ("relu", "tanh")),
        "learning_rate": trial.suggest_float("learning_rate", 1e-4, 1.0, log=True),
        "units": trial.suggest_int("units", 2, 64),
    }


def test_a_grid_goes_on_after_trials_that_another_version_drew(tmp_path):
    own = spec(sampler="grid", values={"units": (2, 4)}, spaced=3, prune=False)
    study = Study.create(own, tmp_path)
    other = dataclasses.replace(next_step(study.id, str(tmp_path))["trial"], values={"units": 3}, version="1.0")
    end(begin(study, other, tmp_path), {"learning_rate": 0.01, "units": 3})
    study.add(dataclasses.replace(other, values={"units": 2}, run="gone"))
    assert next_step(study.id, str(tmp_path))["trial"].values == {"units": 4}


def test_trials_side_by_side_record_what_they_follow_from(tmp_path):
    study = Study.create(spec(), tmp_path)
    searched_through(study, tmp_path, at_once=3)
    assert [own.after for own in study.trials][:5] == [(), (), (), (0,), (0, 1)]
    so_far = trials_so_far(study, str(tmp_path))
    assert _replayed(so_far, sampler_of(study.spec, study.spec.base.train.seed)) is not None
    assert _replayed(so_far, sampler_of(study.spec, 99)) is None


def test_no_more_trials_than_asked_for_are_under_way(tmp_path):
    study = Study.create(spec(at_once=1), tmp_path)
    begin(study, next_step(study.id, str(tmp_path), 4)["trial"], tmp_path)
    assert next_step(study.id, str(tmp_path), 4)["trial"] is None
    study.pause()
    end(Run.open(study.trials[0].run, tmp_path), study.trials[0].values)
    assert next_step(study.id, str(tmp_path))["trial"] is None
    study.resume()
    assert next_step(study.id, str(tmp_path))["trial"] is not None


def test_a_storage_that_cannot_be_read_is_put_aside_and_nothing_is_lost(tmp_path):
    done = [({"learning_rate": 0.01, "units": 8, "activation": "relu"}, [0.5], "finished")] * 2
    study = told(tmp_path, spec(), done)
    path = study.folder / storage.FILE
    path.write_text('{"of": "another version"}\n')
    assert next_step(study.id, str(tmp_path))["trial"] is not None
    assert "another version" in path.with_name("optuna.log.unread").read_text()
    assert len(storage.opened(study).trials) == 2


def test_a_gaussian_process_finds_a_hill_that_chance_does_not():
    def best(sampler) -> float:
        study = optuna.create_study(direction="maximize", sampler=sampler)
        space = {name: distribution(spec(), name) for name in VALUES}
        for _ in range(14):
            asked = study.ask(space)
            study.tell(asked, score(asked.params))
        return study.best_value

    assert best(GaussianSampler(3)) > 0.85 > best(optuna.samplers.RandomSampler(3))


def test_what_a_search_came_to(tmp_path):
    rng = np.random.default_rng(0)
    trials = []
    for _ in range(30):
        values = {"learning_rate": float(10 ** rng.uniform(-4, 0)), "units": int(rng.integers(2, 65))}
        values["activation"] = ("relu", "tanh")[int(rng.integers(2))]
        trials.append((values, [score(values)], "finished"))
    study = told(tmp_path, spec(count=30), trials)
    found = searched(study.id, str(tmp_path))
    scores = [score(values) for values, *_ in trials]
    np.testing.assert_allclose(found.best, np.maximum.accumulate(scores))
    assert max(found.importance, key=found.importance.get) == "learning_rate"
    assert sum(found.importance.values()) == pytest.approx(1)
    draws = np.array(
        [score({"learning_rate": 10 ** rng.uniform(-4, 0), "units": rng.integers(2, 65)}) for _ in range(30_000)]
    )
    expected = draws.reshape(1000, 30).max(1).mean()  # what 30 random trials find, by trying it a thousand times
    assert abs(found.chance[0, -1] - expected) < 0.05
    assert (np.diff(found.chance[0]) >= 0).all() and (found.chance[1] <= found.chance[2]).all()
    picture = surface(study.id, "learning_rate", "units", str(tmp_path))
    row, column = np.unravel_index(picture.z.argmax(), picture.z.shape)
    assert abs(np.log10(picture.x[column]) + 2) < 0.6
