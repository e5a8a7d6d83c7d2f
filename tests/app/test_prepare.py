"""The Prepare tab, headless: steps are switched, added, refused with a sentence, and undone."""

import nnviz
from nnviz.specs import DataSpec, Experiment, StepSpec
from tests.app.conftest import in_hand, words
from tests.data.test_split_by import visits


def steps_of(app) -> tuple[StepSpec, ...]:
    assert not app.exception, app.exception[0].value
    return in_hand(app).experiment.data.steps


def test_steps_are_switched_added_refused_and_undone(visit):
    app = visit("pages/lab/data.py")
    app.session_state["part"] = "Prepare"
    app.run()
    assert steps_of(app) == () and "Scaling: standard" in {toggle.label for toggle in app.toggle}
    html = " ".join(str(own.value) for own in app.get("html"))
    assert "nn-bars" in html and "→" in html  # before and after
    app.toggle(key="steps.0.on:0").set_value(False).run()
    assert steps_of(app) == (StepSpec(name="scale", on=False),)
    app.button(key="steps-add-outliers").click().run()
    assert [(step.name, step.on) for step in steps_of(app)] == [("outliers", True), ("scale", False)]
    low = next(slider for slider in app.slider if slider.label == "Lower quantile")
    low.set_value(1.0).run()
    assert "the lower one first" in words(app) and steps_of(app)[0].settings == {}
    app.button(key="steps-undo").click().run()
    app.button(key="steps-undo").click().run()
    assert steps_of(app) == () and in_hand(app).experiment.data == DataSpec()
    assert not [own for own in app.button if own.key == "steps-undo"]


def test_who_is_held_out_follows_a_column_that_is_chosen(visit):
    data = nnviz.own_data(visits(60), target="pulse", columns={"seen": {"role": "ignored"}})
    app = visit("pages/lab/data.py", experiment=Experiment(data=data).to_token())
    app.session_state["part"] = "Prepare"
    app.run()
    assert nnviz.load_data(data).schema.feature_names[0].startswith("patient = ")
    held_out = next(box for box in app.selectbox if box.label == "Held out")
    held_out.set_value("group").run()
    next(box for box in app.selectbox if box.label == "Column").set_value("patient").run()
    assert steps_of(app) == ()
    chosen = in_hand(app).experiment.data
    assert chosen.columns["patient"] == {"role": "group"}
    assert nnviz.load_data(chosen).schema.feature_names == ("ill",)
    next(box for box in app.selectbox if box.label == "Held out").set_value("").run()
    assert in_hand(app).experiment.data == data


def test_steps_that_cannot_be_done_can_be_left_out(visit):
    data = nnviz.own_data(visits(60), steps=(StepSpec(name="missing", settings={"how": "constant", "value": "ten"}),))
    app = visit("pages/lab/data.py", experiment=Experiment(data=data).to_token())
    assert "received 'ten'. Expected a number" in words(app)
    app.button(key="steps-way-out").click().run()
    assert steps_of(app) == () and in_hand(app).experiment.data == data.replace(steps=())
