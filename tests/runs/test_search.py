"""Finding runs: the index and the directories alone answer alike, in the same order."""

import pytest

from nnviz.errors import NnvizError
from nnviz.runs.index import RunIndex
from nnviz.runs.records import RunRecord
from nnviz.runs.rows import INSERT, row_of
from nnviz.runs.search import ORDERS, OUTCOMES, Search, pages
from tests.runs.runs_fixtures import ended_run, fresh

RUNS = [
    RunRecord("a", "finished", owner="anna", title="Spirals", network="Dense 8, Dense 1", created=1, size=5,
              seconds=9.0, scores={"loss": 0.4, "val_loss": 0.6, "val_accuracy": 0.7}, epoch=3,
              message="It overfits: after epoch 2"),
    RunRecord("b", "finished", owner="anna", title="digits", network="Conv2D 16, Dense 10", created=2, size=9,
              scores={"loss": 0.5, "accuracy": 0.9}, epoch=9, message="The loss ran away, from 1 to 9"),
    RunRecord("c", "failed", owner="anna", title="Öl 100%", created=3, scores={"loss": None}, tags=("kept",),
              note="Too warm"),
    RunRecord("d", "stopped", owner="ben", title="digits", created=4, seconds=2.0),
    RunRecord("e", "running", owner="anna", title="Digits again", data="Handwritten digits", created=5,
              worker=("elsewhere", 1, 1.0), heartbeat=1e12),
]  # fmt: skip


@pytest.fixture
def index(tmp_path, monkeypatch) -> RunIndex:
    (tmp_path / "runs").mkdir()
    index = RunIndex(tmp_path / "runs")
    index.sync()
    index._database.write(INSERT, [row_of(record) for record in RUNS], 5)
    monkeypatch.setattr(index, "sync", lambda budget=0: None)  # there are no directories behind these
    return index


def found(index: RunIndex, **search) -> str:
    records = index.find(Search(**search))
    newest_first = sorted(RUNS, key=lambda record: -record.created)
    assert [one.id for one in Search(**search).of(newest_first)] == [one.id for one in records], "both ways agree"
    assert index.count_found(Search(**search)) == len(records)
    return "".join(record.id for record in records)


@pytest.mark.parametrize(
    ("words", "ids"),
    [("", "edcba"), ("digits", "edb"), ("DIGITS again", "e"), ("conv2d", "b"), ("100%", "c"), ("_", ""), ("kept", "c"),
     ("warm", "c"), ("failed", "c"), ("' OR 1=1 --", "")],
)  # fmt: skip
def test_every_word_must_be_somewhere_in_a_run(index, words, ids):
    assert found(index, words=words) == ids


def test_only_ones_own_runs_are_found(index):
    assert found(index, owner="anna", words="digits") == "eb" and found(index, owner="carl") == ""


@pytest.mark.parametrize(
    ("order", "ids"),
    [("oldest", "abcde"), ("accuracy", "baedc"), ("loss", "baedc"), ("epochs", "baedc"), ("time", "adecb"),
     ("size", "baedc"), ("title", "dbeac")],
)  # fmt: skip
def test_orders_put_what_has_no_value_last(index, order, ids):
    assert found(index, order=order) == ids


def test_any_score_that_there_is_can_be_sorted_by_the_better_first(index):
    assert index.scores() == ["accuracy", "loss"] and index.scores("ben") == []
    assert found(index, order="score:accuracy") == found(index, order="accuracy")
    assert found(index, order="score:loss") == found(index, order="loss")
    for wrong in ("score:", "score:a' OR 1=1", "nothing"):
        with pytest.raises(NnvizError):
            index.find(Search(order=wrong))


def test_outcomes(index):
    ids = {
        "with a star": "c",
        "under way": "e",
        "finished": "ba",
        "stopped": "d",
        "failed": "c",
        "overfitted": "a",
        "diverged": "b",
    }
    assert {name: found(index, outcome=name) for name in OUTCOMES} == ids


def test_a_page_of_many_is_read_and_no_more(index):
    assert [one.id for one in index.find(Search(), 2, 2)] == ["c", "b"]
    assert [pages(count, 25) for count in (0, 1, 25, 26, 10_000)] == [1, 1, 1, 2, 400]
    assert "newest" in ORDERS


def test_a_run_is_found_by_its_data_and_layers(tmp_path):
    run = ended_run(tmp_path)
    (record,) = fresh(tmp_path).find(Search(words="spirals"))
    assert record.id == run.id and record.data == "Spirals"
