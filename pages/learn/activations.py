"""Learn: activation functions. Its text is in activations.md, its picture in
nnviz/web/lessons/activations/picture.js."""

from nnviz.concepts import activations_check, asked
from nnviz.concepts.activations_races import RACES, deep
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def answer(question) -> dict:
    """The race, one of its networks for the Lab, or the sums of the network in hand."""
    if asked.wanted(question, "race", "take", "sums") != "sums":
        return racing.answer(question, RACES)
    run = state.run()
    trained = run is not None and bool(run.weight_ids() or run.model_path.is_file())
    experiment = run.experiment if trained else state.experiment()
    return {"sums": engine.call("learn_sums", experiment, run.id if trained else None)}


text = lesson.begin("activations")
lesson.picture(text, {}, answer)
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
