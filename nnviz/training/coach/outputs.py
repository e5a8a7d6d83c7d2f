"""A loss, or a last activation, that does not suit what is to be answered. Imports no framework."""

from nnviz.errors import NnvizError
from nnviz.models import edits, heads
from nnviz.training.catalog import LOSSES, resolve
from nnviz.training.coach import mending
from nnviz.training.coach.reading import loss_curves
from nnviz.training.coach.records import Diagnosis, Mend, Recorded
from nnviz.training.meaning import meaning_of

_ENDS = ("softmax", "sigmoid", "linear", "tanh")


def _fits(experiment, schema) -> bool | None:
    """Whether the loss can judge what the network ends with; None where that is not known."""
    try:
        return meaning_of(experiment.model, experiment.train, schema).fits
    except NnvizError:
        return None


def wrong_output(run: Recorded) -> Diagnosis | None:
    """What the network ends with cannot say what the loss asks for."""
    schema = run.schema
    if schema is None or _fits(run.experiment, schema) is not False:
        return None
    function = heads.last_function(run.experiment.model)
    loss = resolve(run.experiment.train, schema, schema.outputs).loss
    low, high = heads.RANGES.get(function, (float("-inf"), float("inf")))
    named = function.replace("_", " ")
    reached = f"gives numbers from {low:g} to {high:g}".replace("-", "−").replace("inf", "any size")
    told = f"The network ends with {named}, which {reached}, and is judged by {LOSSES[loss].title.lower()}."
    reason = (
        "The numbers to predict also lie outside that range, and the network can never reach them."
        if schema.task == "regression"
        else "That loss reads its inputs in another way, so that falling does not mean better answers."
    )
    return Diagnosis(
        "wrong_output",
        "The end and the loss do not suit each other",
        told,
        reason,
        "losses",
        loss_curves(run),
        _mend(run),
        0.98,
    )


def _mend(run: Recorded) -> Mend | None:
    """The loss that suits the task, or another last activation with it."""
    experiment, last = run.experiment, mending.last_sum(run.experiment)
    plain = experiment.replace(train=experiment.train.replace(loss="auto", loss_settings={}))
    if _fits(plain, run.schema):
        return Mend("The loss that suits this task", plain)
    if last is None:
        return None
    for end in _ENDS:
        model = edits.set_settings(experiment.model, last.id, activation=end)
        for base in (experiment, plain):
            changed = base.replace(model=model)
            if _fits(changed, run.schema):
                return Mend(f"{end.capitalize()} as the last activation", changed)
    return None
