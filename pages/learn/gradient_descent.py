"""How does a network find its weights? The text is gradient_descent.md, the picture lesson_gradient_descent.js."""

from importlib.metadata import version

from nnviz.concepts import descent_check
from nnviz.concepts.surfaces import SURFACES, GridSurface, LineFit
from nnviz.gallery import ready
from nnviz.plots.packing import pack, unpack
from pages.shared import asking, lesson, state

RACE = ("names", "start", "rate", "steps", "schedule", "batch_size", "settings")


def answer(question: dict, data: dict) -> dict:
    """What the picture wants: the data behind a line, a network's loss, or Keras's own optimizers on a surface."""
    if question["want"] == "line":
        line = asking.ask("learn_line_data")
        return {"line": {**line, "inputs": pack(line["inputs"]), "targets": pack(line["targets"])}}
    if question["want"] == "network":
        run = state.run()
        plane = asking.ask("learn_plane", run.id if run and run.model_path.is_file() else None)
        return {"network": {**plane, "values": pack(plane["values"])}}
    names, *others = (question[name] for name in RACE)
    paths = asking.ask("learn_race", names, _surface(question["surface"], data), *others)
    return {"race": {"key": question["key"], "version": version("keras"),
                     "paths": {name: path.tolist() for name, path in paths.items()}}}


def _surface(name: str, data: dict):
    if name == "line":
        return LineFit(*(unpack(data["line"][part]).astype(float) for part in ("inputs", "targets")))
    if name == "network":
        plane = data["network"]
        return GridSurface(unpack(plane["values"]).astype(float), plane["x"], plane["y"])
    return SURFACES[name]


def doors() -> list[lesson.Door]:
    """The Lab with the spirals and plain gradient descent, and with what is in hand."""
    def plain():
        experiment = ready("spirals")
        return experiment.replace(title="Spirals by plain descent", train=experiment.train.replace(
            optimizer="sgd", optimizer_settings={}, learning_rate=0.1))

    return [lesson.Door("Train the spirals with plain SGD", "Then choose Adam and compare.", plain),
            lesson.Door("Choose the optimizer of your own network", "Opens Train with what you have in hand.")]


text = lesson.begin("gradient_descent")
asking.picture(text, answer)
lesson.rest(text, descent_check.ask, descent_check.judge, doors())
