import base64
import json
import struct

import numpy as np
import pytest

from nnviz.errors import DataError
from nnviz.views.packing import pack, unpack


def test_float32_bytes_are_little_endian_and_exact():
    packed = pack([[1.0, -2.5], [0.0, 3.25]])
    assert packed["shape"] == [2, 2] and packed["dtype"] == "f4"
    assert struct.unpack("<4f", base64.b64decode(packed["data"])) == (1.0, -2.5, 0.0, 3.25)
    np.testing.assert_array_equal(unpack(json.loads(json.dumps(packed))), [[1.0, -2.5], [0.0, 3.25]])


def test_quantised_values_by_hand():
    packed = pack([-2.54, 0.0, 1.27, np.nan, np.inf], quantise=True)
    assert packed["scale"] == pytest.approx(0.02)
    assert struct.unpack("5b", base64.b64decode(packed["data"])) in {
        (-127, 0, 63, -128, -128),
        (-127, 0, 64, -128, -128),
    }


def test_quantised_error_is_at_most_half_a_step():
    values = np.random.default_rng(0).normal(size=(7, 5, 3)).astype(np.float32)
    error = np.abs(unpack(pack(values, quantise=True)) - values).max()
    assert error <= np.abs(values).max() / 254 * 1.0001


@pytest.mark.parametrize("values", [np.zeros((0, 3)), np.zeros(4), np.full(3, np.nan), 7.0])
@pytest.mark.parametrize("quantise", [False, True])
def test_edges_keep_their_shape(values, quantise):
    back = unpack(pack(values, quantise))
    assert back.shape == np.shape(values)
    np.testing.assert_allclose(back, values, rtol=1e-6)


def test_sentences_for_what_cannot_be_packed():
    with pytest.raises(DataError, match="real numbers"):
        pack(["a", "b"])
    with pytest.raises(DataError, match="needs 3"):
        unpack({"shape": [3], "dtype": "f4", "scale": 1, "data": base64.b64encode(b"\0" * 8).decode()})
    with pytest.raises(DataError, match="'f8'"):
        unpack({"shape": [1], "dtype": "f8", "scale": 1, "data": ""})


def test_two_bytes_are_as_fine_as_a_line_through_them_needs():
    values = np.array([0.4999, 0.5, 0.5001, 1.0, np.nan])
    packed = pack(values, quantise=True, fine=True)
    back = unpack(packed)
    assert packed["dtype"] == "q2" and np.isnan(back[4])
    assert np.abs(back[:4] - values[:4]).max() <= 1 / 65_534 + 1e-7 and np.all(np.diff(back[:3]) > 0)
