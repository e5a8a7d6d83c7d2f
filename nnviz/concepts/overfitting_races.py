"""Networks of three sizes on thirty noisy examples, and the largest on fifty times as many. Imports no framework."""

from nnviz.concepts.layers import parameters
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS
from nnviz.studies.race import Race

FEW, MANY = 30, 1500
SIZES = {"Small": (2,), "Medium": (8,), "Large": (64, 64)}
EPOCHS = 200
_MOST_EPOCHS = 100


def noisy_moons(sizes: tuple[int, ...], examples: int, title: str = "") -> Experiment:
    """Two half moons that overlap; so many training examples, and the same 500 to judge by."""
    hidden = (
        LayerSpec(id=f"hidden_{i + 1}", kind="Dense", settings={"units": units, "activation": "relu"})
        for i, units in enumerate(sizes)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        title=title or f"{'-'.join(map(str, sizes))} units, {examples} noisy moons",
        data=DataSpec(
            source="moons",
            settings={"points": 2000, "noise": 0.3},
            validation_fraction=0.25,
            training_examples=examples,
            seed=4,
        ),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(learning_rate=0.01, batch_size=10, epochs=EPOCHS, seed=1),
    )


def sizes(own: Experiment | None = None) -> Race:
    """Three sizes on FEW examples and the largest on MANY; or the network given, on all its examples and on FEW."""
    if own is not None:
        return _own(own)
    few = tuple((name, noisy_moons(hidden, FEW)) for name, hidden in SIZES.items())
    return Race("sizes", (*few, ("Large, more data", noisy_moons(SIZES["Large"], MANY))))


def _own(own: Experiment) -> Race:
    train = own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0)
    base = own.replace(train=train)
    few = KNOBS["training_examples"].turn(base, FEW)
    return Race("own sizes", (("Yours", base), (f"Yours, {FEW} examples", few)))


def parameters_of(name: str) -> int:
    """Weights and biases of one of SIZES."""
    return parameters((2, *SIZES[name], 1))


RACES = {"sizes": sizes}
"""Name → the race, of the reader's own experiment where one is given."""
