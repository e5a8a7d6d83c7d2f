"""Pictures of units and of weights as a whole: what they draw is what they were given."""

import numpy as np

from nnviz.plots import spectra, units, weights
from nnviz.views.unit_crops import crops, spotlit


def test_crops_are_the_boxes_and_the_rest_of_an_image_stands_back():
    images = np.arange(2 * 6 * 8, dtype="uint8").reshape(2, 6, 8, 1)
    boxes = [(slice(1, 4), slice(2, 5)), (slice(0, 3), slice(6, 8))]
    cut = crops(images, boxes)
    np.testing.assert_array_equal(cut[0], images[0, 1:4, 2:5])
    np.testing.assert_array_equal(cut[1], images[1, 0:3, 5:8])  # two columns at the edge take one from beside
    assert crops(images, [(slice(0, 6), slice(0, 8))] * 2).shape == (2, 8, 8, 1)
    lit = spotlit(images, boxes)
    np.testing.assert_array_equal(lit[0, 1:4, 2:5], images[0, 1:4, 2:5])
    assert np.all(np.abs(lit[0, 4:].astype(int) - 108) <= 12), "near grey"


def test_filters_stand_last_and_colours_are_around_grey():
    kernel = np.zeros((3, 3, 3, 2))
    kernel[0, 0, 0, 1] = -0.5
    kernel[0, 0, 1, 1] = 0.25
    figure = weights.in_colour(kernel)
    assert len(figure.layout.annotations) == 2
    depthwise = np.random.default_rng(0).normal(size=(3, 3, 4, 2))
    turned = weights.as_filters(depthwise, "DepthwiseConv2D")
    np.testing.assert_array_equal(turned[:, :, 0, 5], depthwise[:, :, 2, 1])
    assert weights.as_filters(np.zeros((3, 3, 5, 2)), "Conv2DTranspose").shape == (3, 3, 2, 5)


def test_one_units_weights_and_a_part_of_a_matrix_say_which_they_are():
    matrix = np.array([[1.0, -2], [3, 4]])
    figure = weights.of_unit(matrix, 1, names=["a <b>", "c"])
    assert list(figure.data[0].x) == [-2, 4] and figure.data[0].y[0] == "a &lt;b&gt;"
    heat = weights.matrix(matrix, row=128, column=256, names=("Row", "Column")).data[0]
    assert list(heat.x) == [257, 258] and list(heat.y) == [129, 130]
    assert "row 130, column 257" in heat.customdata[1][0]
    named = weights.matrix(matrix, inputs=["film", "good"]).data[0]
    assert named.customdata[1][0].startswith("good, unit 1")


def test_the_spread_stands_beside_what_was_to_be_expected():
    values = np.random.default_rng(0).normal(0, 0.1, 5000)
    law = spectra.against_start(
        values, None, lambda at: np.exp(-((at / 0.1) ** 2) / 2) / 0.1 / np.sqrt(2 * np.pi), "law"
    )
    assert sum(law.data[0].y) == 5000 and abs(sum(law.data[1].y) / 2 - 5000) < 30
    began = spectra.against_start(values, np.zeros(5000), None, "")
    assert sum(began.data[1].y) == 10_000, "the outline has two corners a bar"
    lines = spectra.over_epochs(np.arange(3), np.arange(60).reshape(20, 3), [f"w{k}" for k in range(20)], "norm")
    assert [line.name for line in lines.data] == [f"w{k}" for k in range(8, 20)]


def test_what_is_lost_and_needed_is_told_by_class_and_by_unit():
    lost = units.lost(np.array([1.0, np.nan]), np.array([0.5, np.nan]), ["cat", "dog"])
    assert lost.data[1].customdata[0] == "50.0 %" and lost.data[0].customdata[1] == "no examples"
    needed = units.needed(np.array([0.0, 0.3, 0.1]))
    assert list(needed.data[0].y) == ["unit 2", "unit 3", "unit 1"] and needed.data[0].x[0] == -0.3
    held = units.clamped(np.arange(3.0), np.stack([np.arange(3.0), np.ones(3)], 1), ["a", "b"], "Unit 1", 1.0)
    assert list(held.data[0].y) == [0, 1, 2] and held.layout.shapes[0].x0 == 1.0
