"""What the lesson on stability trains side by side: one network from many beginnings."""

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS
from nnviz.studies.race import Race

EPOCHS, SEEDS = 160, 20
_OWN_SEEDS, _MOST_EPOCHS = 8, 40


def exclusive_or(units: int) -> Experiment:
    """Opposite quarters of a plane share a class: a hidden layer of so many units, few of which are enough."""
    layers = (
        LayerSpec(id="hidden", kind="Dense", settings={"units": units, "activation": "tanh"}),
        LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
    )
    return Experiment(
        title=f"XOR with {units} hidden units",
        data=DataSpec(source="xor", settings={"points": 200, "noise": 0.02}, seed=1),
        model=ModelSpec(layers=layers),
        train=TrainSpec(optimizer="adam", learning_rate=0.05, batch_size=32, epochs=EPOCHS),
    )


def _of(units: int):
    def seeds(own: Experiment | None = None) -> Race:
        """The same network from twenty beginnings; of the reader's own, which may be larger, from eight."""
        base = own or exclusive_or(units)
        if own is not None:
            base = base.replace(train=base.train.replace(epochs=min(base.train.epochs, _MOST_EPOCHS)))
        count = SEEDS if own is None else _OWN_SEEDS
        variants = tuple((f"Seed {k + 1}", KNOBS["seed"].turn(base, k)) for k in range(count))
        return Race(f"seeds_{units}", variants, frames=16)

    return seeds


UNITS = (2, 3, 8)
RACES = {f"seeds_{units}": _of(units) for units in UNITS}
"""Name → the race, of the reader's own experiment where one is given."""
