"""All that the coach can tell of a run: name → function(record) → Diagnosis or None. Imports no framework."""

from collections.abc import Callable, Iterable

from nnviz import words
from nnviz.training.coach import batches, curves, data, gradients, outputs, parts, steps, units
from nnviz.training.coach.reading import is_finite, learnt, loss_curves
from nnviz.training.coach.records import Diagnosis, Recorded

DIAGNOSES: dict[str, Callable[[Recorded], Diagnosis | None]] = {
    "divergence": steps.divergence,
    "rate_too_high": steps.rate_too_high,
    "rate_too_low": steps.rate_too_low,
    "plateau": curves.plateau,
    "overfitting": curves.overfitting,
    "underfitting": curves.underfitting,
    "too_few_epochs": curves.too_few_epochs,
    "stopped_too_early": curves.stopped_too_early,
    "vanishing_gradients": gradients.vanishing_gradients,
    "exploding_gradients": gradients.exploding_gradients,
    "dead_relus": units.dead_relus,
    "saturation": units.saturation,
    "unsuitable_initializer": units.unsuitable_initializer,
    "wrong_output": outputs.wrong_output,
    "unscaled_inputs": data.unscaled_inputs,
    "class_imbalance": data.class_imbalance,
    "label_noise": data.label_noise,
    "validation_too_small": parts.validation_too_small,
    "validation_unlike": parts.validation_unlike,
    "leakage_suspected": parts.leakage_suspected,
    "tiny_batch_norm": batches.tiny_batch_norm,
}

SYMPTOMS = ("plateau",)
"""What is not told where one of `CAUSES` explains it."""
CAUSES = (
    *("rate_too_high", "rate_too_low", "vanishing_gradients", "exploding_gradients", "dead_relus", "saturation"),
    *("unsuitable_initializer", "wrong_output", "unscaled_inputs", "label_noise", "tiny_batch_norm", "class_imbalance"),
)

_LEARNT, _FEW = 0.5, 8
_WELL = (
    "Nothing looks wrong",
    "The loss came down, all layers learn, and the data look sound.",
    "That does not make it the best network there is: try another one, and compare both under Runs.",
)
_UNEXPLAINED = (
    "No cause stands out",
    "It has learnt little, and none of the {} things that are looked for is there.",
    "The inputs may say little about the answer, or the network may not suit them. Try another one.",
)
_TOO_FEW = (
    "Nothing looks wrong so far",
    "After {1} nothing looks wrong; curves this short say little.",
    "Train for more epochs to see how they go on.",
)


def diagnoses(run: Recorded, names: Iterable[str] = DIAGNOSES) -> tuple[Diagnosis, ...]:
    """What the run shows, the most important first; that nothing is wrong where nothing is; () before there is a loss
    to speak of."""
    found = [one for name in names if (one := DIAGNOSES[name](run)) is not None]
    if any(one.name in CAUSES for one in found):
        found = [one for one in found if one.name not in SYMPTOMS]
    if found:
        return tuple(sorted(found, key=lambda one: -one.weight))
    return (nothing_wrong(run),) if is_finite(run, 2) else ()


def nothing_wrong(run: Recorded) -> Diagnosis:
    """What is said where no other is true: also that too little was trained to tell, or learnt, where that is so."""
    title, sentence, reason = _WELL if learnt(run) >= _LEARNT else _UNEXPLAINED
    count = len(run.curve("loss"))
    if count < _FEW:
        title, sentence, reason = _TOO_FEW
    sentence = sentence.format(len(DIAGNOSES), words.counted(count, "epoch"))
    return Diagnosis("nothing_wrong", title, sentence, reason, "", loss_curves(run), None, 0.0)
