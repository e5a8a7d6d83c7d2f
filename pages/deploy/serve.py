"""Serve: the trained network behind an address, asked with rows as the data have them."""

from nnviz.errors import NnvizError
from pages.shared import engine, frame
from pages.shared.deploy import asking, ready
from pages.shared.figures import examples
from pages.shared.lessons import lesson

frame.page(
    "Can other programs ask it?",
    "A prediction server for this network: rows in your data's own columns and units in, answers as JSON out.",
)
left, right = frame.columns()
with right:
    ready.ended_run()
run, key, held_out, position = examples.example_in(left, right, at_moment=False)
with right:
    server = asking.start_and_stop(run)
try:
    with left:
        row = asking.row(run, key, held_out, position)
        lesson.door("deploying", "What happens to a request, explained")
    with right:
        asking.ask(run, server, row, held_out, position)
except NnvizError as error:
    with right:
        engine.refusal(error, retry=True)
