"""The shap package's explainers that are given the model itself, DeepExplainer and GradientExplainer, in a process of
their own.

While the first runs, shap replaces TensorFlow's gradients for the whole process, and after a failure it leaves them
replaced. So they get a process that ends with them: the model and the arrays go there as files, values come back.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from nnviz import words
from nnviz.errors import ExplanationError
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.records import residuals
from nnviz.inspection.inputs import known_inputs
from nnviz.keras_internals import flat_layers

NAMES = {"deep": "shap's DeepExplainer", "gradient": "shap's GradientExplainer"}
_ALLOWED = 0.02
_INSTEAD = "Choose DeepSHAP or expected gradients, which explain the same differences and work on every layer."


def by_model_explainer(
    problem: Problem, explainer: str, background_rows: int, samples: int, time_limit: float
) -> Outcome:
    """SHAP values against background rows, as shap has them: by DeepLIFT's rules, or by drawn gradients.

    Those of "deep" add up to F(x) − E F(background), which is checked here: where shap's rules do not cover a layer
    it can be silently wrong. Those of "gradient" are means over `samples` drawn points between the example and the
    background, and miss that difference by what the draws miss, which is said. Lundberg and Lee, "A Unified Approach
    to Interpreting Model Predictions" (2017); Erion et al., "Learning Explainable Models Using Attribution Priors"
    (2019).

    Raises:
        ExplanationError: when shap refuses the model, when the values of "deep" do not add up, when the model cannot be
            saved, or after `time_limit` seconds.
    """
    name = NAMES[explainer]
    _check(problem, name)
    rows = [row.astype("float32") for row in problem.background_rows(background_rows)]
    with tempfile.TemporaryDirectory(prefix="nnviz-shap-") as folder:
        asked = {"explainer": explainer, "samples": samples, "seed": problem.seed}
        _write(Path(folder), problem, rows, asked, name)
        _run(folder, time_limit, name)
        with np.load(Path(folder) / "values.npz") as stored:
            per_class = [stored[f"values_{k}"] for k in range(len(problem.flat))]
            errors = [stored[f"errors_{k}"] for k in range(len(problem.flat)) if f"errors_{k}" in stored]
            mean = stored["expected"]
    values = [np.einsum("i...c,ic->i...", one, problem.weights) for one in per_class]
    base = problem.constant + problem.weights @ mean
    missed = _missed(problem, values, base)
    if explainer == "deep" and not missed <= _ALLOWED:
        raise ExplanationError(
            f"The values of {name} miss the difference that they explain by {100 * missed:.0f} %: its rules do not "
            "cover a layer of this model.",
            fix=_INSTEAD,
        )
    means = [np.broadcast_to(row.mean(0), array.shape) for row, array in zip(rows, problem.flat, strict=True)]
    return Outcome(
        values,
        means,
        base,
        (
            f"The shap package's {name.split()[-1]}, in a process of its own.",
            f"Compared with {len(rows[0]):,} background examples.",
            *_drawn(problem, errors, samples, missed),
        ),
    )


def _drawn(problem, errors: list[np.ndarray], samples: int, missed: float) -> tuple[str, ...]:
    """What the draws of "gradient" miss: how uncertain a value is, and how far the sum is off."""
    if not errors:
        return ()
    largest = max(np.sqrt(np.einsum("i...c,ic->i...", one**2, problem.weights**2)).max() for one in errors)
    return (
        f"It draws {samples:,} points for each example: a value is uncertain by up to "
        f"±{words.plain(float(largest), 2)} (one standard error), and the sum misses the difference by up to "
        f"{words.percent(missed)}. Expected gradients work the same mean out without drawing.",
    )


def _check(problem, name: str) -> None:
    if problem.has_tokens:
        raise ExplanationError(f"{name} cannot explain tokens: they cannot be differentiated.", fix=_INSTEAD)
    if problem.weights.ndim != 2 or problem.function.fixed_batch:
        raise ExplanationError(
            f"{name} explains one row of outputs an example; this output has the shape "
            f"{problem.function.probe.outputs[problem.function.output].shape}.",
            fix=_INSTEAD,
        )
    if not known_inputs(problem.model):
        raise ExplanationError("shap's DeepExplainer needs a Sequential or functional model.", fix=_INSTEAD)
    own = [layer for layer in flat_layers(problem.model) if not _can_travel(layer)]
    if own:
        raise ExplanationError(
            f"{name} runs in a process of its own, which cannot open the layer {own[0].name!r} "
            f"({type(own[0]).__name__}).",
            expected="Keras's own layers",
            fix=_INSTEAD,
        )


def _can_travel(layer) -> bool:
    return type(layer).__module__.split(".")[0] == "keras" and type(layer).__name__ != "Lambda"


def _write(folder: Path, problem, rows, asked: dict, name: str) -> None:
    try:
        problem.model.save(folder / "model.keras")
    except Exception as error:  # a stranger's layer may fail to describe itself in any way
        raise ExplanationError(f"The model cannot be saved for {name} ({error}).", fix=_INSTEAD) from error
    arrays = {f"x_{k}": array.astype("float32") for k, array in enumerate(problem.flat)}
    arrays |= {f"background_{k}": row for k, row in enumerate(rows)}
    np.savez(folder / "inputs.npz", **arrays)
    request = {
        "output": problem.function.output,
        "without": problem.function.without,
        "squash": problem.function.squash,
        "inputs": len(rows),
        **asked,
    }
    (folder / "request.json").write_text(json.dumps(request))


def _run(folder: str, time_limit: float, name: str) -> None:
    command = [sys.executable, "-m", "nnviz.explanation.shap_process", folder]
    root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(
            command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise ExplanationError(
            f"{name} was stopped after {time_limit:g} s.",
            fix="Choose fewer background examples or a longer limit.",
            where="time_limit",
        ) from None
    if done.returncode:
        report = Path(folder) / "error.txt"
        lines = done.stderr.strip().splitlines()
        last = lines[-1] if lines else f"exit code {done.returncode}"
        said = report.read_text() if report.exists() else last
        raise ExplanationError(f"{name} does not work on this model: {said}", fix=_INSTEAD)


def _missed(problem, values, base) -> float:
    """The largest share of the difference that the values of an example miss."""
    output = problem.values(problem.points, np.arange(len(problem)))
    total = sum(one.reshape(len(problem), -1).sum(1) for one in values)
    return float(np.max(residuals(total, output, base)[1]))
