"""What the lesson on augmentation trains: a network that reads few digits, with nothing changed, with small changes and
with far too large ones. Imports no framework."""

from nnviz.errors import SpecError
from nnviz.specs import AugmentationSpec, DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS
from nnviz.studies.race import Race

SIZES = (20, 50, 200)
EPOCHS = 200
_ALL_EPOCHS, _MOST_EPOCHS = 60, 60


STRENGTHS: dict[str, tuple[AugmentationSpec, ...]] = {
    "none": (),
    "right": (
        AugmentationSpec(name="rotation", settings={"degrees": 20.0, "probability": 0.5}),
        AugmentationSpec(name="translation", settings={"share": 0.1, "probability": 0.5}),
    ),
    "strong": (AugmentationSpec(name="rotation", settings={"degrees": 180.0}),),
}
TITLES = {"none": "No changes", "right": "Small changes", "strong": "Any turn"}
"""Strength → what it is called, in the order in which they are shown."""


def reader(strength: str, examples: int = 0, epochs: int = EPOCHS) -> Experiment:
    """A small dense network for scikit-learn's digits.

    Args:
        examples: for training, each class in its share; 0 takes all 1,258.
    """
    layers = (
        LayerSpec(id="flatten", kind="Flatten"),
        LayerSpec(id="hidden", kind="Dense", settings={"units": 64, "activation": "relu"}),
        LayerSpec(id="output", kind="Dense", settings={"units": 10, "activation": "softmax"}),
    )
    return Experiment(
        title=f"{examples or 1258} digits: {TITLES[strength].lower()}",
        data=DataSpec(
            source="digits",
            validation_fraction=0.3,
            training_examples=examples,
            augmentations=STRENGTHS[strength],
            seed=2,
        ),
        model=ModelSpec(layers=layers),
        train=TrainSpec(
            learning_rate=0.001 if examples else 0.003, batch_size=16 if examples else 32, epochs=epochs, seed=1
        ),
    )


def taught(strength: str) -> Experiment:
    """The reader of all digits, whose answers the picture follows while one is turned."""
    return reader(strength, epochs=_ALL_EPOCHS)


def few(examples: int):
    """The race of the three strengths on so many examples; of the reader's own data with all that they have."""

    def race(own: Experiment | None = None) -> Race:
        if own is not None:
            return _own(own)
        return Race(f"few{examples}", tuple((title, reader(name, examples)) for name, title in TITLES.items()))

    return race


def _own(own: Experiment) -> Race:
    plain = KNOBS["augmentation"].turn(own.replace(train=_train(own)), False)
    usual = KNOBS["augmentation"].turn(own.replace(train=_train(own)), True)
    if plain == usual:
        raise SpecError("There is nothing to change in your data.", fix="Take images, or a table.", where="race")
    return Race("own", (("No changes", plain), ("The usual changes", usual)))


def _train(own: Experiment) -> TrainSpec:
    return own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0)


RACES = {f"few{examples}": few(examples) for examples in SIZES}
"""Name → the race, of the reader's own experiment where one is given."""
