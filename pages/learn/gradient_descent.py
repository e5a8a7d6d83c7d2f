"""Learn: gradient descent. Its text is in gradient_descent.md, its picture in
nnviz/web/lessons/gradient_descent/picture.js."""

from importlib.metadata import version

from nnviz.concepts import asked, descent_check
from nnviz.concepts.check import with_makings
from nnviz.concepts.surfaces import SURFACES, GridSurface, LineFit
from nnviz.gallery import ready
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state
from pages.shared.session.record import record

surfaces = record().lesson("gradient_descent").surfaces
surfaces |= {name: surface for name, surface in SURFACES.items() if name not in surfaces}


def line() -> dict:
    """Real data to put a line through."""
    line_data = engine.call("learn_line_data")
    surfaces["line"] = LineFit(line_data["inputs"], line_data["targets"])
    return {"line": {**line_data, "inputs": pack(line_data["inputs"]), "targets": pack(line_data["targets"])}}


def network() -> dict:
    """A slice through the loss of the run in hand, or of a network that is trained for it."""
    run = state.run()
    plane = engine.call("learn_plane", run.id if run and run.model_path.is_file() else None)
    surfaces["network"] = GridSurface(plane["values"].astype(float), plane["x"], plane["y"])
    return {"network": {**plane, "values": pack(plane["values"])}}


def race(question) -> dict:
    """The ways of Keras's own optimizers."""
    run = asked.race(question, surfaces)
    paths = engine.call(
        "learn_race",
        list(run.names),
        surfaces[run.surface],
        run.start,
        run.rate,
        run.steps,
        run.schedule,
        run.batch_size,
        run.settings,
    )
    listed = {name: path.tolist() for name, path in paths.items()}
    return {"race": {"key": run.key, "version": version("keras"), "paths": listed}}


def answer(question) -> dict:
    """What the picture asks for."""
    want = asked.wanted(question, "line", "network", "race")
    return {"line": line, "network": network}.get(want, lambda: race(question))()


def plain():
    """The spirals, trained by plain gradient descent."""
    experiment = ready("spirals")
    train = experiment.train.replace(optimizer="sgd", optimizer_settings={}, learning_rate=0.1)
    return experiment.replace(title="Spirals by plain descent", train=train)


text = lesson.begin("gradient_descent")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    *with_makings(descent_check.ask, descent_check.judge, descent_check.MAKINGS),
    doors=(
        Door("Train the spirals with plain SGD", "Then choose Adam, and compare", plain),
        Door("Choose the optimizer of your own network", "Opens Train with what you have in hand"),
    ),
)
