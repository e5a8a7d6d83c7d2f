"""Learn: activation functions. Its text is in activations.md, its picture in
nnviz/web/lessons/activations/picture.js."""

from nnviz.concepts import activations_check
from nnviz.concepts.activations_races import RACES, deep
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door

text = lesson.begin("activations")
lesson.picture(text, {}, lambda question: racing.answer(question, RACES))
lesson.rest(
    text,
    activations_check.ask,
    activations_check.judge,
    doors=(
        Door(
            "Train six layers of sigmoid",
            "Opens Train; watch the accuracy stay where it began",
            lambda: deep("sigmoid"),
        ),
        Door("Train the same six layers with ReLU", "Opens Train: one word has changed", lambda: deep("relu")),
        Door(
            "Change the activations of your own network",
            "Opens Build with what you have in hand",
            page="pages/lab/build.py",
        ),
    ),
)
