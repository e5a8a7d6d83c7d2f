"""A data set that is not here: what it takes is said before anything is fetched, and it can be cancelled."""

from nnviz.data.downloading import downloads, tfds_list
from nnviz.data.downloading.fetching import Progress
from nnviz.errors import DataError
from nnviz.specs import DataSpec
from pages.shared.forms import tfds_form
from pages.shared.session import state
from tests.app.conftest import words


class Slow:
    """A fetching that stands still until it is told otherwise."""

    def __init__(self, wanted, owner=""):
        self.wanted, self.owner = wanted, owner
        self.ended, self.problem, self.cancelled = False, None, False

    def look(self):
        return Progress("downloading", 5_000_000, 11_594_722)

    def cancel(self):
        self.ended = self.cancelled = True


def test_nothing_is_fetched_before_it_is_asked_for(visit, monkeypatch):
    monkeypatch.setattr(downloads, "Fetching", Slow)
    monkeypatch.setattr(downloads, "_fetched", {})
    spec = DataSpec(source="tfds", settings={"name": "mnist"})
    monkeypatch.setattr(state, "experiment", lambda first=state.experiment: first().replace(data=spec))
    app = visit("pages/lab/data.py")
    assert "mnist is not here yet" in words(app) and "The download is 11.6 MB. Its licence is not stated" in words(app)
    assert not downloads._fetched
    (chooser,) = [box for box in app.selectbox if box.label.startswith("Data set, of")]
    assert len(chooser.options) == len(tfds_list.data_sets()) and chooser.options[0] == "mnist · images · 11.6 MB"
    app.button(key="download-begin").click().run()
    (bar,) = app.get("progress")
    assert "Downloading: 5 MB of 11.6 MB" in str(bar.proto) and len(downloads._fetched) == 1
    app.button(key="download-cancel").click().run()
    assert "was cancelled; nothing of it was kept" in words(app)
    app.button(key="download-begin").click().run()
    (slow,) = downloads._fetched.values()
    slow.ended, slow.problem = True, DataError("'mnist': it is not stored here, and no host can be reached.")
    app.run()
    assert "no host can be reached" in app.error[0].value and app.button(key="download-begin").label == "Try again"


def test_what_lies_prepared_is_marked():
    assert tfds_form._line("mnist", ("mnist",)) == "mnist · images · 11.6 MB · here"
    assert tfds_form._line("glue", ("glue/cola",)).endswith("here") and tfds_form._line("mnist", ()).endswith("MB")
    assert tfds_form._line("tiny", ("tiny",)) == "tiny · here"


def test_data_of_other_kinds_wait_for_nothing():
    assert downloads.awaited_by(DataSpec(source="digits")) is None
    assert downloads.awaited_by(DataSpec(source="tfds", settings={"name": "../../etc"})) is None
