"""What the lesson on losses trains: one curve with wild points, under each loss of a number. Imports no framework."""

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
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
