"""Transfer learning through the pages: only some classes, layers taken, unfrozen, let go, and the study."""

import nnviz
from tests.app.conftest import in_hand, words


def _button(app, key):
    return next(one for one in app.button if one.key and one.key.startswith(key))


def test_layers_of_a_run_are_taken_frozen_unfrozen_and_let_go(visit, digits_run):
    """On the page, as `nnviz.take_layers` gives them."""
    data = digits_run.experiment.data.replace(only_classes=("3", "5", "8"))
    app = visit("pages/lab/build.py", experiment=digits_run.experiment.replace(data=data).to_token())
    runs = app.selectbox(key="build-take-run")
    runs.select(next(option for option in runs.options if "Handwritten digits" in option)).run()
    taken_from = app.selectbox(key="build-take-run").value.id
    app.selectbox(key=f"build-take-up-to-{taken_from}").select_index(0).run()
    _button(app, "build-take-do").click().run()
    assert not app.exception, app.exception[0].value
    model = in_hand(app).experiment.model
    assert model == nnviz.take_layers(taken_from, data, model.layers[0].id).model
    assert list(model.taken.layers) == ["conv2d_1"] and model.layers[-1].settings["units"] == 3
    assert "conv2d_1: taken from" in words(app).replace("*", "") and "and frozen" in words(app)
    _button(app, "build-taken-freeze").click().run()
    assert all(layer.trainable for layer in in_hand(app).experiment.model.layers) and "free to learn" in words(app)
    _button(app, "build-taken-forget").click().run()
    assert in_hand(app).experiment.model.taken is None and "taken from" not in words(app)


def test_only_some_classes_and_only_so_many_examples_are_chosen_on_the_data_page(visit):
    app = visit("pages/lab/data.py", experiment=nnviz.ready("digits").to_token())
    only = next(one for one in app.multiselect if one.label == "Only these classes")
    only.select("4").run()
    assert "Only the class 4 is chosen" in words(app) and not in_hand(app).experiment.data.only_classes
    next(one for one in app.multiselect if one.label == "Only these classes").select("2").run()
    next(one for one in app.text_input if one.label == "Training examples").input("20").run()
    assert not app.exception, app.exception[0].value
    data, model = in_hand(app).experiment.data, in_hand(app).experiment.model
    assert (data.only_classes, data.training_examples) == (("2", "4"), 20)
    assert model.layers[-1].settings == {"units": 1, "activation": "sigmoid"}


def test_a_study_over_the_number_of_examples_says_what_it_needs(visit):
    app = visit("pages/lab/studies.py")
    app.selectbox(key="study.kind").select("learning_curve").run()
    assert "15 runs" in words(app) and "Drawn shapes: learn circle, triangle, ring; then square, cross" in words(
        app
    ).replace("*", "")
    app.text_input(key="study.sizes").input("5").run()
    assert "two or more are needed" in words(app) and not app.exception
