"""What watches over a training, as Python: scores at epoch ends, the rate, what ends it. Imports no framework."""

from typing import Any

from nnviz import escaping
from nnviz.specs import TrainSpec
from nnviz.training import stopping
from nnviz.training.meaning import OutputMeaning, measures
from nnviz.training.schedules import SCHEDULES


def callbacks_code(train: TrainSpec, meaning: OutputMeaning, held_out: bool) -> list[str]:
    """The callbacks of a resolved `train`, in the order in which `nnviz.training.train` asks them."""
    own, prefix = stopping.settled(train), "val_" if held_out else ""
    lines = []
    if measures(train, meaning):
        names = escaping.literal(tuple(train.metrics))
        lines.append(f"nnviz.Measured(data, nnviz.TrainSpec(loss={escaping.literal(train.loss)}, metrics={names}))")
    if train.schedule == "plateau":
        settings = _keywords(train.schedule_settings, {p.name: p.default for p in SCHEDULES["plateau"].params})
        always = {"factor": train.schedule_settings["factor"], "patience": train.schedule_settings["patience"]}
        told = {**always, **settings}
        lines.append(_call("keras.callbacks.ReduceLROnPlateau", f"{prefix}loss", {**told, "mode": "min"}))
    monitor = f"{prefix}{own['monitor']}"
    mode = {} if own["monitor"] == "loss" else {"mode": stopping.mode(own["monitor"])}
    if train.early_stopping:
        more = {name: own[name] for name in ("min_delta", "start_from_epoch") if own[name]}
        told = {"patience": train.early_stopping, **more, **mode, "restore_best_weights": own["restore_best"]}
        lines.append(_call("keras.callbacks.EarlyStopping", monitor, told))
    if own["target"] is not None:
        lines.append(_call("nnviz.StopAt", monitor, {"target": own["target"], **mode}))
    if own["minutes"] is not None:
        lines.append(f"nnviz.StopAfter({own['minutes']!r})")
    if own["keep_best"]:
        lines.append(_call("nnviz.KeepBest", "best.weights.h5", {"monitor": monitor, **mode}))
    return lines


def _call(name: str, first: str, settings: dict[str, Any]) -> str:
    told = "".join(f", {key}={escaping.literal(value)}" for key, value in settings.items())
    return f"{name}({escaping.literal(first)}{told})"


def _keywords(settings: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if value != defaults.get(name)}
