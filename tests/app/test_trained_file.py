"""A trained file on the Runs page: asked about its data, tried on examples, refused in a sentence."""

from nnviz.data.load import load
from nnviz.specs import DataSpec
from pages.shared.runs import trained_file
from pages.shared.runs.trained_file import fits_shape
from tests.strangers import knowing, simple


def test_a_trained_file_is_tried_before_it_is_opened(visit, tmp_path, monkeypatch):
    monkeypatch.setattr(trained_file, "_UNASKED", 1e9)  # however slow this machine is
    data = load(DataSpec(source="iris", scaling="none"))
    knowing(simple(), data.train.x, data.train.y).save(tmp_path / "theirs.keras")
    app = visit("pages/lab/runs.py")
    app.file_uploader[0].upload("theirs.keras", (tmp_path / "theirs.keras").read_bytes(), "application/zip").run()
    assert not app.exception
    chosen = {box.label: box for box in app.selectbox}
    assert chosen["Its data"].value == "iris" and chosen["Its inputs were prepared"].value == "none"
    table = app.dataframe[-1].value
    pairs = list(zip(table["Truth"], table["As they are"], strict=True))
    assert len(pairs) == 8 and all((truth in said) == said.startswith("✓") for truth, said in pairs)
    assert any(button.label == "Open it" and not button.disabled for button in app.button)


def test_a_file_that_is_none_is_refused_in_a_sentence(visit):
    app = visit("pages/lab/runs.py")
    app.file_uploader[0].upload("mine.keras", b"nothing", "application/zip").run()
    assert "'mine.keras' is not a Keras model" in app.error[0].value.replace("\\", "")


def test_which_data_may_be_those_of_a_file():
    assert fits_shape((4,), (4,)) and fits_shape((None, None, 3), (16, 16, 3)) and fits_shape((96, 96, 3), (16, 16, 3))
    assert not fits_shape((4,), (5,)) and not fits_shape((8, 8, 1), (64,)) and not fits_shape((8, 8, 3), (8, 8, 1))
