"""A study is begun, paused, resumed and asked for more; two never begin the same variants."""

import types

import pytest

from nnviz import settings
from nnviz.engine.client import Engine
from nnviz.engine.searches import SearchKeeper
from nnviz.errors import NnvizError
from nnviz.runs.run import Run
from nnviz.studies.keeping import kept, lock
from nnviz.studies.results import results
from nnviz.studies.spec import StudySpec
from nnviz.studies.store import Study, Trial
from nnviz.studies.study import study
from tests.studies.test_study import quick, told

SEEDS = StudySpec(base=quick(), kind="seeds", count=3)


@pytest.fixture
def home(tmp_path, monkeypatch):
    changed = settings.get().model_copy(update={"home": tmp_path})
    monkeypatch.setattr(settings, "get", lambda: changed)
    return tmp_path


def keeper(begun: list) -> SearchKeeper:
    """One whose engine only creates runs."""

    def train(experiment, owner="", limit=0):
        begun.append(experiment.train.seed)
        return Run.create(experiment)

    return SearchKeeper(types.SimpleNamespace(train=train))


def test_a_pause_takes_back_what_waits_and_a_resume_begins_it_again(home):
    own = told(home, SEEDS, [(SEEDS.variants[0].values, [0.5], "finished")])
    for variant in SEEDS.variants[1:]:
        own.add(Trial(variant.values, Run.create(variant.experiment, home).id))
    engine = Engine()
    engine.pause_study(own)
    assert [trial.values for trial in own.trials] == [{"seed": 0}] and not results(own).active
    assert [values["seed"] for values in own.missing] == [1, 2]
    begun = []
    assert not keeper(begun)._advance(own.id, 0) and not begun, "it is paused"
    own.resume()
    keeper(begun)._advance(own.id, 0)
    assert begun == [1, 2] and not own.missing


def test_more_seeds_are_begun_and_of_other_studies_none(home):
    own = told(home, SEEDS, [(variant.values, [0.5], "finished") for variant in SEEDS.variants])
    own.stop()
    own.more(2)
    begun = []
    keeper(begun)._advance(own.id, 0)
    assert begun == [3, 4] and results(own).expected == 5
    grid = Study.create(StudySpec(base=quick(), switch="dropout"), home)
    with pytest.raises(NnvizError, match="has all its variants"):
        grid.more(1)
    with pytest.raises(NnvizError, match="64"):
        own.more(60)


def test_two_never_go_on_with_one_study(home):
    own = Study.create(SEEDS, home)
    with kept(own):
        assert lock(own) is None
        with pytest.raises(NnvizError, match="Somebody else"):
            study(own.id, home)
        begun = []
        assert not keeper(begun)._advance(own.id, 0) and not begun
    assert lock(own) is not None


def test_a_full_disk_is_said_and_the_study_waits_for_room(home, monkeypatch):
    own, watcher = Study.create(SEEDS, home), keeper([])

    def full(*_):
        watcher._limits.clear()  # one look
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watcher, "_advance", full)
    monkeypatch.setattr("nnviz.engine.searches._SECONDS", 0)
    watcher._limits[own.id] = 0
    watcher._keep()
    assert "No space left" in watcher.problems[own.id] and not own.stopped
