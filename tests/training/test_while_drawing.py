"""A network that learns while its points are drawn: it goes on from where it was, on what is there now."""

import numpy as np
import pytest

import nnviz
from nnviz.data.drawn import EXAMPLE
from nnviz.errors import DataError
from nnviz.specs import DataSpec
from nnviz.training.while_drawing import learn_while_drawing

CORNER = " -90,-90,2 -80,-85,2 -85,-80,2 -85,-85,2"


def drawn(points: str = EXAMPLE):
    return nnviz.ready("spirals").replace(data=DataSpec(source="drawn", settings={"points": points}))


def test_it_goes_on_from_its_weights_and_begins_anew_with_another_class():
    half = learn_while_drawing(drawn(), None, 30)
    rest, whole = learn_while_drawing(drawn(), half, 30), learn_while_drawing(drawn(), None, 60)
    assert (half.epochs, rest.epochs, whole.epochs) == (30, 60, 60) and rest.loss < half.loss
    for one, other in zip(rest.weights, whole.weights, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    assert rest.accuracy == 1 and rest.held_out is not None
    middle = rest.decided.shape[0] // 2
    assert rest.decided[middle, middle] == 1 and rest.decided[0, middle] == 0, "a ring lies around the other"
    assert rest.sureness[middle, middle] > 128 and len(np.unique(rest.decided)) == 2
    more = learn_while_drawing(drawn(EXAMPLE + CORNER), rest, 60)
    assert more.epochs == 60 and more.decided[2, 2] == 2, "three answers are another network"
    with pytest.raises(DataError):
        learn_while_drawing(drawn("1,1,0"), more, 5)
