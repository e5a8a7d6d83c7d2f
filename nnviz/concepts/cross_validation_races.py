"""The networks of five folds, of the lesson's own few examples or of the reader's experiment. Imports no framework."""

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.race import Race
from nnviz.studies.spec import StudySpec

FOLDS, EPOCHS = 5, 120
_MOST_EPOCHS = 60
"""Of the reader's own network, which may be larger."""


def few_moons() -> Experiment:
    """Sixty noisy points of two half moons, and a network that is large for them."""
    hidden = tuple(
        LayerSpec(id=f"hidden_{i}", kind="Dense", settings={"units": 32, "activation": "relu"}) for i in (1, 2)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title="Sixty noisy moons",
        data=DataSpec(source="moons", settings={"points": 60, "noise": 0.35}, seed=5),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(learning_rate=0.01, batch_size=12, epochs=EPOCHS, seed=1),
    )


def folds(own: Experiment | None = None) -> Race:
    """One network a fold, all with the same first weights; of the experiment given, for 60 epochs at most."""
    base = own or few_moons()
    if own is not None:
        base = own.replace(train=own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0))
    spec = StudySpec(base=base, kind="folds", count=FOLDS)
    named = ((f"Fold {number}", one.experiment) for number, one in enumerate(spec.variants, 1))
    return Race("own folds" if own else "folds", tuple(named))


RACES = {"folds": folds}
"""Name → the race, of the reader's own experiment where one is given."""
