"""Learn: the neuron. Its text is in neuron.md, its picture in nnviz/web/lessons/neuron/picture.js."""

from nnviz.concepts import neuron_check
from nnviz.concepts.check import with_makings
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from pages.shared.lessons import lesson
from pages.shared.lessons.lesson import Door


def one_neuron(source: str, title: str) -> Experiment:
    """A single sigmoid neuron on a set of points in the plane."""
    neuron = LayerSpec(id="neuron", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title=title,
        data=DataSpec(source=source),
        model=ModelSpec(layers=(neuron,)),
        train=TrainSpec(optimizer="sgd", learning_rate=0.1, batch_size=20, epochs=100),
    )


text = lesson.begin("neuron")
lesson.picture(text, {"compare": text.rows("Alike")})
lesson.rest(
    text,
    *with_makings(neuron_check.ask, neuron_check.judge, neuron_check.MAKINGS),
    doors=(
        Door(
            "Train one neuron on two blobs",
            "Opens Train with a single sigmoid neuron and points that a line can separate",
            lambda: one_neuron("blobs", "One neuron, two blobs"),
        ),
        Door(
            "Train one neuron on XOR",
            "Opens Train with a single sigmoid neuron and points that no line can separate",
            lambda: one_neuron("xor", "One neuron, XOR"),
        ),
        Door("Build on from your own network", "Opens Build with the network in hand", page="pages/lab/build.py"),
    ),
)
