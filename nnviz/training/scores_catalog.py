"""The scores that a `TrainSpec` may name: what each is, and where it is taken. Imports no framework.

Those with a `path` are Keras's and run along with every batch of training and validation. The `measured` ones are taken
at the end of each epoch, on all validation examples at once, as scikit-learn computes them.
"""

from nnviz.training.choice import Choice

_CLASSES, _REAL = ("binary", "multiclass"), ("regression",)
_ANY = ("binary", "multiclass", "multilabel")


def _measured(title: str, help_: str, tasks=_CLASSES, path: str = "") -> Choice:
    return Choice(title=title, path=path, help=help_, tasks=tasks, measured=True)


_AVERAGES = {
    "macro": "the mean over the classes",
    "micro": "all classes counted together",
    "weighted": "the mean over the classes, by their sizes",
}
_COUNTED = {
    "precision": ("Precision", "Share of those called a class that are of it"),
    "recall": ("Recall", "Share of a class that is found"),
    "f1": ("F1", "Between precision and recall"),
}

METRICS: dict[str, Choice] = {
    "accuracy": Choice(
        title="Accuracy", path="", help="Share of right answers; with labels, every yes or no is an answer.", tasks=_ANY
    ),
    "balanced_accuracy": _measured("Balanced accuracy", "Mean share of right answers over the classes."),
    "top_3_accuracy": _measured("Top-3 accuracy", "Share whose class is among the three likeliest.", ("multiclass",)),
    "top_5_accuracy": _measured("Top-5 accuracy", "Share whose class is among the five likeliest.", ("multiclass",)),
    "precision": _measured(
        "Precision",
        "Share of those called positive that are; of more than two classes the mean over them.",
        _ANY,
        "keras.metrics:Precision",
    ),
    "recall": _measured(
        "Recall",
        "Share of the positives that are found; of more than two classes the mean over them.",
        _ANY,
        "keras.metrics:Recall",
    ),
    "f1": _measured("F1", "Between precision and recall; of more than two classes the mean over them.", _ANY),
    **{
        f"{name}_{average}": _measured(f"{title}, {average}", f"{told}: {how}.", _ANY)
        for name, (title, told) in _COUNTED.items()
        for average, how in _AVERAGES.items()
    },
    "auc": _measured(
        "AUC",
        "Chance that one of the class ranks above one that is not; of several classes the mean over them.",
        _ANY,
        "keras.metrics:AUC",
    ),
    "pr_auc": _measured(
        "PR-AUC", "Average precision over all thresholds; of several classes the mean over them.", _ANY
    ),
    "brier": _measured("Brier score", "Mean squared error of the probabilities."),
    "log_loss": _measured("Log-loss", "Mean surprise at the true class."),
    "mcc": _measured("MCC", "Matthews correlation: 1 is right throughout, 0 is guessing."),
    "kappa": _measured("Cohen's kappa", "Agreement beyond chance: 1 is right throughout, 0 is guessing."),
    "mean_squared_error": _measured("Mean squared error", "In the target's own units, squared.", _REAL),
    "mean_absolute_error": Choice(
        title="Mean absolute error", path="keras.metrics:MeanAbsoluteError", help="In scaled units.", tasks=_REAL
    ),
    "root_mean_squared_error": Choice(
        title="Root mean squared error", path="keras.metrics:RootMeanSquaredError", help="In scaled units.", tasks=_REAL
    ),
    "mean_absolute_percentage_error": _measured(
        "Mean absolute percentage error", "Mean of |error| / |true value|, as a share of 1.", _REAL
    ),
    "r2_score": Choice(title="R²", path="keras.metrics:R2Score", help="Share of the variance explained.", tasks=_REAL),
}
