"""Drift as a picture: the shares that are drawn are the samples'."""

import numpy as np

from nnviz.plots.drift import names, quantities


def test_both_histograms_are_drawn_bin_by_bin():
    edges, before, now = np.array([0.0, 1, 2, 4]), np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.1, 0.8])
    figure = quantities(edges, before, now, "<b>age</b>")
    for trace, shares in zip(figure.data, (before, now), strict=True):
        assert list(trace.x) == [0, 1, 1, 2, 2, 4]
        np.testing.assert_allclose(trace.y, np.repeat(shares, 2))
    assert "&lt;b&gt;" in figure.layout.xaxis.title.text


def test_of_many_names_those_that_differ_most_are_drawn_in_their_order():
    labels, before, now = [f"n{k}" for k in range(30)], np.full(30, 1 / 30), np.full(30, 1 / 30)
    now[7], now[21] = 0.2, 0.0
    figure = names(labels, before, now, "city")
    drawn = list(figure.data[0].x)
    assert (
        len(drawn) == 20
        and drawn.index("n7") < drawn.index("n21")
        and "20 that differ most of 30" in (figure.layout.xaxis.title.text)
    )
