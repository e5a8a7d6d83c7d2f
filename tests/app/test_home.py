"""Home: each card shows its own data, then what was trained here."""

import base64
import re

import pytest

from nnviz.gallery import READY
from nnviz.plots import theme
from pages.shared.figures import thumbnails


@pytest.fixture
def summaries(engine):
    """The summaries of the cards' data, fetched to the end."""
    thumbnails._summaries.clear()
    known = thumbnails._summaries()
    known._asking.acquire()
    known._ask(engine)
    return known.known


def cards(app) -> list[str]:
    """The SVG text of each thumbnail of the page, in order; "" where there is none yet."""
    bodies = [element.proto.body for element in app.get("html") if "nn-thumbnail" in element.proto.body]
    found = [re.search(r"base64,([^\"]+)", body) for body in bodies]
    return [base64.b64decode(match[1]).decode() if match else "" for match in found]


def test_each_card_shows_its_own_data(visit, summaries, monkeypatch):
    monkeypatch.setattr(thumbnails, "trained", dict)
    assert set(summaries) == set(READY)
    pictures = dict(zip(READY, cards(visit("pages/start/home.py")), strict=True))
    assert len(set(pictures.values())) == 5
    assert pictures["spirals"].count("<circle") == 160
    assert {theme.class_color(0), theme.class_color(1)} <= set(re.findall(r"#\w{6}", pictures["breast_cancer"]))
    assert pictures["digits"].count("<image") == pictures["shapes"].count("<image") == 9


def test_a_page_does_not_wait_for_the_pictures(visit, monkeypatch):
    thumbnails._summaries.clear()
    monkeypatch.setattr(thumbnails._Summaries, "fetch", lambda self, source: None)
    monkeypatch.setattr(thumbnails, "trained", dict)
    assert cards(visit("pages/start/home.py")) == [""] * 5


def test_a_trained_experiment_shows_its_result(visit, summaries, digits_run):
    app = visit("pages/start/home.py")
    assert any(link.proto.label.endswith(" % right") for link in app.get("page_link"))
    (body,) = [element.proto.body for element in app.get("html") if "nine predictions" in element.proto.body]
    picture = base64.b64decode(re.search(r"base64,([^\"]+)", body)[1]).decode()
    assert theme.tokens()["success"] in picture
