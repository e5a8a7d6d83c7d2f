"""`shap_values`: how far each part of an example moves a prediction away from the background's mean."""

import time

import keras
import numpy as np

from nnviz.data.column import numbers
from nnviz.errors import ExplanationError
from nnviz.explanation.attribute import attribute
from nnviz.explanation.background import Background
from nnviz.explanation.shap_records import ShapPart, ShapValues
from nnviz.inspection.inputs import as_batch

METHODS = (
    "expected_gradients",
    "kernel_shap",
    "partition_shap",
    "permutation_shap",
    "sampling_shap",
    "exact_shapley",
    "deep_shap",
    "shap_library",
)


def shap_values(
    model, x, background, target=None, method: str = "expected_gradients", *, names=(), seed: int = 0, **params
) -> ShapValues:
    """SHAP values: by how much each part of `x` moves one number of the output from its mean over a background.

    They add up to f(x) − E f(background); `residual` says how nearly. Lundberg and Lee, "A Unified Approach to
    Interpreting Model Predictions" (2017).

    Args:
        model: any Keras 3 model; it is left as found.
        x: one example, or a batch (n, …), as the model takes it: a list or dict for several inputs.
        background: examples (m, …) to compare with, all of which are used, or a `Background` as
            `nnviz.explanation.background.choose` gives it.
        target: as in `nnviz.attribute`: a class, `nnviz.Margin("cat", "dog")`, a `Target`, one class an example, or
            None for the class predicted.
        method: one of `METHODS`: "expected_gradients" (integrated gradients averaged over the background, by
            Gauss–Legendre quadrature), "kernel_shap", "permutation_shap", "sampling_shap" or "partition_shap" (from
            outputs alone: by least squares, by orders, by drawing, or by a hierarchy of the parts), "deep_shap"
            (differences passed back layer by layer) or "shap_library" (the shap package's own explainers, in a
            process of their own).
        names: of the columns, where the first input is a row of numbers.
        seed: of everything random.
        params: the method's further settings.

    Returns:
        A `ShapValues`, whose `figure("waterfall")` draws it; n is 1 for one example. Of several inputs, `further` holds
        the values of those after the first, and all of them together add up.

    Raises:
        SpecError: for an unknown method or setting.
        ExplanationError, ModelError: when this model or these examples cannot be explained so.
    """
    begin = time.perf_counter()
    if method not in METHODS:
        raise ExplanationError(f"{method!r} gives no SHAP values.", expected=", ".join(METHODS), where="method")
    rows = background if isinstance(background, Background) else as_batch(model, background)[0]
    size = len(keras.tree.flatten(background.rows if isinstance(background, Background) else rows)[0])
    told = background.words if isinstance(background, Background) else f"{size:,} background examples"
    batch, _ = as_batch(model, x)
    result = attribute(model, batch, target, method, background=rows, seed=seed, background_rows=size, **params)
    columns = numbers(tuple(names)) if len(names) else ()
    first, *others = _parts(result, keras.tree.flatten(batch))
    return ShapValues(
        values=first.values,
        data=first.data,
        target=result.target,
        output=np.asarray(result.output),
        base=np.asarray(result.baseline_output),
        background=told,
        background_size=size,
        method=method,
        params=result.params,
        seed=seed,
        seconds=time.perf_counter() - begin,
        columns=columns,
        notes=(*map(str, result.troubles), *result.notes),
        further=tuple(others),
    )


def _parts(result, flat) -> list[ShapPart]:
    """The values of every input, by its name."""
    values = result.values if isinstance(result.values, tuple) else (result.values,)
    triples = zip(result.input_names, values, flat, strict=True)
    return [ShapPart(name, np.asarray(own), data) for name, own, data in triples]
