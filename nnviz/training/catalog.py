"""The optimizers, losses, schedules and metrics that a `TrainSpec` may name. Imports no framework.

`path` is the Keras object behind an entry; only a worker imports it.
"""

from dataclasses import dataclass, field

from nnviz.data.schema import Schema, Task
from nnviz.errors import SpecError, TrainingError
from nnviz.models import heads
from nnviz.params import Param, fill, lookup
from nnviz.specs import TrainSpec


@dataclass(frozen=True)
class Choice:
    """One entry: its Keras path (`module:Class`), its settings, and the tasks that it suits."""

    title: str
    path: str
    help: str
    params: tuple[Param, ...] = ()
    tasks: tuple[Task, ...] = ("binary", "multiclass", "regression")
    one_hot: bool = field(default=False)
    """Whether class numbers must be one-hot encoded for it."""


def _momentum(default=0.0):
    return Param("momentum", "float", default, "Share of the last step carried on.", 0.0, 0.9999)


_EPSILON = Param("epsilon", "float", 1e-7, "Keeps the division away from zero.", 1e-12, 1.0, log=True, advanced=True)
_BETA_1 = Param("beta_1", "float", 0.9, "Memory of the mean gradient.", 0.0, 0.9999, advanced=True)
_BETA_2 = Param("beta_2", "float", 0.999, "Memory of the mean squared gradient.", 0.0, 0.99999, advanced=True)
_DECAY = Param("weight_decay", "float", 0.004, "Share of each weight taken off per step.", 0.0, 1.0)
_NESTEROV = Param("nesterov", "bool", False, "Look ahead along the momentum before measuring the gradient.")

_ALL_OPTIMIZERS = {
    "sgd": ("SGD", "SGD", "A step against the gradient, with momentum if wanted.", (_momentum(), _NESTEROV)),
    "adam": (
        "Adam",
        "Adam",
        "A step for every weight, scaled by its own gradients.",
        (
            _BETA_1,
            _BETA_2,
            _EPSILON,
            Param("amsgrad", "bool", False, "Never let the second moment shrink.", advanced=True),
        ),
    ),
    "adamw": (
        "AdamW",
        "AdamW",
        "Adam, with weight decay apart from the gradient.",
        (_DECAY, _BETA_1, _BETA_2, _EPSILON),
    ),
    "rmsprop": (
        "RMSprop",
        "RMSprop",
        "Divides by a running root mean square of the gradient.",
        (
            Param("rho", "float", 0.9, "Memory of the mean squared gradient.", 0.0, 0.9999),
            _momentum(),
            _EPSILON,
            Param("centered", "bool", False, "Subtract the mean gradient first.", advanced=True),
        ),
    ),
    "adagrad": (
        "Adagrad",
        "Adagrad",
        "Steps shrink with the sum of squared gradients.",
        (Param("initial_accumulator_value", "float", 0.1, "Where the sum starts.", 0.0, 10.0, advanced=True), _EPSILON),
    ),
    "adadelta": (
        "Adadelta",
        "Adadelta",
        "Adagrad with a fading memory.",
        (Param("rho", "float", 0.95, "Memory of the mean squared gradient.", 0.0, 0.9999), _EPSILON),
    ),
    "adamax": ("Adamax", "Adamax", "Adam by the largest gradient seen.", (_BETA_1, _BETA_2, _EPSILON)),
    "nadam": ("Nadam", "Nadam", "Adam with Nesterov's look ahead.", (_BETA_1, _BETA_2, _EPSILON)),
    "lion": (
        "Lion",
        "Lion",
        "The sign of the momentum alone.",
        (_BETA_1, Param("beta_2", "float", 0.99, "Memory of the momentum.", 0.0, 0.99999, advanced=True)),
    ),
}
_CLIP = Param(
    "clipnorm", "float", None, "Longest gradient allowed per weight array.", 1e-6, 1e6, optional=True, advanced=True
)

OPTIMIZERS: dict[str, Choice] = {
    name: Choice(title, f"keras.optimizers:{cls}", text, (*params, _CLIP))
    for name, (title, cls, text, params) in _ALL_OPTIMIZERS.items()
}

_CLASSES, _REAL = ("binary", "multiclass"), ("regression",)

LOSSES: dict[str, Choice] = {
    "binary_crossentropy": Choice(
        "Binary cross-entropy",
        "keras.losses:BinaryCrossentropy",
        "Surprise at yes or no; wants one sigmoid output, or one for each class.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "sparse_categorical_crossentropy": Choice(
        "Cross-entropy",
        "keras.losses:SparseCategoricalCrossentropy",
        "Surprise at the true class; wants a softmax over the classes.",
        tasks=_CLASSES,
    ),
    "categorical_crossentropy": Choice(
        "Cross-entropy, one-hot",
        "keras.losses:CategoricalCrossentropy",
        "The same, with label smoothing.",
        (Param("label_smoothing", "float", 0.0, "Share of certainty taken from the true class.", 0.0, 0.5),),
        _CLASSES,
        one_hot=True,
    ),
    "categorical_focal_crossentropy": Choice(
        "Focal cross-entropy",
        "keras.losses:CategoricalFocalCrossentropy",
        "Looks harder at what is still wrong.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "kl_divergence": Choice(
        "Kullback-Leibler divergence",
        "keras.losses:KLDivergence",
        "Distance from the true distribution; wants a softmax.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "hinge": Choice(
        "Hinge",
        "keras.losses:Hinge",
        "Margin of a support vector machine; wants a linear or tanh output.",
        tasks=("binary",),
    ),
    "squared_hinge": Choice(
        "Squared hinge", "keras.losses:SquaredHinge", "The same, harder on large mistakes.", tasks=("binary",)
    ),
    "categorical_hinge": Choice(
        "Categorical hinge",
        "keras.losses:CategoricalHinge",
        "Margin between the true class and the next; wants linear outputs.",
        tasks=_CLASSES,
        one_hot=True,
    ),
    "mean_squared_error": Choice(
        "Mean squared error", "keras.losses:MeanSquaredError", "Large errors weigh most.", one_hot=True
    ),
    "mean_absolute_error": Choice(
        "Mean absolute error", "keras.losses:MeanAbsoluteError", "Robust to outliers.", tasks=_REAL
    ),
    "huber": Choice(
        "Huber",
        "keras.losses:Huber",
        "Squared near zero, absolute far away.",
        (Param("delta", "float", 1.0, "Where it changes from squared to absolute.", 1e-3, 100.0),),
        _REAL,
    ),
    "log_cosh": Choice("Log-cosh", "keras.losses:LogCosh", "A smooth absolute error.", tasks=_REAL),
}

METRICS: dict[str, Choice] = {
    "accuracy": Choice("Accuracy", "", "Share of right answers.", tasks=_CLASSES),
    "auc": Choice("AUC", "keras.metrics:AUC", "Chance that a positive ranks above a negative.", tasks=("binary",)),
    "precision": Choice(
        "Precision", "keras.metrics:Precision", "Right among those called positive.", tasks=("binary",)
    ),
    "recall": Choice("Recall", "keras.metrics:Recall", "Found among the positives.", tasks=("binary",)),
    "mean_absolute_error": Choice(
        "Mean absolute error", "keras.metrics:MeanAbsoluteError", "In scaled units.", tasks=_REAL
    ),
    "root_mean_squared_error": Choice(
        "Root mean squared error", "keras.metrics:RootMeanSquaredError", "In scaled units.", tasks=_REAL
    ),
    "r2_score": Choice("R²", "keras.metrics:R2Score", "Share of the variance explained.", tasks=_REAL),
}

_STEPS = Param("decay_epochs", "float", 10.0, "Epochs until the rate has changed by the factor.", 0.01, 10_000)

SCHEDULES: dict[str, Choice] = {
    "constant": Choice("Constant", "", "The same rate throughout."),
    "exponential": Choice(
        "Exponential decay",
        "keras.optimizers.schedules:ExponentialDecay",
        "Multiplied steadily.",
        (_STEPS, Param("decay_rate", "float", 0.5, "The factor.", 1e-6, 1.0)),
    ),
    "cosine": Choice(
        "Cosine decay",
        "keras.optimizers.schedules:CosineDecay",
        "Falls along half a cosine.",
        (
            _STEPS,
            Param("alpha", "float", 0.0, "What is left of the rate at the end.", 0.0, 1.0),
            Param("warmup_epochs", "float", 0.0, "Epochs of rising to the rate first.", 0.0, 1000),
        ),
    ),
    "polynomial": Choice(
        "Polynomial decay",
        "keras.optimizers.schedules:PolynomialDecay",
        "Falls to an end rate.",
        (
            _STEPS,
            Param("end_learning_rate", "float", 1e-4, "The last rate.", 0.0, 10.0, log=True),
            Param("power", "float", 1.0, "1 is a straight line.", 0.1, 10),
        ),
    ),
    "inverse_time": Choice(
        "Inverse time decay",
        "keras.optimizers.schedules:InverseTimeDecay",
        "Falls as 1 / time.",
        (_STEPS, Param("decay_rate", "float", 1.0, "How fast.", 1e-6, 100.0)),
    ),
}

_AUTO_METRICS = {"binary": ("accuracy",), "multiclass": ("accuracy",), "regression": ("mean_absolute_error",)}


def one_input(inputs: int) -> None:
    """Raises TrainingError for a network that takes more than the data."""
    if inputs > 1:
        raise TrainingError(
            f"The network has {inputs} inputs, and the data have one.",
            expected="a network with one input",
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
    metrics = _AUTO_METRICS[schema.task] if train.metrics is None else train.metrics
    for name in metrics:
        if schema.task not in lookup(METRICS, name, "metric").tasks:
            raise SpecError(f"The metric {METRICS[name].title} does not suit {schema.task} targets.", where="metrics")
    return train.replace(
        loss=loss,
        loss_settings=fill(entry.params, train.loss_settings),
        metrics=metrics,
        optimizer_settings=fill(lookup(OPTIMIZERS, train.optimizer, "optimizer").params, train.optimizer_settings),
        schedule_settings=fill(lookup(SCHEDULES, train.schedule, "schedule").params, train.schedule_settings),
    )
