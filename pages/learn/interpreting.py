"""Learn: explaining an answer. Its text is in interpreting.md, its picture in
nnviz/web/lessons/interpreting/picture.js."""

from nnviz import cases
from nnviz.concepts import asked, interpreting, interpreting_asked, interpreting_check
from nnviz.concepts.check import with_makings
from nnviz.errors import RunError
from nnviz.views.chain import packed, packed_layers, packed_maps
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def images(_) -> dict:
    """The held-out images, without their mark."""
    return {"images": packed(engine.call("learn_shortcut_images"))}


def network(question) -> dict:
    """One of the two networks; a worker trains it where nobody has asked for it before."""
    told = engine.call("learn_shortcut_network", interpreting_asked.network_of(question), timeout=90)
    return {"network": packed_layers(told["layers"])}


def explained(question) -> dict:
    """What methods say of a network: of images as they are, as layers are drawn anew, or against several baselines."""
    want = question["want"]
    told = engine.call(f"learn_shortcut_{want}", interpreting_asked.network_of(question), timeout=90)
    return {want: packed_maps(told)}


def own(_) -> dict:
    """What the methods say of the run in hand."""
    run = state.run()
    if run is None:
        raise RunError("No network of yours is in hand.", fix="Train one on images, such as the digits.", where="run")
    return {"own": packed_maps(engine.call("learn_explained_own", run.id, timeout=120))}


def answer(question) -> dict:
    """What the picture asks for."""
    ways = {
        "images": images,
        "network": network,
        "own": own,
        **dict.fromkeys(("maps", "sanity", "baselines"), explained),
    }
    return ways[asked.wanted(question, *ways)](question)


text = lesson.begin("interpreting")
run = state.run()
of_images = run is not None and any(layer.kind in ("Conv2D", "Flatten") for layer in run.experiment.model.layers)
lesson.picture(
    text,
    {
        "networks": interpreting.NETWORKS,
        "methods": interpreting.METHODS,
        "classes": list(interpreting.CLASSES),
        "own": (run.experiment.title or "your network") if of_images else "",
    },
    answer,
)
lesson.rest(
    text,
    *with_makings(interpreting_check.ask, interpreting_check.judge, interpreting_check.MAKINGS),
    doors=(
        Door("Explain an answer of your own network", "Opens Attribution", page="pages/explain/attribution.py"),
        Door("Put your explanations to the test", "Opens Trust", page="pages/explain/trust.py"),
        Door("Change an input and see what follows", "Opens What if", page="pages/explain/what_if.py"),
        Door(
            "Train a network that takes the shortcut",
            "Opens Train with shapes whose mark gives them away",
            lambda: cases.case("shortcut").wrong,
        ),
    ),
)
