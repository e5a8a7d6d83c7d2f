"""The learning-rate schedules that a `TrainSpec` may name. Imports no framework."""

from nnviz.params import Param
from nnviz.specs import TrainSpec
from nnviz.training.choice import Choice

_STEPS = Param(
    "decay_epochs", "float", 10.0, "Epochs until the rate has changed by the factor.", minimum=0.01, maximum=10_000
)

SCHEDULES: dict[str, Choice] = {
    "constant": Choice(title="Constant", path="", help="The same rate throughout."),
    "exponential": Choice(
        title="Exponential decay",
        path="keras.optimizers.schedules:ExponentialDecay",
        help="Multiplied steadily.",
        params=(_STEPS, Param("decay_rate", "float", 0.5, "The factor.", minimum=1e-6, maximum=1.0)),
    ),
    "step": Choice(
        title="Step decay",
        path="keras.optimizers.schedules:ExponentialDecay",
        help="Multiplied once every so many epochs.",
        params=(_STEPS, Param("decay_rate", "float", 0.1, "The factor of each step down.", minimum=1e-6, maximum=1.0)),
        fixed={"staircase": True},
    ),
    "cosine": Choice(
        title="Cosine decay",
        path="keras.optimizers.schedules:CosineDecay",
        help="Falls along half a cosine.",
        params=(
            _STEPS,
            Param(
                "alpha",
                "float",
                0.0,
                "What is left of the rate at the end.",
                minimum=0.0,
                maximum=1.0,
                label="Share that is left",
            ),
            Param("warmup_epochs", "float", 0.0, "Epochs of rising to the rate first.", minimum=0.0, maximum=1000),
        ),
    ),
    "cosine_restarts": Choice(
        title="Cosine decay with restarts",
        path="keras.optimizers.schedules:CosineDecayRestarts",
        help="Falls along half a cosine, jumps up, and falls again.",
        params=(
            Param("decay_epochs", "float", 10.0, "Epochs of the first fall.", minimum=0.01, maximum=10_000),
            Param(
                "t_mul",
                "float",
                2.0,
                "Each fall lasts so many times the one before.",
                minimum=1.0,
                maximum=10.0,
                label="Longer each time by",
            ),
            Param(
                "m_mul",
                "float",
                1.0,
                "Each begins at so many times the rate.",
                minimum=1e-6,
                maximum=1.0,
                label="Lower each time by",
            ),
            Param(
                "alpha",
                "float",
                0.0,
                "What is left of the rate at the end of a fall.",
                minimum=0.0,
                maximum=1.0,
                label="Share that is left",
            ),
        ),
    ),
    "polynomial": Choice(
        title="Polynomial decay",
        path="keras.optimizers.schedules:PolynomialDecay",
        help="Falls to an end rate.",
        params=(
            _STEPS,
            Param(
                "end_learning_rate",
                "float",
                1e-4,
                "The last rate.",
                minimum=0.0,
                maximum=10.0,
                log=True,
                label="Last rate",
            ),
            Param("power", "float", 1.0, "1 is a straight line.", minimum=0.1, maximum=10),
        ),
    ),
    "inverse_time": Choice(
        title="Inverse time decay",
        path="keras.optimizers.schedules:InverseTimeDecay",
        help="Falls as 1 / time.",
        params=(_STEPS, Param("decay_rate", "float", 1.0, "How fast.", minimum=1e-6, maximum=100.0)),
    ),
    "one_cycle": Choice(
        title="One-cycle",
        path="nnviz:OneCycle",
        help="Rises to the rate along half a cosine, then falls far below where it began.",
        params=(
            Param(
                "decay_epochs",
                "float",
                None,
                "Epochs of the whole cycle.",
                minimum=0.01,
                maximum=10_000,
                optional=True,
                unset="all of the training",
                label="Epochs of the cycle",
            ),
            Param("warm_share", "float", 0.3, "Share of the cycle that rises.", minimum=0.0, maximum=0.95),
            Param("begin_divisor", "float", 25.0, "It begins at the rate divided by this.", minimum=1.0, maximum=1e4),
            Param("end_divisor", "float", 1e4, "It ends at the rate divided by this.", minimum=1.0, maximum=1e8),
        ),
    ),
    "plateau": Choice(
        title="Reduce on plateau",
        path="keras.callbacks:ReduceLROnPlateau",
        help="Multiplied whenever the validation loss has stopped falling; it cannot be drawn before.",
        params=(
            Param("factor", "float", 0.5, "The factor.", minimum=0.01, maximum=0.99),
            Param("patience", "int", 5, "Epochs without a better validation loss.", minimum=1, maximum=1000),
            Param(
                "min_delta",
                "float",
                1e-4,
                "A better loss is lower by more than this.",
                minimum=0.0,
                maximum=100.0,
                advanced=True,
            ),
            Param("cooldown", "int", 0, "Epochs of rest after each time.", minimum=0, maximum=1000, advanced=True),
            Param(
                "min_lr",
                "float",
                0.0,
                "It never falls below this.",
                minimum=0.0,
                maximum=10.0,
                advanced=True,
                label="Lowest rate",
            ),
        ),
    ),
}
LIVE = ("plateau",)
"""Schedules that follow the scores, epoch by epoch, so that nobody knows them beforehand."""


def decay_epochs(train: TrainSpec) -> float:
    """How many epochs the schedule of a resolved `train` is spread over; all of the training where nothing is said."""
    return train.schedule_settings.get("decay_epochs") or float(train.epochs)
