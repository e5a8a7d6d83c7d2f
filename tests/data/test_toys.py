"""Generators against their closed forms."""

import numpy as np
import pytest

from nnviz.data import plane, shapes, toys
from nnviz.data.load import load
from nnviz.errors import SpecError
from nnviz.specs import DataSpec


def test_circles_without_noise_have_exact_radii():
    raw = toys.circles(points=101, noise=0.0, factor=0.4, seed=0)
    radius = np.hypot(*raw.x.T)
    np.testing.assert_allclose(radius, np.where(raw.y == 0, 1.0, 0.4), rtol=1e-12)
    assert list(np.bincount(raw.y)) == [51, 50]


def test_moons_lie_on_their_half_circles():
    raw = toys.moons(points=80, noise=0.0, seed=0)
    upper, lower = raw.x[raw.y == 0], raw.x[raw.y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1, rtol=1e-12)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1, rtol=1e-12)
    assert (upper[:, 1] >= -1e-12).all() and (lower[:, 1] <= 0.5 + 1e-12).all()


@pytest.mark.parametrize("arms", [2, 3, 5])
def test_spirals_turn_in_proportion_to_their_radius(arms):
    turns = 1.5
    raw = toys.spirals(points=300, noise=0.0, arms=arms, turns=turns, seed=0)
    radius, angle = np.hypot(*raw.x.T), np.arctan2(raw.x[:, 1], raw.x[:, 0])
    expected = 2 * np.pi * (turns * radius + raw.y / arms)
    np.testing.assert_allclose(np.cos(angle - expected), 1, atol=1e-9)
    assert radius.max() == pytest.approx(1) and radius.min() > 0


def test_xor_labels_are_the_sign_of_the_product():
    raw = toys.xor(points=500, noise=0.0, seed=3)
    np.testing.assert_array_equal(raw.y, raw.x[:, 0] * raw.x[:, 1] > 0)
    assert abs(raw.x).max() <= 1


def test_blobs_without_noise_are_the_roots_of_unity():
    raw = toys.blobs(points=60, noise=0.0, classes=3, seed=0)
    z = raw.x[:, 0] + 1j * raw.x[:, 1]
    np.testing.assert_allclose(z**3, 1, atol=1e-12)
    assert len(np.unique(z.round(9))) == 3


def test_blobs_deviation_is_the_noise():
    raw = toys.blobs(points=10_000, noise=0.3, classes=2, seed=0)
    spread = raw.x - np.column_stack([np.cos(np.pi * raw.y), np.sin(np.pi * raw.y)])
    assert spread.std() == pytest.approx(0.3, rel=0.02)


def test_checkerboard_classes_alternate():
    raw = toys.checkerboard(points=2000, noise=0.0, cells=4, seed=0)
    side = np.sign(np.sin(2 * np.pi * raw.x)).prod(axis=1)
    np.testing.assert_array_equal(raw.y, side < 0)


def test_rings_fill_bands_evenly_by_area():
    raw = toys.rings(points=6000, noise=0.0, classes=3, seed=0)
    radius = np.hypot(*raw.x.T)
    np.testing.assert_array_equal(raw.y, np.minimum(np.floor(radius * 3), 2))
    for k in range(3):
        share = (radius[raw.y == k] ** 2 - (k / 3) ** 2) / ((2 * k + 1) / 9)
        assert share.mean() == pytest.approx(0.5, abs=0.02)


def test_surfaces_have_their_heights():
    known = {
        "plane": (0.5, 0.25, 0.375),
        "saddle": (0.5, 0.5, 0.25),
        "bowl": (1, 1, 1),
        "hill": (0, 0, 1),
        "ripple": (0, 0, 1),
        "waves": (0.5, 0, 1),
    }
    assert set(known) == set(toys.SURFACES)
    for name, (a, b, z) in known.items():
        assert toys.SURFACES[name](np.array(a), np.array(b)) == pytest.approx(z)
    raw = toys.surface(points=50, noise=0.0, shape="saddle", seed=1)
    np.testing.assert_allclose(raw.y, raw.x[:, 0] * raw.x[:, 1])


@pytest.mark.parametrize(
    "name, extra", [("moons", {}), ("spirals", {"arms": 2, "turns": 1.0}), ("surface", {"shape": "hill"})]
)
def test_the_seed_decides_everything(name, extra):
    make = getattr(toys, name)
    first, again, other = (make(points=50, noise=0.1, seed=s, **extra) for s in (4, 4, 5))
    np.testing.assert_array_equal(first.x, again.x)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.x, other.x)


@pytest.mark.parametrize("kind", range(len(shapes.SHAPE_NAMES)))
@pytest.mark.parametrize("angle", [0.0, 0.7])
def test_every_shape_covers_the_area_of_its_circle(kind, angle):
    radius = 12.0
    image = shapes.draw(np.array([kind]), 64, np.array([[31.3, 32.4]]), np.array([radius]), np.array([angle]))
    assert image.sum() == pytest.approx(np.pi * radius**2, rel=0.01)
    y, x = np.indices((64, 64)) + 0.5
    centroid = [(image[0] * x).sum() / image.sum(), (image[0] * y).sum() / image.sum()]
    np.testing.assert_allclose(centroid, [31.3, 32.4], atol=0.05)


def test_shapes_lie_whole_inside_their_image():
    raw = shapes.shapes(points=200, size=16, classes=5, rotation=180.0, noise=0.0, colour=False, seed=0)
    edge = np.concatenate([raw.x[:, [0, -1]].ravel(), raw.x[:, :, [0, -1]].ravel()])
    assert edge.max() < 0.5
    assert raw.x.shape == (200, 16, 16, 1) and raw.x.dtype == np.float32
    assert list(np.bincount(raw.y)) == [40] * 5


def test_colour_keeps_shapes_brighter_than_their_ground():
    raw = shapes.shapes(points=30, size=24, classes=2, rotation=0.0, noise=0.0, colour=True, seed=0)
    grey = raw.x.mean(axis=-1)
    assert raw.x.shape[-1] == 3
    assert (grey.max(axis=(1, 2)) > grey[:, 0, 0] + 0.1).all()


@pytest.mark.parametrize("shape", toys.CURVES)
def test_a_curve_without_noise_is_its_formula_and_outliers_lie_far_above(shape):
    raw = toys.curve(points=200, noise=0.0, shape=shape, outliers=0.1, seed=3)
    assert raw.x.shape == (200, 1) and np.abs(raw.x).max() <= 1
    above = raw.y - toys.CURVES[shape](raw.x[:, 0])
    assert np.isclose(above, 0).sum() == 180 and ((above[above > 0.5] >= 2) & (above[above > 0.5] <= 3)).all()


def test_further_inputs_are_made_of_the_two_coordinates():
    further = "x1², x2², x1·x2, sin 2πx1, sin 2πx2"
    plain, more = (load(DataSpec(source="xor", scaling="none", settings=own)) for own in ({}, {plane.SETTING: further}))
    a, b = plain.train.x.T.astype(float)
    expected = np.stack([a, b, a**2, b**2, a * b, np.sin(2 * np.pi * a), np.sin(2 * np.pi * b)], 1)
    np.testing.assert_allclose(more.train.x, expected, atol=1e-6)
    assert more.schema.is_plane and more.schema.feature_names == ("x1", "x2", *further.split(", "))
    drawn = load(DataSpec(source="drawn", settings={plane.SETTING: "x2²"}))
    assert drawn.schema.is_plane and drawn.schema.input_shape == (3,)
    with pytest.raises(SpecError, match="x1²"):
        load(DataSpec(source="xor", settings={plane.SETTING: "x1³"}))
