"""Drafts: kept with their history, a person's own, bounded, never another's to write."""

import json
import os

import pytest

from nnviz import gallery, settings
from nnviz.errors import SpecError
from pages.shared.session import drafts, owner
from pages.shared.session.record import SessionRecord
from pages.shared.session.undo import History, Origin, Step

FIRST, SECOND = gallery.ready("digits"), gallery.ready("spirals")


@pytest.fixture
def session(monkeypatch, tmp_path):
    """`session("anna")`: begins a session of that person; drafts are kept in a folder of this test."""
    here = settings.get().model_copy(update={"home": tmp_path, "mode": "hosted"})
    monkeypatch.setattr(settings, "get", lambda: here)

    def begin(name: str) -> SessionRecord:
        record = SessionRecord()
        record.person.owner = owner.mark(name)
        for module in (drafts, owner):
            monkeypatch.setattr(module, "record", lambda: record)
        return record

    begin.home = tmp_path
    return begin


def history() -> History:
    made = History(Step(FIRST.model, FIRST.train))
    made.push(Step(SECOND.model, SECOND.train, Origin("/kept/file.keras", (4,), "float32")))
    return made


def test_a_draft_is_found_again_with_its_history(session):
    session("anna").draft.history = history()
    drafts.save(SECOND)
    link = drafts.address()
    reloaded = session("anna")
    assert drafts.adopt(link) == SECOND
    assert reloaded.draft.history == history() and drafts.address() == link


def test_a_session_writes_only_the_draft_that_it_began(session):
    session("anna")
    drafts.save(FIRST)
    link = drafts.address()
    for name in ("anna", "ben"):
        session(name)
        drafts.adopt(link)
        drafts.save(SECOND)
        assert drafts.address() != link
    session("anna")
    assert drafts.adopt(link) == FIRST, "neither another tab nor another person wrote it"


def test_a_link_to_a_draft_shows_the_work_and_nothing_before_it(session):
    session("anna").draft.history = history()
    drafts.save(SECOND)
    link = drafts.address()
    reader = session("ben")
    assert drafts.adopt(link) == SECOND
    assert reader.draft.history == History(Step(SECOND.model, SECOND.train, Origin("", (4,), "float32")))


def test_drafts_are_bounded_for_each_person_alone(session, monkeypatch):
    monkeypatch.setattr(drafts, "NUMBER", 3)
    session("ben")
    drafts.save(FIRST)
    of_ben, of_anna = drafts.address(), []
    for age in range(5):
        session("anna")
        drafts.save(FIRST)
        of_anna.append(drafts.address())
        path = next(session.home.glob(f"drafts/*/{of_anna[-1]}.json"))
        os.utime(path, (1e9 + age, 1e9 + age))
    kept = {path.stem for path in session.home.glob("drafts/*/*.json")}
    assert kept == {of_ben, *of_anna[-3:]}


def test_drafts_are_bounded_in_bytes(session, monkeypatch):
    here = settings.get().model_copy(update={"person_draft_megabytes": 2.5 * len(FIRST.to_json()) / 1e6})
    monkeypatch.setattr(settings, "get", lambda: here)
    for _ in range(5):
        session("anna")
        drafts.save(FIRST)
    assert len(list(session.home.glob("drafts/*/*"))) == 2


@pytest.mark.parametrize("address", ["0" * 32, "../../etc/passwd", "*", "", "A" * 32])
def test_a_draft_that_is_not_there_is_a_sentence(session, address):
    session("anna")
    drafts.save(FIRST)
    with pytest.raises(SpecError, match="not kept here"):
        drafts.adopt(address)


@pytest.mark.parametrize(("text", "words"), [("{", "damaged"), ("[]", "damaged"), ('{"version": 99}', "later version")])
def test_a_damaged_or_later_draft_is_a_sentence(session, text, words):
    session("anna")
    drafts.save(FIRST)
    link = drafts.address()
    next(session.home.glob("drafts/*/*.json")).write_text(text)
    with pytest.raises(SpecError, match=words):
        drafts.adopt(link)


def test_a_damaged_history_leaves_the_work(session):
    session("anna").draft.history = history()
    drafts.save(SECOND)
    link, path = drafts.address(), next(session.home.glob("drafts/*/*.json"))
    path.write_text(json.dumps(json.loads(path.read_text()) | {"history": {"steps": []}}))
    reloaded = session("anna")
    assert drafts.adopt(link) == SECOND and reloaded.draft.history is None


def test_a_home_that_cannot_be_written_is_told_once(session):
    session("anna")
    (session.home / "drafts").write_text("a file where the folder should be")
    drafts.save(FIRST)
    drafts.save(SECOND)
    assert "cannot be kept" in drafts.problem() and drafts.problem() is None and drafts.address() == ""
