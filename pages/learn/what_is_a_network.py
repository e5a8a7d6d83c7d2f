"""Learn: what a neural network is. Its text is in what_is_a_network.md, its picture in
nnviz/web/lessons/what_is_a_network/picture.js."""

from nnviz.concepts import what_is_a_network_check
from nnviz.gallery import ready
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door

text = lesson.begin("what_is_a_network")
lesson.picture(text)
lesson.rest(
    text,
    what_is_a_network_check.ask,
    what_is_a_network_check.judge,
    doors=(
        Door(
            "Watch a network learn",
            "Opens Train with a small network and two spirals that no straight line can separate",
            lambda: ready("spirals"),
        ),
        Door("Build one of your own", "Opens Build with the network in hand", page="pages/lab/build.py"),
    ),
)
