"""Learn: epochs and batches. Its text is in batches.md, its picture in nnviz/web/lessons/batches/picture.js."""

from nnviz.concepts import asked, batches, batches_asked, batches_check
from nnviz.concepts.batches import NETWORKS
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def networks() -> dict[str, str]:
    """The data to choose from: those in hand too, where they are not one of the others."""
    own = state.experiment()
    new = all(own.data.source != batches.network(name, own).data.source for name in NETWORKS)
    return ({"own": f"Yours: {own.title or 'without a title'}"} if new else {}) | NETWORKS


def experiment(question):
    """What a question is about."""
    return batches.network(batches_asked.network_of(question), state.experiment())


def examples(question) -> dict:
    """The training examples, and the orders in which training goes through them."""
    told = engine.call("learn_batch_examples", experiment(question))
    arrays = {name: None if told[name] is None else pack(told[name]) for name in ("x", "labels", "orders")}
    return {"examples": {**told, **arrays}}


def gradients(question) -> dict:
    """The gradients of single examples at three moments of a training."""
    stages = engine.call("learn_batch_gradients", experiment(question))
    return {"stages": [{**stage, "points": pack(stage["points"])} for stage in stages]}


def runs(question) -> dict:
    """Trainings with batches of several sizes, or in two orders."""
    return {"runs": engine.call("learn_batch_runs", experiment(question), batches_asked.compared_of(question))}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"examples": examples, "gradients": gradients, "runs": runs}
    return ways[asked.wanted(question, *ways)](question)


def small():
    """The lesson's network for the digits, one example a step."""
    own = batches.network("digits", state.experiment())
    return own.replace(title="Digits, one example a step", train=own.train.replace(batch_size=1, epochs=10))


def large():
    """The same with all examples in one step."""
    own = batches.network("digits", state.experiment())
    return own.replace(title="Digits, all examples a step", train=own.train.replace(batch_size=1438, epochs=200))


text = lesson.begin("batches")
lesson.picture(text, {"networks": networks()}, answer)
lesson.rest(
    text,
    batches_check.ask,
    batches_check.judge,
    doors=(
        Door("Train with one example a step", "Opens Train with the digits and a batch size of 1", small),
        Door("Train with all examples a step", "Opens Train with the digits and a batch of all 1,438", large),
        Door("Choose the batch size of your own network", "Opens Train with what you have in hand"),
    ),
)
