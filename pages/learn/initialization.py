"""Learn: weight initialization. Its text is in initialization.md, its picture in
nnviz/web/lessons/initialization/picture.js."""

from nnviz.concepts import initialization_check
from nnviz.concepts.deep_races import deep_experiment, deep_model
from pages.shared.lessons import deep, lesson
from pages.shared.lessons.lesson import Door

text = lesson.begin("initialization")
lesson.picture(text, {}, deep.answer)
lesson.rest(
    text,
    initialization_check.ask,
    initialization_check.judge,
    doors=(
        Door(
            "Train a network that begins with zeros",
            "Opens Train with six layers of tanh, all weights 0: watch what moves",
            lambda: deep_experiment("Weights of zero", deep_model("tanh", "zeros", depth=6)),
        ),
        Door(
            "Train the same with orthogonal weights",
            "Opens Train with six layers of tanh that begin orthogonal",
            lambda: deep_experiment("Orthogonal weights", deep_model("tanh", "orthogonal", depth=6)),
        ),
        Door("Choose initializers of your own", "Opens Build with the network in hand", page="pages/lab/build.py"),
    ),
)
