"""Uploads: each person's own, bounded in bytes."""

import os
import time

import pytest

from nnviz import settings
from nnviz.errors import ModelError
from pages.shared.session import owner, uploads
from pages.shared.session.record import SessionRecord


@pytest.fixture
def person(monkeypatch, tmp_path):
    """`person("anna")`: who uploads from here on; each may keep 10 kB in a folder of this test."""
    here = settings.get().model_copy(update={"home": tmp_path, "mode": "hosted", "person_upload_megabytes": 0.01})
    monkeypatch.setattr(settings, "get", lambda: here)

    def begin(name: str) -> None:
        record = SessionRecord()
        record.person.owner = owner.mark(name)
        monkeypatch.setattr(owner, "record", lambda: record)

    begin.home = tmp_path
    return begin


def test_the_oldest_of_ones_own_files_give_way(person):
    person("ben")
    of_ben = uploads.keep("network.keras", bytes(9000))
    person("anna")
    kept = []
    for age in range(4):
        kept.append(uploads.keep("network.keras", bytes([age]) * 4000))
        os.utime(kept[-1], (1e9 + age, 1e9 + age))
    there = {str(path) for path in person.home.glob("uploads/*/*")}
    assert there == {of_ben, *kept[-2:]}


def test_the_same_file_is_kept_for_each_person(person):
    person("ben")
    first = uploads.keep("a.h5", b"the same")
    person("anna")
    second = uploads.keep("b.h5", b"the same")
    assert first != second and os.path.basename(first) == os.path.basename(second)


def test_a_file_above_the_quota_is_a_sentence(person):
    person("anna")
    with pytest.raises(ModelError, match="one person.s uploads may have 0.01 MB here"):
        uploads.keep("large.keras", bytes(10_001))
    assert not list(person.home.glob("uploads/*/*"))


def test_files_of_somebody_who_did_not_come_back_go_when_somebody_new_comes(person):
    for name, days in (("gone", 91), ("here", 89)):
        person(name)
        path = uploads.keep("network.h5", name.encode())
        past = time.time() - days * 86_400
        os.utime(os.path.dirname(path), (past, past))
    person("new")
    uploads.keep("network.h5", b"new")
    contents = {path.read_bytes() for path in person.home.glob("uploads/*/*")}
    assert contents == {b"here", b"new"}
