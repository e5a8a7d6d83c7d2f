"""Learn: overfitting and underfitting. Its text is in overfitting.md, its picture in
nnviz/web/lessons/overfitting/picture.js."""

from nnviz.concepts import overfitting_check
from nnviz.concepts.overfitting_own import gap_of
from nnviz.concepts.overfitting_races import FEW, MANY, RACES, SIZES, noisy_moons
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def answer(question) -> dict:
    """The race that the picture asks for, or one of its networks for the Lab."""
    return racing.answer(question, RACES)


text = lesson.begin("overfitting")
run = state.run()
lesson.picture(text, {"own": gap_of(run) if run else None}, answer)
lesson.rest(
    text,
    overfitting_check.ask,
    overfitting_check.judge,
    doors=(
        Door(
            "Overfit 30 noisy examples",
            "Opens Train with two layers of 64 units on moons: watch the two losses part",
            lambda: noisy_moons(SIZES["Large"], FEW),
        ),
        Door(
            "The same network with 1,500 examples",
            "Opens Train with the same two layers and more data",
            lambda: noisy_moons(SIZES["Large"], MANY),
        ),
        Door("Look at the gap of your own run", "Opens Evaluate with the run in hand", page="pages/lab/evaluate.py"),
    ),
)
