"""Learn: looking inside. Its text is in looking_inside.md, its picture in
nnviz/web/lessons/looking_inside/picture.js."""

from nnviz.concepts import asked, faults, looking_inside_asked, looking_inside_check
from nnviz.concepts.check import with_makings
from nnviz.errors import RunError
from nnviz.gallery import ready
from nnviz.views.chain import packed, packed_layers
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def images(_) -> dict:
    """The digits that go through the networks."""
    return {"images": packed(engine.call("learn_inside_images"))}


def network(question) -> dict:
    """The sound network, or that of a case; a worker trains it where nobody has asked for it before."""
    told = engine.call("learn_inside_network", looking_inside_asked.case_of(question), timeout=90)
    begun = [pack(own["kernel"]) for own in told["begun"]]
    return {"network": {**told, "layers": packed_layers(told["layers"]), "begun": begun}}


def own(_) -> dict:
    """The network of the run in hand, with its images."""
    run = state.run()
    if run is None:
        raise RunError("No network of yours is in hand.", fix="Train one on images, such as the digits.", where="run")
    told = engine.call("learn_inside_own", run.id, timeout=60)
    return {"own": {**told, "layers": packed_layers(told["layers"]), "images": pack(told["images"])}}


def probe(_) -> dict:
    """What a straight cut reads off each layer."""
    return {"probes": engine.call("learn_inside_probe", timeout=60)}


def liked(question) -> dict:
    """The image that excites a unit most."""
    is_own, layer, unit = looking_inside_asked.liked_of(question)
    run = state.run()
    told = engine.call("learn_inside_liked", run.id if is_own and run else None, layer, unit, timeout=60)
    return {"liked": {**told, "image": pack(told["image"])}}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {"images": images, "network": network, "own": own, "probe": probe, "liked": liked}
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("looking_inside")
run = state.run()
convolutional = run is not None and any(layer.kind == "Conv2D" for layer in run.experiment.model.layers)
lesson.picture(
    text,
    {
        "faults": faults.told(),
        "cases": faults.told_cases(),
        "digits": list("0123456789"),
        "own": (run.experiment.title or "your network") if convolutional else "",
    },
    answer,
)
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
