"""Every page, headless, from `app.py`, on the engine that all tests share."""

import functools
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest, local_script_runner

from pages.shared.builder import news
from pages.shared.inside import number_feed
from pages.shared.runs import effects, feed

ROOT = Path(__file__).resolve().parents[2]
for _option in ("runner.postScriptGC", "runner.magicEnabled", "browser.gatherUsageStats"):
    config.set_option(_option, False)  # as the app's own configuration says, which AppTest does not read
# After every run of a page Streamlit has Keras, where it finds it, forget everything in this process and collect all
# garbage: two fifths of these tests' time. In the server that people use it finds none (test_pages.py).
script_runner._clean_problem_modules = lambda: None
# Every run of a page would compile it and app.py anew.
local_script_runner.ScriptCache = functools.cache(local_script_runner.ScriptCache)
# Every AppTest would look for components in all the packages that are installed.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def get():
    """`get(address, after=…)`: (status, JSON or None), from a real server of the app's own addresses."""
    app = Starlette(routes=[*feed.routes(), *effects.routes(), *news.routes(), *number_feed.routes()])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)  # which nothing then waits for
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    def get(address: str, **query):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}{address}?{urllib.parse.urlencode(query)}", timeout=60
            ) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, None

    yield get
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def named_pages(engine):
    """The app's pages by their hashes, as a session knows them after its first run."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=180).run()._registered_pages


@pytest.fixture
def visit(named_pages):
    """`visit("pages/lab/data.py", run="…")`: that page of a new session, as by a link to it, run to its end; it may
    show no exception."""

    def go(page: str, **query) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
        app._registered_pages = named_pages  # else a session learns its pages by running Home first
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(page).run()
        assert not app.exception, app.exception[0].value
        return app

    return go


def path_of(app: AppTest) -> str:
    """The file of the page that a session shows."""
    path = app._registered_pages[app._finished_page_script_hash]["script_path"]
    return str(Path(path).relative_to(ROOT))


def in_hand(app: AppTest):
    """The experiment and the run that a page's session works on."""
    return app.session_state["nnviz"].in_hand


def component(app: AppTest, name: str) -> dict:
    """What a browser component of the page was given."""
    (view,) = [one.proto for one in app.get("bidi_component") if one.proto.component_name == f"nnviz.{name}"]
    return json.loads(view.json)


def own_instead(app: AppTest) -> AppTest:
    """The page with an example of one's own instead of the data's."""
    (place,) = [group for group in app.get("button_group") if "From the data" in str(group.proto)]
    return place.set_value("Your own").run()


def words(app: AppTest) -> str:
    """All the text of a page as people read it: without what keeps names from being read as Markdown, and without the
    glossary's marks."""
    kinds = (app.title, app.caption, app.markdown, app.error, app.warning, app.info, app.header)
    text = "\n".join(str(element.value) for kind in kinds for element in kind)
    text = re.sub(r'\[([^\]]*)\]\(learn-glossary\?term=[^ ]+ "[^"]*"\)', r"\1", text)
    return text.replace("\\", "").replace("\u2060", "")
