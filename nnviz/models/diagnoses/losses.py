"""Warnings about a loss that does not fit the last activation, or the task."""

from nnviz.models import edits, heads
from nnviz.models.diagnoses.ends import outputs, width
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.models.records import Fix

_CLASSES = (
    *heads.BINARY_CROSSENTROPY,
    *heads.CATEGORICAL_CROSSENTROPY,
    *heads.HINGE,
    *heads.OF_SHARES,
    "categorical_hinge",
    "cosine_similarity",
)
_REAL = ("mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error", *heads.POSITIVE)
_TARGETS = {
    "binary": "two classes",
    "multiclass": "several classes",
    "multilabel": "several labels, each yes or no",
    "regression": "real numbers",
}
_FOR_LABELS = heads.BINARY_CROSSENTROPY
_AUTO = (Fix("Choose the loss for me", None, {"loss": "auto"}),)


def _wanted(loss: str, units: int) -> tuple[str, str]:
    """The usual last function for a loss of classes, and what it compares, in words."""
    if loss in heads.BINARY_CROSSENTROPY:
        return "sigmoid", "a probability between 0 and 1 (sigmoid), or a plain sum (no activation)"
    if loss in heads.CATEGORICAL_CROSSENTROPY:
        return "softmax", "probabilities that sum to 1 (softmax), or plain sums (no activation)"
    if loss in heads.OF_SHARES:
        return "softmax", "probabilities that sum to 1 (softmax)"
    if loss in heads.HINGE:
        return "linear", "numbers from −1 and below to 1 and above (no activation), or from −1 to 1 (tanh)"
    if loss == "cosine_similarity":
        return "softmax", "several numbers that can be 0 and 1"
    if loss == "categorical_hinge":
        return "linear", "numbers that can differ by 1 or more (no activation)"
    return ("sigmoid" if units == 1 else "softmax"), "numbers that can be 0 and 1"


def loss_and_activation(trace):
    """Code "loss_activation": the last function gives numbers that the loss is not made for."""
    if trace.train is None or trace.train.loss == "auto" or trace.schema.task == "regression":
        return
    loss = trace.train.loss
    for layer, applied in outputs(trace):
        units = width(trace, layer)
        if applied is None or heads.fits(trace.schema.task, loss, heads.spelled(applied), units):
            continue
        wanted, compared = _wanted(loss, 1 if trace.schema.has_labels else units)
        yield warning(
            "loss_activation",
            layer.id,
            f"The loss {loss.replace('_', ' ')} compares {compared}, and {called(layer)} applies "
            f"{'no activation' if applied == 'linear' else applied}: the network cannot learn what this loss asks for, "
            "and its outputs are shown as plain scores.",
            mend(f"Use {wanted}", edits.set_settings, trace.spec, layer.id, activation=wanted)
            if "activation" in trace.settings[layer.id] and heads.fits(trace.schema.task, loss, wanted, units)
            else (),
            _AUTO,
        )


def loss_and_task(trace):
    """Code "loss_task": a loss for another kind of target."""
    if trace.train is None:
        return
    wants_real = trace.train.loss in _REAL
    one_class = trace.train.loss in _CLASSES and trace.train.loss not in _FOR_LABELS
    if (
        (wants_real and trace.schema.task != "regression")
        or (trace.train.loss in _CLASSES and trace.schema.task == "regression")
        or (one_class and trace.schema.has_labels)
    ):
        yield warning(
            "loss_task",
            "",
            f"The loss {trace.train.loss.replace('_', ' ')} is made for "
            f"{'real numbers' if wants_real else 'one class an example' if trace.schema.has_labels else 'classes'}; "
            f"the data's target is {_TARGETS[trace.schema.task]}.",
            _AUTO,
        )
