"""Learn: hyperparameters. Its text is in hyperparameters.md, its picture in
nnviz/web/lessons/hyperparameters/picture.js."""

from nnviz.concepts import asked, hyperparameters, hyperparameters_asked, hyperparameters_check
from nnviz.errors import NnvizError, RunError
from nnviz.studies.store import Study
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import owner


def surface(question) -> dict:
    """The losses of all networks of a pair of settings."""
    losses = engine.call("learn_surface", hyperparameters_asked.pair_of(question))
    return {"surface": {name: pack(losses[name]) for name in ("validation", "test", "curse")}}


def search(question) -> dict:
    """The trials of one search."""
    return {"trials": engine.call("learn_search", *hyperparameters_asked.search_of(question)).tolist()}


def own_search() -> Study | None:
    """The reader's newest search that has begun."""
    for study in Study.recent(limit=8, owner=owner.whose()):
        try:
            if study.spec.kind == "search" and study.trials:
                return study
        except NnvizError:
            continue
    return None


def own(question) -> dict:
    """What that search has come to."""
    study = own_search()
    if study is None:
        raise RunError("You have no search of your own.", fix="Start one in Studies.", where="study")
    found = engine.call("searched", study.id)
    titles = {axis.name: axis.title for axis in found.axes}
    chance = None if found.chance is None else found.chance[0].tolist()
    return {
        "own": {
            "title": study.title,
            "larger": found.larger_is_better,
            "scores": found.scores.tolist(),
            "best": found.best.tolist(),
            "chance": chance,
            "shares": [{"title": titles[name], "share": share} for name, share in found.importance.items()],
        }
    }


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"surface": surface, "search": search, "own": own}
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("hyperparameters")
data = {
    "axes": hyperparameters.axes(),
    "pairs": hyperparameters.PAIRS,
    "held": hyperparameters.HELD,
    "tried": hyperparameters.TRIED,
    "own": own_search() is not None,
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
