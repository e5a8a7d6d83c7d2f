"""How long one waits, by hand, and how it is said."""

import pytest

from nnviz.engine.waiting import Place, expected_wait, remaining_seconds


@pytest.mark.parametrize(
    ("position", "remaining", "mean", "seconds"),
    [
        (1, [30.0, 10.0], None, 10.0),
        (2, [30.0, 10.0], 5.0, 15.0),  # the first begins at 10 and ends at 15
        (3, [30.0, 10.0], 5.0, 20.0),
        (6, [30.0, 10.0], 5.0, 30.0),  # 10, 15, 20, 25, then both workers are free at 30
        (2, [30.0, 10.0], None, None),
        (1, [], 5.0, None),
    ],
)
def test_the_wait_for_two_workers_by_hand(position, remaining, mean, seconds):
    assert expected_wait(position, remaining, mean) == seconds


def test_what_a_run_still_needs_follows_its_pace():
    assert remaining_seconds(epoch=20, epochs=100, seconds=5.0, mean=None) == 20.0
    assert remaining_seconds(epoch=0, epochs=100, seconds=0.0, mean=7.0) == 7.0
    assert remaining_seconds(epoch=100, epochs=100, seconds=5.0, mean=None) == 0.0


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(2, 21.0), "Second in line, about 20 s. Every training worker is busy."),
        (Place(1, 3.2), "Next in line, about 3 s. Every training worker is busy."),
        (Place(12, 600.0), "Number 12 in line, about 10 min. Every training worker is busy."),
        (Place(1), "Next in line. Every training worker is busy."),
        (Place(0, limited=True), "Its owner's other runs are still going; this one begins when one of them ends."),
    ],
)
def test_a_place_is_said_as_a_person_would(place, words):
    assert str(place) == words
