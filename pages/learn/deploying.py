"""Learn: deploying and watching. Its text is in deploying.md, its picture in nnviz/web/lessons/deploying/picture.js."""

from dataclasses import asdict

from nnviz.concepts import asked, deploying, deploying_asked, deploying_check
from nnviz.concepts.deploying_year import CHANGES, MONITORS, RETRAINED
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def run_of(question) -> str | None:
    """The run that a question is about; None for the lesson's own network."""
    run = state.run() if deploying_asked.own(question) else None
    return run.id if run else None


def file(question) -> dict:
    """What is in a network's file, and what it answers where something of it is missing."""
    told = engine.call("learn_file", run_of(question))
    arrays = {name: None if told[name] is None else pack(told[name]) for name in ("answers", "decided", "truth")}
    return {"file": {**told, **arrays}}


def request(question) -> dict:
    """What the prediction server makes of a request."""
    return {"request": engine.call("learn_request", run_of(question), deploying_asked.body(question))}


def times(question) -> dict:
    """How long requests of several sizes take."""
    return {"times": engine.call("learn_request_times", run_of(question))}


def versions(question) -> dict:
    """Which answers of each version are off."""
    told = {name: pack(wrong) for name, wrong in engine.call("learn_versions").items()}
    first, dear = told.pop("first"), told.pop("dear")
    return {"versions": {"first": first, "seconds": told, "dear": dear}}


def year(question) -> dict:
    """A year in which something changes."""
    told = engine.call("learn_year", deploying_asked.change(question))
    return {"year": {**told, "monitors": pack(told["monitors"])}}


def catches(question) -> dict:
    """Which monitor catches what."""
    return {"catches": engine.call("learn_catches")}


def retrained(question) -> dict:
    """Networks that learnt again at the end of each month of such a year."""
    return {"retrained": engine.call("learn_retrained", deploying_asked.retrained(question))}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {
        "file": file,
        "request": request,
        "times": times,
        "versions": versions,
        "year": year,
        "catches": catches,
        "retrained": retrained,
    }
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("deploying")
run = state.run()
own = run is not None and run.model_path.is_file()
lesson.picture(
    text,
    {
        "networks": ({"own": f"Yours: {run.record.title}"} if own else {}) | {"tips": "Tips in a restaurant"},
        "seconds": deploying.VERSIONS,
        "changes": {name: asdict(change) for name, change in CHANGES.items()},
        "monitors": MONITORS,
        "drifts": RETRAINED,
    },
    answer,
)
lesson.rest(
    text,
    deploying_check.ask,
    deploying_check.judge,
    doors=(
        Door("Train the network of the tips", "Opens Train with the lesson’s network", deploying.network),
        Door("Export your own network", "Opens Export with what you have in hand", page="pages/deploy/export.py"),
        Door("Serve it on this machine", "Opens Serve with the run in hand", page="pages/deploy/serve.py"),
        Door("Watch what it is asked", "Opens Watch with the run in hand", page="pages/deploy/watch.py"),
    ),
)
