"""What may help a network whose gradient vanishes, explodes or stops: changes of its specification. No framework."""

from nnviz import words
from nnviz.inspection.gradient_records import GradientFlow
from nnviz.models import edits
from nnviz.models.records import Fix
from nnviz.specs import LayerSpec, ModelSpec, TrainSpec

_SATURATING = ("sigmoid", "tanh", "hard_sigmoid", "softsign", "hard_tanh")
_KEEPING = ("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "orthogonal")
_SUMS = ("Dense", "Conv1D", "Conv2D", "Conv3D")


def mends(flow: GradientFlow, model: ModelSpec, train: TrainSpec) -> tuple[Fix, ...]:
    """Changes that may help, the likeliest first; none for a gradient that flows.

    Vanishing: activations that do not saturate, initial weights that keep the size of what passes (Glorot and Bengio,
    2010; He et al., 2015), normalization (Ioffe and Szegedy, 2015), residual connections (He et al., 2016). Exploding:
    clipping (Pascanu et al., 2013), smaller steps, and the same. Nothing comes back: units that are never switched off.
    """
    if flow.is_well:
        return ()
    kinds = {
        "vanishing": (_unsaturated, _initialized, _normalized, _residual),
        "exploding": (_clipped, _initialized, _normalized, _slower),
        "broken": (_clipped, _slower, _initialized),
        "none": (_leaky, _slower, _initialized),
    }
    fixes = [make(model, train) for make in kinds[flow.verdict]]
    return tuple(fix for fix in fixes if fix is not None)


def _hidden(model: ModelSpec) -> list[LayerSpec]:
    """Weighted sums before the output."""
    outputs = model.outputs or tuple(layer.id for layer in model.layers[-1:])
    return [layer for layer in model.layers if layer.enabled and layer.kind in _SUMS and layer.id not in outputs]


def _activated(model: ModelSpec, names: tuple[str, ...], other: str, label: str) -> Fix | None:
    found = [layer for layer in _hidden(model) if layer.settings.get("activation") in names]
    alone = [layer for layer in model.layers if layer.enabled and layer.kind == "Activation"]
    found += [layer for layer in alone if layer.settings.get("activation") in names and layer != model.layers[-1]]
    for layer in found:
        started = {"kernel_initializer": "he_normal"} if layer.kind in _SUMS else {}
        model = edits.set_settings(model, layer.id, activation=other, **started)
    return Fix(f"{label} in {words.counted(len(found), 'hidden layer')}", model) if found else None


def _unsaturated(model: ModelSpec, train: TrainSpec) -> Fix | None:
    return _activated(model, _SATURATING, "relu", "ReLU and He initial weights")


def _leaky(model: ModelSpec, train: TrainSpec) -> Fix | None:
    return _activated(model, ("relu",), "leaky_relu", "Leaky ReLU")


def _initialized(model: ModelSpec, train: TrainSpec) -> Fix | None:
    changed = 0
    for layer in model.layers:
        if layer.kind not in _SUMS or layer.settings.get("kernel_initializer", _KEEPING[0]) in _KEEPING:
            continue
        wanted = "he_normal" if "relu" in str(layer.settings.get("activation")) else "glorot_uniform"
        model, changed = edits.set_settings(model, layer.id, kernel_initializer=wanted), changed + 1
    return Fix(f"Initial weights by fan-in in {words.counted(changed, 'layer')}", model) if changed else None


def _normalized(model: ModelSpec, train: TrainSpec) -> Fix | None:
    hidden = _hidden(model)
    if not hidden or any(layer.enabled and layer.kind.endswith("Normalization") for layer in model.layers):
        return None
    for layer in hidden:
        model = edits.insert_after(model, layer.id, edits.new_layer(model, "BatchNormalization"))
    return Fix(f"Batch normalization after {words.counted(len(hidden), 'hidden layer')}", model)


def _residual(model: ModelSpec, train: TrainSpec) -> Fix | None:
    widths = {layer.id: layer.settings.get("units") for layer in _hidden(model) if layer.kind == "Dense"}
    hidden, added = list(widths), 0
    for layer_id in hidden:
        sources = model.sources(layer_id)
        if len(sources) != 1 or widths.get(sources[0]) != widths[layer_id]:
            continue
        merge = edits.new_layer(model, "Add").replace(inputs=(layer_id, sources[0]))
        model, added = edits.insert_after(model, layer_id, merge), added + 1
        widths[merge.id] = widths[layer_id]
    return Fix(f"Residual connections around {words.counted(added, 'layer')}", model) if added else None


def _clipped(model: ModelSpec, train: TrainSpec) -> Fix | None:
    if train.optimizer_settings.get("clipnorm") is not None:
        return None
    settings = {**train.optimizer_settings, "clipnorm": 1.0}
    return Fix("Clip gradients at a length of 1", None, {"optimizer_settings": settings})


def _slower(model: ModelSpec, train: TrainSpec) -> Fix | None:
    rate = float(f"{train.learning_rate / 10:.6g}")
    label = f"Learning rate {words.setting(rate)} instead of {words.setting(train.learning_rate)}"
    return Fix(label, None, {"learning_rate": rate})
