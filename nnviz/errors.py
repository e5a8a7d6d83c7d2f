"""One error family: what was received, what was expected, how to mend it.

Every message is a sentence that can be shown to a person as it is. `where` names the setting that
caused it, so that a page can show the sentence beside its control.
"""

import difflib


class NnvizError(Exception):
    """A mistake that a person can mend. `str(error)` is a sentence for that person.

    Args:
        message: what happened, naming what was received.
        expected: what would have been accepted, or "".
        fix: what to do about it, or "".
        where: the setting, layer id or control that caused it, or "".
    """

    def __init__(self, message: str, *, expected: str = "", fix: str = "", where: str = ""):
        self.message, self.expected, self.fix, self.where = message, expected, fix, where
        parts = [message, f"Expected {expected}." if expected else "", fix]
        super().__init__(" ".join(part for part in parts if part))

    def __reduce__(self):
        return (_rebuild, (type(self), self.message, self.expected, self.fix, self.where))


def _rebuild(kind, message, expected, fix, where):
    return kind(message, expected=expected, fix=fix, where=where)


class SpecError(NnvizError):
    """A setting of a specification is missing, of the wrong type or out of range."""


class DataError(NnvizError):
    """A data source cannot be read, or its content cannot be used."""


class ModelError(NnvizError):
    """A network cannot be built or opened. `where` is the id of the layer concerned."""


class TrainingError(NnvizError):
    """A training run cannot start, or had to end."""


class RunError(NnvizError):
    """A run directory is missing, damaged or not writable."""


class EngineError(NnvizError):
    """The engine is not ready, or a worker died under a task."""


class CancelledError(NnvizError):
    """Somebody wanted a task to end before there was an answer."""


class ExplanationError(NnvizError):
    """An explanation method cannot be applied to this model or example."""


class NoGradientError(ExplanationError):
    """A network's output does not change smoothly with its input, and the method asks for that."""

    def __init__(self):
        super().__init__(
            "The model's output has no gradient with respect to its input.",
            expected="real-valued inputs, or tokens that an Embedding reads, and differentiable layers",
            fix="Choose a method that needs no gradients, such as permutation SHAP or occlusion.",
        )

    def __reduce__(self):
        return type(self), ()


class ServingError(NnvizError):
    """A network cannot be exported, served or watched, or was asked something that it cannot answer."""


def unknown_name(noun: str, name: object, known, *, kind: type[NnvizError] = SpecError) -> NnvizError:
    """The error for a name that a registry lacks; it names the nearest right spelling."""
    known = [str(k) for k in known]
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)
    fix = f"Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return kind(f"There is no {noun} {name!r}.", expected=f"one of {listed}", fix=fix, where=noun)
