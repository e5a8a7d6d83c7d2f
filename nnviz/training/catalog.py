"""The optimizers, losses, schedules and metrics that a `TrainSpec` may name. Imports no framework.

`path` is the Keras object behind an entry; only a worker imports it.
"""

from nnviz.data.schema import Schema
from nnviz.errors import SpecError, TrainingError
from nnviz.models import heads
from nnviz.params import Param, fill, lookup
from nnviz.specs import TrainSpec
from nnviz.training.choice import Choice
from nnviz.training.optimizers import OPTIMIZERS, one_clip

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
    one_clip(settings)
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
