"""The network's own diagram with every layer in the colour of its gradient at one moment."""

from nnviz import words
from nnviz.errors import NnvizError
from nnviz.inspection.gradient_records import GradientHistory
from nnviz.models.diagram import graph_data, network_data
from nnviz.plots import gradients as plots
from nnviz.plots import theme
from nnviz.runs.run import Run
from pages.shared import engine, frame
from pages.shared.figures.architecture import diagram

_MOST = 400
"""Layers that a diagram of a network with others in it shows; of more, each of these is one."""


def draw(run: Run, history: GradientHistory, moment: int, of: str, title: str) -> None:
    """One scale for all moments, so that colours can be compared while the epoch changes.

    Args:
        moment: which of the history's moments.
        of: "output_gradient", "weight_gradient" or "ratio".
        title: what that is called.
    """
    try:
        network = _unfolded(run) if any("/" in path for path in history.layers) else None
        network = network or _as_built(run)
    except NnvizError as error:
        engine.refusal(error)
        return
    values = history.over_time(of)
    colours, ends = plots.shade(values, frame.dark())
    for node in network["nodes"]:
        row = history.row(node["name"])
        node |= {"problem": "", "severity": ""}
        if row is not None:
            node |= {"tint": colours[row][moment], "note": words.number(float(values[row, moment]))}
    scale = [colour for _, colour in theme.sequential(frame.dark())]
    low, high = (words.setting(end) for end in ends)
    network["scale"] = {"title": f"{title}, the same scale at every epoch", "from": low, "to": high, "colors": scale}
    diagram({"network": network}, f"gradients-network-{run.id}")


def _as_built(run: Run) -> dict:
    experiment = run.experiment
    parts = experiment.model, experiment.data, experiment.train
    preview = engine.ask_once("preview", *parts, key=f"gradients:{run.id}", what="Asking Keras for shapes")
    return network_data(experiment.model, preview)


def _unfolded(run: Run) -> dict | None:
    """A network that holds others, as all their layers; None for more layers than a diagram shows."""
    nodes = engine.ask_once("layer_graph", run.id, key=f"graph:{run.id}", what="Following one example")
    return graph_data(nodes) if len(nodes) <= _MOST else None
