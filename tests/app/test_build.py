"""The Build page, headless on a real engine: every edit, its undoing, and what Keras says of it."""

import pytest

from nnviz import gallery, settings
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec
from pages.shared.session.record import SessionRecord
from tests.app.conftest import in_hand, words

PAGE = "pages/lab/build.py"


@pytest.fixture
def build(visit):
    return visit(PAGE)


def model(app):
    return in_hand(app).experiment.model


def kinds(app) -> list[str]:
    return [layer.kind for layer in model(app).layers]


def press(app, key: str):
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception, app.exception[0].value
    return app


def choose(app, layer_id: str):
    app.session_state["nnviz"].building.selected = layer_id
    return app.run()


def add(app, kind: str):
    box = app.selectbox(key="build.add")
    box.select(kind).run()
    assert not app.exception, app.exception[0].value
    return app


def setting(app, name: str):
    """The field of one of the selected layer's settings."""
    return next(field for field in app.text_input if ".set." in field.key and f".{name}:" in field.key)


def text(app) -> str:
    return words(app).replace("\\", "")


def test_the_spirals_network_counts_105_parameters(build):
    # 2·8 + 8, then 8·8 + 8, then 8 + 1
    assert "105" in text(build) and "105 parameters" in str([link.label for link in build.get("page_link")])
    assert "Keras accepts this network" in text(build)


def test_a_layer_goes_in_after_the_selected_one_and_undo_takes_it_out(build):
    before = model(build)
    add(build, "Dropout")
    assert kinds(build) == ["Dense", "Dense", "Dropout", "Dense"]
    press(build, "build-undo")
    assert model(build) == before
    press(build, "build-redo")
    assert kinds(build) == ["Dense", "Dense", "Dropout", "Dense"]


def test_a_setting_changes_the_network_and_undo_changes_the_form_back(build):
    units = setting(build, "units")
    units.input("5").run()
    assert model(build).layer("dense_2").settings["units"] == 5
    assert "75" in text(build), "24 + (8·5 + 5) + (5 + 1)"
    press(build, "build-undo")
    assert setting(build, "units").value == "8"


def test_a_setting_out_of_range_gets_a_sentence_and_the_network_stays(build):
    before = model(build)
    setting(build, "units").input("0").run()
    assert "Units must be a whole number" in text(build) and model(build) == before


def test_move_duplicate_bypass_and_delete(build):
    press(choose(build, "dense_2"), "build-move-up")
    assert [layer.id for layer in model(build).layers] == ["dense_2", "dense_1", "output"]
    press(build, "build-duplicate")
    assert [layer.id for layer in model(build).layers][:2] == ["dense_2", "dense_3"]
    press(build, "build-bypass")
    assert model(build).layer("dense_3").enabled is False
    assert "Switched off" in text(build)
    press(build, "build-delete")
    assert "dense_3" not in [layer.id for layer in model(build).layers]
    for _ in range(4):
        press(build, "build-undo")
    assert model(build) == gallery.ready("spirals").model


def test_what_keras_refuses_stays_editable_and_says_what_would_mend_it(build):
    add(build, "Conv2D")
    assert kinds(build)[2] == "Conv2D"
    fixes = [button for button in build.button if button.key and button.key.startswith("build-fix-all")]
    assert "Conv2D" in text(build) and fixes
    press(build, fixes[0].key)
    assert kinds(build) != ["Dense", "Dense", "Conv2D", "Dense"]
    press(build, "build-undo")
    assert kinds(build)[2] == "Conv2D"


def test_a_fix_of_the_loss_changes_the_training_and_undo_brings_it_back(visit):
    experiment = gallery.ready("digits")
    wrong = experiment.replace(train=experiment.train.replace(loss="binary_crossentropy"))
    app = visit(PAGE, experiment=wrong.to_token())
    fix = next(
        (b for b in app.button if b.key and b.key.startswith("build-fix-all") and "loss" in b.label.lower()), None
    )
    assert fix is not None, text(app)
    press(app, fix.key)
    assert in_hand(app).experiment.train.loss == "auto"
    press(app, "build-undo")
    assert in_hand(app).experiment.train.loss == "binary_crossentropy"


def test_every_layer_can_be_added_and_nothing_raises(visit):
    from nnviz.models.catalog import GROUPS

    app = visit(PAGE, experiment=gallery.ready("digits").to_token())
    for names in list(GROUPS.values()):
        app.session_state["nnviz"].building.selected = "conv2d_1"
        add(app, names[0])
    assert len(model(app).layers) == 7 + len(GROUPS)


def test_templates_that_fit_the_data_are_offered_and_taken(visit):
    app = visit(PAGE, experiment=gallery.ready("digits").to_token())
    press(app, "build-template-resnet")
    assert "Add" in kinds(app) and "Keras accepts this network" in text(app)
    press(app, "build-suggested")
    assert kinds(app)[0] == "Conv2D" and "Add" not in kinds(app)


def test_a_block_becomes_ordinary_layers(visit):
    app = visit(PAGE, experiment=gallery.ready("digits").to_token())
    choose(app, "conv2d_1")
    press(app, "build-block-add")
    assert "Add" in kinds(app)
    assert any(layer.inputs is not None and len(layer.inputs) == 2 for layer in model(app).layers)


def test_a_merge_takes_a_skip_and_its_sources_can_be_chosen(visit):
    app = visit(PAGE, experiment=gallery.ready("digits").to_token())
    choose(app, "conv2d_1")
    add(app, "Concatenate")
    assert model(app).sources("concatenate_1") == ("conv2d_1", "input")
    sources = next(box for box in app.multiselect if box.label == "Fed by")
    assert sources.value == ["conv2d_1", "input"]


def test_a_merge_after_the_data_alone_gets_a_sentence(build):
    before = model(build)
    add(choose(build, "input"), "Add")
    assert "only the data comes before it" in text(build) and model(build) == before


def test_rename_keeps_the_id(build):
    name = next(field for field in build.text_input if field.label == "Name")
    name.input("thinker").run()
    assert model(build).layer("dense_2").name == "thinker"
    assert "**thinker**" in text(build)


def test_the_code_on_the_page_names_every_layer(build):
    shown = "\n".join(str(block.value) for block in build.get("code"))
    for layer in model(build).layers:
        assert layer.id in shown
    assert "keras.Input" in shown


def test_the_link_opens_the_same_experiment(build, visit):
    link = next(str(block.value) for block in build.get("code") if "experiment=" in str(block.value))
    again = visit(PAGE, experiment=link.split("experiment=")[1])
    assert in_hand(again).experiment == in_hand(build).experiment


def test_comparing_names_what_differs(build):
    setting(build, "units").input("5").run()
    next(box for box in build.selectbox if box.label == "Compare with").select("Before the last edit").run()
    assert not build.exception
    tables = [frame.value for frame in build.dataframe]
    differing = next(table for table in tables if "what differs" in table)
    assert "units: 8 → 5" in " ".join(differing["what differs"])


def test_an_empty_network_says_so_and_the_suggestion_fills_it(visit):
    empty = Experiment(data=DataSpec(source="iris"), model=ModelSpec())
    app = visit(PAGE, experiment=empty.to_token())
    press(app, "build-suggested")
    assert len(kinds(app)) >= 2 and "Keras accepts this network" in text(app)


def test_an_unknown_kind_is_kept_and_named(visit):
    layers = (LayerSpec(id="x", kind="Denze"), LayerSpec(id="out", kind="Dense", settings={"units": 1}))
    odd = Experiment(model=ModelSpec(layers=layers))
    app = choose(visit(PAGE, experiment=odd.to_token()), "x")
    assert "Denze" in text(app) and "does not know" in text(app)
    assert kinds(app) == ["Denze", "Dense"]


def test_a_further_input_is_joined_to_what_stands_before_it(build):
    choose(build, "dense_1")
    add(build, "InputLayer")
    add(build, "Concatenate")
    assert kinds(build) == ["InputLayer", "Dense", "Concatenate", "Dense", "Dense"]
    assert model(build).sources("concatenate_1") == ("dense_1", "input_layer_1")
    assert model(build).sources("dense_2") == ("concatenate_1",)
    assert "The network has 2 inputs" in text(build)


def test_the_code_comes_with_its_training_when_asked(build):
    assert "model.fit(" not in build.code[0].value
    build.toggle(key="build-code-training").set_value(True).run()
    assert 'nnviz.DataSpec(source="spirals"' in build.code[0].value and "model.fit(" in build.code[0].value


def test_a_reload_keeps_undo_and_redo(build, visit):
    setting(build, "units").input("5").run()
    setting(build, "units").input("6").run()
    press(build, "build-undo")
    reloaded = visit(PAGE, draft=build.query_params["draft"])

    def units(app):
        return model(app).layer("dense_2").settings["units"]

    assert units(reloaded) == 5
    press(reloaded, "build-redo")
    assert units(reloaded) == 6
    press(reloaded, "build-undo")
    press(reloaded, "build-undo")
    assert model(reloaded) == model(visit(PAGE)), "back to where the first session began"


def test_a_mountain_of_json_is_refused_before_it_is_read(monkeypatch):
    from pages.shared.builder import files

    class Mountain:
        name, size = "network.JSON", 300_000_000

        def getvalue(self):
            raise AssertionError("the mountain was read")

    session = SessionRecord()
    monkeypatch.setattr(files.widgets, "value", lambda key: Mountain())
    monkeypatch.setattr(files, "record", lambda: session)
    files._upload()
    sentence = session.building.refused_file
    assert sentence.startswith("network.JSON: The network's description is 300.0 MB") and "at most 6 MB" in sentence


def uploaded(app, name: str, content: bytes) -> None:
    app.get("file_uploader")[0].set_value((name, content, "application/octet-stream")).run()
    assert not app.exception, app.exception[0].value


def test_a_refused_file_is_named_as_its_owner_knows_it_beside_the_uploader_and_is_not_kept(
    build, tmp_path, monkeypatch
):
    monkeypatch.setattr(settings.get(), "home", tmp_path)
    before = model(build)
    uploaded(build, "my network.h5", b"this is no HDF5 file at all")
    (sentence,) = [error.value.replace("\\", "") for error in build.error]
    assert "'my network.h5'" in sentence and model(build) == before
    assert not list(tmp_path.glob("uploads/*/*"))
    build.run()
    assert len(build.error) == 1, "it stays as long as the file does"


def test_a_damaged_experiment_is_explained_without_a_word_of_classes(build):
    uploaded(build, "mine.json", b'{"data": 3, "model": {}, "train": {}}')
    (sentence,) = [error.value.replace("\\", "") for error in build.error]
    assert "instance" not in sentence and "DataSpec" not in sentence and sentence.startswith("mine.json: Data must be")
