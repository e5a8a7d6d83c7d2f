"""Colours of gradients: one logarithmic scale for all layers and moments."""

import numpy as np

from nnviz.plots import theme
from nnviz.plots.gradients import shade


def test_equal_ratios_are_equal_steps_on_one_scale_for_all_moments():
    colours, ends = shade([[1e-4, 1e-2], [1.0, 0.0]])
    scale = [colour for _, colour in theme.sequential()]
    assert ends == (1e-4, 1.0)
    assert colours == [[scale[0], scale[16]], [scale[32], scale[0]]]


def test_what_is_not_a_number_has_its_own_colour_and_does_not_stretch_the_scale():
    colours, ends = shade([[np.nan, np.inf, 0.02, 0.05]], dark=True)
    assert colours[0][:2] == [theme.nan_color(True)] * 2 and ends == (0.01, 0.1)
    assert shade([[0.0, np.nan]])[1] == (0.1, 1.0), "without a magnitude there is still a scale"
