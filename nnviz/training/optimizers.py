"""The optimizers that a `TrainSpec` may name, with what every one of them can do around its step."""

from collections.abc import Mapping
from typing import Any

from nnviz import words
from nnviz.errors import SpecError
from nnviz.params import Param
from nnviz.training.choice import Choice


def _momentum(default=0.0):
    return Param("momentum", "float", default, "Share of the last step carried on.", minimum=0.0, maximum=0.9999)


_EPSILON = Param(
    "epsilon", "float", 1e-7, "Keeps the division away from zero.", minimum=1e-12, maximum=1.0, log=True, advanced=True
)
_BETA_1 = Param("beta_1", "float", 0.9, "Memory of the mean gradient.", minimum=0.0, maximum=0.9999, advanced=True)
_BETA_2 = Param(
    "beta_2", "float", 0.999, "Memory of the mean squared gradient.", minimum=0.0, maximum=0.99999, advanced=True
)
_DECAY = Param("weight_decay", "float", 0.004, "Share of each weight taken off per step.", minimum=0.0, maximum=1.0)
_NESTEROV = Param("nesterov", "bool", False, "Look ahead along the momentum before measuring the gradient.")

_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


def _clip(name: str, label: str, help_: str) -> Param:
    limits = {"minimum": 1e-6, "maximum": 1e6, "optional": True, "log": True, "advanced": True}
    return Param(name, "float", None, help_, label=label, **limits)


_AROUND = (
    _clip("clipnorm", "Clip by norm", "Longest gradient allowed per weight array."),
    _clip("clipvalue", "Clip by value", "Largest number allowed in a gradient, up or down."),
    _clip("global_clipnorm", "Clip by global norm", "Longest gradient allowed over all weights together."),
    Param(
        "gradient_accumulation_steps",
        "int",
        None,
        "Batches whose gradients are averaged before one step is taken.",
        minimum=2,
        maximum=1000,
        optional=True,
        advanced=True,
        label="Accumulate over batches",
    ),
    Param(
        "use_ema",
        "bool",
        False,
        "End with a moving average of the weights; scores along the way are of the weights as they are.",
        advanced=True,
        label="Average the weights",
    ),
    Param(
        "ema_momentum",
        "float",
        0.99,
        "Memory of that average.",
        minimum=0.0,
        maximum=0.99999,
        advanced=True,
        label="Memory of the average",
    ),
)
"""What every optimizer of Keras can do around its step."""

_FREE_DECAY = Param(
    "weight_decay",
    "float",
    None,
    "Share of each weight taken off per step, apart from the gradient.",
    minimum=0.0,
    maximum=1.0,
    optional=True,
    advanced=True,
)

OPTIMIZERS: dict[str, Choice] = {
    "sgd": Choice(
        title="SGD",
        path="keras.optimizers:SGD",
        help="A step against the gradient, with momentum if wanted.",
        params=(_momentum(), _NESTEROV, _FREE_DECAY, *_AROUND),
    ),
    "adam": Choice(
        title="Adam",
        path="keras.optimizers:Adam",
        help="A step for every weight, scaled by its own gradients.",
        params=(
            _BETA_1,
            _BETA_2,
            _EPSILON,
            Param("amsgrad", "bool", False, "Never let the second moment shrink.", advanced=True),
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "adamw": Choice(
        title="AdamW",
        path="keras.optimizers:AdamW",
        help="Adam, with weight decay apart from the gradient.",
        params=(_DECAY, _BETA_1, _BETA_2, _EPSILON, *_AROUND),
    ),
    "rmsprop": Choice(
        title="RMSprop",
        path="keras.optimizers:RMSprop",
        help="Divides by a running root mean square of the gradient.",
        params=(
            Param("rho", "float", 0.9, "Memory of the mean squared gradient.", minimum=0.0, maximum=0.9999),
            _momentum(),
            _EPSILON,
            Param("centered", "bool", False, "Subtract the mean gradient first.", advanced=True),
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "adagrad": Choice(
        title="Adagrad",
        path="keras.optimizers:Adagrad",
        help="Steps shrink with the sum of squared gradients.",
        params=(
            Param(
                "initial_accumulator_value",
                "float",
                0.1,
                "Where the sum starts.",
                minimum=0.0,
                maximum=10.0,
                advanced=True,
            ),
            _EPSILON,
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "adadelta": Choice(
        title="Adadelta",
        path="keras.optimizers:Adadelta",
        help="Adagrad with a fading memory.",
        params=(
            Param("rho", "float", 0.95, "Memory of the mean squared gradient.", minimum=0.0, maximum=0.9999),
            _EPSILON,
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "adamax": Choice(
        title="Adamax",
        path="keras.optimizers:Adamax",
        help="Adam by the largest gradient seen.",
        params=(_BETA_1, _BETA_2, _EPSILON, _FREE_DECAY, *_AROUND),
    ),
    "nadam": Choice(
        title="Nadam",
        path="keras.optimizers:Nadam",
        help="Adam with Nesterov's look ahead.",
        params=(_BETA_1, _BETA_2, _EPSILON, _FREE_DECAY, *_AROUND),
    ),
    "lion": Choice(
        title="Lion",
        path="keras.optimizers:Lion",
        help="The sign of the momentum alone.",
        params=(
            _BETA_1,
            Param("beta_2", "float", 0.99, "Memory of the momentum.", minimum=0.0, maximum=0.99999, advanced=True),
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "ftrl": Choice(
        title="FTRL",
        path="keras.optimizers:Ftrl",
        help="Follows the leader so far; with L1, most weights become exactly 0. Made for wide, sparse inputs.",
        params=(
            Param("learning_rate_power", "float", -0.5, "How fast steps shrink.", minimum=-1.0, maximum=0.0),
            Param(
                "initial_accumulator_value",
                "float",
                0.1,
                "Where the sum starts.",
                minimum=0.0,
                maximum=10.0,
                advanced=True,
            ),
            Param("l1_regularization_strength", "float", 0.0, "Price of a weight's size.", minimum=0.0, maximum=10.0),
            Param("l2_regularization_strength", "float", 0.0, "Price of its square.", minimum=0.0, maximum=10.0),
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "adafactor": Choice(
        title="Adafactor",
        path="keras.optimizers:Adafactor",
        help="Adam that remembers rows and columns instead of every weight, and sizes its own steps.",
        params=(
            Param(
                "beta_2_decay",
                "float",
                -0.8,
                "How the memory grows with time.",
                minimum=-1.0,
                maximum=0.0,
                advanced=True,
            ),
            Param("clip_threshold", "float", 1.0, "Largest step, in root mean squares.", minimum=1e-3, maximum=100.0),
            Param(
                "relative_step", "bool", True, "Let steps shrink with time; the learning rate is then the largest one."
            ),
            _FREE_DECAY,
            *_AROUND,
        ),
    ),
    "muon": Choice(
        title="Muon",
        path="keras.optimizers:Muon",
        help="Momentum with all directions of a weight matrix made equally long; AdamW for everything else.",
        params=(
            _momentum(0.95),
            Param("nesterov", "bool", True, "Look ahead along the momentum before measuring the gradient."),
            _DECAY,
            Param("adam_weight_decay", "float", 0.004, "The same where AdamW steps.", minimum=0.0, maximum=1.0),
            Param("ns_steps", "int", 5, "Rounds that make the directions equal.", minimum=1, maximum=20, advanced=True),
            *_AROUND,
        ),
    ),
}


def one_clip(settings: Mapping[str, Any]) -> None:
    """Raises SpecError for gradients that are to be clipped in several ways at once."""
    clips = [param.title.lower() for param in _AROUND if param.name in _CLIPS and settings.get(param.name) is not None]
    if len(clips) > 1:
        raise SpecError(
            f"Gradients are to be clipped in {len(clips)} ways at once: {words.listed(clips)}.",
            expected="one of them",
            fix="Empty the others.",
            where="optimizer",
        )
