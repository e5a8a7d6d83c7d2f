"""Files of a run that are older, newer, damaged or hostile: read, or refused with a sentence; never a TypeError."""

import json
import random
import time

import numpy as np
import pytest

from nnviz.data.catalog import SOURCES
from nnviz.data.schema import Schema
from nnviz.errors import NnvizError, RunError, SpecError
from nnviz.runs.index import run_index
from nnviz.runs.run import Run, Status
from nnviz.runs.stored import schema_json
from nnviz.specs import DataSpec, Experiment, ModelSpec, TrainSpec
from nnviz.versions import up_to_date
from nnviz.views import live
from tests.runs.runs_fixtures import ended_run

SCHEMA = Schema("image", "multiclass", (8, 8, 1), class_names=("a", "b"), outputs=2, source="digits")
GRAPH = {"columns": [{"title": "data"}], "links": [], "samples": None}
NEWER = "made by a newer nnviz .format 99; this one reads formats up to 1.. Update nnviz"


@pytest.fixture
def run(tmp_path) -> Run:
    run = ended_run(tmp_path, owner="anna")
    run.write("schema.json", schema_json(SCHEMA))
    run.write("graph.json", json.dumps({**GRAPH, "version": 1}))
    run.write("facts.json", json.dumps({"examples": 3, "parameters": 12}))
    run.command("pause")
    return run


def changed(run: Run, name: str, **changes) -> None:
    content = json.loads((run.folder / name).read_text())
    run.write(name, json.dumps({**content, **changes}))


@pytest.mark.parametrize("kind", [Experiment, DataSpec, ModelSpec, TrainSpec])
def test_specs_carry_their_version(kind):
    content = json.loads(kind().to_json())
    assert content["version"] == 1 == json.loads(kind().to_json(indent=1))["version"]
    del content["version"]
    assert kind.from_json(json.dumps(content)) == kind(), "what was written before there were versions is read"
    with pytest.raises(SpecError, match=NEWER):
        kind.from_json(json.dumps({**content, "version": 99, "unheard_of": 1}))
    with pytest.raises(SpecError, match="Expected a whole number"):
        kind.from_json(json.dumps({**content, "version": "2"}))


def test_a_version_does_not_change_what_an_experiment_is_called():
    assert Experiment().key == "bc27c6eec177f287"


def test_older_content_takes_every_step():
    migrations = {0: lambda content: {"b": content["a"]}, 1: lambda content: {**content, "b": content["b"] * 2}}
    assert up_to_date({"a": 3}, "This", 2, migrations) == {"b": 6}
    assert up_to_date({"b": 3, "version": 1}, "This", 2, migrations) == {"b": 6}
    assert up_to_date({"b": 3, "version": 2}, "This", 2, migrations) == {"b": 3}


def test_files_of_a_newer_nnviz_are_sentences(run, tmp_path):
    changed(run, "status.json", version=99, mood="fine")
    changed(run, "schema.json", version=99)
    changed(run, "graph.json", version=99)
    changed(run, "experiment.json", version=99)
    assert run.status().state == "failed" and "newer nnviz" in run.status().message
    for read in (lambda: run.schema, lambda: run.graph, lambda: run.experiment):
        with pytest.raises(NnvizError, match=NEWER):
            read()
    changed(run, "record.json", version=99)
    with pytest.raises(RunError, match=f"Run {run.id} was {NEWER}"):
        Run.open(run.id, tmp_path)
    run_index(tmp_path).rebuild()
    assert [record.id for record in run_index(tmp_path).recent()] == [run.id]


def test_files_from_before_there_were_versions_are_read(run, tmp_path):
    for name in ("status.json", "schema.json", "graph.json", "experiment.json"):
        content = json.loads((run.folder / name).read_text())
        content.pop("version")
        run.write(name, json.dumps(content))
    (run.folder / "record.json").unlink()
    run = Run.open(run.id, tmp_path)
    assert run.status().state == "finished" and run.schema == SCHEMA and run.graph == GRAPH
    assert (run.owner, run.record.title, run.record.key) == ("", SOURCES["spirals"].title, run.experiment.key)
    assert run.id.startswith(time.strftime("%Y%m%d-%H%M%S", time.localtime(run.record.created)))


def test_missing_and_unknown_settings_are_passed_over(run):
    run.write("status.json", '{"state": "paused", "process": null, "mood": "fine"}')
    assert (run.status().state, run.status().epoch, run.status().message) == ("paused", 0, "")
    changed(run, "schema.json", colour="red")
    assert run.schema == SCHEMA
    changed(run, "record.json", colour="red")
    assert run.owner == "anna"


def test_immutable_parts_are_parsed_once(run):
    first, graph = run.experiment, run.graph
    assert Run(run.folder).experiment is first and Run(run.folder).graph is graph
    changed(run, "graph.json", links=[{"from": 0}])
    assert run.graph["links"] == [{"from": 0}], "another file is another graph"


WRONG = [None, True, -1, 10**400, "", "x" * 10_000, "\x00", [], {}, [[[]]], {"a": {"b": []}}, 1.5, [1, "a", None]]
TEXTS = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5000, b'{"state": NaN}', b'{"epoch": 1e999}', b"{}"]
NAMES = ["status.json", "record.json", "schema.json", "graph.json", "facts.json", "command.json", "experiment.json"]


def read_all(run: Run) -> None:
    """Every question that a page or a worker asks of a run; a sentence is the only thing that it may raise."""
    home = run.folder.parent.parent
    for ask in (
        lambda: f"{Run.open(run.id, home).status().epoch:.3g} {int(run.status().epoch):,} of {run.status().epochs:,}",
        lambda: run.record,
        lambda: run.schema,
        lambda: f"{run.facts.get('parameters', 0):,}",
        lambda: run.commanded(),
        lambda: run.experiment.key,
        lambda: run.graph,
        lambda: run_index(home).add(run.id),
        lambda: run_index(home).recent(),
    ):
        try:
            ask()
        except NnvizError as refused:
            assert 20 < len(str(refused)) < 1500


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_any_bytes_in_place_of_a_file(run, name, text):
    run.write(name, text)
    read_all(run)


@pytest.mark.parametrize("name", NAMES)
def test_any_value_in_place_of_another(run, name):
    content = json.loads((run.folder / name).read_text())
    draw = random.Random(name)
    for setting in content:
        for value in WRONG:
            run.write(name, json.dumps({**content, setting: value}))
            read_all(run)
    for _ in range(20):
        damaged = {key: draw.choice(WRONG) if draw.random() < 0.4 else value for key, value in content.items()}
        for key in draw.sample(sorted(damaged), draw.randrange(len(damaged))):
            del damaged[key]
        run.write(name, json.dumps(damaged | {str(draw.choice(WRONG))[:20]: draw.choice(WRONG)}))
        read_all(run)


def test_a_status_longer_than_any_is_not_read(run):
    run.write("status.json", '{"message": "' + "x" * 2_000_000 + '"}')
    assert run.status().state == "failed" and "damaged" in run.status().message


def test_a_status_goes_through_json_unchanged():
    status = Status("paused", 2.5, 7, "a word", 1.5, ("host", 1, 2.0))
    assert Status.from_json(status.to_json()) == status


def test_a_damaged_graph_and_frame_draw_nothing(run):
    np.savez(run.folder / "live.npz", v0=np.ones(3))
    assert run.frame() is None
    np.savez(run.folder / "weights" / "000000001.npz", other=np.ones(3))
    assert run.weights(1) is None
    changed(run, "graph.json", columns="none")
    payload = live.payload(
        run.graph, run.frame(), run.history(), state="finished", epoch=1, epochs=1, message="", seconds=0
    )
    assert payload["graph"] is None and payload["frame"] is None
