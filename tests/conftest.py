"""For all tests: a home folder of their own, one engine a process, networks trained once; TensorFlow's C++ chatter off.

What needs an engine takes `engine` (the one that pages ask) or `scheduler` (its address, for servers in other
processes). Only tests that end an engine, or kill what is in it, start their own.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from tests import forks
from tests.lean_tensorflow import make_lean
from tests.sampling import ALL

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_folder_of_runs = tempfile.TemporaryDirectory(prefix="nnviz-tests-", ignore_cleanup_errors=True)
os.environ["NNVIZ_HOME"] = _folder_of_runs.name

HOME = Path(_folder_of_runs.name)
"""Where tests keep their runs, in this process, in the engine that they share, and in the servers on it."""
ROOT = Path(__file__).resolve().parents[1]
_LONGEST = ("browser", "app", "training", "concepts", "explanation", "engine", "examples", "models", "studies")
_TOGETHER = {
    "tests/browser/": "browser",
    "tests/app/": "pages",
    "tests/engine/test_engine.py": "pages",
    "tests/inspection/test_place_of_row.py": "pages",
    "tests/runs/test_recorded.py": "pages",
    "tests/explanation/": "explanation",
}
"""What stays in one process: what needs a browser, a server and an engine; what asks pages or the engine
without a browser; what imports shap."""
_SLOW = {
    *("deploy", "engine", "examples", "serving"),
    *(f"app/test_{name}.py" for name in ("deploy", "explain_pages", "lab_pages")),
    *(f"concepts/test_{name}.py" for name in ("a_run_in_a_lesson", "hyperparameters", "lesson_code", "regularization")),
    *("concepts/test_what_is_a_network_tasks.py", "evaluation/test_of_runs.py", "models/test_from_keras.py"),
    *("data/test_builders.py", "data/test_fetching.py", "data/test_remote.py", "runs/test_index.py"),
    *(f"explanation/test_{name}.py" for name in ("brakes", "deep_shap", "shap_values", "what_if", "zoo")),
    *(f"studies/test_{name}.py" for name in ("lockstep", "search", "study")),
    *(f"training/test_{name}.py" for name in ("any_model", "augment", "augment_mixed", "cases", "codegen", "going_on")),
    *(f"training/test_{name}.py" for name in ("labels", "loop", "midway", "opened", "own_loops", "pace", "pretrained")),
    *(f"training/test_{name}.py" for name in ("rate_finder", "several_inputs", "train", "transfer")),
}
"""Folders and files of servers, exports and whole trainings: make test-fast does without them, and without what asks
the engine."""


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Everything is imported here, and garbage is collected afterwards: it would go through all of TensorFlow again and
    again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Each process of several begins with another folder, so that what one has compiled is there for the others: in a
    new clone half of the time of collecting goes into that."""
    report = yield
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and collector.path == ROOT / "tests":
        first = len(report.result) * int(worker.removeprefix("gw")) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        report.result = report.result[first:] + report.result[:first]
    return report


def pytest_collection_modifyitems(items):
    """What drives Chromium, and what takes long, is marked by its place; the folders that take longest begin, so that
    processes end together."""
    items.sort(key=lambda item: item.path)
    for item in items:
        if _folder(item) == "browser":
            item.add_marker("browser")
        places = {_folder(item), item.path.relative_to(ROOT / "tests").as_posix()}
        if "scheduler" in item.fixturenames or places & _SLOW:
            item.add_marker("slow")
    items.sort(key=lambda item: _LONGEST.index(_folder(item)) if _folder(item) in _LONGEST else len(_LONGEST))


class _Together(LoadFileScheduling):
    """A file's tests stay together, and more (`_TOGETHER`)."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((name for place, name in _TOGETHER.items() if file.startswith(place)), file)


def pytest_xdist_make_scheduler(config, log):
    return _Together(config, log)


def pytest_xdist_setupnodes(specs):
    if len(specs) > 1:
        forks.begin()


def pytest_collection_finish():
    """What has been imported by now stays: Streamlit and TensorFlow collect garbage often, and going through half a
    million such objects each time took half of the suite's time; a model is a few thousand, and need not
    be looked for at once."""
    if not ALL:
        make_lean()
    gc.freeze()  # with the little that is garbage: to look for it takes longer than all of it is worth
    gc.set_threshold(2_000, 20, 10)


def pytest_runtest_teardown(item, nextitem):
    """What a folder's tests have imported since, too."""
    if nextitem is not None and nextitem.path.parent != item.path.parent:
        gc.collect()
        gc.freeze()


def _folder(item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


@pytest.fixture(scope="session")
def scheduler() -> str:
    """The address of the engine that everything in this process shares."""
    with (HOME / "shared_engine.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked_engine" if forks.ADDRESS in os.environ else "nnviz.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            env={**os.environ, "NNVIZ_HOME": str(HOME)},
            start_new_session=True,
        )
    yield json.loads(process.stdout.readline())["scheduler"]
    process.stdin.close()
    process.wait(30)


@pytest.fixture(scope="session")
def engine(scheduler):
    """The engine as the pages of this process know it."""
    from nnviz import settings
    from nnviz.engine import client

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.get(), "scheduler", scheduler)
        client.get().wait()
    yield client.get()
    client.get().close()


def _trained(engine, name: str, epochs: int):
    from nnviz import gallery

    experiment = gallery.ready(name)
    run = engine.train(experiment.replace(train=experiment.train.replace(epochs=epochs)))
    while run.status().active:
        time.sleep(0.02)
    assert run.status().state == "finished", run.status().message
    return run


@pytest.fixture(scope="session")
def digits_run(engine):
    """Digits, trained for two epochs."""
    return _trained(engine, "digits", 2)


@pytest.fixture(scope="session")
def cancer_run(engine):
    """The diagnosis, trained for five epochs."""
    return _trained(engine, "breast_cancer", 5)
