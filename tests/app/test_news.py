"""What an edit changed, asked of a real server while a page goes on."""

import threading
import time

import pytest

from pages.shared.builder import news
from pages.shared.runs import feed
from pages.shared.session.record import Building, SessionRecord

ADDRESS = feed.path("network", "somebody")


@pytest.fixture
def channel(monkeypatch):
    found = news.Channel()
    monkeypatch.setitem(news._channels, "somebody", found)
    return found


def waiting(channel) -> bool:
    return bool(channel._waiting)


def test_what_is_later_is_told_at_once_and_what_is_known_is_not_told_again(get, channel):
    assert channel.put({"network": 1}) == 1
    assert get(ADDRESS, after=0) == (200, {"version": 1, "network": 1})
    assert channel.put({"network": 1}) == 1
    assert channel.put({"network": 2}) == 2
    assert get(ADDRESS, after=1) == (200, {"version": 2, "network": 2})
    assert get(ADDRESS, after="nonsense")[0] == 200


def test_a_question_waits_for_the_edit_and_the_edit_for_the_answer(get, channel, monkeypatch):
    monkeypatch.setattr(news, "_YIELD", 60.0)
    answers = []
    asker = threading.Thread(target=lambda: answers.append(get(ADDRESS, after=0)))
    asker.start()
    while not waiting(channel):
        time.sleep(0.01)
    begun = time.monotonic()
    channel.put({"network": 1})
    assert time.monotonic() - begun < 50, "the page goes on once the answer is out"
    asker.join()
    assert answers == [(200, {"version": 1, "network": 1})] and not waiting(channel)


def test_nothing_in_time_is_no_answer_and_no_session_is_a_sentence(get, channel, monkeypatch):
    monkeypatch.setattr(news, "_HOLD", 0.05)
    assert get(ADDRESS, after=0) == (204, None) and not waiting(channel)
    assert get(feed.path("network", "nobody"))[0] == 404


def test_the_page_announces_what_it_draws(get, visit):
    app = visit("pages/lab/build.py")
    session, channel = app.session_state["nnviz"].building.news
    _, told = get(feed.path("network", session), after=0)
    assert told["totals"]["Parameters"] == "105" and told["selected"] == "dense_2"
    assert [node["id"] for node in told["network"]["nodes"]] == ["input", "dense_1", "dense_2", "output"]
    before = told["version"]
    field = next(field for field in app.text_input if ".set." in field.key and ".units:" in field.key)
    field.input("5").run()
    _, told = get(feed.path("network", session), after=before)
    assert told["totals"]["Parameters"] == "75", "24 + (8·5 + 5) + (5 + 1)"


def test_sessions_that_were_dropped_are_forgotten(monkeypatch):
    monkeypatch.setattr(news, "_SESSIONS", 2)
    monkeypatch.setattr(news, "_channels", type(news._channels)())
    for number in range(4):
        session = SessionRecord(building=Building(news=(str(number), news.Channel())))
        monkeypatch.setattr(news, "record", lambda session=session: session)
        news.announce({"network": number})
    assert list(news._channels) == ["2", "3"]
