"""Home: each card shows its own data, then what was trained here."""

import base64
import re

from nnviz import cases
from nnviz.gallery import READY
from nnviz.plots import theme
from nnviz.runs.run import Run
from pages.shared.figures import thumbnails
from tests.app.conftest import in_hand


def cards(app) -> list[str]:
    """The SVG text of each thumbnail of the page, in order."""
    bodies = [element.proto.body for element in app.get("html") if "nn-thumbnail" in element.proto.body]
    found = [re.search(r"base64,([^\"]+)", body) for body in bodies]
    return [base64.b64decode(match[1]).decode() if match else "" for match in found]


def test_each_card_shows_its_own_data(visit, monkeypatch):
    monkeypatch.setattr(thumbnails, "trained", dict)
    pictures = dict(zip(READY, cards(visit("pages/start/home.py")), strict=True))
    assert len(set(pictures.values())) == 5
    assert pictures["spirals"].count("h0") == 90
    assert {theme.class_color(0), theme.class_color(1)} <= set(re.findall(r"#\w{6}", pictures["breast_cancer"]))
    assert pictures["digits"].count("<image") == pictures["shapes"].count("<image") == 1


def test_a_trained_experiment_shows_its_result(visit, digits_run):
    app = visit("pages/start/home.py")
    assert any(link.proto.label.endswith(" % right") for link in app.get("page_link"))
    (body,) = [element.proto.body for element in app.get("html") if "nine predictions" in element.proto.body]
    picture = base64.b64decode(re.search(r"base64,([^\"]+)", body)[1]).decode()
    assert theme.tokens()["success"] in picture


def test_a_case_begins_to_train_as_it_was_described(visit):
    app = visit("pages/start/home.py")
    app.button(key="case-leakage-See it go wrong").click().run()
    assert not app.exception and in_hand(app).experiment == cases.case("leakage").wrong
    Run.open(in_hand(app).run_id).command("stop")
