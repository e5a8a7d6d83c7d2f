"""How far work is, who hears it, and how it ends early."""

import math

import pytest

from nnviz import progress


def test_shares_of_parts_add_up_and_nobody_need_listen():
    progress.tell(0.5)
    heard = []
    with progress.heard_by(heard.append), progress.part(1, 4), progress.part(1, 2):
        progress.tell(0.0)
        progress.tell(2.0)
        progress.tell()
    assert heard == [0.375, 0.5, None]


def test_what_nobody_wants_ends_but_not_what_is_to_come_to_its_end():
    with progress.heard_by(lambda share: True):
        with pytest.raises(progress.Stopped):
            progress.tell()
        with progress.unbroken():
            progress.tell()
        assert progress.ending()
    assert not progress.ending() and not issubclass(progress.Stopped, Exception)


def test_a_limit_ends_with_what_there_is_by_the_clock_or_by_a_person():
    limit = progress.Limit(math.inf)
    assert not limit.reached()
    limit = progress.Limit(0.0)
    assert limit.reached() and limit.words == "after 0 s it was ended" and not limit.cut
    wanted, done, limit = [True, True, False], 0, progress.Limit(60.0)
    with progress.heard_by(lambda share: not wanted.pop(0)):
        while not limit.cut:
            with limit.ends(done > 0):
                progress.tell()
                done += 1
    assert done == 2 and limit.sentence == "It was cancelled."
    with progress.heard_by(lambda share: True), pytest.raises(progress.Stopped), progress.Limit(60.0).ends(False):
        progress.tell()
