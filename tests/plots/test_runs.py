"""Curves of several runs in one picture."""

import numpy as np

from nnviz.plots import theme
from nnviz.plots.runs import run_curves

FIRST = {"epoch": np.array([1.0, 2]), "loss": np.array([0.5, 0.4]), "val_loss": np.array([0.6, np.nan])}
SECOND = {"epoch": np.array([1.0, 2, 3]), "loss": np.array([0.9, 0.8, 0.7])}


def test_a_colour_a_run_solid_where_held_out_and_dashed_where_trained():
    figure = run_curves([("one <b>", FIRST), ("two", SECOND), ("none", {})], "loss", "Loss")
    held_out, training, other = figure.data
    assert held_out.line.color == theme.class_color(0) and held_out.line.dash is None
    assert training.line.dash == "dash" and training.line.width < held_out.line.width
    np.testing.assert_array_equal(held_out.y, FIRST["val_loss"])
    np.testing.assert_array_equal(training.y, FIRST["loss"])
    assert other.line.color == theme.with_alpha(theme.class_color(1), 0.75) and list(other.x) == [1, 2, 3]
    assert (held_out.showlegend, training.showlegend, other.showlegend) == (True, False, True), "a name a run"
    assert held_out.name == "one &lt;b&gt;"


def test_the_axis_is_logarithmic_where_asked():
    kinds = [run_curves([("one", FIRST)], "loss", "Loss", log=log).layout.yaxis.type for log in (False, True)]
    assert kinds == ["linear", "log"]
