"""Learn: regularization. Its text is in regularization.md, its picture in
nnviz/web/lessons/regularization/picture.js."""

from nnviz.concepts import asked, regularization_check
from nnviz.concepts.regularization_races import RACES, overfitting
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door


def answer(question) -> dict:
    """The race, one of its networks for the Lab, or a network that was trained with dropout."""
    if asked.wanted(question, "race", "take", "dropout") == "dropout":
        return {"network": engine.call("learn_dropout")}
    return racing.answer(question, RACES)


text = lesson.begin("regularization")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    regularization_check.ask,
    regularization_check.judge,
    doors=(
        Door("Train the network that learns by heart", "Opens Train with the overlapping moons", overfitting),
        Door("Compare remedies on your own network", "Opens Studies", page="pages/lab/studies.py"),
    ),
)
