"""The pages that explain: each answers for tables and images, and what is chosen reaches the values."""

import numpy as np
import pytest

import nnviz
from nnviz.explanation import scoreboard
from nnviz.explanation.measures.board import Board
from nnviz.explanation.measures.records import Row
from nnviz.explanation.scoreboard import Asked, Kept
from nnviz.words import number
from pages.shared.figures import painting
from tests.app.conftest import words
from tests.sampling import whole


def chooser(app, label):
    return next(box for box in app.selectbox if box.label == label)


def test_shap_of_one_prediction_and_of_many(visit, cancer_run):
    app = visit("pages/explain/shap.py", run=cancer_run.id)
    text = words(app)
    assert "Compared with 50 rows of the training part" in text and "their mean is" in text
    assert "The values add up to the difference within" in text
    assert "shap_of_run(" in app.code[0].value and 'figure("waterfall")' in app.code[0].value
    chooser(app, "Rather than").select("malignant").run()
    assert "the lead of benign over malignant in logits is **" in words(app) and "raises it most" in words(app)
    (view,) = [group for group in app.get("button_group") if "The whole data set" in str(group.proto)]
    view.set_value("many").run()
    next(one for one in app.select_slider if "Moment" not in one.label).set_value(20).run()
    if "shap-all" in {button.key for button in app.button}:
        app.button(key="shap-all").click().run()
    while "shap-all-cancel" in {button.key for button in app.button}:
        app.run()
    assert not app.exception and "Compared with 50 rows" in words(app)
    assert 'figure("beeswarm")' in app.code[0].value
    chooser(app, "Groups of examples").select("true class").run()
    (shown,) = [box for box in app.selectbox if box.label == "Shown"]
    assert [option.split(" (")[0] for option in shown.options] == ["all groups", "is malignant", "is benign"]
    (view,) = [group for group in app.get("button_group") if "The whole data set" in str(group.proto)]
    view.set_value("background").run()
    assert not app.exception and "What moves most is" in words(app)
    chooser(app, "Compared with training examples").select("own").run()
    box = next(one for one in app.text_input if one.label == "Rows of the data")
    box.set_value("3, seven").run()
    assert "'seven' names no rows" in words(app) and not app.exception


def test_a_row_that_changes_is_explained_as_chosen(visit, cancer_run):
    app = visit("pages/explain/what_if.py", run=cancer_run.id)
    assert "The columns take benign from" in words(app)
    chooser(app, "Explain the probability of").select("malignant").run()
    assert "The columns take malignant from" in words(app)
    chooser(app, "Rather than").select("benign").run()
    assert "The columns take malignant rather than benign, in logits from" in words(app)
    answer: dict = {}
    exec(app.code[0].value, answer)  # the code that a page shows is the code that ran
    assert f"to {number(answer['answer'].value)}." in words(app)


def test_shap_of_an_image_has_a_map_a_class(visit, digits_run):
    app = visit("pages/explain/shap.py", run=digits_run.id)
    assert not app.exception and "Compared with 20 images of the training part" in words(app)
    assert words(app).count("its mean over the comparison examples is") == 3
    (classes,) = [box for box in app.multiselect if box.label == "Classes"]
    classes.set_value([4]).run()
    chooser(app, "Rather than").select("9").run()
    assert not app.exception and "The lead of 4 over 9 in logits is" in words(app)


def test_an_image_is_painted_on_and_what_cannot_be_is_refused(visit, digits_run):
    app = visit("pages/explain/what_if.py", run=digits_run.id)
    assert "The map adds up from" in words(app) and "painted_of_run(" in app.code[0].value
    chooser(app, "Explain the probability of").select("4").run()
    chooser(app, "Rather than").select("9").run()
    assert not app.exception and "(4, 9))" in app.code[0].value


@pytest.mark.parametrize(
    "told", [None, "x", {"subject": "s"}, {"subject": "s", "version": 1, "pixels": "1" * 99, "shades": {}}]
)
def test_what_a_browser_says_was_painted_is_bounded(monkeypatch, told):
    monkeypatch.setattr(painting.widgets, "value", lambda key, default: {"painted": told})
    painted = painting._painted("s", 4)
    assert painted is None or painted == (1, (None,), (None,))
    told = {"subject": "s", "version": 2, "pixels": list(range(99)), "shades": [1] * 99}
    assert painting._painted("s", 4) == (2, (0, 1, 2, 3, 4), (1,) * 5) and painting._painted("another", 4) is None


def measured_before(run):
    """A scoreboard of two methods, and of one that was refused, that was stopped."""
    rows = tuple(
        Row(name, {"deletion": np.full(20, value), "randomization": np.zeros(20)}, parts=64)
        for name, value in (("gradient", 0.1), ("occlusion", 0.4))
    )
    asked = Asked("validation", tuple(range(20)), None, ("gradient", "occlusion"))
    scoreboard.write(run, Kept(asked, "stopped", Board((*rows, Row("lime", refused="No <b>words</b>.")), 20)))


def test_an_explanation_is_checked_in_two_ways_and_a_scoreboard_that_is_there_is_shown_and_goes_on(visit, digits_run):
    measured_before(digits_run)
    app = visit("pages/explain/trust.py", run=digits_run.id)
    for key in ("trust-verdict", "trust-curves", "trust-forgetting"):
        if key in {button.key for button in app.button}:
            app.button(key=key).click().run()
    text = words(app)
    assert not app.exception and not app.error
    assert "random orders" in text and "With the weights of every layer random" in text
    assert "By 1 example" in text and app.button(key="trust-shuffle")
    asked = ("measured_of_run", "faithfulness_of_run", "randomization_of_run")
    assert all(name in code.value for name, code in zip(asked, app.code, strict=True))
    chooser(app, "Method").select("gradient").run()
    assert not app.exception and "which are slopes" in words(app)
    all_methods(app, ["gradient", "occlusion", "smoothgrad"])
    assert not app.exception and "Occlusion does best on this network" in words(app)
    assert "No <b>words</b>." in words(app) and app.button(key="trust-board-on").label == "Measure 1 more"
    assert scoreboard.order_of(digits_run.id) == ("occlusion", "gradient")


def all_methods(app, chosen):
    """The view of all methods, with these chosen."""
    (view,) = [group for group in app.get("button_group") if "All methods" in str(group.proto)]
    view.set_value("all").run()
    chooser(app, "Methods").select("own").run()
    (which,) = [box for box in app.multiselect if box.label == "Which ones"]
    which.set_value(chosen).run()


@whole  # the task itself is tested in test_measures, the page above
def test_methods_are_measured_in_the_background_and_put_in_order(visit, cancer_run):
    app = visit("pages/explain/trust.py", run=cancer_run.id)
    all_methods(app, ["gradient", "gradient_x_input"])
    app.button(key="trust-board").click().run()
    while scoreboard.newest(cancer_run) is None or scoreboard.newest(cancer_run).active:
        app.run()
    app.run()
    assert not app.exception and "does best on this network" in words(app)
    assert len(scoreboard.order_of(cancer_run.id)) == 2


@whole  # what the pages ask for is tested in test_several_inputs of training and of serving
def test_an_image_beside_a_table_is_explained_checked_changed_and_served(visit, engine):
    data = nnviz.DataSpec(source="parcels", settings={"points": 120})
    model = nnviz.suggest(nnviz.load_data(data).schema)
    run = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1)))
    app = visit("pages/explain/shap.py", run=run.id)
    assert not app.exception and "The values add up to the difference within" in words(app)
    app = visit("pages/explain/trust.py", run=run.id)
    assert not app.exception and "Covering what the map ranks first" in words(app)
    app = visit("pages/explain/what_if.py", run=run.id)
    assert "the image counts" in words(app) and "the table counts" in words(app)
    weight = next(one for one in app.slider if one.label == "weight (kg)")
    weight.set_value(19.0 if weight.value < 10 else 1.0).run()
    assert not app.exception and '{"table": (' in app.code[0].value
    (which,) = [group for group in app.get("button_group") if "the table" in str(group.proto)]
    which.set_value("table").run()
    app.button(key="flip-row").click().run()
    assert not app.exception and "changes_beside_of_run(" in "".join(code.value for code in app.code)
    app = visit("pages/lab/evaluate.py", run=run.id)
    (view,) = [group for group in app.get("button_group") if "By which columns" in str(group.proto)]
    view.set_value("columns").run()
    assert not app.exception and "With weight (kg) shuffled" in words(app) or "No column matters" in words(app)
    app = visit("pages/deploy/serve.py", run=run.id)
    assert not app.exception and '"table": {"weight (kg)"' in app.code[1].value


def test_the_columns_of_a_table_are_shuffled_and_followed(visit, cancer_run):
    app = visit("pages/lab/evaluate.py", run=cancer_run.id)
    (view,) = [group for group in app.get("button_group") if "By which columns" in str(group.proto)]
    view.set_value("columns").run()
    if "columns-shuffle" in {button.key for button in app.button}:
        app.button(key="columns-shuffle").click().run()
    assert not app.exception and "shuffled, accuracy" in words(app)
    answer: dict = {}
    exec(app.code[0].value, answer)
    assert answer["importance"].falls.shape == (30, 10)
    (view,) = [group for group in app.get("button_group") if "Which count" in str(group.proto)]
    view.set_value("one").run()
    assert (
        not app.exception and "On average it is lowest at" in words(app) and "dependence_of_run(" in app.code[0].value
    )


@whole  # what the page draws and what it explains are tested; a network that redraws has to be trained for it
def test_a_pixel_of_what_is_redrawn_is_chosen_and_kept_in_the_address(visit, engine):
    data = nnviz.DataSpec(source="redrawn_digits")
    model = nnviz.suggest(nnviz.load_data(data).schema)
    run = nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=1)))
    app = visit("pages/explain/attribution.py", run=run.id)
    assert not app.exception and "At first the number that is farthest off" in words(app)
    row = next(one for one in app.number_input if one.label == "Row")
    row.set_value(2).run()
    column = next(one for one in app.number_input if one.label == "Column")
    column.set_value(5).run()
    assert not app.exception and "The redrawn value at row 2, column 5 is" in words(app)
    assert app.query_params["class"] in ("13", ["13"])
    app = visit("pages/explain/shap.py", run=run.id, **{"class": "13"})
    assert not app.exception and "The redrawn value at row 2, column 5 is" in words(app)
    app = visit("pages/explain/attribution.py", run=run.id, **{"class": "99"})
    assert "There is no class 99. The network tells apart 64 classes or outputs." in words(app)
    app = visit("pages/explain/attribution.py", run=run.id, explain="hope")
    assert "'hope' cannot be explained. Expected unit, or nothing for the answer." in words(app)
