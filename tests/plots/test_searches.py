"""Pictures of studies draw the numbers that they are given, on the scales that the settings have."""

import numpy as np
import pytest

from nnviz.plots import search_surface, searches, spread
from nnviz.studies.search_records import Axis, Surface
from nnviz.studies.spread import estimate

RATE = Axis("learning_rate", "Learning rate", np.array([0.001, 0.1]), (), 0.001, 0.1, True)
CHOICE = Axis("activation", "Activation", np.array([0, 1]), ("relu", "tanh"), 0, 1)
POINTS = (RATE.values, CHOICE.values, np.array([0.5, 0.99]), ["a", "<b>"])


@pytest.mark.parametrize("draw", [search_surface.contours, search_surface.relief])
def test_a_surface_and_its_trials_share_one_colour_scale(draw):
    surface = Surface(RATE, CHOICE, np.array([0.001, 0.01, 0.1]), np.arange(2), np.linspace(0.4, 0.9, 6).reshape(2, 3))
    title = ("Accuracy",) if draw is search_surface.relief else ()
    below, trials = draw(surface, POINTS, *title, True).data
    np.testing.assert_allclose(below.x, [-3, -2, -1])
    np.testing.assert_array_equal(below.z, surface.z)
    assert (trials.marker.cmin, trials.marker.cmax) == (0.4, 0.99) and list(trials.marker.color) == [0.5, 0.99]
    assert "<b>" not in trials.text[1]


def test_axes_have_ticks_at_choices_and_at_round_numbers_of_their_range():
    assert searches.scale_of(CHOICE) == {"tickvals": [0, 1], "ticktext": ["relu", "tanh"]}
    assert searches.scale_of(RATE)["ticktext"][0] == "0.001" and searches.scale_of(RATE)["tickvals"][-1] == -1
    lines = searches.parallel((RATE, CHOICE), POINTS[2], "Score", True).data[0]
    np.testing.assert_allclose(lines.dimensions[0].values, [-3, -1])


def test_intervals_and_folds_are_drawn_as_they_are():
    own = estimate("with", {(0,): 0.5, (1,): 0.7})
    mean = spread.intervals([own], "Score", True).data[-1]
    assert mean.x[0] - mean.error_x.arrayminus[0] == pytest.approx(own.low)
    assert mean.x[0] + mean.error_x.array[0] == pytest.approx(own.high)
    parts = np.array([[0, 1, 2], [1, 0, 2]], np.uint8)
    figure = spread.folds(parts, ["fold 1", "fold 2"])
    np.testing.assert_array_equal(figure.data[0].z, parts)
    assert [trace.name for trace in figure.data[1:]] == ["Trains", "Validates", "Test: untouched"]
