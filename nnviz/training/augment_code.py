"""Augmentation as runnable Python: Keras's layers in front of the model, in training alone. Imports no framework."""

from nnviz import escaping
from nnviz.data.augmentations import AUGMENTATIONS, layer_arguments, refuse_unsuited
from nnviz.data.schema import Schema
from nnviz.specs import AugmentationSpec, DataSpec

_LARGEST_SEED = 2**31 - 1


def seed_of(place: int, seed: int) -> int:
    """The seed of the augmentation at a place in the list: each draws its own numbers."""
    return (seed + 7919 * place) % _LARGEST_SEED


def augmentation_code(data: DataSpec, schema: Schema, seed: int) -> str:
    """What to put between the data and `compile`: `augmented_model`, which trains the weights of `model`.

    Expects `x` (scaled training inputs), `data` and `model`. Raises SpecError for augmentations that do not suit the
    data.
    """
    refuse_unsuited(data.augmentations, schema)
    is_image = schema.kind == "image"
    lines = ["# Augmentation: inputs are changed at random in training; `model` itself stays as it is."]
    if is_image:
        lines += [
            "units = data.unscaled(x)",
            "low = min(0.0, float(units.min()))",
            "span = float(units.max()) - low",
            "offset, scale = float(data.scaler.offset), float(data.scaler.scale)",
        ]
    lines += ["inputs = changed = keras.Input(x.shape[1:])"]
    for place, spec in enumerate(data.augmentations):
        lines += _step(spec, schema, seed_of(place, seed))
    return "\n".join([*lines, "augmented_model = keras.Model(inputs, model(changed))"])


def _step(spec: AugmentationSpec, schema: Schema, seed: int) -> list[str]:
    arguments = layer_arguments(spec) | {"seed": seed}
    layer = AUGMENTATIONS[spec.name].layer.replace(":", ".")
    call = f"{layer}({', '.join(f'{name}={escaping.literal(value)}' for name, value in arguments.items())})"
    if spec.name == "noise":
        if not any(column.kind in ("category", "boolean") and column.role == "input" for column in schema.columns):
            return [f"changed = {call}(changed)"]
        return [
            'still = data.preparation.switches.astype("float32")  # yes-or-no inputs stay as they are',
            f"changed = changed * still + {call}(changed) * (1 - still)",
        ]
    grey = spec.name == "rand_augment" and schema.input_shape[-1] == 1
    return [
        "changed = (changed * scale + offset - low) / span  # from 0 to 1",
        *(["changed = keras.ops.repeat(changed, 3, axis=-1)"] if grey else []),
        f"changed = {call}(changed)",
        *(["changed = keras.ops.mean(changed, axis=-1, keepdims=True)"] if grey else []),
        "changed = (changed * span + low - offset) / scale",
    ]
