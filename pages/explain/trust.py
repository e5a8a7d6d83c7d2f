"""Trust: whether an explanation finds what the answer depends on, and whether it depends on what was learned."""

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.figures import examples, targets, trusted, truths

frame.page(
    "Does this explanation deserve belief?",
    "Two tests that it can fail: cover what it calls important, and let the network forget what it learned.",
)
left, right = frame.columns()
run, key, held_out, position = examples.example_in(left, right)
with left:
    target = targets.choose_followed(held_out, position)
    checked = trusted.choose(held_out, position)
with right:
    for check in (truths.agreement, trusted.curves, trusted.forgetting):
        try:
            check(run, key, held_out, position, target, checked)
        except NnvizError as error:
            engine.refusal(error)
