"""The prediction server answers what the app predicts, in the data's own names, and refuses the rest with sentences."""

import asyncio
import io
import json
import socket
import threading
import time
import urllib.error
import urllib.request

import keras
import numpy as np
import psutil
import pytest
import tensorflow as tf
import uvicorn
from PIL import Image
from pydantic import ValidationError

import nnviz
from nnviz import cli, settings
from nnviz.data.column import Column
from nnviz.errors import NnvizError
from nnviz.serving import local
from nnviz.serving.carried import prepare
from nnviz.serving.command import _listening
from nnviz.serving.contract import as_arrays, request_model
from nnviz.serving.graph import endpoint
from nnviz.serving.images import png
from nnviz.serving.log import ServedLog
from nnviz.serving.raw_rows import raw_rows
from nnviz.serving.recipe import _column, _named
from nnviz.serving.server import create_app
from nnviz.serving.service import Service, sentences
from nnviz.serving.traced import STATIONS, trace
from tests.coroutines import finish

GOOD = {"age (years)": 30, "city": "Rome", "member": True, "joined": "2020-01-05"}


@pytest.fixture(scope="module")
def ask(people, digits):
    """`ask(run, rows or bytes, path, **headers)`: (status, JSON), from real servers of both runs."""
    servers, ports = [], {}
    for run in (people, digits):
        app = create_app(Service(run, ServedLog(run), most_rows=60), most_bytes=200_000)
        servers.append(uvicorn.Server(uvicorn.Config(app, port=0, log_level="error")))
        threading.Thread(target=servers[-1].run).start()
        while not servers[-1].started:
            time.sleep(0.01)
        ports[run.id] = servers[-1].servers[0].sockets[0].getsockname()[1]

    def go(run, rows=None, path="predict", **headers):
        body = None if rows is None else rows if isinstance(rows, bytes) else json.dumps({"rows": rows}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{ports[run.id]}/{path}", body, {"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            return error.code, json.loads(text) if text.startswith("{") else text

    yield go
    for server in servers:
        server.should_exit = True


def test_rows_with_gaps_are_answered_as_the_app_predicts_them_and_remembered(ask, people):
    data = nnviz.load_data(people.experiment.data)
    rows = raw_rows(people.experiment.data, "test")
    assert None in [row["city"] for row in rows] and None in [row["age (years)"] for row in rows]
    log = ServedLog(people)
    log.clear()
    status, said = ask(people, rows)
    expected = data.unscaled_targets(people.model().predict(data.test.x, verbose=0))[:, 0]
    assert status == 200 and said["notes"] == []
    np.testing.assert_allclose([answer["spent"] for answer in said["answers"]], expected, rtol=1e-5)
    codes, shown = log.read()
    np.testing.assert_allclose(shown[:, 0], expected, rtol=1e-5)
    np.testing.assert_array_equal(np.isnan(codes[:, 0]), [row["age (years)"] is None for row in rows])


def test_images_are_arrays_or_pngs(ask, digits):
    data = nnviz.load_data(digits.experiment.data)
    x = raw_rows(digits.experiment.data, "test")[:20]
    expected = digits.model().predict(data.test.x[:20], verbose=0)
    status, said = ask(digits, x.tolist())
    assert status == 200 and [answer["class"] for answer in said["answers"]] == [str(k) for k in expected.argmax(1)]
    probabilities = [list(answer["probabilities"].values()) for answer in said["answers"]]
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
    _, drawn = ask(digits, [png(image, 16.0) for image in x])
    sent = np.rint(x * (255 / 16)) * (16 / 255)  # a PNG has 256 levels
    expected = digits.model().predict(data.scaler.apply(sent), verbose=0)
    np.testing.assert_allclose([list(a["probabilities"].values()) for a in drawn["answers"]], expected, atol=1e-5)


def test_yes_and_no_numbers_as_names_and_unknown_names_are_read(ask, people):
    row = {"age (years)": 30, "city": "Rome", "member": "yes", "joined": "2020-01-05"}
    _, one = ask(people, [row, {**row, "member": True}, {**row, "joined": "2020-01-05T00:00:00Z"}])
    assert len({answer["spent"] for answer in one["answers"]}) == 1
    _, two = ask(people, [{**row, "city": "Paris"}, {**row, "city": None}])
    assert two["answers"][0] == two["answers"][1] and "training did not know 'Paris'" in two["notes"][0]


BODIES = (
    json.dumps({"rows": [GOOD]}),
    json.dumps({"rows": [{**GOOD, "city": "Paris"}, {**GOOD, "age (years)": 1e308}]}),
    json.dumps({"rows": [{**GOOD, "age (years)": "old"}, {**GOOD, "town": 1}]}),
    json.dumps({"rows": [{"city": "Rome"}]}),
    *(json.dumps(body) for body in ({}, {"rows": []}, {"rows": [GOOD], "more": 1}, [GOOD], "rows", {"rows": [3]})),
    *('{"rows": [{"age', "", " ", "[1, 2", '{"rows": [NaN]}'),
)


def test_a_request_that_is_followed_meets_what_the_server_says(ask, people):
    service = Service(people)
    for body in BODIES:
        status, said = ask(people, body.encode())
        traced = trace(service, body, repeats=1)
        if status == 200:
            assert json.loads(traced.answer) == said and traced.refused == () and tuple(traced.seconds) == STATIONS
            codes = prepare.codes(service.recipe, traced.rows)
            np.testing.assert_array_equal(traced.codes, codes)
            assert traced.codes.shape == (len(said["answers"]), 4) and len(traced.inputs) == len(codes)
        else:
            assert status == 422 and list(traced.refused) == said["errors"] and "network" not in traced.seconds, body
    assert service.answered == 0


def test_what_is_no_number_is_null(ask, people, monkeypatch):
    status, said = ask(people, [{**GOOD, "age (years)": 1e308}])
    assert status == 200 and said["answers"] == [{"spent": None}] and "is no number" in said["notes"][0]


def test_rows_that_cannot_be_remembered_are_answered_all_the_same(people, monkeypatch, tmp_path):
    service = Service(people, ServedLog(people))
    monkeypatch.setattr(service.log, "path", tmp_path / "gone" / "away" / "served.jsonl")
    said = service.ask([GOOD])
    assert said["answers"][0]["spent"] and "could not be remembered" in said["notes"][0]


def test_the_documentation_speaks_of_the_datas_own_columns(ask, people, digits):
    _, api = ask(people, path="openapi.json")
    row = api["components"]["schemas"]["Row"]["properties"]
    assert list(row) == ["age (years)", "city", "member", "joined"]
    assert "in years" in row["age (years)"]["description"] and "Lima, Oslo, Rome" in row["city"]["description"]
    assert list(api["components"]["schemas"]["Answer"]["properties"]) == ["spent"]
    assert ask(people, path="health")[1]["run"] == people.id
    _, api = ask(digits, path="openapi.json")
    assert list(api["components"]["schemas"]["Classes"]["properties"]) == list("0123456789")
    assert "8 × 8 × 1" in json.dumps(api["components"]["schemas"]["Rows"], ensure_ascii=False)


def _bomb() -> str:
    picture = io.BytesIO()
    Image.new("1", (3000, 3000)).save(picture, "PNG")
    import base64

    return base64.b64encode(picture.getvalue()).decode()


@pytest.mark.parametrize(
    ("name", "body", "status", "sentence"),
    [
        ("people", [{**GOOD, "age (years)": "old"}], 422, "Row 1, age (years): received 'old'. Expected a number."),
        ("people", b'{"rows": [{"age (years)": NaN}]}', 422, "Expected a number that is finite."),
        ("people", [GOOD, {**GOOD, "agee": 3}], 422, "Row 2, agee: there is no such column."),
        ("people", [{**GOOD, "joined": "soon"}], 422, "Row 1, joined: received 'soon'. Expected a day such as"),
        ("people", [{**GOOD, "city": "x" * 500}], 422, "Expected at most 200 characters."),
        ("people", [{**GOOD, "member": "perhaps"}], 422, "received 'perhaps'. Expected yes or no."),
        ("people", [], 422, "Expected at least one row."),
        ("people", [GOOD] * 61, 422, "received 61 of them. Expected at most 60 rows."),
        ("people", b"{]", 422, "is not JSON from character 2 on."),
        ("people", b'{"rows":' + b"[" * 100_000, 400, "cannot be read as JSON"),
        ("people", b" " * 200_001, 413, "larger than 200 kB"),
        ("people", b"[1]", 422, "Expected an object."),
        ("digits", [[[1, 2], [3]]], 422, "lists of equal length"),
        ("digits", [[[1.0] * 9] * 9], 422, "an array of 8 × 8 × 1 numbers, not 9 × 9"),
        ("digits", ["bm9uc2Vuc2U="], 422, "a PNG of 8 × 8 pixels in base64"),
        ("digits", [_bomb()], 422, "a PNG of 8 × 8 pixels in base64"),
        ("digits", [{"__class__": "os.system"}], 422, "an array of 8 × 8 × 1 numbers"),
    ],
)
def test_what_is_wrong_gets_a_sentence(request, ask, name, body, status, sentence):
    received, said = ask(request.getfixturevalue(name), body)
    assert received == status and sentence in said["error"]


def test_only_names_of_this_machine_and_json_are_listened_to(ask, people):
    assert ask(people, path="health", Host="evil.example")[0] == 400
    status, said = ask(people, [GOOD], **{"Content-Type": "text/plain"})
    assert status == 422 and "Content-Type: application/json" in said["error"]
    status, said = ask(people, path="elsewhere")
    assert status == 404 and "POST /predict" in said["error"]


def test_the_log_is_bounded_and_damaged_lines_are_left_out(people):
    log = ServedLog(people, "test", most_bytes=2_000)
    for k in range(200):
        log.add(np.array([[k, np.nan]]), np.array([[float(k)]]))
    size = sum(path.stat().st_size for path in log.path.parent.glob("test*"))
    assert size < 2 * 2_200
    with log.path.open("a") as file:
        file.write('{"row": [1]}\n{"row": [1, 2, 3], "shown": [0]}\nnonsense\n')
    rows, said = log.read()
    assert rows[-1][0] == 199 and np.isnan(rows[-1][1]) and len(rows) == len(said) and len(rows) < 200


def test_the_app_starts_few_servers_and_ends_them(people, capsys):
    servers = local.LocalServers()
    server = servers.start(people.id, "ann")
    assert servers.of(people.id, "ann") is server and servers.of(people.id, "ben") is None
    assert server.address.startswith("http://127.0.0.1:")
    rows = raw_rows(people.experiment.data, "test")[:3]
    status, said, _ = local.ask(server.address, rows)
    assert status == 200 and len(said["answers"]) == 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings.get(), "prediction_servers", 1)
        with pytest.raises(NnvizError, match="1 prediction servers? runs? already"):
            servers.start(people.id, "ben")
        patch.setattr(settings.get(), "mode", "hosted")
        with pytest.raises(NnvizError, match="Run the command yourself"):
            servers.start(people.id, "ben")
    servers.close()
    assert not psutil.pid_exists(server.process.pid) or not server.alive
    with pytest.raises(NnvizError, match="does not answer"):
        local.ask(server.address, rows)
    assert cli.main(["serve", "20200101-000000-aaaaaa"]) == 1
    assert "There is no run" in capsys.readouterr().err


def test_the_lines_that_are_shown_ask_for_what_they_say(people):
    row = {"it's": 'a "quoted" name', "n": None}
    assert "'\\''" in local.example([row], "http://x", "bash")
    compile(local.example([row], "http://x", "python"), "shown", "exec")


def test_columns_may_be_called_anything_and_the_network_still_gets_their_values():
    names = ["rows", "body", '"><script>', "a=b'c", "=1+1", "__class__", "été (°C)", "rows!", "1"]
    kinds = ["number", "category", "number", "boolean", "number", "category", "number", "number", "date"]
    described = [Column(name, kind, categories=_NAMES.get(kind, ())) for name, kind in zip(names, kinds, strict=True)]
    recipe = {
        **{
            "columns": _named([_column(own, *_FILLED[own.kind]) for own in described]),
            "dtype": "float32",
            "offset": 0.0,
            "scale": 1.0,
            "kind": "vector",
        },
        **{"squash": "", "output_offset": [0.0], "output_scale": [1.0], "units": 1},
    }
    values = [1.5, "<b>", 2.0, "yes", -3.0, "'; drop", 4.0, None, "1970-01-03"]
    row = dict(zip(names, values, strict=True))
    (checked,) = as_arrays(recipe, request_model(recipe, 5)(rows=[row]))
    expected = [1.5, 1, 0, 2, 1, -3, 0, 1, 4, 7, 2]
    np.testing.assert_allclose(prepare.prepared({**recipe}, prepare.codes(recipe, [checked]))[0], expected)

    total = endpoint(lambda x, training: keras.ops.sum(x, axis=1, keepdims=True), {**recipe, "takes": "columns"})
    given = prepare.inputs({**recipe, "takes": "columns"}, [checked])
    said = total({name: tf.constant(own) for name, own in given.items()})
    assert float(said["shown"][0, 0]) == sum(expected)
    with pytest.raises(ValidationError) as told:
        request_model(recipe, 5)(rows=[{**row, "rows": "x"}, {**row, "body": 7, "float": 1}])
    assert sentences(told.value.errors()) == [
        "Row 1, rows: received 'x'. Expected a number.",
        "Row 2, float: there is no such column.",
    ]


_NAMES = {"category": ("<b>", "'; drop"), "boolean": ("no", "yes")}
_FILLED = {"number": ((), 7.0), "date": ((), 0.0), "boolean": ((), 0.0), "category": ((0, 1),)}


def test_answers_leave_at_once():
    """asyncio turns off the delay of small writes only on sockets that say that they are TCP's: else an answer, which
    is two writes, waits 40 ms for the other side."""

    async def delays(sock) -> list[int]:
        told = []

        def served(reader, writer):
            told.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(served, sock=sock):
            reader, writer = await asyncio.open_connection(*sock.getsockname()[:2])
            await reader.read()
            writer.close()
        return told

    assert [bool(own) for own in finish(delays(_listening("127.0.0.1", 0)))] == [True]
