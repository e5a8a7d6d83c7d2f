"""Weights as pictures: the values that are drawn are the weights', on a scale centred on zero."""

import numpy as np
import pytest

from nnviz.plots.weights import input_channels, weight

RNG = np.random.default_rng(0)


def test_a_matrix_is_drawn_value_by_value_around_zero():
    values = RNG.normal(size=(5, 7))
    trace = next(trace for trace in weight(values).data if trace.type == "heatmap")
    drawn = np.asarray(trace.z, float)
    assert sorted(drawn[np.isfinite(drawn)].round(6)) == sorted(values.ravel().round(6))
    assert trace.zmin == -trace.zmax and trace.zmax == pytest.approx(np.abs(values).max())


def test_kernels_are_those_of_the_chosen_input():
    values = RNG.normal(size=(3, 3, 2, 4))
    assert input_channels(values) == 2 and input_channels(values[0, 0]) == 1
    for channel in (0, 1):
        drawn = np.asarray(weight(values, channel=channel).data[0].z, float)
        own = values[:, :, channel, :].ravel()
        assert np.isin(own.round(6), drawn[np.isfinite(drawn)].round(6)).all()
    assert input_channels(RNG.normal(size=(3, 2, 4))) == 2
    weight(RNG.normal(size=(3, 2, 4)))
    weight(RNG.normal(size=(6,)))
