"""MC dropout: how far a network's answers spread while its layers still draw at random, as in training."""

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.sampling_layers import replacements, sampling_layers
from nnviz.explanation.uncertainty_records import Uncertainty
from nnviz.inspection.capture import ensure_built
from nnviz.inspection.inputs import as_batch, as_tensors, fixed_batch
from nnviz.inspection.probe import probe
from nnviz.inspection.state import preserved, replaced_calls, uncompiled_calls
from nnviz.keras_internals import eager_draws
from nnviz.models.states import states
from nnviz.training.meaning import OutputMeaning, assumed

_BYTES_A_CALL, _ROWS_A_CALL = 2**28, 1024


def uncertainty(model, x, passes: int = 50, seed: int = 0, meaning: OutputMeaning | None = None) -> Uncertainty:
    """The answers to `x` in `passes` passes, each with other units dropped; all else works as in use.

    Dropout left on makes a network one of many that were trained together, and the spread of their answers says how
    sure they are (Gal and Ghahramani, "Dropout as a Bayesian Approximation", 2016). What the classes' probabilities
    come to in bits is told apart as in Smith and Gal, "Understanding Measures of Uncertainty for Adversarial Example
    Detection" (2018).

    Args:
        model: any Keras 3 model with layers that draw at random in training, see
            `nnviz.explanation.sampling_layers.sampling_layers`: dropout of any kind, noise, dropout inside recurrent
            and attention layers, and layers and models of somebody's own that do. It is left as found.
        x: one example or a batch (n, …).
        passes: how many answers to each example.
        seed: the same seed drops the same units.
        meaning: what the outputs mean; None leaves that to the last activation.

    Raises:
        ExplanationError: for a model in which nothing draws, or with several outputs.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    drawing = sampling_layers(model, batch)
    if not drawing:
        raise ExplanationError(
            "This network has no dropout and no noise, so that every pass gives the same answer.",
            fix="Add a Dropout layer on the Build page and train again.",
            where="model",
        )
    probed = probe(model, batch)
    if len(probed.outputs) > 1:
        raise ExplanationError("This network has several outputs.", expected="one output", where="model")
    meaning = meaning or assumed(probed.outputs[0].activation, probed.outputs[0].shape[-1])
    plain = np.asarray(model(as_tensors(batch), training=False))
    calls = replacements(model, list(drawing.values()))
    with preserved(model), eager_draws(seed), uncompiled_calls(), replaced_calls(calls):
        _seed(model, seed)
        outputs = _passes(model, batch, passes, probed.bytes)

    def numbers(raw):
        return meaning.by_class(meaning.readable(raw.reshape(-1, *raw.shape[-1:]))).astype("float64")

    if plain.ndim != 2:
        raise ExplanationError("This network answers at several places.", expected="one answer an example", where="x")
    told = numbers(outputs).reshape(passes, len(plain), -1)
    shares = meaning.shares or (meaning.shown == "probability" and meaning.classes == 2 and not meaning.has_labels)
    if meaning.classes == 0 and probed.outputs[0].activation == "softmax":
        shares = True
    return Uncertainty(told, numbers(plain), shares, tuple(drawing), seed)


def _seed(model, seed: int) -> None:
    """Sets where all draws of Keras begin; `preserved` puts that back."""
    generators = [variable for variable in states(model) if variable.name == "seed_generator_state"]
    for place, state in enumerate(generators):
        state.assign(np.array([seed % 2**31, place], "uint32"))


def _passes(model, batch, passes: int, each: int) -> np.ndarray:
    """(passes, n, …) outputs; as many passes go together as memory allows, each row with its own dropped units."""
    count = len(keras.tree.flatten(batch)[0])
    fixed = fixed_batch(model)
    together = 1 if fixed else max(1, min(_ROWS_A_CALL, _BYTES_A_CALL // max(1, each)) // count)
    parts = []
    for first in range(0, passes, together):
        progress.tell(first / passes)
        times = min(together, passes - first)
        repeated = keras.tree.map_structure(
            lambda array, times=times: np.tile(array, (times,) + (1,) * (array.ndim - 1)), batch
        )
        outputs = np.asarray(model(as_tensors(repeated), training=False))
        parts.append(outputs.reshape(times, count, *outputs.shape[1:]))
    return np.concatenate(parts)
