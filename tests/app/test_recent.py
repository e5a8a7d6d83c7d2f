"""The newest runs on Home: how much is kept, and keeping and deleting one."""

import pytest

from nnviz import settings
from nnviz.runs.retention import Kept
from nnviz.runs.run import Run, Status, this_process
from pages.shared.runs.recent import bytes_words, kept_words
from tests.app.conftest import words


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    return tmp_path


def ended(experiment) -> Run:
    run = Run.create(experiment, title="Mine")
    run.append_history([{"epoch": 2, "loss": 0.5, "val_accuracy": 0.964}])
    run.write_status(Status("finished", 2, 2))
    return run


def test_home_says_how_much_is_kept_and_deletes_what_one_asks(visit, digits_run, own_home):
    run, other = ended(digits_run.experiment), ended(digits_run.experiment)
    app = visit("pages/start/home.py", run=run.id)
    assert "2 runs, " in words(app) and " kept. When this is full" in words(app)
    assert any("**Mine** **Trained** epoch 2 of 2, 96.4 % validation" in link.label for link in app.get("page_link"))
    app.button(key=f"delete-{run.id}").click().run()
    assert not app.exception and not run.folder.exists()
    assert "1 run, " in words(app) and other.folder.exists()
    assert "There is no run" not in words(app), "the run in hand is let go of, not missed"


def test_a_run_that_trains_cannot_be_deleted_there(visit, digits_run, own_home):
    run = Run.create(digits_run.experiment)
    run.write_status(Status("running", process=this_process()))
    app = visit("pages/start/home.py")
    assert app.button(key=f"delete-{run.id}").disabled
    assert "This run is running; stop it before you delete it." in words(app)


def test_a_kept_run_bears_a_tag(visit, digits_run, own_home):
    run = ended(digits_run.experiment)
    app = visit("pages/start/home.py")
    app.toggle(key=f"keep-{run.id}").set_value(True).run()
    assert run.record.tags == ("kept",)
    app.toggle(key=f"keep-{run.id}").set_value(False).run()
    assert run.record.tags == ()


def test_a_damaged_run_takes_nothing_from_home(visit, digits_run, own_home):
    run = ended(digits_run.experiment)
    run.write("experiment.json", "{")
    run.write("record.json", "[]")
    app = visit("pages/start/home.py")
    assert "1 run, " in words(app)
    app.button(key=f"delete-{run.id}").click().run()
    assert not app.exception and not run.folder.exists()


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (340_000_000, "340 MB"), (1.24e9, "1.24 GB"), (27e9, "27 GB")],
)
def test_bytes_in_words(count, shown):
    assert bytes_words(count) == shown


def test_the_number_of_runs_is_told_with_its_limit_when_it_comes_near():
    assert kept_words(Kept(1, 5, 10, 1000)).startswith("1 run, 5 bytes of 1 kB kept.")
    assert kept_words(Kept(8, 5, 10, 1000)).startswith("8 of 10 runs, 5 bytes of 1 kB kept.")
