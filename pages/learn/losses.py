"""Learn: loss functions. Its text is in losses.md, its picture in nnviz/web/lessons/losses/picture.js."""

from nnviz.concepts import asked, losses_check
from nnviz.concepts.losses_races import RACES, wild
from pages.shared import engine
from pages.shared.lessons import lesson, racing
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def answer(question) -> dict:
    """The race, one of its networks for the Lab, or the answers of the network in hand."""
    if asked.wanted(question, "race", "take", "answers") != "answers":
        return racing.answer(question, RACES)
    run = state.run()
    trained = run is not None and bool(run.weight_ids() or run.model_path.is_file())
    experiment = run.experiment if trained else state.experiment()
    return {"answers": engine.call("learn_answers", experiment, run.id if trained else None)}


text = lesson.begin("losses")
lesson.picture(text, {}, answer)
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
