"""A run's graph, frames and history as the JSON that the live view in the browser draws."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from nnviz.plots import theme
from nnviz.views.packing import pack

MOST_POINTS = 400


def payload(
    graph: dict | None,
    frame: dict | None,
    history: dict,
    *,
    state: str,
    message: str,
    epoch: float,
    epochs: int,
    seconds: float,
    scores: Mapping[str, float] = MappingProxyType({}),
    outcome: str = "",
    film: str | None = None,
    pictures: str | None = None,
    dark: bool = False,
    events: Sequence[Mapping] = (),
) -> dict:
    """What `pages.shared.runs.live_view.training_view` sends.

    Args:
        graph: the description that the run's probe wrote, or None before it did.
        frame: the arrays of one frame (`link_i`, `bias_i`, `map_i`, `output`, `samples`, `step`, `epoch`), or None.
        history: {"epoch": (n,), "loss": (n,), …}.
        scores: those of the untrained network, which the curves begin with.
        outcome: "diverged" or "overfitted" for a run that finished and did not go well.
        film: where the browser gets all recorded frames, once the run has ended; see `film`.
        pictures: where it gets the images of the held-out examples.
        events: what was changed in mid-run, as `Run.events` tells it.
    """
    return {
        "theme": theme.tokens(dark),
        "graph": _graph(graph),
        "film": film,
        "pictures": pictures,
        **news(
            graph,
            frame,
            history,
            state=state,
            epoch=epoch,
            epochs=epochs,
            seconds=seconds,
            scores=scores,
            events=events,
        ),
        "message": message,
        "outcome": outcome,
    }


def news(
    graph: dict | None,
    frame: dict | None,
    history: dict,
    *,
    state: str,
    epoch: float,
    epochs: int,
    seconds: float,
    scores: Mapping[str, float] = MappingProxyType({}),
    events: Sequence[Mapping] = (),
) -> dict:
    """The part of the payload that changes while a run trains; `graph` only tells how to read the frame.

    Args:
        scores: those of the untrained network, which the curves begin with.
    """
    return {
        "state": state,
        "epoch": float(epoch),
        "epochs": int(epochs),
        "seconds": float(seconds),
        "history": thin_history(from_start(scores, history)),
        "frame": _frame(graph, frame),
        "marks": [{"epoch": event["epoch"], "words": event["said"]} for event in events if event["done"]],
    }


def untrained(graph: dict, frame: dict, scores: Mapping[str, float]) -> dict:
    """The part of the payload that the network before its first step fills: its pictures, and its scores at epoch 0."""
    return {"graph": _graph(graph), "frame": _frame(graph, frame), "history": thin_history(from_start(scores, {}))}


def film(graph: dict | None, frames: list[dict]) -> list[dict]:
    """The frames of an ended run, each as `news` packs its one; none without a graph to read them by."""
    return [] if graph is None else [_frame(graph, frame) for frame in frames]


def from_start(untrained: Mapping[str, float], history: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """A history that begins with epoch 0: the scores of the untrained network; as it is where there are none."""
    if not untrained:
        return dict(history)
    names = [name for name in history or untrained if name not in ("epoch", "seconds")]
    first = {name: untrained.get(name, np.nan) for name in names} | {"epoch": 0.0}
    return {name: np.r_[value, np.asarray(history.get(name, ()), float)] for name, value in first.items()}


def thin_history(history: dict, most: int = MOST_POINTS) -> dict:
    """At most about `most` epochs, the first and last among them; of each stretch the worst and best loss are kept, and
    of every series its highest and lowest value.

    NaN becomes null. Epochs that were left out are not averaged away: what is drawn was measured.
    """
    epochs = np.asarray(history.get("epoch", []))
    keep = _extremes(np.asarray(history.get("loss", epochs)), most)
    for values in map(np.asarray, history.values()):
        if len(keep) < len(values) and np.isfinite(values).any():
            keep = np.union1d(keep, [np.nanargmin(values), np.nanargmax(np.where(np.isinf(values), np.nan, values))])
    series = {
        name: [None if not np.isfinite(v) else round(float(v), 6) for v in np.asarray(values)[keep]]
        for name, values in history.items()
        if name not in ("epoch", "seconds")
    }
    return {"epoch": epochs[keep].tolist(), "series": series}


def _extremes(values: np.ndarray, most: int) -> np.ndarray:
    if len(values) <= most:
        return np.arange(len(values))
    keep = {0, len(values) - 1}
    edges = np.linspace(0, len(values), most // 2 + 1).astype(int)
    for start, stop in zip(edges[:-1], edges[1:], strict=True):
        part = np.nan_to_num(values[start:stop], nan=np.inf)
        keep |= {start + int(part.argmin()), start + int(part.argmax())}
    return np.array(sorted(keep))


def _graph(graph: dict | None) -> dict | None:
    if graph is None:
        return None
    graph = dict(graph)
    if graph.get("plane"):
        points = {name: pack(values) for name, values in graph["plane"]["points"].items()}
        graph["plane"] = {**graph["plane"], "points": points}
    if graph.get("samples"):
        samples = graph["samples"]
        packed = {name: pack(samples[name]) for name in ("images", "truth", "rows") if samples.get(name) is not None}
        graph["samples"] = {**samples, **packed}
    return graph


def _frame(graph: dict | None, frame: dict | None) -> dict | None:
    if graph is None or frame is None:
        return None

    def packed(name, quantise=False, fine=False):
        return pack(frame[name], quantise, fine=fine) if name in frame else None

    bounded = graph.get("task") == "regression" or graph.get("meaning", {}).get("shares", True)
    columns, links = range(len(graph["columns"])), range(len(graph["links"]))
    return {
        "index": int(frame["step"]),
        "epoch": float(frame["epoch"]),
        "links": [packed(f"link_{i}") for i in links],
        "biases": [packed(f"bias_{i}") for i in columns],
        "maps": [packed(f"map_{i}", True) for i in columns],
        "output": packed("output", bounded, fine=True),
        "samples": packed("samples"),
        "confusion": frame["confusion"].astype(int).tolist() if "confusion" in frame else None,
        "wrong": int(frame["wrong"][0]) if "wrong" in frame else None,
        "missed": frame["missed"].astype(int).tolist() if "missed" in frame else None,
        "picked": {
            choice: {"at": frame[f"picked_{choice}"].astype(int).tolist(), "said": packed(f"said_{choice}")}
            for choice in ("errors", "sureness")
            if f"picked_{choice}" in frame
        },
    }
