"""News of a run over HTTP, asked of a real server."""

import dataclasses
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette

from nnviz.plots.packing import unpack
from nnviz.training.run import Run
from pages.shared import feed


@pytest.fixture(scope="module")
def get():
    """`get(address, after=…)`: (status, JSON or None)."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=feed.routes()), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    def get(address: str, **query):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}?{urllib.parse.urlencode(query)}", timeout=10) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, None

    yield get
    server.should_exit = True
    thread.join()


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


@pytest.mark.parametrize("run", ["20200101-000000-ffffff", "..%2F..%2Fetc", "x"])
def test_an_unknown_run_is_not_found(get, run):
    assert get(f"/nnviz/live/{run}")[0] == 404
