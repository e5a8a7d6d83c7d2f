"""Learn: metrics. Its text is in metrics.md, its picture in nnviz/web/lessons/metrics/picture.js."""

from nnviz.concepts import asked, metrics_asked, metrics_check
from nnviz.concepts.metrics_networks import TESTS
from nnviz.errors import RunError
from nnviz.gallery import ready
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def own_run():
    """The trained run in hand whose answers are classes or numbers; None where there is none."""
    run = state.run()
    return run if run is not None and run.model_path.is_file() else None


def own_cases(question) -> dict:
    """What the run in hand says of its held-out examples."""
    run = own_run()
    if run is None:
        raise RunError("Your run is not trained yet.", fix="Train it, and come back.", where="run")
    return {"own": engine.call("learn_own_cases", run.id, metrics_asked.positive_of(question), timeout=90)}


def answer(question) -> dict:
    """What the picture asks for: a test's cases, a few patients, or the run in hand."""
    want = asked.wanted(question, *metrics_asked.WANTS)
    if want == "own":
        return own_cases(question)
    if want == "patients":
        return {"patients": engine.call("learn_patients")}
    return {"cases": engine.call("learn_cases", metrics_asked.test_of(question), timeout=90)}


text = lesson.begin("metrics")
run = own_run()
lesson.picture(
    text,
    {
        "tests": {name: test.words for name, test in TESTS.items()},
        "own": {"title": run.experiment.title or "your run"} if run else None,
    },
    answer,
)
lesson.rest(
    text,
    metrics_check.ask,
    metrics_check.judge,
    doors=(
        Door("Judge your own run", "Opens Evaluate with the run in hand", page="pages/lab/evaluate.py"),
        Door(
            "Train the quick test",
            "Opens Train with two measurements of breast-cancer cells",
            TESTS["quick"].experiment,
        ),
        Door(
            "Train a network that predicts numbers", "Opens Train with the diabetes patients", lambda: ready("diabetes")
        ),
    ),
)
