"""Remember what was worked out about a model, as long as the model lives and keeps its form."""

import threading
import weakref

from nnviz.keras_internals import flat_layers

_CACHE: "weakref.WeakKeyDictionary[object, dict]" = weakref.WeakKeyDictionary()
LOCK = threading.RLock()
"""Held while a model is patched: two threads must not patch the same model at once."""

_MOST = 24


def remembered(model, key, compute):
    """`compute()` for this model and key, or what it returned before; values must not hold the model itself.

    The form (layers and their activations) is part of the key, weights are not: a traced function reads the
    weights as they are when it is called.
    """
    with LOCK:
        entries = _CACHE.setdefault(model, {})
        full = (key, _form(model))
        if full not in entries:
            value = compute()
            full = (key, _form(model))  # computing may have built the model
            while len(entries) >= _MOST:
                entries.pop(next(iter(entries)))
            entries[full] = value
        return entries[full]


def _form(model) -> tuple:
    return tuple(
        (id(layer), id(getattr(layer, "activation", None)), str(getattr(layer, "dtype_policy", "")))
        for layer in flat_layers(model)
    )
