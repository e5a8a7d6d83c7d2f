"""What an explanation returns: a frozen record that carries its own audit. Imports no framework."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from nnviz.explanation.target import Target


@dataclass(frozen=True)
class Trouble:
    """Why an explanation of this model is not what it seems, and what to do.

    Attributes:
        kind: "jump" (the output jumps, which no gradient sees), "random" (it differs each time the model is asked) or
            "rows" (it depends on the examples beside it in the batch).
        message: what was seen.     fix: what to do about it.
    """

    kind: Literal["jump", "random", "rows"]
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.message} {self.fix}"


@dataclass(frozen=True)
class Attribution:
    """How much each part of the input counts for one number of the output.

    For one example, arrays have the input's shape and the other fields are numbers; for a batch, both have a
    leading axis of examples. With several inputs, `values`, `baseline` and `example` are tuples.

    Attributes:
        values: the attributions, signed; for tokens one number a token (the sum over its embedding).
        target: what was explained, with the class found where none was given.
        example: the inputs explained.
        baseline: what the example was compared with: an input, or for tokens an embedding; None where the
            method compares with nothing. For expected gradients and SHAP values, the background's mean.
        output: f(x).
        baseline_output: f(baseline), or the mean of f over the background; NaN where there is none.
        residual: |Σ values − (f(x) − f(baseline))|; None where the method does not promise that they agree.
        relative_residual: residual / max(|f(x) − f(baseline)|, |f(x)| / 100, |f(baseline)| / 100).
        completeness: whether the method promises a residual of zero in the limit.
        method, params, seed: what was computed, with every setting.
        seconds: how long it took.
        input_names: one an input.
        notes: sentences about what was done: refinements, choices made, what to keep in mind.
        troubles: why the values are not to be relied on, as far as it was seen.
    """

    values: Any
    target: Target
    example: Any
    baseline: Any
    output: Any
    baseline_output: Any
    residual: Any
    relative_residual: Any
    completeness: bool
    method: str
    params: dict
    seed: int
    seconds: float
    input_names: tuple[str, ...] = ("input",)
    notes: tuple[str, ...] = field(default=())
    troubles: tuple[Trouble, ...] = ()

    @property
    def totals(self) -> list:
        """Σ values of each input, as `total`."""
        return (
            [replace(self, values=own).total for own in self.values] if isinstance(self.values, tuple) else [self.total]
        )

    @property
    def total(self):
        """Σ values: a number for one example, (n,) for a batch."""
        values = self.values if isinstance(self.values, tuple) else (self.values,)
        if np.ndim(self.output) == 0:
            return float(sum(np.asarray(one, "float64").sum() for one in values))
        return sum(np.asarray(one, "float64").reshape(len(one), -1).sum(1) for one in values)


def residuals(total, output, baseline_output) -> tuple[np.ndarray, np.ndarray]:
    """The residual |total − (output − baseline_output)| and its share of `scale`, element by element."""
    total, output, baseline_output = (np.asarray(a, "float64") for a in (total, output, baseline_output))
    residual = np.abs(total - (output - baseline_output))
    return residual, residual / scale(output, baseline_output)


def scale(output, baseline_output) -> np.ndarray:
    """What a residual is compared with: |f(x) − f(baseline)|, but never less than a hundredth of either."""
    output, baseline_output = np.asarray(output, "float64"), np.asarray(baseline_output, "float64")
    floor = np.maximum(np.abs(output), np.abs(baseline_output)) / 100
    return np.maximum(np.maximum(np.abs(output - baseline_output), floor), 1e-12)
