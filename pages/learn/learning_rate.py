"""Learn: the learning rate. Its text is in learning_rate.md, its picture in
nnviz/web/lessons/learning_rate/picture.js."""

from nnviz.concepts import asked, learning_rate, learning_rate_asked, learning_rate_check
from nnviz.concepts.learning_rate import NETWORKS, Shape
from nnviz.concepts.learning_rate_races import RACES
from nnviz.gallery import ready
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def networks() -> dict[str, str]:
    """The networks to choose from: the one in hand too, where it is not one of the others."""
    own = state.experiment()
    same = [learning_rate.network(name, own) for name in NETWORKS]
    new = all((own.data, own.model) != (other.data, other.model) for other in same)
    return ({"own": f"Yours: {own.title or 'without a title'}"} if new else {}) | NETWORKS


def finder(question) -> dict:
    """A range test of a network."""
    name = learning_rate_asked.network_of(question)
    experiment = learning_rate.network(name, state.experiment())
    test = engine.call("learn_rate_finder", experiment)
    arrays = {key: pack(test[key]) for key in ("rates", "losses", "smoothed")}
    return {"finder": {**test, **arrays, "title": experiment.title}}


def runs(question) -> dict:
    """Short trainings of a network, one for each schedule."""
    wanted = learning_rate_asked.runs(question)
    experiment = learning_rate.network(wanted.network, state.experiment())
    return {"runs": engine.call("learn_rate_runs", experiment, wanted.shapes)}


def answer(question) -> dict:
    """What the picture asks for."""
    want = asked.wanted(question, "finder", "runs", "race", "take")
    if want in ("race", "take"):
        return racing.answer(question, RACES)
    return {"finder": finder, "runs": runs}[want](question)


def scheduled():
    """The diagnosis with a rate that warms up and then falls along a cosine."""
    experiment = ready("breast_cancer")
    train = learning_rate.training(experiment.train, Shape("warmup", 0.01, 0.01, 0.1), 60)
    return experiment.replace(title="Diagnosis, warm-up and cosine", train=train)


def too_large():
    """The diagnosis at a rate that is far too large."""
    experiment = ready("breast_cancer")
    train = experiment.train.replace(learning_rate=1.0, epochs=60)
    return experiment.replace(title="Diagnosis, rate far too large", train=train)


text = lesson.begin("learning_rate")
lesson.picture(text, {"networks": networks()}, answer)
lesson.rest(
    text,
    learning_rate_check.ask,
    learning_rate_check.judge,
    doors=(
        Door("Train with warm-up and a cosine", "Opens Train with the diagnosis and this schedule", scheduled),
        Door("Watch a rate that is far too large", "Opens Train with the diagnosis at a rate of 1", too_large),
        Door("Choose the rate of your own network", "Opens Train with what you have in hand"),
    ),
)
