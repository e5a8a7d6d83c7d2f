"""Every page: it renders, it answers, and a wrong input gets a sentence and loses nothing."""

import dataclasses
import os
import subprocess
import sys

import pytest

from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.training.train import train
from pages.shared.forms import training_buttons
from pages.shared.lessons.course import LESSONS
from tests.app.conftest import ROOT, component, in_hand, words
from tests.sampling import ALL

PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").glob("*/*.py") if path.parent.name != "shared")


@pytest.mark.parametrize("page", sorted({*PAGES} - {lesson.page for lesson in LESSONS.values()}))  # test_lessons.py
def test_every_page_of_a_new_session_shows_its_question(visit, page):
    app = visit(page)
    assert app.title[0].value


def test_home_offers_experiments_and_trains_at_one_click(visit):
    app = visit("pages/start/home.py")
    buttons = [button for button in app.button if button.label == "Train"]
    assert len(buttons) == 5
    next(button for button in app.button if button.key == "train-diabetes").click().run()
    assert not app.exception
    run = Run.open(in_hand(app).run_id)
    assert run.experiment.data.source == "diabetes"
    run.command("stop")


def test_data_shows_what_was_chosen(visit):
    app = visit("pages/lab/data.py")
    app.radio(key="data.source.Real, tables:0").set_value("wine").run()
    assert not app.exception
    text = words(app)
    assert "178" in text and "3 classes" in text
    experiment = in_hand(app).experiment
    assert experiment.data.source == "wine"
    assert experiment.model.layers[-1].settings["units"] == 3, "the network follows the data"


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("train.epochs:0", "0", "Epochs must be a whole number between 1 and 10,000, not 0."),
        ("train.learning_rate:0", "abc", "Learning rate must be a number, not 'abc'."),
        ("train.learning_rate:0", "1e9", "between 0.0000001 and 100"),
        ("train.batch_size:0", "many", "Batch size must be a whole number, not 'many'."),
    ],
)
def test_a_wrong_setting_gets_a_sentence_and_keeps_the_last_good_one(visit, key, typed, sentence):
    app = visit("pages/lab/train.py")
    before = in_hand(app).experiment.train
    app.text_input(key=key).input(typed).run()
    assert not app.exception
    assert sentence in words(app).replace("\\", "")
    assert in_hand(app).experiment.train == before


def test_a_batch_larger_than_the_data_is_refused_before_it_trains_and_repaired_by_a_button(visit):
    app = visit("pages/lab/train.py")
    app.text_input(key="train.batch_size:0").input("5000").run()
    assert app.button(key="train").disabled and app.button(key="step").disabled
    assert "A batch of 5,000 is larger than the data, which have 400 training examples" in words(app)
    app.button(key="build-fix-train-0-0").click().run()
    assert not app.exception and in_hand(app).experiment.train.batch_size == 32
    assert app.text_input(key="train.batch_size:1").value == "32" and not app.button(key="train").disabled


def test_a_press_of_train_with_an_invalid_field_starts_nothing(visit):
    app = visit("pages/lab/train.py")
    field = app.text_input(key="train.epochs:0").input("abc")
    app.button(key="train").click().run()  # both in one go, as by typing and clicking at once
    assert field.value == "abc" and in_hand(app).run_id is None
    assert "Nothing new can be trained yet. Epochs" in words(app) and app.button(key="train").disabled


def test_two_ways_to_clip_gradients_are_refused_under_their_fields(visit):
    app = visit("pages/lab/train.py")
    app.text_input(key="train.adam.clipnorm:0").input("1").run()
    app.text_input(key="train.adam.clipvalue:0").input("0.5").run()
    assert "clip by norm and clip by value. Expected one of them" in words(app) and app.button(key="train").disabled


def test_a_network_that_cannot_be_trained_is_refused_with_builds_own_repairs(visit):
    three = LayerSpec(id="out", kind="Dense", settings={"units": 3, "activation": "softmax"})
    experiment = Experiment(data=DataSpec(source="moons"), model=ModelSpec(layers=(three,)))
    app = visit("pages/lab/train.py", experiment=experiment.to_token())
    assert app.button(key="train").disabled and "has two classes: it must be 1 number" in words(app)
    app.button(key="build-fix-train-0-0").click().run()
    assert in_hand(app).experiment.model.layers[0].settings["units"] == 1 and not app.button(key="train").disabled
    empty = experiment.replace(model=ModelSpec())
    assert "no layers" in words(visit("pages/lab/train.py", experiment=empty.to_token()))


@pytest.mark.parametrize("run_id", ["20200101-000000-aaaaaa", "../../etc", "<script>"])
def test_an_unknown_run_in_the_address_is_a_sentence(visit, run_id):
    app = visit("pages/lab/train.py", run=run_id)
    assert not app.exception


def test_the_unknown_run_is_named(engine):
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    app.query_params["run"] = "20200101-000000-aaaaaa"
    app.run()
    assert not app.exception and "There is no run 20200101-000000-aaaaaa" in app.warning[0].value


def test_an_experiment_travels_in_the_address(engine):
    from streamlit.testing.v1 import AppTest

    from nnviz import gallery

    sent = gallery.ready("shapes")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    app.query_params["experiment"] = sent.to_token()
    app.run()
    assert in_hand(app).experiment == sent
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    app.query_params["experiment"] = sent.to_token()[:-20]
    app.run()
    assert not app.exception and "cannot be read" in app.warning[0].value
    assert Experiment.from_token(sent.to_token()) == sent


def test_layers_of_a_trained_network_and_the_arithmetic_of_their_numbers(visit, get, digits_run):
    app = visit("pages/inside/network.py", run=digits_run.id)
    shown = component(app, "layers")
    assert [one["title"] for one in shown["pictures"]][:2] == ["input", "conv2d_1"] and "Predicted" in words(app)
    assert shown["chosen"] == {"title": "conv2d_1", "unit": None}
    assert shown["pictures"][-1]["names"] == [str(digit) for digit in range(10)]
    app.slider(key="examples.position:1").set_value(5).run()
    assert not app.exception and in_hand(app).example == ("validation", 4)
    app.selectbox(key="examples.order:1").select("Wrong ones first").run()
    assert "wrong of 359 validation examples" in words(app) and in_hand(app).example != ("validation", 4)
    app.button_group(key="network.view").set_value("arithmetic").run()
    assert not app.exception and "patch" in app.code[0].value and "# the network: " in app.code[0].value
    address = f"/nnviz/number/{app.session_state['nnviz'].selection.number_feed}"
    status, shown = get(address, title="dense_1", index="3")
    assert status == 200 and shown["number"]["agrees"] and shown["number"]["index"] == [3]
    assert [get(address, title="dense_1", index=index)[0] for index in ("99", "-1", "x", "1-1")] == [422] * 4
    assert get(address, title="none", index="0")[0] == 422 and get("/nnviz/number/unknown")[0] == 404


def test_an_example_in_the_address_is_the_one_that_every_page_shows(visit, digits_run):
    for page in ("pages/inside/network.py", "pages/explain/attribution.py"):
        app = visit(page, run=digits_run.id, example="validation-6")
        assert app.slider(key="examples.position:1").value == 7
    assert visit("pages/inside/network.py", run=digits_run.id, example="validation-999999").exception == []


def test_a_network_that_never_learnt_is_explained_with_a_warning(visit, tmp_path):
    spec = TrainSpec(optimizer="sgd", loss="mean_squared_error", learning_rate=100.0, epochs=5)
    layers = tuple(LayerSpec(id=f"d{k}", kind="Dense", settings={"units": u}) for k, u in enumerate((8, 1)))
    run = train(Experiment(data=DataSpec(source="moons"), model=ModelSpec(layers=layers), train=spec))
    assert run.status().state == "failed" and "before training" in run.status().message
    text = words(visit("pages/explain/attribution.py", run=run.id))
    assert "This run failed" in text and "has not learnt anything" in text


def test_one_prediction_explained_by_six_methods_says_how_far_they_agree_and_whether_they_add_up(visit, cancer_run):
    app = visit("pages/explain/attribution.py", run=cancer_run.id)
    text = words(app)
    assert "These 6 methods" in text and "their rank correlation is" in text and "differ" in text
    assert text.count("The parts add up to the difference within") == 1 and "e−" not in text
    (table,) = [frame.value for frame in app.dataframe if "adds up" in frame.value.columns]
    assert list(table["adds up"]).count("not promised") == 2 and len(table) == 6
    app.button_group(key="attribution.way:1").set_value("unit").run()
    app.selectbox(key="attribution.closer:1").select("deep_lift").run()
    assert not app.exception and "What unit 1 of dense_1 returns is" in words(app)


def test_a_network_trained_by_margins_speaks_of_margins_and_both_classes_can_be_explained(visit):
    one = LayerSpec(id="out", kind="Dense", settings={"units": 1})
    spec = TrainSpec(loss="hinge", epochs=20, learning_rate=0.1)
    run = train(Experiment(data=DataSpec(source="moons"), model=ModelSpec(layers=(one,)), train=spec))
    app = visit("pages/explain/attribution.py", run=run.id)
    assert "(margin" in words(app) and "%)**" not in words(app)
    (chooser,) = [box for box in app.selectbox if box.label == "Explain the margin of"]
    for name in ("upper", "lower"):
        chosen = next(option for option in chooser.options if option.startswith(name))
        app = chooser.select(chosen).run()
        assert not app.exception and f"The margin of {name} is" in words(app)


def test_a_loss_that_does_not_suit_the_end_of_the_network_says_so_on_train(visit):
    one = LayerSpec(id="out", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    experiment = Experiment(
        data=DataSpec(source="moons"), model=ModelSpec(layers=(one,)), train=TrainSpec(loss="hinge")
    )
    sentence = "The network ends with sigmoid, which the loss Hinge is not made for"
    assert sentence in words(visit("pages/lab/train.py", experiment=experiment.to_token()))
    fitting = experiment.replace(train=TrainSpec())
    assert "not made for" not in words(visit("pages/lab/train.py", experiment=fitting.to_token()))


def test_pages_about_a_trained_network_say_what_is_missing_without_one(visit):
    for page in ("pages/inside/network.py", "pages/explain/attribution.py"):
        assert "no trained network yet" in words(visit(page))


def test_a_damaged_run_is_shown_for_what_can_be_read(visit, tmp_path):
    from nnviz import gallery

    run = Run.create(gallery.ready("spirals"))
    run.append_history([{"epoch": 1, "loss": 0.5}])
    (run.folder / "status.json").write_text('{"sta')
    (run.folder / "live.npz").write_bytes(b"PK")
    app = visit("pages/lab/train.py", run=run.id)
    assert "Nothing is training yet" not in words(app) and in_hand(app).run_id == run.id


def test_a_state_that_changes_while_the_page_is_drawn_reaches_its_buttons(visit, digits_run, monkeypatch):
    run, draw = Run.create(digits_run.experiment), training_buttons.draw
    run.write_status(dataclasses.replace(run.status(), state="running"))

    def drawn_then_paused(status, blocked):
        draw(status, blocked)
        run.write_status(dataclasses.replace(run.status(), state="paused"))

    monkeypatch.setattr(training_buttons, "draw", drawn_then_paused)
    labels = {button.label for button in visit("pages/lab/train.py", run=run.id).button}
    assert "Go on" in labels and "Pause" not in labels


def test_the_server_imports_no_framework_for_any_page(scheduler):
    """A process of its own renders a page of each section, all by `make test-all`; then none of TensorFlow, Keras and
    SHAP may be in it. What all of them may import is read from their text, in tests/test_rooms.py."""
    pages = PAGES if ALL else [*{page.split("/")[1]: page for page in PAGES}.values()]
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROOT / "app.py")!r}, default_timeout=120).run()
for page in {pages!r}:
    app.switch_page(page).run()
    assert not app.exception, (page, app.exception[0].value)
from nnviz.engine.client import get
get().wait()
assert get().state == "ready", get().state
print(sorted({{"tensorflow", "keras", "shap", "sklearn"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        env={**os.environ, "NNVIZ_SCHEDULER": scheduler},
    )
    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stderr[-2000:]
