"""What is clicked on to choose a pixel or a step: the ring stands where it says, and every mark tells its place."""

import numpy as np
import pytest

from nnviz.plots import places


def test_a_pixel_is_ringed_and_every_mark_tells_its_own():
    image = np.arange(12.0).reshape(3, 4, 1)
    figure = places.drawn_image(image, (1, 2))
    (marks,) = [trace for trace in figure.data if trace.type == "scatter"]
    for x, y, place, text in zip(marks.x, marks.y, marks.customdata, marks.text, strict=True):
        assert place == 4 * y + x and text == f"row {y + 1}, column {x + 1}<br>{image[y, x, 0]:.0f}"
    for ring in figure.layout.shapes:
        assert (ring.x0, ring.x1, ring.y0, ring.y1) == (1.5, 2.5, 0.5, 1.5)
    plot = figure.layout.height - 4, figure.layout.width - 4
    assert plot[0] / plot[1] == pytest.approx(3 / 4, abs=0.01)
    assert len(places.drawn_image(np.zeros((80, 80, 3)), (0, 0)).data) == 1, "too many to be clicked"


def test_a_units_map_is_drawn_on_both_sides_of_zero_only_where_it_has_both():
    for low, ends in ((0.0, (0, 5)), (-2.0, (-5, 5))):
        heat = places.drawn_map(np.array([[low, 1.0], [5.0, 0.0]]), (1, 0)).data[0]
        assert (heat.zmin, heat.zmax) == ends
    alone = places.drawn_series(None, np.array([[1.0], [3.0]]), (1, 0))
    assert alone.data[-1].y[0] == 3.0 and not any(trace.showlegend for trace in alone.data)


def test_a_step_is_ringed_on_what_was_drawn_in_its_channel():
    series, drawn = np.zeros((5, 2)), np.arange(10.0).reshape(5, 2)
    figure = places.drawn_series(series, drawn, (3, 1), names=("a<b", "c"))
    *_, marks, ring = figure.data
    assert list(marks.customdata) == [0, 1, 2, 3, 4] and list(marks.y) == [1, 3, 5, 7, 9]
    assert (ring.x[0], ring.y[0]) == (4, 7) and figure.layout.yaxis.title.text == "c"
