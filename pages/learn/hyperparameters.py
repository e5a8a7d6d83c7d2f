"""Learn: hyperparameters. Its text is in hyperparameters.md, its picture in
nnviz/web/lessons/hyperparameters/picture.js."""

from nnviz.concepts import asked, hyperparameters, hyperparameters_asked, hyperparameters_check
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def surface(question) -> dict:
    """The losses of all networks of a pair of settings."""
    losses = engine.call("learn_surface", hyperparameters_asked.pair_of(question))
    return {"surface": {name: pack(losses[name]) for name in ("validation", "test", "curse")}}


def search(question) -> dict:
    """The trials of one search."""
    return {"trials": engine.call("learn_search", *hyperparameters_asked.search_of(question)).tolist()}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"surface": surface, "search": search}
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("hyperparameters")
data = {
    "axes": hyperparameters.axes(),
    "pairs": hyperparameters.PAIRS,
    "held": hyperparameters.HELD,
    "tried": hyperparameters.TRIED,
}
lesson.picture(text, data, answer)
lesson.rest(
    text,
    hyperparameters_check.ask,
    hyperparameters_check.judge,
    doors=(
        Door(
            "Search the settings of your own network",
            "Opens Studies with what you have in hand: choose a search there",
            page="pages/lab/studies.py",
        ),
        Door(
            "This lesson's network, in Studies",
            "Opens Studies with the sixty moons",
            hyperparameters.base,
            page="pages/lab/studies.py",
        ),
    ),
)
