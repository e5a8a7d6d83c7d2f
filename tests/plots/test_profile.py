"""Pictures of a profile hold exactly the numbers that they were given, and names that cannot break out."""

import numpy as np

from nnviz.plots import by_class, profile, theme
from tests.hostile_text import texts


def test_a_spread_stacks_classes_in_their_colours_over_its_bins():
    counts, edges = np.array([[1, 2], [3, 0]]), np.array([0.0, 2.0, 4.0])
    figure = profile.column_spread(counts, "height (cm)", ("a", "b"), edges=edges)
    assert [list(trace.y) for trace in figure.data] == counts.tolist()
    assert [trace.marker.color for trace in figure.data] == [theme.class_color(0), theme.class_color(1)]
    np.testing.assert_array_equal(figure.data[0].x, [1, 3])
    assert figure.data[0].customdata[1] == "2 to 4" and figure.layout.xaxis.title.text == "height (cm)"


def test_many_classes_are_drawn_as_one_and_names_lie():
    figure = profile.column_spread(np.ones((12, 3), int), "x", [str(k) for k in range(12)], names=("u", "v", "w"))
    (bars,) = figure.data
    assert list(bars.x) == [12, 12, 12] and bars.orientation == "h" and list(bars.y) == ["u", "v", "w"]


def test_days_are_days():
    figure = profile.column_spread(np.array([[4, 5]]), "joined", edges=np.array([0.0, 1.0, 2.0]), dates=True)
    assert (
        str(figure.data[0].x[0]).startswith("1970-01-01 12")
        and figure.data[0].customdata[1] == "1970-01-02 to 1970-01-03"
    )


def test_a_matrix_shows_each_pair_on_the_signed_scale_and_no_cell_for_what_cannot_be_compared():
    values = np.array([[1.0, -0.5, np.nan], [-0.5, 1.0, 0.25], [np.nan, 0.25, 1.0]])
    measures = np.full((3, 3), "correlation ratio", object)
    figure = profile.relation_matrix(values, ("a", "b", "a"), measures, 1)
    heat = figure.data[0]
    assert (heat.zmin, heat.zmax, heat.z[0][1]) == (-1, 1, -0.5)
    assert np.isnan(heat.z[0][2]) and np.isnan(heat.z[1][1])
    assert heat.x[1].startswith("<b>b") and len(set(heat.x)) == 3
    assert heat.customdata[0][1] == "a and b<br>correlation ratio: "


def test_a_row_of_images_is_mean_deviation_and_examples(monkeypatch):
    drawn = {}
    monkeypatch.setattr(
        by_class, "image_grid", lambda images, captions, dark, **more: drawn.update(i=images, c=captions)
    )
    means, deviations = np.full((2, 2, 2, 1), 8.0), np.zeros((2, 2, 2, 1))
    deviations[1, 0, 0] = 3
    by_class.class_images(means, deviations, np.full((2, 9, 2, 2, 1), 7, "uint8"), ("x", "y"), 16.0)
    assert drawn["i"].shape == (20, 2, 2, 1)
    assert drawn["i"][0].max() == 128 and drawn["i"][11, 0, 0, 0] == 255 and drawn["i"][1].max() == 0
    assert drawn["c"][:3] == ["x, mean", "deviation", ""] and drawn["c"][10] == "y, mean"


def test_names_that_people_give_stay_text():
    for name in [text for text in texts(60, 0) if "<" in text][:6]:
        figure = profile.relation_matrix(np.eye(2), (name, "b"), np.full((2, 2), "m", object))
        lines = by_class.class_sequences(np.zeros((1, 3)), np.ones((1, 3)), np.zeros((1, 1, 3)), (name,), name)
        spread = profile.column_spread(np.ones((1, 1), int), name, (name,), names=(name,))
        for text in (figure.to_json(), lines.to_json(), spread.to_json()):
            assert "<script" not in text.lower() and "<img" not in text.lower()
