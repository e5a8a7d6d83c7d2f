"""The film of a run that has ended: at an address of its own, for good, and not in what a rerun sends."""

import json
import shutil

import numpy as np
import pytest
from starlette.requests import Request

from nnviz.runs.run import Run, Status, this_process
from nnviz.views.packing import unpack
from pages.shared.runs import film


def ask(run_id: str, query: str = "", **headers):
    """The answer of the film's address."""
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path_params": {"run": run_id}, "query_string": query.encode(), "headers": sent}
    return film._film(Request(scope))


def query(run: Run) -> str:
    return film.address(run).split("?")[1]


@pytest.fixture
def run(digits_run, tmp_path) -> Run:
    """A copy of a trained run, to be changed."""
    folder = digits_run.folder.parent / "20260101-000000-abcdef"
    shutil.copytree(digits_run.folder, folder)
    yield Run(folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_film_is_every_frame_and_the_browser_keeps_it(run):
    answer = ask(run.id, query(run))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    frames = json.loads(answer.body)["frames"]
    assert [frame["index"] for frame in frames] == run.frame_ids()
    np.testing.assert_array_equal(unpack(frames[-1]["samples"]), run.frame()["samples"])
    again = ask(run.id, query(run), if_none_match=answer.headers["etag"])
    assert (again.status_code, again.body) == (304, b"")


def test_other_weights_are_another_film(run):
    before = query(run)
    assert ask(run.id, before).status_code == 200
    run.model_path.write_bytes(b"other weights")
    assert query(run) != before
    gone = ask(run.id, before)
    assert gone.status_code == 404 and gone.headers["cache-control"] == "no-store"
    assert ask(run.id, query(run)).status_code == 200


def test_of_a_run_under_way_there_is_what_was_recorded_so_far(run):
    run.write_status(Status("running", process=this_process()))
    answer = ask(run.id, film.so_far(run).split("?")[1])
    assert answer.headers["cache-control"] == "no-store"
    assert [frame["index"] for frame in json.loads(answer.body)["frames"]] == run.frame_ids()


def test_what_has_no_film_says_so(run):
    known = query(run)
    for run_id, asked in ((run.id, ""), (run.id, "of=0"), ("20200101-000000-ffffff", known), ("../x", known)):
        answer = ask(run_id, asked)
        assert answer.status_code == 404 and answer.body.endswith(b".")
    run.write_status(Status("running", process=this_process()))
    assert ask(run.id, known).status_code == 404, "it is not over yet"
    shutil.rmtree(run.folder / "frames")
    assert film.address(run) is None


def test_a_film_is_packed_once_for_all_who_watch(run, monkeypatch):
    first = ask(run.id, query(run))
    monkeypatch.setattr(Run, "frame", lambda *_: pytest.fail("packed again"))
    assert ask(run.id, query(run)).body == first.body


def test_a_long_film_leaves_frames_out_but_not_the_ends(run, monkeypatch):
    monkeypatch.setattr(film, "_FRAMES", 2)
    steps = [int(frame["step"]) for frame in film._frames(run)]
    assert steps == [run.frame_ids()[0], run.frame_ids()[-1]]


def test_a_rerun_sends_an_address_in_place_of_the_frames(visit, run, monkeypatch):
    from pages.shared.runs import watch

    sent = []
    monkeypatch.setattr(watch, "training_view", lambda payload, key: sent.append(payload))
    visit("pages/lab/train.py", run=run.id)
    assert sent[-1]["film"] == film.address(run) and sent[-1]["frame"]["index"] == run.frame_ids()[-1]
