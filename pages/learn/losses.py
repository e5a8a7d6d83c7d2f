"""Learn: loss functions. Its text is in losses.md, its picture in nnviz/web/lessons/losses/picture.js."""

from nnviz.concepts import losses_check
from nnviz.concepts.losses_races import RACES, wild
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door

text = lesson.begin("losses")
lesson.picture(text, {}, lambda question: racing.answer(question, RACES))
lesson.rest(
    text,
    losses_check.ask,
    losses_check.judge,
    doors=(
        Door(
            "Fit a curve with wild points, under MSE",
            "Opens Train: one point in seven lies far above",
            lambda: wild("mean_squared_error"),
        ),
        Door("Fit the same curve under Huber", "Opens Train: one word has changed", lambda: wild("huber")),
        Door("Choose the loss of your own network", "Opens Train with what you have in hand"),
    ),
)
