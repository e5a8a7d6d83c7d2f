"""MC dropout: how far a network's answers spread while dropout still drops units at random."""

import functools

import keras
import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.uncertainty_records import Uncertainty
from nnviz.inspection.capture import ensure_built
from nnviz.inspection.inputs import as_batch, as_tensors, fixed_batch
from nnviz.inspection.probe import probe
from nnviz.inspection.state import preserved, replaced_calls
from nnviz.keras_internals import flat_layers
from nnviz.models.layer_paths import layer_paths
from nnviz.training.meaning import OutputMeaning, assumed

_DROPPING = (
    keras.layers.Dropout,
    keras.layers.SpatialDropout1D,
    keras.layers.SpatialDropout2D,
    keras.layers.SpatialDropout3D,
    keras.layers.AlphaDropout,
    keras.layers.GaussianDropout,
)
_BYTES_A_CALL, _ROWS_A_CALL = 2**28, 1024


def uncertainty(model, x, passes: int = 50, seed: int = 0, meaning: OutputMeaning | None = None) -> Uncertainty:
    """The answers to `x` in `passes` passes, each with other units dropped; all else works as in use.

    Dropout left on makes a network one of many that were trained together, and the spread of their answers says how
    sure they are (Gal and Ghahramani, "Dropout as a Bayesian Approximation", 2016). What the classes' probabilities
    come to in bits is told apart as in Smith and Gal, "Understanding Measures of Uncertainty for Adversarial Example
    Detection" (2018).

    Args:
        model: any Keras 3 model with dropout, its layers' own or that inside recurrent and attention layers; it is left
            as found. Layers of somebody's own that drop without such a layer are not switched on.
        x: one example or a batch (n, …).
        passes: how many answers to each example.
        seed: the same seed drops the same units.
        meaning: what the outputs mean; None leaves that to the last activation.

    Raises:
        ExplanationError: for a model without dropout, or with several outputs.
    """
    batch, _ = as_batch(model, x)
    ensure_built(model, batch)
    dropping = [(path, layer) for path, layer in layer_paths(model).items() if _drops(layer)]
    if not dropping:
        raise ExplanationError(
            "This network has no dropout, so that every pass gives the same answer.",
            fix="Add a Dropout layer on the Build page and train again.",
            where="model",
        )
    probed = probe(model, batch)
    if len(probed.outputs) > 1:
        raise ExplanationError("This network has several outputs.", expected="one output", where="model")
    meaning = meaning or assumed(probed.outputs[0].activation, probed.outputs[0].shape[-1])
    plain = np.asarray(model(as_tensors(batch), training=False))
    with preserved(model), replaced_calls([(layer, _on(layer)) for _, layer in dropping]):
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
    return Uncertainty(told, numbers(plain), shares, tuple(path for path, _ in dropping), seed)


def _drops(layer) -> bool:
    """Whether a layer, or what Keras's own layer has inside, drops anything."""
    if isinstance(layer, _DROPPING):
        return bool(layer.rate)
    if isinstance(layer, keras.Model) or not type(layer).__module__.startswith("keras."):
        return False
    inside = flat_layers(layer)
    return any(isinstance(one, _DROPPING) and one.rate or _share(one) for one in inside)


def _share(layer) -> float:
    settings = (getattr(layer, name, 0) for name in ("dropout", "recurrent_dropout"))
    return sum(one for one in settings if isinstance(one, int | float))


def _on(layer):
    inner = layer.call

    @functools.wraps(inner)
    def call(*args, **kwargs):
        return inner(*args, **{**kwargs, "training": True})

    return call


def _seed(model, seed: int) -> None:
    """Sets where all layers' draws begin; `preserved` puts that back."""
    for place, layer in enumerate(flat_layers(model)):
        generator = getattr(layer, "seed_generator", None)
        if generator is not None:
            generator.state.assign(np.array([seed % 2**31, place], "uint32"))


def _passes(model, batch, passes: int, each: int) -> np.ndarray:
    """(passes, n, …) outputs; as many passes go together as memory allows, each row with its own dropped units."""
    count = len(keras.tree.flatten(batch)[0])
    fixed = fixed_batch(model)
    together = 1 if fixed else max(1, min(_ROWS_A_CALL, _BYTES_A_CALL // max(1, each)) // count)
    parts = []
    for first in range(0, passes, together):
        times = min(together, passes - first)
        repeated = keras.tree.map_structure(
            lambda array, times=times: np.tile(array, (times,) + (1,) * (array.ndim - 1)), batch
        )
        outputs = np.asarray(model(as_tensors(repeated), training=False))
        parts.append(outputs.reshape(times, count, *outputs.shape[1:]))
    return np.concatenate(parts)
