"""Experiments that are ready to train: what the home page offers, and where a new session begins."""

from dataclasses import dataclass

from nnviz.data.catalog import known_schema
from nnviz.data.schema import Schema
from nnviz.models.templates import suggest
from nnviz.params import lookup
from nnviz.specs import DataSpec, Experiment, TrainSpec


@dataclass(frozen=True, kw_only=True)
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
        title="Two spirals",
        sentence="Watch a small network bend a boundary around two spirals that no straight line can separate.",
        icon="cyclone",
        data=DataSpec(source="spirals"),
        train=TrainSpec(learning_rate=0.01, batch_size=20, epochs=1000),
        examples=400,
    ),
    "digits": Ready(
        title="Handwritten digits",
        sentence="A convolutional network learns to read 1,797 real digits; see what every filter sees.",
        icon="dialpad",
        data=DataSpec(source="digits"),
        train=TrainSpec(learning_rate=0.002, batch_size=32, epochs=30),
        examples=1438,
    ),
    "breast_cancer": Ready(
        title="Breast-cancer diagnosis",
        sentence="From 30 measurements of cell nuclei to benign or malignant, with the reasons for one case.",
        icon="biotech",
        data=DataSpec(source="breast_cancer"),
        train=TrainSpec(learning_rate=0.003, batch_size=32, epochs=150),
        examples=455,
    ),
    "diabetes": Ready(
        title="Disease progression",
        sentence="Regression: ten measurements of 442 patients, and the progression of diabetes a year on.",
        icon="monitor_heart",
        data=DataSpec(source="diabetes"),
        train=TrainSpec(learning_rate=0.003, batch_size=32, epochs=150),
        examples=354,
    ),
    "shapes": Ready(
        title="Shapes",
        sentence="A convolutional network tells circles, squares and triangles apart, however they are turned.",
        icon="category",
        data=DataSpec(source="shapes"),
        train=TrainSpec(learning_rate=0.003, batch_size=32, epochs=20),
        examples=720,
    ),
}


def ready(name: str) -> Experiment:
    """The ready experiment of that name. Raises SpecError with the nearest spelling for another."""
    return lookup(READY, name, "ready experiment").experiment()


_STEPS = 4
"""Of an epoch, at least, where training starts on few examples."""
_OTHER = TrainSpec(learning_rate=0.003, epochs=50)
"""How training starts on data that no ready experiment has."""
_STARTS = {
    "objects": _OTHER.replace(epochs=15),
    "sentences": _OTHER.replace(epochs=20),
    "lists": _OTHER.replace(learning_rate=0.005, epochs=20),
    "brackets": _OTHER.replace(learning_rate=0.01, epochs=15),
}
"""How it starts on data of which a few epochs are enough, or each takes long."""


def is_start(training: TrainSpec) -> bool:
    """Whether it is how a ready experiment or other data start, and so nobody's own choice."""
    starts = (_OTHER, *_STARTS.values(), *(own.train for own in READY.values()))
    return any(
        training.batch_size <= start.batch_size and training.replace(batch_size=start.batch_size) == start
        for start in starts
    )


def start_for(source: str, schema: Schema, examples: int | None = None) -> TrainSpec:
    """How training on a source starts: as in its ready experiment; points of a plane as the spirals.

    Args:
        examples: for training, where that is known: of few, batches are small enough for four steps an epoch.
    """
    own = next((own.train for own in READY.values() if own.data.source == source), None)
    own = own or _STARTS.get(source) or (READY["spirals"].train if schema.is_plane else _OTHER)
    if examples is None or examples >= _STEPS * own.batch_size:
        return own
    power_of_two = 1 << (max(1, examples // _STEPS).bit_length() - 1)
    return own.replace(batch_size=min(own.batch_size, power_of_two))


@dataclass(frozen=True, kw_only=True)
class TransferExample:
    """A ready comparison of transfer learning: what is learnt first, and the data it is then taken to."""

    title: str
    first: Experiment
    then: DataSpec


def _transfer(name: str, title: str, first: str, then: str, **data) -> TransferExample:
    own = READY[name]
    source = own.data.replace(**data, only_classes=tuple(first.split()))
    experiment = Experiment(
        title=f"{title}: {', '.join(first.split())}",
        data=source,
        model=suggest(known_schema(source), own.examples),
        train=own.train.replace(learning_rate=0.01, epochs=30),
    )
    return TransferExample(title=title, first=experiment, then=source.replace(only_classes=tuple(then.split())))


def transfers() -> dict[str, TransferExample]:
    """The ready comparisons of transfer learning, by name."""
    shapes = {"settings": {"classes": 5, "points": 2400}}
    return {
        "shapes": _transfer("shapes", "Drawn shapes", "circle triangle ring", "square cross", **shapes),
        "digits": _transfer("digits", "Digits", "0 1 2 3 4", "5 6 7 8 9"),
    }
