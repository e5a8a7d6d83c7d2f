"""Whether arrays have the shapes that a model takes: asked once Keras has refused them, for a better sentence."""

import keras


def wrong_shapes(model: keras.Model, x) -> str:
    """What is wrong with the inputs `x`, arrays with a batch axis, as a sentence; "" where the model does not know what
    it takes, or takes these."""
    try:
        taken = list(keras.tree.flatten(model.inputs or []))
    except (AttributeError, ValueError):
        return ""
    if isinstance(x, dict) and {tensor.name for tensor in taken} == set(x):
        pairs = [(tensor, x[tensor.name]) for tensor in taken]
    else:
        flat = keras.tree.flatten(x)
        if taken and len(flat) != len(taken):
            return f"The model {model.name!r} takes {len(taken)} inputs, and received {len(flat)}."
        pairs = list(zip(taken, flat, strict=False))
    for tensor, array in pairs:
        wanted, shape = tuple(tensor.shape[1:]), tuple(array.shape[1:])
        fits = len(wanted) == len(shape) and all(own in (None, size) for own, size in zip(wanted, shape, strict=True))
        if not fits:
            which = f"for its input {tensor.name!r} " if len(taken) > 1 else ""
            return f"The model {model.name!r} takes {which}examples of the shape {wanted}; these have {shape}."
    return ""
