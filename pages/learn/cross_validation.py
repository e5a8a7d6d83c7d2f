"""Learn: cross-validation. Its text is in cross_validation.md, its picture in
nnviz/web/lessons/cross_validation/picture.js."""

from nnviz.concepts import cross_validation_check
from nnviz.concepts.cross_validation_races import RACES, few_moons
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door


def answer(question) -> dict:
    """The race that the picture asks for, or one of its networks for the Lab."""
    return racing.answer(question, RACES)


text = lesson.begin("cross_validation")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    cross_validation_check.ask,
    cross_validation_check.judge,
    doors=(
        Door(
            "Cross-validate your own network",
            "Opens Studies with what you have in hand: choose folds there",
            page="pages/lab/studies.py",
        ),
        Door(
            "Sixty noisy moons, in Studies",
            "Opens Studies with this lesson's network",
            few_moons,
            page="pages/lab/studies.py",
        ),
        Door("See how your data are split", "Opens Data with what you have in hand", page="pages/lab/data.py"),
    ),
)
