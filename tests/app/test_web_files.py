"""The browser modules come from memory, as they are on disk, and to nobody that Streamlit would not give them to."""

import gzip
import os

import pytest

from pages.shared.web_files import WEB, WebFiles
from tests.coroutines import finish

COMPONENT = "/_stcore/bidi-components/nnviz.lesson/"
ELSEWHERE = "Streamlit"


def ask(server: WebFiles, path: str, method: str = "GET", **headers: str) -> tuple[int | str, dict[str, str], bytes]:
    """Status, headers and body; the status is `ELSEWHERE` where the request went on."""
    messages = []

    async def send(message):
        messages.append(message)

    given = {"accept-encoding": "gzip, br", **{name.replace("_", "-"): value for name, value in headers.items()}}
    pairs = [(name.encode(), value.encode()) for name, value in given.items()]
    finish(server({"type": "http", "method": method, "path": path, "headers": pairs}, None, send))
    start, body = messages
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


async def streamlit(scope, receive, send):
    await send({"type": "http.response.start", "status": ELSEWHERE, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lesson").mkdir()
    (tmp_path / "lesson" / "hub.js").write_text("export const hub = 1;\n")
    (tmp_path / "lesson.css").write_text("p { margin: 0 }\n")
    (tmp_path.parent / "secret.js").write_text("no")
    return tmp_path


@pytest.fixture
def server(folder):
    return WebFiles(streamlit, folder)


def test_a_file_comes_whole_with_its_type_and_the_next_time_in_a_line(server, folder):
    for name, kind in (("lesson/hub.js", "text/javascript"), ("lesson.css", "text/css")):
        status, headers, body = ask(server, COMPONENT + name)
        assert status == 200 and gzip.decompress(body) == (folder / name).read_bytes()
        assert headers["content-type"] == f"{kind}; charset=utf-8" and int(headers["content-length"]) == len(body)
        status, again, body = ask(server, COMPONENT + name, if_none_match=headers["etag"])
        assert (status, body) == (304, b"") and again == {key: headers[key] for key in ("etag", "cache-control")}


def test_a_file_that_was_changed_is_sent_anew(server, folder):
    before = ask(server, COMPONENT + "lesson/hub.js")[1]["etag"]
    (folder / "lesson" / "hub.js").write_text("export const hub = 2;\n")
    os.utime(folder / "lesson" / "hub.js", (1, 1))
    status, headers, body = ask(server, COMPONENT + "lesson/hub.js", if_none_match=before)
    assert status == 200 and headers["etag"] != before and gzip.decompress(body) == b"export const hub = 2;\n"


@pytest.mark.parametrize(
    ("path", "how"),
    [
        (COMPONENT + "lesson/none.js", {}),
        (COMPONENT + "../secret.js", {}),
        (COMPONENT + "lesson", {}),
        (COMPONENT, {}),
        ("/somewhere" + COMPONENT + "lesson/hub.js", {}),
        ("/_stcore/bidi-components/other.lesson/lesson/hub.js", {}),
        (COMPONENT + "lesson/hub.js", {"method": "HEAD"}),
        (COMPONENT + "lesson/hub.js", {"origin": "https://elsewhere.example"}),
        (COMPONENT + "lesson/hub.js", {"accept_encoding": "identity"}),
    ],
)
def test_everything_else_goes_on_to_streamlit(server, path, how):
    assert ask(server, path, **how)[0] == ELSEWHERE


def test_a_file_that_was_taken_away_is_streamlits_to_miss(server, folder):
    (folder / "lesson.css").unlink()
    assert ask(server, COMPONENT + "lesson.css")[0] == ELSEWHERE


def test_below_a_base_path(server, monkeypatch):
    monkeypatch.setattr("pages.shared.web_files.st.get_option", lambda name: "nn/viz/")
    assert ask(server, "/nn/viz" + COMPONENT + "lesson.css")[0] == 200
    assert ask(server, COMPONENT + "lesson.css")[0] == ELSEWHERE


def test_our_own_modules_are_there():
    assert (
        gzip.decompress(ask(WebFiles(streamlit, WEB), COMPONENT + "lesson.js")[2]) == (WEB / "lesson.js").read_bytes()
    )
