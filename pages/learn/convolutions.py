"""Learn: convolutions. Its text is in convolutions.md, its picture in nnviz/web/lessons/convolutions/picture.js."""

from dataclasses import asdict

from nnviz.concepts import asked, convolution_check
from nnviz.concepts.check import with_makings
from nnviz.concepts.convolution import KERNELS
from nnviz.gallery import ready
from nnviz.views.packing import pack
from pages.shared import engine
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door
from pages.shared.session import state


def kernels() -> dict:
    """The kernels of the run in hand where its network has a convolution; else of one that learns the digits."""
    run = state.run()
    own = run is not None and any(layer.kind == "Conv2D" for layer in run.experiment.model.layers)
    learnt = engine.call("learn_kernels", run.id if own else None, timeout=90)
    whose = (
        f"your run's layer {learnt['layer']}"
        if own
        else f"a network that has just learnt the digits ({100 * learnt['accuracy']:.0f} % of unseen ones read right)"
    )
    return {
        "kernels": pack(learnt["kernels"]),
        "biases": pack(learnt["biases"]),
        "words": f"{len(learnt['kernels'])} of {learnt['total']} kernels of {whose}. Choose among them below the "
        "picture.",
    }


def answer(question) -> dict:
    """What the picture asks for: learnt kernels, or the photograph."""
    if asked.wanted(question, "kernels", "photograph") == "kernels":
        return kernels()
    return {"photograph": pack(engine.call("learn_photograph")), "words": "Photograph: Rob Baxter, CC BY."}


text = lesson.begin("convolutions")
made_by_hand = [{"name": name, **asdict(kernel)} for name, kernel in KERNELS.items()]
lesson.picture(text, {"kernels": made_by_hand}, answer)
lesson.rest(
    text,
    *with_makings(convolution_check.ask, convolution_check.judge, convolution_check.MAKINGS),
    doors=(
        Door(
            "Train a convolutional network on digits",
            "Opens Train with two convolutions and 1,797 real digits",
            lambda: ready("digits"),
        ),
        Door("Train one on shapes", "Opens Train with circles, squares and triangles", lambda: ready("shapes")),
        Door(
            "See what every filter of yours sees", "Opens Network with the run in hand", page="pages/inside/network.py"
        ),
    ),
)
