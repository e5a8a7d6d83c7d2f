"""A study is begun, paused, resumed and asked for more; two never begin the same variants."""

import types

import pytest

from nnviz import settings
from nnviz.engine.client import Engine
from nnviz.engine.searches import SearchKeeper
from nnviz.errors import NnvizError
from nnviz.runs.run import Run, Status
from nnviz.studies.keeping import kept, lock
from nnviz.studies.results import results
from nnviz.studies.search import next_step
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


def test_a_paused_search_waits_through_a_restart_of_the_server_and_goes_on_when_it_is_resumed(home):
    own = Study.create(StudySpec(base=quick(), kind="search", values={"learning_rate": (0.01, 0.1)}, count=3), home)
    begun = []

    def server() -> tuple[SearchKeeper, list[str]]:
        """A keeper as a new process has it, and the studies that it takes up."""
        new, taken = keeper(begun), []
        new._engine.call = lambda task, study, *_, owner: next_step(study, str(home), 1)
        new.add = lambda study: taken.append(study.id)
        new.resume()
        return new, taken

    first, taken = server()
    assert taken == [own.id] and first._advance(own.id, 0) and len(begun) == 1
    Engine().pause_study(own)  # its only trial was waiting: it is taken back
    first._drop(own.id)
    assert server()[1] == [] and not own.trials and own.paused
    own.resume()
    third, taken = server()
    assert taken == [own.id] and third._advance(own.id, 0) and len(own.trials) == 1
    run = Run.open(own.trials[0].run)
    run.append_history([{"epoch": 1, "val_accuracy": 0.5}])
    run.write_status(Status("finished", 1, 1))
    assert third._advance(own.id, 0) and len({trial.values["learning_rate"] for trial in own.trials}) == 2
    third._drop(own.id)
