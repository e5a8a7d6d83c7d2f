"""Width and depth: the steps and the folds against Keras, the fits against scikit-learn, the browser against both."""

import itertools

import keras
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from nnviz.concepts import folds
from nnviz.concepts.layers import POINTS, StepNetwork, error, even, fitted, parameters, target
from nnviz.errors import SpecError
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser

TRIALS = {trial.title: trial for trial in read(LESSONS["layers"].text).trials}


def _dense(sizes, activation: str, weights) -> keras.Model:
    hidden = [keras.layers.Dense(size, activation=activation) for size in sizes]
    model = keras.Sequential([keras.Input((1,)), *hidden, keras.layers.Dense(1)])
    model.set_weights(weights)
    return model


def test_the_steps_are_a_keras_network_with_these_weights():
    network = StepNetwork(np.array([0.42, 0.58]), np.array([1.3, -1.3]), np.array([0.02, 0.05]), -0.6)
    model = _dense([2], "sigmoid", network.weights())
    np.testing.assert_allclose(model(POINTS[:, None])[:, 0], network(POINTS), atol=1e-5)
    assert model.count_params() == parameters((1, 2, 1)) == 3 * 2 + 1


@pytest.mark.parametrize("sizes", [(2, 5, 1), (4, 16, 16, 3), (1, 24, 1)])
def test_parameters_are_those_that_keras_counts(sizes):
    model = keras.Sequential([keras.Input((sizes[0],)), *(keras.layers.Dense(size) for size in sizes[1:])])
    assert parameters(sizes) == model.count_params()


def test_a_fit_is_the_least_squares_of_another_library():
    positions, softness = even(8)
    wanted = target("wave", 2)
    network = fitted(positions, softness, wanted)
    other = LinearRegression().fit(network.hidden(POINTS), wanted)
    np.testing.assert_allclose(network.heights, other.coef_, atol=2e-3)
    assert error(network, wanted) == pytest.approx(
        np.sqrt(np.mean((other.predict(network.hidden(POINTS)) - wanted) ** 2)), abs=1e-5
    )


def test_two_steps_at_the_same_place_share_their_height():
    network = fitted([0.5, 0.5], [0.002, 0.002], target("stairs", 1))
    np.testing.assert_allclose(network.heights, [0.8, 0.8], atol=5e-3)


@pytest.mark.parametrize(
    ("depth", "crease", "peak"), [(1, 0.5, 1), (4, 0.5, 1), (3, 0.37, 1), (4, 0.5, 0.8), (5, 0.62, 0.7)]
)
def test_the_folds_are_a_keras_network_and_its_pieces_are_counted(depth, crease, peak):
    """The formula is Keras's own output; pieces are counted by how often the slope of the formula changes sign along a
    fine grid, kinks that fall between two nodes once."""
    model = _dense([2] * depth, "relu", folds.weights(depth, crease, peak))
    x = np.linspace(0, 1, 40_001)
    output = np.array(model(x[:, None]))[:, 0]
    np.testing.assert_allclose(output, folds.folded(x, depth, crease, peak), atol=2e-5)
    assert model.count_params() == folds.parameters(depth)
    rising = np.sign(np.diff(folds.folded(x, depth, crease, peak)))
    assert 1 + np.count_nonzero(np.diff(rising[rising != 0])) == folds.pieces(depth, crease, peak)
    ends = folds.corners(depth, crease, peak)
    np.testing.assert_allclose(np.interp(x, *ends.T), folds.folded(x, depth, crease, peak), atol=1e-9)


def test_full_folds_double_the_pieces_and_low_ones_do_not():
    assert [folds.pieces(depth) for depth in range(1, 9)] == [2**depth for depth in range(1, 9)]
    assert folds.pieces(6, 0.3) == 64 and folds.pieces(6, 0.5, 0.7) < 64


def test_one_layer_takes_a_unit_for_every_piece():
    """One unit for each kink and one for the slope at the start draw it, in Keras."""
    ends = folds.corners(5)
    slopes = np.diff(ends[:, 1]) / np.diff(ends[:, 0])
    kinks = ends[:-1, 0]
    assert len(kinks) == folds.wide_units(folds.pieces(5)) == 32
    out = np.diff(slopes, prepend=0.0)[:, None]
    model = _dense([32], "relu", [np.ones((1, 32)), -kinks, out, np.zeros(1)])
    np.testing.assert_allclose(model(POINTS[:, None])[:, 0], folds.folded(POINTS, 5), atol=1e-4)


def test_with_a_unit_less_one_layer_cannot():
    """Then every kink has one unit, which bends the curve to its right or to its left: the slope at the start is minus
    the sum of the bends to the left, and no choice of them gives it."""
    ends = folds.corners(3)
    slopes = np.diff(ends[:, 1]) / np.diff(ends[:, 0])
    bends = np.diff(slopes)
    starts = {-sum(chosen) for size in range(8) for chosen in itertools.combinations(bends, size)}
    assert slopes[0] not in starts


def test_what_the_experiments_promise():
    assert "0.044" in TRIALS["Let least squares do it"].see
    wave = {(n, d): error(fitted(*even(n), target("wave", d)), target("wave", d)) for n in (8, 16) for d in (2, 4)}
    assert {key: round(value, 3) for key, value in wave.items() if key in ((8, 2), (16, 4))} == {
        (8, 2): 0.044,
        (16, 4): 0.044,
    }
    assert wave[8, 4] == pytest.approx(0.51, abs=0.005)
    stairs = target("stairs", 4)
    assert error(fitted(*even(4), stairs), stairs) == pytest.approx(0.104, abs=5e-4)
    assert error(fitted(*even(24), stairs), stairs) == pytest.approx(0.043, abs=5e-4)
    assert {key: TRIALS["Fold five times"].state[key] for key in ("mode", "depth")} == {"mode": "fold", "depth": 5}
    for promised in ("10 units", "32 straight pieces", "31 parameters", "32 units", "97 parameters"):
        assert promised in TRIALS["Fold five times"].see
    assert (folds.pieces(5), folds.parameters(5), parameters((1, folds.wide_units(32), 1))) == (32, 31, 97)
    assert (parameters((2, 16, 16, 16, 1)), parameters((2, 48, 1))) == (609, 193)


def test_an_unknown_target_is_a_sentence():
    with pytest.raises(SpecError, match="bump, wave or stairs"):
        target("hill", 1)


def test_the_browser_fits_the_same_steps():
    cases = [[kind, difficulty, n] for kind in ("bump", "wave", "stairs") for difficulty in (1, 4) for n in (1, 6, 17)]
    function = """([kind, difficulty, n]) => {
      const wanted = targetOf(kind, difficulty), { units, c } = fitted(even(n), wanted);
      return { heights: units.map(({ v }) => v), c, error: errorOf(outputOf(units, c), wanted), wanted: [...wanted] };
    }"""
    modules = {"lessons/layers/steps.js": "even, errorOf, fitted, outputOf, targetOf"}
    for (kind, difficulty, n), answer in zip(cases, in_browser(modules, function, cases), strict=True):
        wanted = target(kind, difficulty)
        network = fitted(*even(n), wanted)
        assert answer["wanted"] == pytest.approx(wanted)
        assert [*answer["heights"], answer["c"]] == pytest.approx([*network.heights, network.offset], abs=1e-6)
        assert answer["error"] == pytest.approx(error(network, wanted))


def test_steps_that_move_follow_the_slope_and_find_the_jumps():
    """The slopes against difference quotients of the error of refitted heights; 150 steps on the staircase, and on
    the wave that two units cannot get out of."""
    modules = {
        "lessons/layers/moving.js": "createMover, MOVES, slopesOf",
        "lessons/layers/steps.js": "errorOf, even, fitted, outputOf, targetOf",
    }
    function = """([kind, difficulty, count]) => {
      const wanted = targetOf(kind, difficulty);
      let now = fitted(even(count), wanted);
      const slopes = slopesOf(now.units, now.c, wanted), mover = createMover();
      for (let k = 0; k < MOVES; k++) now = mover.step(now, wanted);
      return { slopes, error: errorOf(outputOf(now.units, now.c), wanted), places: now.units.map(({ t }) => t) };
    }"""
    stairs, wave = in_browser(modules, function, [["stairs", 4, 4], ["wave", 1, 2]])
    assert stairs["error"] < 0.01 and stairs["places"] == pytest.approx([0.2, 0.4, 0.6, 0.8], abs=0.01)
    assert wave["error"] > 0.15
    wanted, (positions, softness), small = target("stairs", 4), even(4), 1e-5
    for j in range(4):
        shift = small * np.eye(4)[j]
        errors = [error(fitted(positions + sign * shift, softness, wanted), wanted) ** 2 for sign in (1, -1)]
        assert stairs["slopes"][j]["t"] == pytest.approx((errors[0] - errors[1]) / (2 * small), rel=1e-2, abs=1e-4)
        errors = [error(fitted(positions, softness * np.exp(sign * shift), wanted), wanted) ** 2 for sign in (1, -1)]
        assert stairs["slopes"][j]["s"] == pytest.approx((errors[0] - errors[1]) / (2 * small), rel=1e-2, abs=1e-4)


def test_the_browser_counts_the_same_pieces():
    cases = [[depth, crease, peak] for depth in (1, 3, 6) for crease in (0.5, 0.31) for peak in (1, 0.72)]
    function = """([depth, crease, peak]) => ({
      corners: cornersOf(depth, crease, peak)[depth], wide: wideTwin(2 * depth, depth, crease, peak),
    })"""
    answers = in_browser({"lessons/layers/folds.js": "cornersOf, wideTwin"}, function, cases)
    for (depth, crease, peak), answer in zip(cases, answers, strict=True):
        np.testing.assert_allclose(answer["corners"], folds.corners(depth, crease, peak), atol=1e-12)
        x = np.linspace(0, 1, 401)
        hinges = np.maximum(x[:, None] - np.arange(2 * depth) / (2 * depth), 0)
        best = LinearRegression().fit(hinges, folds.folded(x, depth, crease, peak)).predict(hinges)
        np.testing.assert_allclose(np.interp(x, *np.transpose(answer["wide"])), best, atol=1e-6)
