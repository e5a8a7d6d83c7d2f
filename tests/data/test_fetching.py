"""Fetching as the pages see it: how far it is, its end on request or when nothing comes; and what there is."""

import json
import subprocess
import sys
import time

import numpy as np
import pytest

from nnviz import settings
from nnviz.data.downloading import downloads, fetching, tfds_list
from nnviz.data.downloading.fetching import Fetching, Progress, Wanted
from nnviz.errors import DataError
from nnviz.specs import DataSpec

TINY = Wanted("tiny", 20, "train", 0)
READS = """
import json, os, sys, time
import numpy as np
order = json.loads(sys.argv[1])
folder = os.path.join(order["data_dir"], "tiny", "1.0.0.incomplete_AB")
os.makedirs(folder)
open(os.path.join(order["scratch"], "half.zip"), "w").write("x" * 50)
with open(order["progress"], "w") as file:
    json.dump({"phase": "downloading", "done": 3_100_000, "total": 11_600_000}, file)
if "hangs" in sys.argv[2]:
    time.sleep(60)
if "fails" in sys.argv[2]:
    print(json.dumps({"problem": "it could not be prepared (KeyError: 7).", "fix": "Choose another data set."}))
    sys.exit()
os.rmdir(folder)
np.savez(order["file"], x=np.zeros((4, 2)), y=np.arange(4), schema=np.array("{}"), notes=np.array([], str))
"""


@pytest.fixture
def process(monkeypatch, home):
    """`process("hangs")`: the process that fetches is a small one that does so."""
    script = home / "fetch.py"
    script.write_text(READS.replace("sys.argv[2]", "order['name'] + os.environ.get('HOW', '')"))
    monkeypatch.setattr(fetching, "COMMAND", (sys.executable, str(script)))
    yield lambda how: monkeypatch.setenv("HOW", how)
    for one in list(downloads._fetched.values()):
        one.cancel()
    downloads._fetched.clear()


def _until(look, seconds: float = 20):
    end = time.monotonic() + seconds
    while not (result := look()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return result


def _left(home) -> list[str]:
    return [path.name for path in (home / "datasets").rglob("*") if path.is_file() or "incomplete" in path.name]


def test_what_arrives_is_kept_and_asked_for_once(process, home):
    first = downloads.begin(TINY, "me")
    assert downloads.begin(TINY, "you") is first and first.owner == "me"
    first.wait()
    assert first.problem is None and TINY.is_here and _left(home) == ["tiny-train-20-0.npz"]
    with np.load(TINY.file) as stored:
        assert stored["y"].tolist() == [0, 1, 2, 3]


def test_one_that_hangs_is_seen_and_cancelled(process, home):
    process("hangs")
    running = downloads.begin(TINY)
    _until(lambda: running.look().done)
    assert running.look() == Progress("downloading", 3_100_000, 11_600_000)
    assert running.look().words == "Downloading: 3.1 MB of 11.6 MB" and running.look().share == pytest.approx(31 / 116)
    running.cancel()
    assert running.ended and running.cancelled and running._process.returncode is not None
    assert _left(home) == [] and not TINY.is_here
    process("")
    downloads.begin(TINY).wait()
    assert TINY.is_here


def test_one_from_which_nothing_comes_is_given_up(process, home, monkeypatch):
    process("hangs")
    monkeypatch.setattr(settings.get(), "download_seconds", 0.5)
    with pytest.raises(DataError, match="Nothing of the data set 'tiny' has arrived for 0.5 seconds"):
        Fetching(TINY).wait()
    assert _left(home) == []


def test_one_that_fails_in_the_middle_says_why_and_leaves_nothing(process, home):
    process("fails")
    failed = downloads.begin(TINY)
    _until(lambda: failed.look() and failed.ended)
    assert str(failed.problem) == "'tiny': it could not be prepared (KeyError: 7). Choose another data set."
    assert _left(home) == []


def test_only_a_few_at_once(process, home):
    process("hangs")
    for name in ("one", "two"):
        downloads.begin(Wanted(name, 20, "train", 0))
    with pytest.raises(DataError, match="one and two are being downloaded already"):
        downloads.begin(TINY)


def test_what_lies_prepared_needs_no_download(home, monkeypatch, tmp_path):
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path / "theirs"))
    for place in ("theirs/mnist/3.0.1", "theirs/glue/cola/2.0.0", "theirs/broken/1.0.0"):
        (tmp_path / place).mkdir(parents=True)
    for place in ("theirs/mnist/3.0.1", "theirs/glue/cola/2.0.0"):
        (tmp_path / place / "dataset_info.json").write_text("{}")
    assert fetching.prepared_names() == ("glue/cola", "mnist")
    assert downloads.wanted_by(DataSpec(source="mnist")).is_here
    here = {
        name: fetching.prepared_in(name) is not None for name in ("mnist:3.0.1", "mnist:1.0.0", "glue/cola", "glue")
    }
    assert here == {"mnist:3.0.1": True, "mnist:1.0.0": False, "glue/cola": True, "glue": False}
    assert downloads.wanted_by(DataSpec(source="iris")) is None


def test_the_list_says_sizes_and_licences_without_an_import(home):
    entries = tfds_list.data_sets()
    tfds_list.data_sets.cache_clear()
    assert entries == tfds_list.data_sets() and len(entries) > 400, "kept on the disk, and read again"
    assert entries["mnist"].bytes == 1_648_877 + 4_542 + 9_912_422 + 28_881  # as the package's checksums say
    assert entries["glue"].variant_names[:3] == ("cola", "sst2", "mrpc") and entries["penguins"].kind == "tables"
    assert entries["mnist"].versions == ("3.0.1",) and entries["penguins"].variants
    assert downloads.cost("mnist") == ("The download is 11.6 MB. Its licence is not stated in the installed package.")
    assert "Licence: CC BY-SA 3.0." in downloads.cost("databricks_dolly")
    assert "at most" in downloads.cost("glue/cola") and "does not list" in downloads.cost("no_such_thing")
    assert tfds_list.find("glue/cola:1.0.0").name == "glue"


def test_the_process_tells_how_far_it_is_and_ends_where_too_much_comes(tmp_path):
    work = """
import json, sys, time
from nnviz.data.downloading.fetch_watch import Watch
order = json.loads(sys.argv[1])
with Watch(order) as watch:
    watch.at("reading", 3, 9)
    while '"reading"' not in open(order["progress"]).read():
        time.sleep(0.01)
    watch.downloads(1_500)
    open(order["scratch"] + "/half.zip", "w").write("x" * 2_500)
    time.sleep(30)
"""
    order = {"scratch": str(tmp_path), "progress": str(tmp_path / "extracted" / "p.json"), "bytes": 2_000, "seconds": 9}
    (tmp_path / "extracted").mkdir()
    (tmp_path / "extracted" / "p.json").write_text("")
    done = subprocess.run([sys.executable, "-c", work, json.dumps(order)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]
    assert "larger than the 0 MB that may be downloaded" in json.loads(done.stdout)["problem"]
