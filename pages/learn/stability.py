"""Learn: stability and local minima. Its text is in stability.md, its picture in
nnviz/web/lessons/stability/picture.js."""

from nnviz.concepts import asked, stability_check
from nnviz.concepts.stability_races import RACES, exclusive_or
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door


def answer(question) -> dict:
    """The race, one of its networks for the Lab, or the line between two trained networks."""
    if asked.wanted(question, "race", "take", "between") == "between":
        return {"between": engine.call("learn_between")}
    return racing.answer(question, RACES)


text = lesson.begin("stability")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    stability_check.ask,
    stability_check.judge,
    doors=(
        Door("Train XOR with two hidden units", "Press Train again with other seeds", lambda: exclusive_or(2)),
        Door("Try seeds on your own network", "Opens Studies", page="pages/lab/studies.py"),
    ),
)
