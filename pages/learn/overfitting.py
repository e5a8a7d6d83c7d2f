"""Learn: overfitting and underfitting. Its text is in overfitting.md, its picture in
nnviz/web/lessons/overfitting/picture.js."""

from nnviz.concepts import overfitting_check
from nnviz.gallery import ready
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def noisy_moons(title: str, units: int, points: int) -> Experiment:
    """Few noisy examples and two hidden layers."""
    hidden = [
        LayerSpec(id=f"hidden_{i}", kind="Dense", settings={"units": units, "activation": "relu"}) for i in (1, 2)
    ]
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    spirals = ready("spirals")
    return spirals.replace(
        title=title,
        data=DataSpec(source="moons", settings={"points": points, "noise": 0.35}),
        model=ModelSpec(layers=(*hidden, output)),
        train=spirals.train.replace(epochs=400),
    )


text = lesson.begin("overfitting")
lesson.picture(text)
lesson.rest(
    text,
    overfitting_check.ask,
    overfitting_check.judge,
    doors=(
        Door(
            "Overfit 60 noisy examples",
            "Opens Train with two layers of 64 units on moons: watch the two losses part",
            lambda: noisy_moons("Overfitting 60 noisy moons", 64, 60),
        ),
        Door(
            "The same network with 1,000 examples",
            "Opens Train with the same 64 units and more data",
            lambda: noisy_moons("64 units, 1,000 noisy moons", 64, 1000),
        ),
        Door("Look at the gap of your own run", "Opens Evaluate with the run in hand", page="pages/lab/evaluate.py"),
    ),
)
