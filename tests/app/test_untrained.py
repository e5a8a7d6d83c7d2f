"""The Train page before the first press: the untrained network stands there, and follows what is in hand."""

import json

import numpy as np
import pytest
from starlette.requests import Request

from nnviz.engine import client
from nnviz.runs.run import Run
from nnviz.views.packing import unpack
from pages.shared.runs import untrained
from tests.app.conftest import in_hand, words

TRAIN = "pages/lab/train.py"


def ask(address: str):
    """The answer of the picture's address."""
    key = address.rsplit("/", 1)[1]
    return untrained._answer(Request({"type": "http", "path_params": {"key": key}, "query_string": b"", "headers": []}))


def shown(app) -> dict:
    """What the page gives to the view."""
    (view,) = [element for element in app.get("bidi_component") if "nnviz.training" in element.proto.component_name]
    return json.loads(view.proto.json)


@pytest.fixture(scope="module")
def digits(digits_run):
    return digits_run.experiment


def test_the_picture_is_the_frame_that_a_run_of_it_began_with(visit, digits, digits_run):
    payload = shown(visit(TRAIN, experiment=digits.to_token()))
    assert payload["state"] == "untrained" and payload["epochs"] == digits.train.epochs
    answer = ask(payload["untrained"])
    assert answer.status_code == 200
    content = json.loads(answer.body)
    np.testing.assert_array_equal(unpack(content["frame"]["samples"]), digits_run.frame(0)["samples"])
    assert content["history"]["epoch"] == [0] and set(content["history"]["series"]) >= {"loss", "val_loss"}


def test_it_follows_what_decides_it_and_nothing_else(visit, digits):
    app = visit(TRAIN, experiment=digits.to_token())
    first = shown(app)["untrained"]
    app.text_input(key=f"train.learning_rate:{in_hand(app).revision}").input("0.5").run()
    assert shown(app)["untrained"] == first
    app.text_input(key=f"train.seed:{in_hand(app).revision}").input("7").run()
    assert shown(app)["untrained"] != first


def test_after_an_edit_the_new_network_is_shown_and_the_run_is_one_click_away(visit, digits_run):
    app = visit(TRAIN, run=digits_run.id)
    assert shown(app)["subject"] == digits_run.id
    app.text_input(key=f"train.epochs:{in_hand(app).revision}").input("3").run()
    assert shown(app)["subject"] == digits_run.id, "the run's pictures are still of what is in hand"
    assert "The settings have changed since this run. Train starts a new one." in words(app)
    app.text_input(key=f"train.seed:{in_hand(app).revision}").input("7").run()
    assert shown(app)["state"] == "untrained" and "This is your current network, untrained." in words(app)
    app.button(key="train-other").click().run()
    assert shown(app)["subject"] == digits_run.id and "Show it untrained" in {button.label for button in app.button}
    app.button(key="train-other").click().run()
    assert shown(app)["state"] == "untrained"


def test_what_no_page_has_asked_for_is_not_drawn():
    assert ask("/nnviz/untrained/" + 32 * "0").status_code == 404


def test_the_speed_follows_the_data_until_it_is_chosen_and_goes_with_the_run(visit, digits):
    toy = visit(TRAIN)
    assert toy.session_state["train-speed"] == "epoch", "a toy that would be over before one has looked"
    app = visit(TRAIN, experiment=digits.to_token())
    assert app.session_state["train-speed"] == "full"
    app.button_group(key="train-speed").set_value("slow").run()
    app.button(key="train").click().run()
    run = Run.open(in_hand(app).run_id)
    assert run.speed() == "slow"
    app.button_group(key="train-speed").set_value("epoch").run()
    assert run.speed() == "epoch" and app.session_state["train-speed"] == "epoch"
    client.get().stop(run)
