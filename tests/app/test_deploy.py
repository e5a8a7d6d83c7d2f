"""Export, Serve and Watch, headless."""

import zipfile

from nnviz.serving import records
from tests.app.conftest import words


def test_a_network_is_made_checked_and_downloaded_in_a_form_that_is_chosen(visit, digits_run):
    app = visit("pages/deploy/export.py", run=digits_run.id)
    app.radio[0].set_value("onnx").run()
    assert "Make and check" in [button.label for button in app.button] and not app.get("download_button")
    app.button(key="make-onnx").click().run()
    assert not app.exception and "Equal on all 359 validation examples" in words(app)
    assert "no test part" in words(app) and len(app.get("download_button")) == 1
    with zipfile.ZipFile(records.zip_path(digits_run, "onnx")) as archive:
        assert "model.onnx" in archive.namelist()
    again = visit("pages/deploy/export.py", run=digits_run.id)
    assert "Make and check" in [button.label for button in again.button], "the first form was not made"


def test_without_a_trained_network_export_says_what_to_do(visit):
    assert "There is no trained network yet" in words(visit("pages/deploy/export.py"))
