"""Export, Serve and Watch, headless."""

import subprocess
import sys
import zipfile

import pytest

from nnviz import settings
from nnviz.errors import ServingError
from nnviz.serving import local, records
from nnviz.serving.local import LocalServer
from nnviz.serving.records import Export
from pages.shared.session import owner
from tests.app.conftest import words


def test_a_network_is_made_checked_and_downloaded_in_a_form_that_is_chosen(visit, digits_run):
    app = visit("pages/deploy/export.py", run=digits_run.id)
    app.radio[0].set_value("keras").run()
    assert "Make and check" in [button.label for button in app.button] and not app.get("download_button")
    app.button(key="make-keras").click().run()
    assert not app.exception and "Equal on all 359 validation examples" in words(app)
    assert "no test part" in words(app) and len(app.get("download_button")) == 1
    with zipfile.ZipFile(records.zip_path(digits_run, "keras")) as archive:
        assert "model.keras" in archive.namelist()
    again = visit("pages/deploy/export.py", run=digits_run.id)
    assert "Make and check" in [button.label for button in again.button], "the first form was not made"


def test_a_form_that_was_refused_says_why_and_can_be_tried_again(visit, digits_run):
    path = records.zip_path(digits_run, "litert")
    path.parent.mkdir(exist_ok=True)
    weights = records.weights_of(digits_run)
    path.with_suffix(".json").write_text(Export("litert", refused="LiteRT cannot hold it.", weights=weights).to_json())
    app = visit("pages/deploy/export.py", run=digits_run.id)
    app.radio[0].set_value("litert").run()
    assert "LiteRT cannot hold it." in app.warning[0].value and not app.get("download_button")
    app.button(key="again-litert").click().run()
    assert not app.warning and "Equal on all 359 validation examples" in words(app)


def test_without_a_trained_network_export_says_what_to_do(visit):
    assert "There is no trained network yet" in words(visit("pages/deploy/export.py"))


@pytest.fixture
def no_server(monkeypatch):
    """Nothing is started: `no_server(run, status, answer)` pretends that something was, which answers that."""
    sleeper = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    servers = local.LocalServers()
    monkeypatch.setattr(local, "get", lambda: servers)

    def pretend(run, status, answer):
        servers._servers.append(LocalServer(run.id, "", "http://127.0.0.1:9", sleeper))
        monkeypatch.setattr(local, "ask", lambda address, rows: (status, answer, 0.012))

    yield pretend
    sleeper.stdin.close()
    sleeper.wait()


def code(app) -> str:
    return "\n".join(block.value for block in app.code)


def test_a_prediction_server_is_started_and_asked_with_the_row_in_the_form(visit, cancer_run, no_server, monkeypatch):
    app = visit("pages/deploy/serve.py", run=cancer_run.id)
    assert f"nnviz serve {cancer_run.id}" in code(app) and app.button(key="ask").disabled

    def refused(*_):
        raise ServingError("2 prediction servers run already.")

    monkeypatch.setattr(local.get(), "start", refused)
    app.button(key="serve-start").click().run()
    assert "2 prediction servers run already." in app.error[0].value
    no_server(cancer_run, 200, {"answers": [{"class": "benign"}], "notes": []})
    app.run()
    texture = next(slider for slider in app.slider if slider.label == "mean texture")
    texture.set_value(texture.max).run()
    app.button(key="ask").click().run()
    assert not app.exception and "Status 200, after 12 ms" in words(app) and '"class": "benign"' in code(app)
    assert f'"mean texture": {texture.max:.7g}' in code(app), "the lines to copy send what the form holds"
    texture.set_value(texture.min).run()
    assert "Status 200" not in words(app), "an answer stands as long as its row does"
    app.button(key="serve-stop").click().run()
    assert app.button(key="serve-start")


def test_on_a_hosted_copy_no_server_can_be_started(visit, cancer_run, monkeypatch):
    monkeypatch.setattr(settings.get(), "mode", "hosted")
    monkeypatch.setattr(owner, "_cookies", lambda: {owner.COOKIE: owner.new_token()})
    app = visit("pages/deploy/serve.py", run=cancer_run.id)
    assert "On a hosted copy of nnviz no server is started" in words(app)
    assert not any(button.key == "serve-start" for button in app.button)


def test_a_simulation_is_sent_and_the_column_that_changed_stands_first(visit, cancer_run):
    app = visit("pages/deploy/watch.py", run=cancer_run.id)
    assert "has not been asked anything yet" in words(app)
    app.radio[0].set_value("simulated").run()
    assert "Nothing has been sent yet" in words(app)
    next(box for box in app.selectbox if box.label == "What changes").select("mean texture").run()
    shift = next(slider for slider in app.slider if slider.label == "Higher by so many deviations")
    shift.set_value(2.0).run()
    app.button(key="watch-send").click().run()
    assert not app.exception, app.exception[0].value
    text = words(app)
    assert "1 of 31 columns has drifted: mean texture." in text and "mean texture: Higher by" in text
    assert list(app.dataframe[0].value["Column"])[0] == "mean texture"
    next(box for box in app.selectbox if box.label == "Column shown").select("predicted diagnosis").run()
    assert not app.exception and "predicted diagnosis: " in words(app)
