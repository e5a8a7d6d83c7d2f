"""Changes of an experiment that the coach proposes. Imports no framework."""

from nnviz import words
from nnviz.models import edits
from nnviz.specs import Experiment, LayerSpec
from nnviz.training.coach.records import Mend

SUMS = ("Dense", "Conv1D", "Conv2D", "Conv3D")
_MOST_UNITS = 512


def trained(experiment: Experiment, told: str, **changes) -> Mend:
    """Another way to train."""
    return Mend(told, experiment.replace(train=experiment.train.replace(**changes)))


def rate(experiment: Experiment, factor: float) -> Mend:
    """Another learning rate."""
    now = experiment.train.learning_rate
    new = min(100.0, float(f"{now * factor:.3g}"))
    return trained(experiment, f"Learning rate {words.setting(new)} instead of {words.setting(now)}", learning_rate=new)


def epochs(experiment: Experiment, factor: int) -> Mend | None:
    """More epochs."""
    now = experiment.train.epochs
    new = min(10_000, now * factor)
    return trained(experiment, f"{new:,} epochs instead of {now:,}", epochs=new) if new > now else None


def hidden(experiment: Experiment) -> list[LayerSpec]:
    """Weighted sums before the output."""
    model = experiment.model
    ends = _ends(experiment)
    return [layer for layer in model.layers if layer.enabled and layer.kind in SUMS and layer.id not in ends]


def last_sum(experiment: Experiment) -> LayerSpec | None:
    """The weighted sum that gives the answer."""
    found = [layer for layer in experiment.model.layers if layer.enabled and layer.kind in SUMS]
    return found[-1] if found else None


def _ends(experiment: Experiment) -> set[str]:
    last = last_sum(experiment)
    return set(experiment.model.outputs or ()) | ({last.id} if last else set())


def activated(experiment: Experiment, layers: set[str], other: str, told: str) -> Mend | None:
    """Another activation in the hidden layers of those Keras names, and in activations that stand alone among them."""
    model, changed = experiment.model, 0
    for layer in (*hidden(experiment), *(own for own in model.layers if own.enabled and own.kind in ("Activation",))):
        if layer.keras_name not in layers or layer == experiment.model.layers[-1]:
            continue
        started = {"kernel_initializer": "he_normal"} if layer.kind in SUMS and other == "relu" else {}
        model, changed = edits.set_settings(model, layer.id, activation=other, **started), changed + 1
    if not changed:
        return None
    return Mend(f"{told} in {words.counted(changed, 'layer')}", experiment.replace(model=model))


def wider(experiment: Experiment, factor: int) -> Mend | None:
    """More units in the hidden layers; a hidden layer where there is none."""
    model, names = experiment.model, []
    for layer in hidden(experiment):
        setting = "units" if layer.kind == "Dense" else "filters"
        size = layer.settings.get(setting)
        if isinstance(size, int) and size < _MOST_UNITS:
            model = edits.set_settings(model, layer.id, **{setting: min(_MOST_UNITS, max(16, size * factor))})
            names.append(layer)
    if names:
        told = f"At least {factor} times as many units in {words.counted(len(names), 'hidden layer')}"
        return Mend(told, experiment.replace(model=model))
    last = last_sum(experiment)
    if last is None or last.kind != "Dense" or hidden(experiment):
        return None
    new = edits.new_layer(model, "Dense", units=16, activation="relu")
    return Mend("A hidden layer of 16 units", experiment.replace(model=edits.insert_before(model, last.id, new)))


def without(experiment: Experiment, setting: str, layers: list[LayerSpec], told: str) -> Mend | None:
    """Without a setting of these layers: Keras's own choice then holds."""
    model = experiment.model
    for layer in layers:
        settings = {name: value for name, value in layer.settings.items() if name != setting}
        place = next(k for k, own in enumerate(model.layers) if own.id == layer.id)
        changed = layer.replace(settings=settings)
        model = model.replace(layers=(*model.layers[:place], changed, *model.layers[place + 1 :]))
    return Mend(told, experiment.replace(model=model)) if layers else None


def prepared(experiment: Experiment, told: str, **changes) -> Mend:
    """Other data, or data prepared otherwise."""
    return Mend(told, experiment.replace(data=experiment.data.replace(**changes)))
