"""`attribute`: explain a prediction by any of the methods, on any Keras model."""

import time
from dataclasses import replace

import keras
import numpy as np

from nnviz import paths, progress
from nnviz.errors import ExplanationError
from nnviz.explanation.catalog import method_named
from nnviz.explanation.problem import Problem
from nnviz.explanation.records import Attribution, residuals
from nnviz.explanation.target import Target, Weights, as_target, output_index, resolve
from nnviz.explanation.troubles import answers_at_random, mixes_rows
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import preserved
from nnviz.inspection.unit_function import UnitFunction, layer_at
from nnviz.params import fill


def attribute(
    model,
    x,
    target=None,
    method: str = "integrated_gradients",
    *,
    baseline=None,
    background=None,
    seed: int = 0,
    **params,
) -> Attribution:
    """How much each part of `x` counts for one number of the model's output.

    Args:
        model: any Keras 3 model; it is left as found.
        x: one example, or a batch (n, …); a list or dict for several inputs. Whole-number tokens are
            explained through what their Embedding makes of them, one value a token.
        target: a class or output index, a list of one an example, None for the class predicted, or a `Target`:
            `Margin("cat", "dog")` for why one rather than the other, `Unit("conv2d", 3)` for a unit of a layer,
            `Place(1, 4, 7)` for a pixel or a step of the output.
        method: a name in `nnviz.explanation.catalog.METHODS`.
        baseline: a name ("zeros", "mean", "blur", "black") or an input of the example's shape, for methods
            that compare with one.
        background: examples to compare with, (m, …), for methods that need them.
        seed: of everything random; the same seed gives the same values.
        params: the method's own settings.

    Returns:
        An `Attribution`, which reports its own residual.

    Raises:
        SpecError: for an unknown method or setting.
        ExplanationError, ModelError: when the method cannot explain this model or example.
    """
    begin = time.perf_counter()
    entry = method_named(method)
    settings, given = _settings(entry, baseline, params)
    batch, single = as_batch(model, x)
    with preserved(model):
        chosen = as_target(target)
        if entry.from_logits and chosen.on == "output":
            chosen = replace(chosen, on="best")
        problem, weights = problem_of(model, batch, chosen, background, seed)
        arguments = {**settings, **({"baseline": given} if given is not None else {})}
        outcome = paths.resolve(entry.function)(problem, **arguments)
        with progress.unbroken():
            output = problem.values(problem.points, np.arange(len(problem)))
    if given is not None and not isinstance(given, str):
        settings["baseline"] = "given"
    seconds = time.perf_counter() - begin
    return _record(entry, problem, weights, outcome, output, single, settings, seed, seconds)


def _settings(entry, baseline, params):
    names = [param.name for param in entry.params]
    if baseline is not None and "baseline" not in names:
        message = f"{entry.title} compares with no single baseline."
        raise ExplanationError(message, fix="Leave the baseline out.", where="baseline")
    if isinstance(baseline, str):
        return fill(entry.params, {**params, "baseline": baseline}), baseline
    return fill(entry.params, params), baseline


def problem_of(model, batch, target: Target, background, seed) -> tuple[Problem, Weights]:
    """What is to be explained of a batch, and the target with each example's class found."""
    if target.layer:
        return _problem_of_unit(model, batch, target, background, seed)
    function = OutputFunction(model, batch)
    output = output_index(target, function.probe.output_names)
    output_probe = function.probe.outputs[output]
    if target.on == "best":
        target = target.best(output_probe.activation, output_probe.shape)
    logits = target.on == "logits"
    squash = "" if logits else target.meant(output_probe.activation, output_probe.shape).squash
    if output or logits or squash:
        function = OutputFunction(model, batch, output, logits, squash)
    flat, points = keras.tree.flatten(batch), function.points(batch)
    outputs = function.outputs(points, flat)
    random = answers_at_random(function, points, flat, outputs)
    if random:
        function = OutputFunction(model, batch, output, logits, squash, noise=seed)
        outputs = function.outputs(points, flat)
    troubles = tuple(one for one in (random, mixes_rows(function, points, flat, outputs)) if one)
    weights = resolve(target, outputs, output_probe.activation)
    problem = Problem(model, function, batch, weights.weights, weights.constant, background, seed, troubles=troubles)
    return problem, weights


def _problem_of_unit(model, batch, target: Target, background, seed) -> tuple[Problem, Weights]:
    """What is to be explained of a unit inside the network."""
    _, path, _ = layer_at(model, batch, target.layer)
    function = UnitFunction(model, batch, path)
    flat, points = keras.tree.flatten(batch), function.points(batch)
    outputs = function.outputs(points, flat)
    random = answers_at_random(function, points, flat, outputs)
    troubles = tuple(one for one in (random, mixes_rows(function, points, flat, outputs)) if one)
    weights = resolve(replace(target, layer=path, on="output", task="regression", meaning=None), outputs, "linear")
    problem = Problem(model, function, batch, weights.weights, weights.constant, background, seed, troubles=troubles)
    return problem, weights


def _record(entry, problem, weights, outcome, output, single, settings, seed, seconds) -> Attribution:
    total = sum(np.asarray(one, "float64").reshape(len(problem), -1).sum(1) for one in outcome.values)
    base = outcome.baseline_output
    residual = relative = None
    if entry.completeness:
        residual, relative = (_one(array, single) for array in residuals(total, output, base))
    notes = (weights.note, *outcome.notes) if weights.note else outcome.notes
    if not np.all(np.isfinite(output)):
        notes += ("The model's output for this input is not a finite number.",)
    return Attribution(
        values=_pack(outcome.values, single),
        target=weights.target,
        example=_pack(problem.flat, single),
        baseline=None if outcome.baseline is None else _pack(outcome.baseline, single),
        output=_one(output, single),
        baseline_output=_one(np.full(len(problem), np.nan) if base is None else np.asarray(base), single),
        residual=residual,
        relative_residual=relative,
        completeness=entry.completeness,
        method=entry.name,
        params=settings,
        seed=seed,
        seconds=seconds,
        input_names=problem.function.names,
        notes=notes,
        troubles=problem.troubles + outcome.troubles,
    )


def _pack(arrays, single):
    arrays = [np.array(array[0] if single else array) for array in arrays]
    return arrays[0] if len(arrays) == 1 else tuple(arrays)


def _one(array, single):
    return float(array[0]) if single else array
