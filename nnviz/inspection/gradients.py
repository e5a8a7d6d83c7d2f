"""The gradient of a model's output with respect to its input."""

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.output_function import OutputFunction
from nnviz.inspection.state import preserved


def input_gradient(model, x, target: int | None = None, output: int = 0, logits: bool = False):
    """∂F/∂x, where F is unit `target` of the model's output; exactly what backpropagation gives.

    Args:
        model: any Keras 3 model.
        x: one example or a batch; a list or dict for several inputs.
        target: unit on the output's last axis; None sums the units. Further axes are summed over.
        output, logits: as for `OutputFunction`.

    Returns:
        An array of x's shape, or a tuple of them for several inputs; for tokens, of their embeddings' shape.

    Raises:
        ExplanationError: for a unit that does not exist, or an output without a gradient.
    """
    batch, single = as_batch(model, x)
    flat = keras.tree.flatten(batch)
    with preserved(model):
        function = OutputFunction(model, batch, output, logits)
        shape = function.probe.outputs[output].shape
        weights = np.ones((len(flat[0]), *shape), "float32")
        if target is not None:
            if not 0 <= target < shape[-1]:
                raise ExplanationError(
                    f"There is no output unit {target + 1:,}.",
                    expected=f"1 to {shape[-1]:,} (`target` from 0 to {shape[-1] - 1})",
                    where="target",
                )
            weights *= np.arange(shape[-1]) == target
        gradients = function.gradients(function.points(batch), flat, weights)[1]
    gradients = [one[0] for one in gradients] if single else gradients
    return gradients[0] if len(gradients) == 1 else tuple(gradients)
