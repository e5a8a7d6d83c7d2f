"""The two players: one step of each against gradients worked out by hand, what they may not touch, and the measures."""

import dataclasses

import numpy as np
import pytest

from nnviz.concepts import adversaries
from nnviz.concepts.generative_code import gan_code, with_plan
from nnviz.concepts.generative_records import check_points
from nnviz.errors import TrainingError

_SLOPE = 0.2  # of Keras's leaky relu


@pytest.fixture(scope="module")
def game():
    return adversaries.gan(adversaries.distribution("ring", 1), seed=4)


def _sigmoid(values):
    return 1 / (1 + np.exp(-values))


def _forward(weights, x, activate):
    """All that a network of three layers passes through: [input, hidden, hidden], its sums, and its outputs."""
    inputs, sums = [x], []
    for place in (0, 2, 4):
        sums.append(inputs[-1] @ weights[place] + weights[place + 1])
        if place < 4:
            inputs.append(activate(sums[-1]))
    return inputs, sums, sums[-1]


def _backward(weights, inputs, sums, upstream, slope):
    """Gradients of the weights, in their order, and of the input."""
    gradients = []
    for layer in (2, 1, 0):
        gradients = [inputs[layer].T @ upstream, upstream.sum(0), *gradients]
        upstream = upstream @ weights[2 * layer].T
        if layer:
            upstream = upstream * slope(sums[layer - 1])
    return gradients, upstream


def _leaky(x):
    return np.where(x > 0, x, _SLOPE * x)


def _leaky_slope(x):
    return np.where(x > 0, 1, _SLOPE)


def _tanh_slope(x):
    return 1 - np.tanh(x) ** 2


def _by_hand(state, letter):
    """Gradients of the player that moves: Goodfellow et al. (2014), the generator's loss non-saturating."""
    values = [value.astype(float) for value in state.weights.networks]
    generator, discriminator = values[:6], values[6:]
    rows, noise = adversaries.draw(state)
    inside = _forward(generator, noise, np.tanh)
    made = _forward(discriminator, inside[2], _leaky)
    if letter == "G":
        upstream = -(1 - _sigmoid(made[2])) / len(noise)
        _, at_points = _backward(discriminator, *made[:2], upstream, _leaky_slope)
        return _backward(generator, *inside[:2], at_points, _tanh_slope)[0]
    real = _forward(discriminator, state.points[rows].astype(float), _leaky)
    of_real, _ = _backward(discriminator, *real[:2], -0.5 * (1 - _sigmoid(real[2])) / len(rows), _leaky_slope)
    of_made, _ = _backward(discriminator, *made[:2], 0.5 * _sigmoid(made[2]) / len(noise), _leaky_slope)
    return [one + two for one, two in zip(of_real, of_made, strict=True)]


@pytest.mark.parametrize("letter", ["D", "G"])
def test_one_step_is_adams_of_the_gradient_by_hand_and_the_other_player_stands_still(game, letter):
    gradients = _by_hand(game, letter)
    moved = adversaries.gan_steps(game, letter)
    before, after = game.weights.networks, moved.weights.networks
    own, other = (slice(0, 6), slice(6, 12)) if letter == "G" else (slice(6, 12), slice(0, 6))
    for one, two in zip(before[other], after[other], strict=True):
        np.testing.assert_array_equal(one, two)
    for one, two, gradient in zip(before[own], after[own], gradients, strict=True):
        # Adam's first step (Kingma and Ba, 2015): both moments are the gradient's own, corrected for their start; ε is
        # added before that correction.
        step = -0.002 * gradient / (np.abs(gradient) + 1e-7 / np.sqrt(1 - 0.999))
        clear = np.abs(gradient) > 1e-5
        np.testing.assert_allclose((two - one)[clear], step[clear], rtol=0.02)
        assert clear.any()
    assert (moved.discriminator_steps, moved.generator_steps) == ((1, 0) if letter == "D" else (0, 1))


def test_the_tapes_gradients_are_those_by_hand(game):
    adversaries.gan_steps(game, "")  # puts its weights in
    rows, noise = adversaries.draw(game)
    _, of_discriminator = adversaries.discriminator_gradients(game.points[rows], noise)
    _, of_generator = adversaries.generator_gradients(noise)
    for letter, gradients in (("D", of_discriminator), ("G", of_generator)):
        for tape, hand in zip(gradients, _by_hand(game, letter), strict=True):
            np.testing.assert_allclose(tape, hand, rtol=1e-3, atol=1e-6)


def test_the_same_steps_give_the_same_numbers_however_they_are_asked_for(game):
    once = adversaries.gan_steps(game, "DGDGG")
    adversaries.gan_steps(adversaries.gan(game.points, seed=9), "D")  # somebody else's, between two of its steps
    twice = adversaries.gan_steps(adversaries.gan_steps(game, "DG"), "DGG")
    np.testing.assert_array_equal(once.losses, twice.losses)
    assert once.losses.shape == (6, 2)
    for one, two in zip(once.weights.networks, twice.weights.networks, strict=True):
        np.testing.assert_array_equal(one, two)


def test_an_arrow_goes_where_the_discriminator_finds_a_point_more_real(game):
    state = adversaries.gan_steps(game, "DDDDDG")
    view = adversaries.gan_view(state)
    weights = [value.astype(float) for value in state.weights.networks[6:]]
    loss = lambda at: np.log1p(np.exp(-_forward(weights, at[None], _leaky)[2]))[0, 0]  # noqa: E731
    point, step = view.generated[3].astype(float), 1e-4
    slope = [(loss(point + step * axis) - loss(point - step * axis)) / (2 * step) for axis in np.eye(2)]
    np.testing.assert_allclose(view.pulls[3], -np.array(slope), rtol=1e-2, atol=1e-5)
    corner = _sigmoid(_forward(weights, np.array([[-view.reach, -view.reach]]), _leaky)[2])[0, 0]
    assert view.field[0, 0] == pytest.approx(corner, abs=1e-5)


def test_what_is_generated_is_measured_by_where_it_lies_and_by_what_it_reaches():
    real = np.concatenate([np.random.default_rng(k).normal(3 * k, 0.1, (60, 2)) for k in range(3)])
    assert adversaries.precision_and_coverage(real, real) == (1.0, 1.0)
    one_mode = np.random.default_rng(9).normal(0, 0.1, (180, 2))
    precision, coverage = adversaries.precision_and_coverage(one_mode, real)
    assert precision > 0.8 and coverage == pytest.approx(1 / 3, abs=0.03)
    assert adversaries.precision_and_coverage(real + 50, real) == (0.0, 0.0)
    view = adversaries.GanView(real, real, real, 2.0, precision, coverage)
    assert view.verdict(500).startswith("Mode collapse") and "not learnt anything" in view.verdict(0)
    assert "cover most" in dataclasses.replace(view, precision=0.9, coverage=0.9).verdict(500)


@pytest.mark.parametrize(
    ("points", "words"),
    [(np.zeros((5, 2)), "There are 5 points"), ([[0, np.nan]] * 30, "30 points"), ("abc", "cannot be read")],
)
def test_points_that_cannot_be_learnt_are_a_sentence(points, words):
    with pytest.raises(TrainingError, match=words):
        check_points(points)


def test_a_plan_of_other_letters_is_a_sentence(game):
    with pytest.raises(TrainingError, match="The plan is 'DX'"):
        adversaries.gan_steps(game, "DX")


def test_the_script_arrives_at_the_same_game(game):
    state = adversaries.gan_steps(adversaries.gan_steps(adversaries.gan_steps(game, "DGDG"), "DG"), "GG")
    assert state.plan == (("DG", 3), ("G", 2)) and with_plan((), "") == () and with_plan((), "DGG") == (("DGG", 1),)
    names = {}
    exec(gan_code(state), names)
    np.testing.assert_array_equal(names["game"].losses, state.losses)
