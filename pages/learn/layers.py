"""Learn: width and depth. Its text is in layers.md, its picture in nnviz/web/lessons/layers/picture.js."""

from nnviz.concepts import layers_check
from nnviz.gallery import ready
from nnviz.specs import Experiment, LayerSpec, ModelSpec
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def spirals(title: str, *sizes: int) -> Experiment:
    """The two spirals, with hidden layers of these sizes."""
    hidden = [
        LayerSpec(id=f"hidden_{i + 1}", kind="Dense", settings={"units": units, "activation": "tanh"})
        for i, units in enumerate(sizes)
    ]
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return ready("spirals").replace(title=title, model=ModelSpec(layers=(*hidden, output)))


text = lesson.begin("layers")
lesson.picture(text)
lesson.rest(
    text,
    layers_check.ask,
    layers_check.judge,
    doors=(
        Door(
            "Train one layer of 8 on the spirals",
            "Opens Train with a single hidden layer: 33 parameters",
            lambda: spirals("Spirals, one layer of 8", 8),
        ),
        Door(
            "Train three layers of 8 on the spirals",
            "Opens Train with three hidden layers: 177 parameters",
            lambda: spirals("Spirals, three layers of 8", 8, 8, 8),
        ),
        Door(
            "Change the layers of your own network", "Opens Build with the network in hand", page="pages/lab/build.py"
        ),
    ),
)
