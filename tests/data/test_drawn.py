"""Drawn points: what the browser writes is what is read, and what cannot be learnt from is a sentence."""

import numpy as np
import pytest

from nnviz.data.drawn import EXAMPLE, MOST_POINTS, classes_of, parse
from nnviz.data.load import load
from nnviz.errors import DataError
from nnviz.specs import DataSpec
from tests.browser_twins import in_browser

STRIPE = " ".join(f"{x},{10 * label - 50},{label}" for label in (0, 3) for x in range(-60, 61, 10))


def test_points_and_classes_are_read():
    places, labels = parse("-53,20,0 14,-8,1")
    np.testing.assert_array_equal(places, [[-0.53, 0.2], [0.14, -0.08]])
    np.testing.assert_array_equal(labels, [0, 1])
    assert classes_of(EXAMPLE) == ("A", "B") and classes_of(STRIPE) == ("A", "D")


def test_drawn_points_are_data_like_any_other():
    dataset = load(DataSpec(source="drawn", settings={"points": STRIPE}, scaling="none"))
    assert dataset.schema.class_names == ("class A", "class D") and dataset.schema.is_plane
    everything = np.concatenate([dataset.train.y, dataset.validation.y])
    assert sorted(np.bincount(everything)) == [13, 13]
    lower = np.concatenate([dataset.train.x, dataset.validation.x])[everything == 0]
    np.testing.assert_allclose(lower[:, 1], -0.5)


@pytest.mark.parametrize(
    "points, words",
    [
        ("", "drawn nothing yet"),
        ("1,1,0 2,2,0 3,3,0", "class A alone"),
        ("1,1,0 2,2,0 3,3,0 4,4,1", "Class B has 1 point."),
        ("1,1,0 x", "'x' is no drawn point"),
        ("1,1,7", "no drawn point"),
        ("1,101,0 1,1,1", "outside the plane"),
        ("1,1,0 " * (MOST_POINTS + 1), "601 points were drawn"),
        ("1,1,0 1,1,0 1,1,0 <script>,1,1", "is no drawn point"),
    ],
)
def test_what_cannot_be_learnt_from_is_a_sentence(points, words):
    with pytest.raises(DataError, match=words.replace(".", r"\.")):
        classes_of(points)
    with pytest.raises(DataError):
        load(DataSpec(source="drawn", settings={"points": points}))


def test_the_browser_writes_what_is_read():
    modules = {"draw/strokes.js": "add, begin, createStrokes, drag, grab, read, rub, undo, written"}
    script = """(points) => {
      const strokes = createStrokes(); strokes.points = read(points);
      const same = written(strokes.points);
      begin(strokes); add(strokes, [0.5, -0.25], 2); add(strokes, [0.51, -0.25], 2);
      const added = written(strokes.points).slice(points.length);
      rub(strokes, [0.5, -0.25]);
      const rubbed = strokes.points.length;
      undo(strokes);
      const back = written(strokes.points);
      begin(strokes); grab(strokes, [0.02, -0.19]); drag(strokes, [0.5, 0.75]);
      const moved = written(strokes.points);
      grab(strokes, [0.99, -0.99]); drag(strokes, [0, 0]);
      return [same, added, rubbed, back, moved, written(strokes.points)];
    }"""
    ((same, added, rubbed, undone, moved, missed),) = in_browser(modules, script, [STRIPE])
    assert same == undone == STRIPE and added == " 50,-25,2"
    assert rubbed == 25, "its neighbour at -20 lies under the rubber too"
    assert moved == missed == STRIPE.replace(" 0,-20,3", " 50,75,3"), "the last grip is far from all points"
