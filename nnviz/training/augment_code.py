"""Augmentation as runnable Python: layers in front of the model, in training alone. Imports no framework."""

from nnviz import escaping
from nnviz.data.augmentations import AUGMENTATIONS, chance_around, layer_arguments, mixes, refuse_unsuited
from nnviz.data.schema import Schema
from nnviz.specs import AugmentationSpec, DataSpec

_LARGEST_SEED = 2**31 - 1
_SOMETIMES = "nnviz.training.augment_layers.sometimes"
_REAL_STEPS = "nnviz.training.augment_layers.real_steps"


def seed_of(place: int, seed: int) -> int:
    """The seed of the augmentation at a place in the list: each draws its own numbers."""
    return (seed + 7919 * place) % _LARGEST_SEED


def seed_of_chance(seed: int) -> int:
    """The seed of what draws whether an augmentation of that seed happens: with the same numbers, it would happen to
    half of its draws alone."""
    return (seed + 104_729) % _LARGEST_SEED


def augmentation_code(data: DataSpec, schema: Schema, seed: int, several: bool = False) -> str:
    """What to put between the data and `compile`: `augmented_model`, which trains the weights of `model`.

    Expects `x` (scaled training inputs), `data` and `model`. Raises SpecError for augmentations that do not suit the
    data.
    """
    refuse_unsuited(data.augmentations, schema)
    entries = [AUGMENTATIONS[spec.name] for spec in data.augmentations]
    own = {entry.layer.split(":")[0] for entry in entries if entry.layer.startswith("nnviz.")}
    if any(map(_is_wrapped, data.augmentations)):
        own.add(_SOMETIMES)
    if schema.padded:
        own.add(_REAL_STEPS)
    lines = [f"import {module}" for module in sorted(own)]
    lines += ["# Augmentation: inputs are changed at random in training; `model` itself stays as it is."]
    if any(entry.in_units for entry in entries):
        lines += [
            f"units = data.unscaled({'data.train.x' if several else 'x'})",
            "low = min(0.0, float(units.min()))",
            "span = float(units.max()) - low",
            "offset, scale = data.scaler.offset, data.scaler.scale",
        ]
    calls = [_layer(spec, schema, seed_of(place, seed)) for place, spec in enumerate(data.augmentations)]
    write = _mixing if mixes(data.augmentations) else _in_front_of_several if several else _in_front
    return "\n".join(lines + write(data.augmentations, schema, calls))


def _in_front(specs: tuple[AugmentationSpec, ...], schema: Schema, calls: list[str]) -> list[str]:
    """Layers between the inputs and the model."""
    lines = ["inputs = changed = keras.Input(x.shape[1:], dtype=x.dtype)"]
    for spec, call in zip(specs, calls, strict=True):
        lines += _step(spec, schema, f"{call}(changed)")
    return [*lines, "augmented_model = keras.Model(inputs, model(changed))"]


def _in_front_of_several(specs: tuple[AugmentationSpec, ...], schema: Schema, calls: list[str]) -> list[str]:
    """Layers between the first input and the model; the others go in as they are."""
    lines = ["inputs = [keras.Input(own.shape[1:], dtype=own.dtype) for own in x]", "changed = inputs[0]"]
    for spec, call in zip(specs, calls, strict=True):
        lines += _step(spec, schema, f"{call}(changed)")
    return [*lines, "augmented_model = keras.Model(inputs, model([changed, *inputs[1:]]))"]


def _mixing(specs: tuple[AugmentationSpec, ...], schema: Schema, calls: list[str]) -> list[str]:
    """A step of training that changes inputs and labels first."""
    lines = [f"augmentation_{k} = {call}" for k, call in enumerate(calls, 1)]
    body = []
    for k, spec in enumerate(specs, 1):
        if AUGMENTATIONS[spec.name].mixes:
            body += [
                f"drawn = augmentation_{k}.get_random_transformation(changed)",
                f"changed = augmentation_{k}.transform_images(changed, drawn)",
                f"along = [augmentation_{k}.transform_labels(own, drawn) for own in along]",
            ]
        else:
            body += _step(spec, schema, f"augmentation_{k}(changed, training=True)")
    return [
        *lines,
        "",
        "",
        "class Augmented(keras.Model):",
        '    """Labels, and weights where there are any, are mixed as the examples are."""',
        "",
        "    def train_step(self, batch):",
        "        changed, *along = batch",
        *(f"        {line}" for line in body),
        "        return super().train_step((changed, *along))",
        "",
        "",
        "augmented_model = Augmented(model.inputs, model.outputs)",
    ]


def _layer(spec: AugmentationSpec, schema: Schema, seed: int) -> str:
    """The call that makes the layer."""
    entry, chance = AUGMENTATIONS[spec.name], chance_around(spec)
    arguments = {name: escaping.literal(value) for name, value in layer_arguments(spec).items()}
    arguments |= {name: _GIVEN[name] for name in entry.given if _is_given(name, schema)}
    if schema.padded and "means" in arguments:
        arguments["means"] = _REAL_MEANS
    if entry.seeded:
        arguments["seed"] = str(seed)
    call = f"{entry.layer.replace(':', '.')}({_keywords(arguments)})"
    if schema.padded:
        call = f"{_REAL_STEPS}.RealSteps({call})"
    return f"{_SOMETIMES}.Sometimes({call}, {chance!r}, seed={seed_of_chance(seed)})" if _is_wrapped(spec) else call


def _is_wrapped(spec: AugmentationSpec) -> bool:
    """Whether something stands around its layer: a probability, or what keeps it out of inference; Keras's layers that
    draw nothing change images there as well."""
    return chance_around(spec) < 1 or not AUGMENTATIONS[spec.name].seeded


def _step(spec: AugmentationSpec, schema: Schema, call: str) -> list[str]:
    """The lines that change `changed`."""
    entry = AUGMENTATIONS[spec.name]
    if entry.name == "noise" and _has_groups(schema):
        return [
            'still = data.preparation.switches.astype("float32")  # yes-or-no inputs stay as they are',
            f"changed = changed * still + {call} * (1 - still)",
        ]
    if not entry.in_units:
        return [f"changed = {call}"]
    grey = entry.colours == 3 and schema.input_shape[-1] == 1
    return [
        "changed = (changed * scale + offset - low) / span  # from 0 to 1",
        *(["changed = keras.ops.repeat(changed, 3, axis=-1)"] if grey else []),
        f"changed = {call}",
        *(["changed = keras.ops.mean(changed, axis=-1, keepdims=True)"] if grey else []),
        "changed = (changed * span + low - offset) / scale",
    ]


def _is_given(name: str, schema: Schema) -> bool:
    """Whether a layer is told that of the training data."""
    return {"groups": _has_groups(schema), "padded": schema.padded}.get(name, True)


def _has_groups(schema: Schema) -> bool:
    """Whether some columns make inputs that are yes or no, or several of them."""
    return any(column.kind in ("category", "boolean") and column.role == "input" for column in schema.columns)


def _keywords(arguments: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in arguments.items())


_GIVEN = {"means": "x.mean(tuple(range(x.ndim - 1)))", "groups": "data.preparation.feature_columns", "padded": "True"}
_REAL_MEANS = "x[(x != 0).any(axis=-1)].mean(axis=0)"
