"""The parameter-randomization check: whether an explanation changes when the network forgets what it has learned."""

import copy
import time

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.faithfulness import explained
from nnviz.explanation.likeness import rank_likeness, ssim
from nnviz.explanation.trust_records import Randomization
from nnviz.inspection.inputs import as_batch
from nnviz.keras_internals import flat_layers, settle
from nnviz.models.layer_paths import layer_paths


def randomization_check(
    model,
    x,
    target=None,
    method="integrated_gradients",
    *,
    background=None,
    seed: int = 0,
    settings: dict | None = None,
) -> Randomization:
    """How alike a method's values stay while the layers lose what they learned, one after the other from the output on.

    On a copy of the model every layer gets new weights from its own initializers, and those after it stay so
    (cascading).
    An explanation of what was learned has to change; one that does not shows the input, such as its edges.
    Adebayo et al., "Sanity Checks for Saliency Maps" (2018).

    Args:
        model: any Keras 3 model that can be copied; it is not touched.
        x: one example or a batch (n, …); a list or dict for several inputs.
        target: as in `nnviz.attribute`; the classes found on the model itself are explained throughout.
        method: a name in `nnviz.explanation.catalog.METHODS`, or a function of (model, examples) that returns values.
        background: examples (m, …), for methods that need them.
        seed: of the new weights and of the method.
        settings: the method's own ones.

    Returns:
        A `Randomization`: Spearman's rank correlations with the original values, layer by layer, signed and of sizes,
        and for images their structural similarity.

    Raises:
        NnvizError: as `nnviz.attribute` does, and for a model that cannot be copied or has no weights.
    """
    begin = time.perf_counter()
    batch, _ = as_batch(model, x)
    original, chosen = explained(model, batch, target, method, background, seed, settings or {})
    forgetful = copied(model, batch)
    random = np.random.default_rng(seed)
    names, maps = [], [original]
    layers = owned(forgetful)
    for done, (path, variables) in enumerate(reversed(layers.items())):
        progress.tell(done / len(layers))
        for layer, variable in variables:
            variable.assign(anew(layer, variable, random))
        names.append(path)
        maps.append(explained(forgetful, batch, chosen, method, background, seed, settings or {})[0])
    if not names:
        raise ExplanationError("This model has no weights.", expected="a model that can learn", where="model")
    first, *others = (end_to_end(one) for one in maps)
    alike = np.array([[_correlations(a, b) for a, b in zip(first, other, strict=True)] for other in others])
    return Randomization(
        layers=tuple(names),
        signed=alike[..., 0].T,
        absolute=alike[..., 1].T,
        maps=np.stack([one[0][0] for one in maps]),
        further=tuple(np.stack([one[k][0] for one in maps]) for k in range(1, len(original))),
        structure=_structures(maps),
        target=chosen,
        method=method if isinstance(method, str) else getattr(method, "__name__", "a function"),
        seed=seed,
        seconds=time.perf_counter() - begin,
    )


def forgetful(model, batch, most: int, seed: int = 0) -> list:
    """Copies of the model that have forgotten more and more, from the output on: first its last layer alone, at last
    all of them, at most `most` copies. Raises ExplanationError as `randomization_check` does."""
    names = list(owned(copied(model, batch)))
    if not names:
        raise ExplanationError("This model has no weights.", expected="a model that can learn", where="model")
    counts = sorted({1, *np.linspace(1, len(names), min(most, len(names))).round().astype(int).tolist()})
    copies = []
    for count in counts:
        other, random = copied(model, batch), np.random.default_rng([seed, count])
        for variables in list(reversed(owned(other).values()))[:count]:
            for layer, variable in variables:
                variable.assign(anew(layer, variable, random))
        copies.append(other)
    return copies


def end_to_end(values: list[np.ndarray]) -> np.ndarray:
    """(n, parts) the values of all inputs, one after the other."""
    return np.concatenate([np.asarray(own, "float64").reshape(len(own), -1) for own in values], axis=1)


def copied(model, batch):
    """A model of its own with the same weights. Raises ExplanationError where none can be made."""
    one = keras.tree.map_structure(lambda array: array[:1], batch)
    for make in (keras.models.clone_model, copy.deepcopy):
        try:
            other = make(model)
            other(one, training=False)
            other.set_weights(model.get_weights())
            settle(other)
            same = [np.asarray(own(one, training=False)) for own in (model, other)]
        except Exception:  # a stranger's layer may fail to be copied in any way
            continue
        if other is not model and np.allclose(*same, rtol=1e-4, atol=1e-5, equal_nan=True):
            return other
    raise ExplanationError(
        f"The model {model.name!r} cannot be copied, and it must not be changed itself.",
        expected="layers that describe themselves by `get_config`",
        where="model",
    )


def owned(model) -> dict[str, list]:
    """Path → (layer, variable) of the variables that it owns, in the model's order; only layers that own some."""
    paths = {id(layer): path for path, layer in layer_paths(model).items()}
    owned: dict[str, list] = {path: [] for path in paths.values()}
    seen: set[int] = set()
    for path, layer in reversed(layer_paths(model).items()):  # inner layers come later and are the true owners
        for inner in [layer, *flat_layers(layer, include_self=False)][::-1]:
            for variable in getattr(inner, "weights", ()):
                if id(variable) not in seen and "seed" not in variable.name:
                    seen.add(id(variable))
                    owned[path].append((inner, variable))
    return {path: variables for path, variables in owned.items() if variables}


_IMAGES = 4
"""Axes of a batch of images."""
_INITIALIZERS = {"recurrent_kernel": "recurrent_initializer"}


def anew(layer, variable, random) -> np.ndarray:
    """New values as the layer begins with them; where it does not say how, its own values in another order."""
    own = getattr(layer, _INITIALIZERS.get(variable.name, f"{variable.name}_initializer"), None)
    if own is None:
        values = keras.ops.convert_to_numpy(variable.value)
        return random.permutation(values.ravel()).reshape(values.shape)
    config = own.get_config() if hasattr(own, "get_config") else {}
    if "seed" in config:
        own = type(own).from_config({**config, "seed": int(random.integers(2**31))})
    return keras.ops.convert_to_numpy(own(tuple(variable.shape), dtype=variable.dtype))


def _structures(maps: list) -> np.ndarray | None:
    """(n, l) structural similarities with the original map of the first image among the inputs; None without one."""
    place = next((k for k, own in enumerate(maps[0]) if own.ndim == _IMAGES), None)
    if place is None:
        return None
    first, *others = (own[place].sum(-1) for own in maps)
    return np.array([[ssim(a, b) for a, b in zip(first, other, strict=True)] for other in others]).T


def _correlations(own: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Rank correlations of the values, and of their sizes, over the parts that both maps mark; NaN where the original
    is the same everywhere."""
    return rank_likeness(own, other), rank_likeness(np.abs(own), np.abs(other))
