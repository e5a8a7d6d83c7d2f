"""The Gradients page on a trained run: one weight's chain rule is written out, and what may help is taken in hand."""

import dataclasses

from nnviz.inspection.gradient_records import GradientFlow, GradientHistory
from pages.shared import engine
from tests.app.conftest import in_hand, words

GRADIENTS = "pages/inside/gradients.py"


def test_one_weights_chain_rule_is_written_out_and_a_mend_is_taken_in_hand(visit, digits_run, monkeypatch):
    app = visit(GRADIENTS, run=digits_run.id, layer="conv2d_2")
    app.segmented_control(key="gradients.view").set_value("One weight").run()
    assert not app.exception
    text = words(app)
    assert app.selectbox(key="gradients.layer:1").value == "conv2d_2" and "at each of 16 positions" in text
    assert "Three ways to the same number" in text and app.latex

    def exploding(task, *arguments, **named):
        answer = asked(task, *arguments, **named)
        if task != "gradient_history":
            return answer
        layers = tuple(dataclasses.replace(own, output_gradient=1e6) for own in answer.flows[-1].layers)
        return GradientHistory(answer.epochs, (GradientFlow(layers, 1.0, 64),) * len(answer.flows), answer.steps)

    asked = engine.ask_once
    monkeypatch.setattr(engine, "ask_once", exploding)
    app.segmented_control(key="gradients.view").set_value("Layers").run()
    assert "it explodes" in words(app)
    clip = next(button for button in app.button if "Clip" in button.label)
    clip.click().run()
    assert not app.exception and in_hand(app).experiment.train.optimizer_settings["clipnorm"] == 1.0
    assert in_hand(app).experiment.model == digits_run.experiment.model
