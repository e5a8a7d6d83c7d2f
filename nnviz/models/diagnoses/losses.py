"""Warnings about a loss that does not fit the last activation, or the task."""

from nnviz.models import edits
from nnviz.models.diagnoses.ends import outputs
from nnviz.models.diagnoses.words import called, mend, warning
from nnviz.models.records import Fix

_WANTS = {
    "binary_crossentropy": ("sigmoid", "binary"),
    "sparse_categorical_crossentropy": ("softmax", "multiclass"),
    "categorical_crossentropy": ("softmax", "multiclass"),
    "categorical_focal_crossentropy": ("softmax", "multiclass"),
}
_REAL = ("mean_absolute_error", "huber", "log_cosh")


def loss_and_activation(trace):
    """Code "loss_activation": cross-entropy of something that is not the probability it expects."""
    if trace.train is None or trace.train.loss not in _WANTS:
        return
    wanted, task = _WANTS[trace.train.loss]
    for layer, applied in outputs(trace):
        if applied is None or applied == wanted:
            continue
        yield warning(
            "loss_activation",
            layer.id,
            f"The loss {trace.train.loss.replace('_', ' ')} expects {wanted} outputs, and {called(layer)} "
            "applies "
            f"{'no activation' if applied == 'linear' else applied}: the numbers it compares are not the "
            "probabilities it takes them for.",
            mend(f"Use {wanted}", edits.set_settings, trace.spec, layer.id, activation=wanted)
            if "activation" in trace.settings[layer.id] and task == trace.schema.task
            else (),
            (Fix("Choose the loss for me", None, {"loss": "auto"}),),
        )


def loss_and_task(trace):
    """Code "loss_task": a loss for another kind of target."""
    if trace.train is None or trace.train.loss == "auto":
        return
    task = _WANTS.get(trace.train.loss, (None, "regression" if trace.train.loss in _REAL else None))[1]
    if task is not None and task != trace.schema.task:
        what = {"binary": "two classes", "multiclass": "several classes", "regression": "real numbers"}
        yield warning(
            "loss_task",
            "",
            f"The loss {trace.train.loss.replace('_', ' ')} is made for {what[task]}; the data's target is "
            f"{what[trace.schema.task]}.",
            (Fix("Choose the loss for me", None, {"loss": "auto"}),),
        )
