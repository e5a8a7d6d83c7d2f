"""SHAP: how far each part of an example moves its prediction away from the average one."""

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import examples, shap_shown

frame.page(
    "What moved this prediction?",
    "Start from the mean prediction of some comparison examples; each part of this example moves it up or down, until "
    "its own prediction is reached.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
with left:
    target = shap_shown.choose_target(held_out, position)
    asked = shap_shown.choose_comparison(held_out)
with right:
    try:
        if shap_shown.has_columns(held_out) and shap_shown.choose_view() == "many":
            shap_shown.many(run.reference, key, held_out, target, asked)
        else:
            shap_shown.one(run.reference, key, held_out, position, target, asked)
    except NnvizError as error:
        engine.refusal(error)
