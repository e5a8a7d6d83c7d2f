"""The Runs page: what it lists, compares, deletes, and goes on from."""

import shutil

import pytest

from nnviz import settings
from nnviz import words as told
from nnviz.runs.run import Run, Status, this_process
from tests.app.conftest import in_hand, words


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    return tmp_path


def ended(experiment, title: str, **train) -> Run:
    run = Run.create(experiment.replace(train=experiment.train.replace(**train)), title=title)
    run.append_history([{"epoch": n, "loss": 1 / n, "val_loss": 1.1 / n, "val_accuracy": 0.964} for n in (1, 2)])
    run.write_status(Status("finished", 2, 2, seconds=3.0))
    return run


def test_an_empty_list_says_what_would_be_here(visit, own_home):
    assert "Nothing has been trained yet" in words(visit("pages/lab/runs.py"))


def test_runs_are_found_by_words_and_a_page_shows_a_part_of_them(visit, digits_run, own_home):
    for number in range(27):
        ended(digits_run.experiment, f"Run {number}")
    app = visit("pages/lab/runs.py")
    table = app.dataframe[0].value
    assert list(table["Title"])[:2] == ["Run 26", "Run 25"] and len(table) == 25 and "27 runs" in words(app)
    assert table["Accuracy"][0] == 0.964 and table["Outcome"][0] == "Trained"
    app.number_input(key="runs-page").set_value(2).run()
    assert list(app.dataframe[0].value["Title"]) == ["Run 1", "Run 0"]
    app.text_input(key="runs-search").input("run 13").run()
    assert list(app.dataframe[0].value["Title"]) == ["Run 13"]
    app.text_input(key="runs-search").input("nothing like it").run()
    assert "No run is like that" in words(app)


def test_two_runs_are_compared_by_what_differed(visit, digits_run, own_home):
    first = ended(digits_run.experiment, "Slow", learning_rate=0.001)
    second = ended(digits_run.experiment, "Fast", learning_rate=0.1)
    app = visit("pages/lab/runs.py", compare=f"{first.id},{second.id},20200101-000000-aaaaaa")
    table = app.dataframe[1].value
    assert list(table["Setting"]) == ["learning rate"] and list(table.iloc[0])[2:] == ["0.001", "0.1"]
    assert len(app.get("plotly_chart")) == 2 and app.query_params["compare"] == f"{first.id},{second.id}"


def test_a_run_is_called_otherwise_and_found_by_its_tags(visit, digits_run, own_home):
    run = ended(digits_run.experiment, "Mine")
    run.tag(["kept"])
    app = visit("pages/lab/runs.py", compare=run.id)
    app.text_input(key=f"title-{run.id}").input("The <b>best</b>").run()
    app.text_area(key=f"note-{run.id}").input("Warm *start*").run()
    assert run.record.note == "Warm *start*" and "Warm *start*" in words(app)
    app.text_input(key=f"tags-{run.id}").input("paper, figure 2, paper").run()
    assert not app.exception
    assert (run.record.title, run.record.tags) == ("The <b>best</b>", ("paper", "figure 2", "kept"))
    app.text_input(key="runs-search").input("figure").run()
    assert list(app.dataframe[0].value["Tags"]) == ["paper, figure 2"]
    assert list(app.dataframe[0].value["★"]) == ["★"]
    app.text_input(key=f"title-{run.id}").input("x" * 121).run()
    assert not app.exception and run.record.title == "The <b>best</b>" and "The title has 121" in words(app)


def test_chosen_runs_are_deleted_but_for_those_under_way(visit, digits_run, own_home):
    run, other = ended(digits_run.experiment, "Mine"), ended(digits_run.experiment, "Other")
    running = Run.create(digits_run.experiment)
    running.write_status(Status("running", process=this_process()))
    app = visit("pages/lab/runs.py", compare=f"{run.id},{running.id}")
    assert "1 under way stays." in words(app)
    app.button(key="runs-delete").click().run()
    assert not app.exception and not run.folder.exists() and running.folder.exists() and other.folder.exists()


def test_a_run_goes_on_and_its_best_epoch_is_taken(visit, digits_run):
    app = visit("pages/lab/runs.py", compare=digits_run.id)
    app.number_input(key=f"more-{digits_run.id}").set_value(1).run()
    app.button(key=f"go-on-{digits_run.id}").click().run()
    assert not app.exception
    run = Run.open(in_hand(app).run_id)
    assert run.record.begins_with == digits_run.id and run.experiment.train.epochs == 3
    assert "goes on from the network of an earlier run after epoch 2" in words(app)
    run.command("stop")


def test_two_networks_are_compared_on_the_same_examples(visit, digits_run):
    twin = digits_run.folder.with_name(f"{digits_run.id[:16]}aaaaaa")
    shutil.copytree(digits_run.folder, twin, dirs_exist_ok=True)
    app = visit("pages/lab/runs.py", compare=f"{digits_run.id},{twin.name}")
    scores = next(table.value for table in app.dataframe if "Log loss" in table.value)
    assert list(scores["Accuracy"]) == [told.percent(digits_run.last_epoch()["val_accuracy"])] * 2
    assert "**as good**, p = 1." in words(app) and "McNemar" in words(app)
    disputed = next(table.value for table in app.dataframe if "Truth" in table.value)
    assert len(disputed) == 8 and disputed.iloc[0, 2] == disputed.iloc[0, 3]
    shutil.rmtree(twin)
