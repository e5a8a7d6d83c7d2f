"""Surfaces: gradients against finite differences, minima and curvature against their closed forms."""

import numpy as np
import pytest

from nnviz.concepts import surfaces
from nnviz.concepts.surfaces import SURFACES, GridSurface, LineFit
from nnviz.errors import SpecError

RNG = np.random.default_rng(0)


def difference(surface, w, batch=None, h=1e-6):
    steps = np.eye(2) * h
    return np.array([(surface.value(w + e, batch) - surface.value(w - e, batch)) / (2 * h) for e in steps])


def line() -> LineFit:
    x = RNG.normal(size=40)
    return LineFit(x, 0.5 * x + 0.1 * RNG.normal(size=40))


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_are_the_slopes_of_the_values(name):
    surface = SURFACES[name]
    points = RNG.uniform([surface.x[0], surface.y[0]], [surface.x[1], surface.y[1]], (20, 2))
    for point in points:
        assert surface.gradient(point) == pytest.approx(difference(surface, point), abs=1e-8)
    assert surface.gradient(points) == pytest.approx(np.array([surface.gradient(p) for p in points]))
    assert surface.x[0] <= surface.start[0] <= surface.x[1] and surface.y[0] <= surface.start[1] <= surface.y[1]


def test_known_points():
    assert SURFACES["saddle"].gradient((0.0, 0.0)).tolist() == [0, 0]
    assert SURFACES["saddle"].value((0.0, 1.0)) == SURFACES["saddle"].value((0.0, -1.0)) == -0.25
    wells = np.roots([1, 0, -1, surfaces.TILT / 2])
    for root in wells:
        assert SURFACES["two_minima"].gradient((root.real, 0.0)) == pytest.approx([0, 0], abs=1e-12)
    deep, shallow = SURFACES["two_minima"].value((wells.min(), 0)), SURFACES["two_minima"].value((wells.max(), 0))
    assert deep < shallow - 0.25


def test_an_unknown_surface_is_a_sentence():
    with pytest.raises(SpecError, match="ravine"):
        surfaces.surface("ravin")


def test_line_fit_is_least_squares_and_batches_average_to_the_whole():
    fit = line()
    best = fit.minimum()
    assert best == pytest.approx(np.polyfit(fit.inputs, fit.targets, 1))
    assert fit.gradient(best) == pytest.approx([0, 0], abs=1e-12)
    point = np.array([0.3, -0.7])
    assert fit.gradient(point) == pytest.approx(difference(fit, point), abs=1e-7)
    parts = [fit.gradient(point, surfaces.batches(40, 8, k)) for k in range(5)]
    assert np.mean(parts, axis=0) == pytest.approx(fit.gradient(point))
    assert np.std(parts, axis=0).min() > 0.01


def test_batches_go_round():
    assert surfaces.batches(10, 4, 2).tolist() == [8, 9, 0, 1]
    assert surfaces.batches(10, 10, 3) is None


def test_grid_reproduces_a_plane_exactly_and_goes_on_straight_outside():
    cols, rows = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-2, 2, 11))
    plane = GridSurface((3 * cols - rows + 1)[None], (-1, 1), (-2, 2))
    for point in ((0.13, -0.4), (0.5, 1.1)):
        assert plane.value(np.array(point)) == pytest.approx(3 * point[0] - point[1] + 1)
        assert plane.gradient(np.array(point)) == pytest.approx([3, -1])
    outside = np.array([1.5, 0.2])
    slope = plane.gradient(np.array([1.0, 0.2]))
    assert plane.value(outside) == pytest.approx(plane.value(np.array([1.0, 0.2])) + 0.5 * slope[0])


def test_grid_slopes_and_batches():
    grid = GridSurface(RNG.normal(size=(4, 8, 9)), (-1, 1), (-1, 1))
    for point in RNG.uniform(-0.95, 0.95, (10, 2)):
        assert grid.gradient(point) == pytest.approx(difference(grid, point), rel=1e-4, abs=1e-6)
        parts = [grid.value(point, np.array([i])) for i in range(4)]
        assert np.mean(parts) == pytest.approx(grid.value(point))
