"""Pictures as small as a few lines of text."""

from base64 import b64decode

import numpy as np

from nnviz.plots import small


def test_lines_are_drawn_to_scale_with_gaps_and_named_for_those_who_cannot_see():
    x = np.array([0.0, 5.0, 10.0])
    lines = [("loss", np.array([-1.0, 1.0, 3.0])), ("slope <b>", np.array([0.0, np.nan, 1.0]))]
    drawn = small.curves(x, lines, "A loss & its slope", ("−5", "5"), lambda value: f"{value:g}", mark=2.5)
    svg = b64decode(drawn.partition("base64,")[2].partition('"')[0]).decode()
    assert 'd="M0.00 100.00L50.00 50.00L100.00 0.00"' in svg
    assert 'd="M0.00 75.00M100.00 50.00"' in svg, "a gap is not drawn across"
    assert 'y1="75.00" y2="75.00"' in svg and 'x1="25.00"' in svg, "zero, and the mark"
    assert 'aria-label="A loss &amp; its slope"' in drawn and "slope &lt;b&gt;" in drawn
    assert "<span>3</span>" in drawn and "<span>-1</span>" in drawn


def test_one_value_throughout_is_a_line():
    assert small.curves(np.array([0.0, 1.0]), [("rate", np.ones(2))], "rate", ("", ""), str).count("1.0") == 2
