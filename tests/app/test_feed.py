"""News of a run over HTTP, asked of a real server."""

import dataclasses

import numpy as np
import pytest

from nnviz.runs.recorded_gradients import recorded_gradients
from nnviz.runs.run import Run
from nnviz.views.packing import unpack
from pages.shared.runs import effects, feed


def test_news_hold_the_newest_frame_and_come_once(get, digits_run):
    _, news = get(feed.address(digits_run))
    assert news["state"] == "finished" and news["epoch"] == digits_run.status().epoch
    np.testing.assert_array_equal(unpack(news["frame"]["samples"]), digits_run.frame()["samples"])
    assert get(feed.address(digits_run), after=news["token"]) == (204, None)


def test_what_is_written_is_news(get, digits_run):
    run = Run.create(digits_run.experiment)
    token = get(feed.address(run))[1]["token"]
    assert get(feed.address(run), after=token)[0] == 204
    run.write_status(dataclasses.replace(run.status(), message="Reading the data."))
    assert get(feed.address(run), after=token)[0] == 200
    run.append_history([{"epoch": 1, "loss": 0.5}])
    assert get(feed.address(run))[1]["history"]["series"]["loss"] == [0.5]


def test_what_was_recorded_of_the_layers_comes_once(get, digits_run):
    _, content = get(effects.address(digits_run))
    live = recorded_gradients(digits_run)
    assert content["gradients"]["layers"] == [path for path, _ in live.layers]
    np.testing.assert_allclose(np.array(content["gradients"]["sizes"]), live.readings[:, :, 1].T, rtol=1e-4)
    assert content["vitals"]["epochs"][-1] == 2 and len(content["vitals"]["weights"][0]) == 7
    assert get(effects.address(digits_run), after=content["token"]) == (204, None)
    assert get("/nnviz/effects/20200101-000000-ffffff")[0] == 404


@pytest.mark.parametrize("run", ["20200101-000000-ffffff", "..%2F..%2Fetc", "x"])
def test_an_unknown_run_is_not_found(get, run):
    assert get(f"/nnviz/live/{run}")[0] == 404
