"""Learn: recurrent networks. Its text is in recurrent_networks.md, its picture in
nnviz/web/lessons/recurrent_networks/picture.js."""

from nnviz.concepts import asked, recurrent_networks_asked, recurrent_networks_check
from nnviz.concepts.recurrent_networks import TASKS
from nnviz.data.catalog import known_schema
from nnviz.gallery import start_for
from nnviz.models.templates import TEMPLATES
from nnviz.specs import DataSpec, Experiment
from pages.shared.lessons import lesson, racing, reading
from pages.shared.lessons.lesson import Door


def tasks() -> dict[str, dict]:
    """What the picture needs to know of each task."""
    return {
        name: {"question": task.question, "kinds": task.kinds, "strict": task.strict, "text": task.text}
        for name, task in TASKS.items()
    }


def answer(question) -> dict:
    """Where the training that the picture asks for is told, or what the reader's own network remembers."""
    if asked.wanted(question, "memory", "adding", "own") == "own":
        return reading.own(question, "states")
    return racing.recording(recurrent_networks_asked.recording_of(question))


def brackets(template: str, title: str):
    """The Lab's brackets, read by a recurrent layer."""
    data = DataSpec(source="brackets")
    schema = known_schema(data)
    model = TEMPLATES[template].make(schema)
    return Experiment(title=title, data=data, model=model, train=start_for("brackets", schema))


text = lesson.begin("recurrent_networks")
lesson.picture(text, {"tasks": tasks()}, answer)
lesson.rest(
    text,
    recurrent_networks_check.ask,
    recurrent_networks_check.judge,
    doors=(
        Door(
            "Train an LSTM on brackets",
            "Opens Train with lists of brackets that are balanced or not",
            lambda: brackets("lstm", "Brackets, read by an LSTM"),
        ),
        Door(
            "Train a GRU on the same",
            "Opens Train with the same data and a smaller cell",
            lambda: brackets("gru", "Brackets, read by a GRU"),
        ),
        Door("See what your network remembers", "Opens Sequence with the run in hand", page="pages/inside/sequence.py"),
    ),
)
