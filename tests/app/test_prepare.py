"""The Prepare tab, headless: steps are switched, added, refused with a sentence, and undone."""

from nnviz.specs import DataSpec, StepSpec
from tests.app.conftest import in_hand, words


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
