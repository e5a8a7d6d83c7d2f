"""What the lesson on losses trains: one curve with wild points, under each loss of a number. Imports no framework."""

from nnviz.data.catalog import known_schema
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.race import Race
from nnviz.training.catalog import LOSSES

NUMBERS = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh")
_DELTA = 0.3


def wild(loss: str) -> Experiment:
    """A wave of 140 points, 15 % of them far above, and a small network to follow it under that loss."""
    hidden = tuple(
        LayerSpec(id=f"hidden_{n}", kind="Dense", settings={"units": 16, "activation": "tanh"}) for n in (1, 2)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1})
    settings = {"shape": "wave", "points": 140, "noise": 0.1, "outliers": 0.15}
    return Experiment(
        title=f"Wild points under {LOSSES[loss].title}",
        data=DataSpec(source="curve", settings=settings),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(
            loss=loss,
            loss_settings={"delta": _DELTA} if loss == "huber" else {},
            learning_rate=0.01,
            batch_size=16,
            epochs=200,
        ),
    )


_OF_TASK = {
    "regression": NUMBERS,
    "binary": ("binary_crossentropy", "mean_squared_error"),
    "multiclass": ("categorical_crossentropy", "categorical_focal_crossentropy", "mean_squared_error"),
}
_MOST_EPOCHS = 60
"""Of the reader's own network, which may be larger."""


def each(own: Experiment | None = None) -> Race:
    """The curve with wild points, or the reader's own experiment, under each loss that suits it."""
    if own is None:
        return Race("each", tuple((LOSSES[name].title, wild(name)) for name in NUMBERS))
    train = own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0, loss_settings={})
    losses = _OF_TASK[known_schema(own.data).task]
    return Race("each", tuple((LOSSES[name].title, own.replace(train=train.replace(loss=name))) for name in losses))


RACES = {"each": each}
"""Name → the race, of the reader's own experiment where one is given."""
