"""A hosted copy, headless: what belongs to whom, whatever a browser sends, and the quotas."""

import pytest

from nnviz import gallery, settings
from nnviz.runs.run import Run, Status
from pages.shared.runs import control
from pages.shared.session import owner
from tests.app.conftest import in_hand, words

ANNA, BEN = owner.new_token(), owner.new_token()
SPIRALS = gallery.ready("spirals")


@pytest.fixture
def person(monkeypatch, tmp_path, engine, visit):
    """`person(token)(page, …)`: visits a page of a hosted copy with an empty home as the browser with that token."""
    here = settings.get().model_copy(
        update={"mode": "hosted", "home": tmp_path, "person_training": 1, "person_waiting": 2}
    )
    monkeypatch.setattr(settings, "get", lambda: here)

    def browser(token: str):
        def go(page: str, **query):
            monkeypatch.setattr(owner, "_cookies", lambda: {owner.COOKIE: token})
            return visit(page, **query)

        return go

    return browser


def run_of(token: str, **changes) -> Run:
    """A run of that browser; queued, and given to no engine."""
    return Run.create(SPIRALS.replace(**changes), owner=owner.mark(token))


def links(app) -> str:
    return str([link.label for link in app.get("page_link")])


def button(app, label: str):
    return next(button for button in app.button if button.label == label)


def test_home_lists_ones_own_runs_alone(person):
    run_of(ANNA, title="Anna's spirals")
    assert "Anna's spirals" in links(person(ANNA)("pages/start/home.py"))
    bens = person(BEN)("pages/start/home.py")
    assert "Anna's spirals" not in links(bens) and "Go on with" not in words(bens)


def test_compare_offers_ones_own_runs_alone(person):
    run_of(ANNA, title="Anna's spirals")
    for token, offered in ((ANNA, True), (BEN, False)):
        build = person(token)("pages/lab/build.py")
        options = next(box for box in build.selectbox if box.label == "Compare with").options
        assert any("Anna's spirals" in option for option in options) == offered


def test_the_runs_page_lists_ones_own_runs_and_offers_nothing_to_do_with_others(person):
    own, other = run_of(BEN, title="Ben's spirals"), run_of(ANNA, title="Anna's spirals")
    other.write_status(Status("finished", epochs=1))
    other.write("final.keras", b"")
    runs = person(BEN)("pages/lab/runs.py", compare=other.id)
    assert list(runs.dataframe[0].value["Title"]) == ["Ben's spirals"]
    assert list(runs.dataframe[0].value["Run"]) == [own.id]
    keys = [button.key for button in runs.button]
    assert "Anna's spirals" in str([header.value for header in runs.header]), "whoever has the link may watch"
    assert not {"runs-delete", f"go-on-{other.id}", f"take-{other.id}"} & set(keys)


def test_a_link_shows_a_run_and_controls_nothing(person):
    run = run_of(ANNA)
    train = person(BEN)("pages/lab/train.py", run=run.id)
    assert control.SOMEBODY_ELSES in words(train) and in_hand(train).experiment == run.experiment
    assert button(train, "Stop").disabled and not button(train, "Train").disabled
    own = person(ANNA)("pages/lab/train.py", run=run.id)
    assert control.SOMEBODY_ELSES not in words(own) and not button(own, "Stop").disabled


def test_only_its_owner_keeps_or_deletes_a_run(person, monkeypatch):
    run = run_of(ANNA)
    run.write_status(Status("finished", epochs=1))
    for stranger in (owner.mark(BEN), owner.NOBODY):  # who is somebody else by the time of the press
        home = person(ANNA)("pages/start/home.py")
        home.session_state["nnviz"].person.owner = stranger
        home.button(key=f"delete-{run.id}").click().run()
        assert run.folder.exists()
    home = person(ANNA)("pages/start/home.py")
    home.toggle(key=f"keep-{run.id}").set_value(True).run()
    assert run.record.tags == ("kept",)
    home.button(key=f"delete-{run.id}").click().run()
    assert not run.folder.exists()


@pytest.mark.parametrize("pressed", ["stop", "pause", "run"])
def test_a_press_that_no_button_offers_is_refused(person, pressed):
    run = run_of(ANNA)
    train = person(BEN)("pages/lab/train.py", run=run.id)
    train.session_state["nnviz"].asked = pressed
    train.run()
    assert control.SOMEBODY_ELSES in train.error[0].value
    assert run.commanded() is None and run.status().state == "queued"


def test_train_beside_somebody_elses_run_starts_ones_own_and_leaves_theirs(person):
    run = run_of(ANNA, train=SPIRALS.train.replace(epochs=10_000))
    train = person(BEN)("pages/lab/train.py", run=run.id)
    button(train, "Train").click().run()
    own = Run.open(in_hand(train).run_id)
    own.command("stop")
    assert own.id != run.id and own.owner == owner.mark(BEN)
    assert run.commanded() is None
    assert len(own.id) == len("20260131-235959-") + 16, "an id that nobody guesses"


def test_runs_above_the_quota_are_refused_with_a_sentence(person):
    runs = [run_of(ANNA) for _ in range(3)]
    train = person(ANNA)("pages/lab/train.py")
    button(train, "Train").click().run()
    assert "You have 3 runs training or waiting, as many as one person may have here." in train.error[0].value
    assert in_hand(train).run_id is None
    runs[0].command("stop")
    button(train, "Train").click().run()
    assert not train.error and Run.open(in_hand(train).run_id).owner == owner.mark(ANNA)
    Run.open(in_hand(train).run_id).command("stop")


def test_a_new_run_takes_the_place_of_the_one_on_the_page(person, engine, monkeypatch):
    monkeypatch.setattr(engine, "stop", lambda run: run.command("stop"))  # it waits for a worker, and this run has none
    others = [run_of(ANNA) for _ in range(2)]
    run = run_of(ANNA)
    run.write_status(Status("paused", epochs=10))
    train = person(ANNA)("pages/lab/train.py", run=run.id)
    button(train, "Start again").click().run()
    assert not train.error and run.commanded()[0] == "stop" and in_hand(train).run_id != run.id
    assert all(other.commanded() is None for other in others)
    Run.open(in_hand(train).run_id).command("stop")


def test_runs_that_fill_what_one_person_may_fill_are_refused(person, monkeypatch):
    kept = run_of(ANNA)
    kept.tag(["kept"])
    kept.write("final.keras", bytes(2_000_000))
    kept.write_status(Status("finished", epochs=1))
    here = settings.get().model_copy(update={"person_gigabytes": 0.001})
    monkeypatch.setattr(settings, "get", lambda: here)
    train = person(ANNA)("pages/lab/train.py")
    button(train, "Train").click().run()
    assert "0.002 GB, and one person's may fill 0.001 GB here" in train.error[0].value
