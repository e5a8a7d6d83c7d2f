"""Learn: width and depth. Its text is in layers.md, its picture in nnviz/web/lessons/layers/picture.js."""

from nnviz.concepts import layers_check, layers_races
from nnviz.specs import Experiment
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door


def answer(question) -> dict:
    """The race that the picture asks for, or one of its networks for the Lab."""
    return racing.answer(question, layers_races.RACES)


def spirals(width: int, depth: int) -> Experiment:
    """The hardest spirals of the picture, with `depth` hidden layers of `width` units."""
    return layers_races.spirals(layers_races.TURNS["hard"], width, depth)


text = lesson.begin("layers")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    layers_check.ask,
    layers_check.judge,
    doors=(
        Door(
            "Train one layer of 32 on the spirals",
            "Opens Train with a single hidden layer: 129 parameters",
            lambda: spirals(32, 1),
        ),
        Door(
            "Train three layers of 8 on the spirals",
            "Opens Train with three hidden layers: 177 parameters",
            lambda: spirals(8, 3),
        ),
        Door(
            "Change the layers of your own network", "Opens Build with the network in hand", page="pages/lab/build.py"
        ),
    ),
)
