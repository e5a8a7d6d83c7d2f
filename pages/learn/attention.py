"""Learn: attention and transformers. Its text is in attention.md, its picture in
nnviz/web/lessons/attention/picture.js."""

from nnviz.concepts import asked, attention_asked, attention_check
from nnviz.data.catalog import known_schema
from nnviz.gallery import start_for
from nnviz.models.templates import TEMPLATES
from nnviz.specs import DataSpec, Experiment
from pages.shared.lessons import lesson, racing, reading
from pages.shared.lessons.lesson import Door


def answer(question) -> dict:
    """Where the training that the picture asks for is told, or where the reader's own network looks."""
    if asked.wanted(question, "transformer", "own") == "own":
        return reading.own(question, "attention")
    return racing.recording(attention_asked.recording_of(question))


def lists() -> Experiment:
    """The Lab's lists that are turned around, with its transformer."""
    data = DataSpec(source="lists")
    schema = known_schema(data)
    model = TEMPLATES["transformer"].make(schema)
    return Experiment(title="Lists, turned around", data=data, model=model, train=start_for("lists", schema))


text = lesson.begin("attention")
lesson.picture(text, {}, answer)
lesson.rest(
    text,
    attention_check.ask,
    attention_check.judge,
    doors=(
        Door("Train a transformer on lists", "Opens Train with lists that are turned around", lists),
        Door("See its layers in Build", "Opens Build with the same network", lists, page="pages/lab/build.py"),
        Door(
            "See what your own network looks at", "Opens Sequence with the run in hand", page="pages/inside/sequence.py"
        ),
    ),
)
