"""A frame's file: what goes in comes out, and nothing else passes for a frame."""

import numpy as np

from nnviz.runs.frames import packed_frame, unpacked_frame


def test_arrays_of_any_shape_come_back_with_their_step():
    arrays = {
        "link_0": np.arange(6, dtype="float32").reshape(2, 3),
        "bias_1": np.array([np.nan, np.inf], "float32"),
        "map_0": np.zeros((0, 4, 4), "float32"),
    }
    frame = unpacked_frame(packed_frame(arrays, 7, 1.5))
    assert (int(frame.pop("step")), float(frame.pop("epoch"))) == (7, 1.5)
    assert frame.keys() == arrays.keys()
    for name, values in arrays.items():
        np.testing.assert_array_equal(frame[name], values)


def test_what_is_cut_off_or_of_another_kind_is_no_frame():
    packed = packed_frame({"output": np.ones(4)}, 1, 1)
    assert unpacked_frame({**packed, "values": packed["values"][:2]}) is None
    assert unpacked_frame({**packed, "layout": np.bytes_("{")}) is None
    assert unpacked_frame({"v0": np.ones(2)}) is None
