"""Learn: looking inside. Its text is in looking_inside.md, its picture in
nnviz/web/lessons/looking_inside/picture.js."""

from nnviz.concepts import asked, faults, looking_inside_asked, looking_inside_check
from nnviz.concepts.check import with_makings
from nnviz.gallery import ready
from nnviz.views.chain import packed, packed_layers
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def images(_) -> dict:
    """The digits that go through the networks."""
    return {"images": packed(engine.call("learn_inside_images"))}


def network(question) -> dict:
    """The sound network, or that of a case; a worker trains it where nobody has asked for it before."""
    told = engine.call("learn_inside_network", looking_inside_asked.case_of(question), timeout=90)
    begun = [pack(own["kernel"]) for own in told["begun"]]
    return {"network": {**told, "layers": packed_layers(told["layers"]), "begun": begun}}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"images": images, "network": network}
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("looking_inside")
lesson.picture(text, {"faults": faults.told(), "cases": faults.told_cases()}, answer)
lesson.rest(
    text,
    *with_makings(looking_inside_check.ask, looking_inside_check.judge, looking_inside_check.MAKINGS),
    doors=(
        Door("Look inside your own network", "Opens Network with the run in hand", page="pages/inside/network.py"),
        Door(
            "Train a network on digits, to look inside",
            "Opens Train with two convolutions and 1,797 real digits",
            lambda: ready("digits"),
        ),
        Door(
            "See where the gradients of yours die or grow",
            "Opens Gradients with the run in hand",
            page="pages/inside/gradients.py",
        ),
    ),
)
