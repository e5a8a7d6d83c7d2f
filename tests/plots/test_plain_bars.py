"""Bars of plain HTML: their lengths and places are the values', and names that people give stay text."""

import re

import numpy as np

from nnviz.plots import theme
from nnviz.plots.plain_bars import plain_bars


def test_bars_go_from_zero_to_their_value():
    html = plain_bars(np.array([3.0, -1.0, np.nan]), ["a", "<b>", "c"], False, "What <counts>", "Blue raises it.")
    bars = [(float(left), float(width)) for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", html)]
    assert bars == [(25.0, 75.0), (0.0, 25.0), (25.0, 0.0)]
    colours = theme.tokens()
    assert [one in html for one in (colours["positive"], colours["negative"])] == [True, True]
    assert (
        "<b>" not in html and "&lt;b&gt;" in html and "What &lt;counts&gt;" in html and "+3" in html and "nan" in html
    )
    assert plain_bars(np.zeros(0), [], True, "", "").count("<i") == 0
