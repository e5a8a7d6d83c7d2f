"""Overfitting: the fits against scikit-learn and NumPy, the parts of the error as an identity and as a simulation, the
browser against both."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from sklearn.linear_model import Ridge

from nnviz.concepts.draws import normals
from nnviz.concepts.fits import FAMILIES, GRID, TRUTHS, coefficients, decompose, polynomial, relu_units, sample
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser

TRIALS = {trial.title: trial for trial in read(LESSONS["overfitting"].text).trials}


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


@pytest.mark.parametrize("degree", [1, 5, 8])
def test_a_polynomial_is_numpys_least_squares(degree):
    x, y = sample(20, 0.3, 1, "wave")
    ours = polynomial(GRID, degree + 1) @ coefficients(polynomial(x, degree + 1), y)
    np.testing.assert_allclose(ours, Polynomial.fit(x, y, degree)(GRID), atol=1e-5)


@pytest.mark.parametrize(("family", "count"), [("polynomial", 9), ("relu", 12), ("relu", 60)])
def test_a_ridge_is_scikit_learns(family, count):
    x, y = sample(20, 0.3, 1, "jump")
    design = FAMILIES[family](x, count)
    other = Ridge(alpha=20 * 1e-2, fit_intercept=False, solver="svd").fit(design, y)
    np.testing.assert_allclose(coefficients(design, y, 1e-2), other.coef_, atol=1e-8)


def test_without_a_ridge_many_units_give_the_interpolation_with_the_smallest_weights():
    x, y = sample(12, 0.3, 1, "wave")
    design = relu_units(x, 101)
    solution = coefficients(design, y)
    smallest = np.linalg.lstsq(design, y, rcond=None)[0]
    np.testing.assert_allclose(design @ solution, y, atol=1e-5)
    np.testing.assert_allclose(solution, smallest, atol=1e-4)


def test_legendre_features_have_a_mean_square_of_one():
    fine = np.linspace(-1, 1, 200_001)
    np.testing.assert_allclose((polynomial(fine, 10) ** 2).mean(0), 1, atol=1e-3)


@pytest.mark.parametrize(
    ("family", "count", "ridge"), [("polynomial", 2, 0), ("polynomial", 13, 0), ("relu", 19, 0), ("relu", 201, 1e-3)]
)
def test_the_three_parts_add_up_to_the_error(family, count, ridge):
    parts = decompose(family, count, 20, 0.3, "wave", ridge)
    assert parts.bias2 + parts.variance + parts.noise == pytest.approx(parts.test, rel=1e-9)


def test_the_error_is_what_newly_drawn_examples_give():
    parts = decompose("polynomial", 6, 20, 0.3, "wave")
    noise = 0.3 * normals(7, 400 * len(GRID)).reshape(400, -1)
    fresh = TRUTHS["wave"](GRID) + noise
    simulated = np.mean([np.mean((fresh - fit) ** 2) for fit in parts.fits])
    assert simulated == pytest.approx(parts.test, abs=0.003)


def test_more_data_take_variance_away_and_no_bias():
    few, many = (decompose("polynomial", 2, n, 0.3, "wave") for n in (15, 60))
    assert many.variance < 0.25 * few.variance and many.bias2 == pytest.approx(few.bias2, rel=0.01)


def test_no_noise_no_overfitting():
    errors = [decompose("polynomial", count, 20, 0.0, "wave").test for count in (6, 10, 15)]
    assert errors[0] > errors[1] > errors[2] and errors[2] < 1e-9


def test_what_the_experiments_promise():
    wild, data = (decompose("polynomial", 13, n, 0.3, "wave") for n in (20, 60))
    assert (round(wild.train, 2), round(wild.test), round(data.test, 2)) == (0.03, 5, 0.12) and data.train > wild.train
    assert "about 5" in TRIALS["Let it run wild, then feed it"].see
    fits = wild.fits.var(0)
    assert fits[[0, -1]].min() > 10 * np.median(fits)
    peak, last, few = (decompose("relu", count, 20, 0.3, "wave").test for count in (19, 201, 9))
    assert (_rounded(peak), _rounded(last), _rounded(few)) == (15, 0.27, 0.14)
    without = min(decompose("relu", count, 20, 0.3, "wave").test for count in range(2, 42))
    held = [decompose("relu", count, 20, 0.3, "wave", 1e-3).test for count in (19, 9, 26, 41, 201)]
    assert _rounded(held[0]) == 0.12 < without and max(held) < 1.2 * held[0]
    assert [trial.state for trial in TRIALS.values()] == [
        {"count": 13},
        {"family": "relu", "count": 201},
        {"family": "relu", "count": 19, "power": -3},
        {"mode": "networks"},
    ]


def test_one_dot_swings_degree_12_and_hardly_moves_degree_3():
    x, y = sample(20, 0.3, 1, "wave")
    moved = y.copy()
    moved[3] += 0.5
    swings = []
    for count in (13, 4):
        design, judged = polynomial(x, count), polynomial(GRID, count)
        swings.append(np.abs(judged @ (coefficients(design, moved) - coefficients(design, y))).max())
    assert swings[0] > 2 * swings[1]


def test_the_browser_fits_and_divides_the_error_alike():
    cases = [
        {"family": family, "count": count, "n": n, "sigma": 0.3, "truth": truth, "ridge": ridge}
        for family, count, n, truth, ridge in (
            ("polynomial", 1, 20, "wave", 0),
            ("polynomial", 6, 8, "bend", 0),
            ("polynomial", 13, 30, "jump", 1e-4),
            ("polynomial", 15, 10, "wave", 1e-2),
            ("relu", 5, 20, "wave", 0),
            ("relu", 19, 20, "jump", 1e-3),
            ("relu", 201, 20, "wave", 0),
            ("relu", 41, 60, "wave", 1e-2),
        )
    ]
    function = """(setting) => {
      const { fits, mean, ...numbers } = decompose(setting, otherSamples(setting));
      const { x, y } = sample(setting.n, setting.sigma, 1, setting.truth);
      return { ...numbers, last: [...fits.at(-1)], x: [...x], y: [...y] };
    }"""
    answers = in_browser({"lessons/overfitting/fits.js": "decompose, otherSamples, sample"}, function, cases)
    for case, answer in zip(cases, answers, strict=True):
        ours = decompose(**case)
        for name in ("train", "bias2", "variance", "noise", "test"):
            assert answer[name] == pytest.approx(getattr(ours, name), rel=1e-4, abs=1e-9), (case, name)
        np.testing.assert_allclose(answer["last"], ours.fits[-1], rtol=1e-3, atol=1e-4)
        np.testing.assert_allclose([answer["x"], answer["y"]], sample(case["n"], 0.3, 1, case["truth"]), atol=1e-12)
