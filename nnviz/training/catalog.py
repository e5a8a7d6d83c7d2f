"""The optimizers, losses, schedules and metrics that a `TrainSpec` may name. Imports no framework.

`path` is the Keras object behind an entry; only a worker imports it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz import words
from nnviz.data.schema import Schema, Task
from nnviz.errors import SpecError, TrainingError
from nnviz.models import heads
from nnviz.params import Param, fill, lookup
from nnviz.specs import TrainSpec


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry: its Keras path (`module:Class`), its settings, and the tasks that it suits."""

    title: str
    path: str
    help: str
    params: tuple[Param, ...] = ()
    tasks: tuple[Task, ...] = ("binary", "multiclass", "multilabel", "regression")
    one_hot: bool = field(default=False)
    """Whether class numbers must be one-hot encoded for it."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of the Keras object that make it this entry, and are nobody's to choose."""


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

_CLASSES, _REAL = ("binary", "multiclass"), ("regression",)
_YES_OR_NO = ("binary", "multilabel")

LOSSES: dict[str, Choice] = {
    "binary_crossentropy": Choice(
        title="Binary cross-entropy",
        path="keras.losses:BinaryCrossentropy",
        help="Surprise at yes or no; wants one sigmoid output, or one for each class or label.",
        tasks=(*_CLASSES, "multilabel"),
        one_hot=True,
    ),
    "sparse_categorical_crossentropy": Choice(
        title="Cross-entropy",
        path="keras.losses:SparseCategoricalCrossentropy",
        help="Surprise at the true class; wants a softmax over the classes.",
        tasks=_CLASSES,
    ),
    "categorical_crossentropy": Choice(
        title="Cross-entropy, one-hot",
        path="keras.losses:CategoricalCrossentropy",
        help="The same, with label smoothing.",
        params=(
            Param(
                "label_smoothing",
                "float",
                0.0,
                "Share of certainty taken from the true class.",
                minimum=0.0,
                maximum=0.5,
            ),
        ),
        tasks=_CLASSES,
        one_hot=True,
    ),
    "categorical_focal_crossentropy": Choice(
        title="Focal cross-entropy",
        path="keras.losses:CategoricalFocalCrossentropy",
        help="Looks harder at what is still wrong.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "kl_divergence": Choice(
        title="Kullback-Leibler divergence",
        path="keras.losses:KLDivergence",
        help="Distance from the true distribution; wants a softmax.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "hinge": Choice(
        title="Hinge",
        path="keras.losses:Hinge",
        help="Margin of a support vector machine; wants a linear or tanh output.",
        tasks=("binary",),
    ),
    "squared_hinge": Choice(
        title="Squared hinge",
        path="keras.losses:SquaredHinge",
        help="The same, harder on large mistakes.",
        tasks=("binary",),
    ),
    "categorical_hinge": Choice(
        title="Categorical hinge",
        path="keras.losses:CategoricalHinge",
        help="Margin between the true class and the next; wants linear outputs.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "mean_squared_error": Choice(
        title="Mean squared error", path="keras.losses:MeanSquaredError", help="Large errors weigh most.", one_hot=True
    ),
    "mean_absolute_error": Choice(
        title="Mean absolute error", path="keras.losses:MeanAbsoluteError", help="Robust to outliers.", tasks=_REAL
    ),
    "huber": Choice(
        title="Huber",
        path="keras.losses:Huber",
        help="Squared near zero, absolute far away.",
        params=(
            Param("delta", "float", 1.0, "Where it changes from squared to absolute.", minimum=1e-3, maximum=100.0),
        ),
        tasks=_REAL,
    ),
    "log_cosh": Choice(title="Log-cosh", path="keras.losses:LogCosh", help="A smooth absolute error.", tasks=_REAL),
}

METRICS: dict[str, Choice] = {
    "accuracy": Choice(
        title="Accuracy",
        path="",
        help="Share of right answers; with labels, every yes or no is an answer.",
        tasks=(*_CLASSES, "multilabel"),
    ),
    "auc": Choice(
        title="AUC", path="keras.metrics:AUC", help="Chance that a positive ranks above a negative.", tasks=_YES_OR_NO
    ),
    "precision": Choice(
        title="Precision",
        path="keras.metrics:Precision",
        help="Share of those called positive that are.",
        tasks=_YES_OR_NO,
    ),
    "recall": Choice(
        title="Recall", path="keras.metrics:Recall", help="Share of the positives that are found.", tasks=_YES_OR_NO
    ),
    "mean_absolute_error": Choice(
        title="Mean absolute error", path="keras.metrics:MeanAbsoluteError", help="In scaled units.", tasks=_REAL
    ),
    "root_mean_squared_error": Choice(
        title="Root mean squared error", path="keras.metrics:RootMeanSquaredError", help="In scaled units.", tasks=_REAL
    ),
    "r2_score": Choice(title="R²", path="keras.metrics:R2Score", help="Share of the variance explained.", tasks=_REAL),
}

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
            Param("alpha", "float", 0.0, "What is left of the rate at the end.", minimum=0.0, maximum=1.0),
            Param("warmup_epochs", "float", 0.0, "Epochs of rising to the rate first.", minimum=0.0, maximum=1000),
        ),
    ),
    "cosine_restarts": Choice(
        title="Cosine decay with restarts",
        path="keras.optimizers.schedules:CosineDecayRestarts",
        help="Falls along half a cosine, jumps up, and falls again.",
        params=(
            Param("decay_epochs", "float", 10.0, "Epochs of the first fall.", minimum=0.01, maximum=10_000),
            Param("t_mul", "float", 2.0, "Each fall lasts so many times the one before.", minimum=1.0, maximum=10.0),
            Param("m_mul", "float", 1.0, "Each begins at so many times the rate.", minimum=1e-6, maximum=1.0),
            Param("alpha", "float", 0.0, "What is left of the rate at the end of a fall.", minimum=0.0, maximum=1.0),
        ),
    ),
    "polynomial": Choice(
        title="Polynomial decay",
        path="keras.optimizers.schedules:PolynomialDecay",
        help="Falls to an end rate.",
        params=(
            _STEPS,
            Param("end_learning_rate", "float", 1e-4, "The last rate.", minimum=0.0, maximum=10.0, log=True),
            Param("power", "float", 1.0, "1 is a straight line.", minimum=0.1, maximum=10),
        ),
    ),
    "inverse_time": Choice(
        title="Inverse time decay",
        path="keras.optimizers.schedules:InverseTimeDecay",
        help="Falls as 1 / time.",
        params=(_STEPS, Param("decay_rate", "float", 1.0, "How fast.", minimum=1e-6, maximum=100.0)),
    ),
}

_AUTO_METRICS = dict.fromkeys((*_CLASSES, "multilabel"), ("accuracy",)) | {"regression": ("mean_absolute_error",)}


def one_input(inputs: int, there: int = 1) -> None:
    """Raises TrainingError for a network that takes more than the data."""
    if inputs > there:
        raise TrainingError(
            f"The network has {inputs} inputs, and the data have {'one' if there == 1 else there}.",
            expected="a network with one input" if there == 1 else "inputs of the same names and shapes",
            fix="Remove the further inputs on the Build page, or join them to the data there.",
            where="model",
        )


def resolve(train: TrainSpec, schema: Schema, units: int | None = None) -> TrainSpec:
    """`train` with "auto" settled for this data, and every name and setting checked.

    Args:
        units: how many numbers the network returns, where that is known: two classes may have one unit or two.

    Raises:
        SpecError: for an unknown name, a setting out of range, or a loss that does not suit the task.
    """
    loss = heads.auto_loss(schema.task, units) if train.loss == "auto" else train.loss
    entry = lookup(LOSSES, loss, "loss")
    if schema.task not in entry.tasks:
        fitting = [name for name, choice in LOSSES.items() if schema.task in choice.tasks]
        raise SpecError(
            f"The loss {entry.title} does not suit {schema.task} targets.",
            expected=f"one of {', '.join(fitting)}",
            fix="Choose one of these.",
            where="loss",
        )
    settings = fill(lookup(OPTIMIZERS, train.optimizer, "optimizer").params, train.optimizer_settings)
    _one_clip(settings)
    metrics = _AUTO_METRICS[schema.task] if train.metrics is None else train.metrics
    for name in metrics:
        if schema.task not in lookup(METRICS, name, "metric").tasks:
            raise SpecError(f"The metric {METRICS[name].title} does not suit {schema.task} targets.", where="metrics")
    return train.replace(
        loss=loss,
        loss_settings=fill(entry.params, train.loss_settings),
        metrics=metrics,
        optimizer_settings=settings,
        schedule_settings=fill(lookup(SCHEDULES, train.schedule, "schedule").params, train.schedule_settings),
    )


def _one_clip(settings: Mapping[str, Any]) -> None:
    clips = [param.title.lower() for param in _AROUND if param.name in _CLIPS and settings.get(param.name) is not None]
    if len(clips) > 1:
        raise SpecError(
            f"Gradients are to be clipped in {len(clips)} ways at once: {words.listed(clips)}.",
            expected="one of them",
            fix="Empty the others.",
            where="optimizer",
        )
