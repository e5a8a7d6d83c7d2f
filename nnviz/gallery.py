"""Experiments that are ready to train: what the home page offers, and where a new session begins."""

from dataclasses import dataclass

from nnviz.data.catalog import known_schema
from nnviz.models.templates import suggest
from nnviz.params import lookup
from nnviz.specs import DataSpec, Experiment, TrainSpec


@dataclass(frozen=True)
class Ready:
    """One ready experiment: what people call it, what it shows, a Material icon, and its parts."""

    title: str
    sentence: str
    icon: str
    data: DataSpec
    train: TrainSpec
    examples: int

    def experiment(self) -> Experiment:
        """The experiment, with the network that suits its data."""
        return Experiment(
            title=self.title, data=self.data, model=suggest(known_schema(self.data), self.examples), train=self.train
        )


READY: dict[str, Ready] = {
    "spirals": Ready(
        "Two spirals",
        "Watch a small network bend a boundary around two spirals that no straight line can part.",
        "cyclone",
        DataSpec(source="spirals"),
        TrainSpec(learning_rate=0.01, batch_size=20, epochs=1000),
        400,
    ),
    "digits": Ready(
        "Handwritten digits",
        "A convolutional network learns to read 1,797 real digits; see what every filter sees.",
        "dialpad",
        DataSpec(source="digits"),
        TrainSpec(learning_rate=0.002, batch_size=32, epochs=30),
        1438,
    ),
    "breast_cancer": Ready(
        "Breast-cancer diagnosis",
        "From 30 measurements of cell nuclei to benign or malignant, with the reasons for one case.",
        "biotech",
        DataSpec(source="breast_cancer"),
        TrainSpec(learning_rate=0.003, batch_size=32, epochs=150),
        455,
    ),
    "diabetes": Ready(
        "Disease progression",
        "Regression: ten measurements of 442 patients, and the progression of diabetes a year on.",
        "monitor_heart",
        DataSpec(source="diabetes"),
        TrainSpec(learning_rate=0.003, batch_size=32, epochs=150),
        354,
    ),
    "shapes": Ready(
        "Shapes",
        "A convolutional network tells circles, squares and triangles apart, however they are turned.",
        "category",
        DataSpec(source="shapes"),
        TrainSpec(learning_rate=0.003, batch_size=32, epochs=20),
        720,
    ),
}


def ready(name: str) -> Experiment:
    """The ready experiment of that name. Raises SpecError with the nearest spelling for another."""
    return lookup(READY, name, "ready experiment").experiment()
