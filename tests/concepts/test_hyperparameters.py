"""Hyperparameters: networks trained side by side are those that Keras trains alone, shares of variance are Optuna's,
the browser reckons as Python does, and the app's own samplers play."""

import numpy as np
import pytest

from nnviz.concepts import hyperparameters, hyperparameters_asked, response_surface
from nnviz.concepts import hyperparameters_check as check
from nnviz.concepts.check import Verdict
from nnviz.concepts.hyperparameters import LEVELS, SEEDS, expected_best, importance, levels
from nnviz.concepts.hyperparameters_tasks import played
from nnviz.errors import SpecError
from tests.browser_twins import in_browser

_ROOM = "lessons/hyperparameters"
_MODULES = {
    f"{_ROOM}/surface.js": "marginals, meanTable, expectedBest, gridTrials, randomTrials, bestSoFar, place, between"
}


@pytest.fixture(scope="module")
def losses():
    """A made-up surface with a valley along the second setting, (LEVELS, LEVELS, SEEDS)."""
    rate, other = np.meshgrid(np.linspace(-1, 1, LEVELS), np.linspace(-1, 1, LEVELS), indexing="ij")
    smooth = 0.2 + (rate - 0.3) ** 2 + 0.15 * other**2 + 0.2 * rate * other
    return smooth[..., None] + 0.03 * np.random.default_rng(0).random((LEVELS, LEVELS, SEEDS))


def test_networks_side_by_side_are_those_that_keras_trains_alone():
    import keras

    networks = response_surface.Networks(
        np.array([0.03, 0.3], "float32"),
        np.array([5, 8], "int32"),
        np.array([1e-3, 0], "float32"),
        np.array([1e-7, 1e-4], "float32"),
        np.array([0, 1], "int32"),
    )
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(40, 2)).astype("float32"), rng.integers(2, size=40).astype("float32")
    own = response_surface.trained(networks, x, y, 6)
    first = response_surface.first_weights(networks)
    for i, units in enumerate(networks.units):
        penalty = keras.regularizers.L2(float(networks.l2[i]))
        hidden = keras.layers.Dense(int(units), "tanh", kernel_regularizer=penalty)
        model = keras.Sequential(
            [keras.Input((2,)), hidden, keras.layers.Dense(1, "sigmoid", kernel_regularizer=penalty)]
        )
        kernel, bias, out, shift = (one[i] for one in first)
        model.set_weights([kernel[:, :units], bias[:units], out[:units, None], shift[None]])
        adam = keras.optimizers.Adam(float(networks.rate[i]), epsilon=float(networks.epsilon[i]))
        model.compile(adam, "bce", run_eagerly=True)
        model.fit(x, y, batch_size=40, epochs=6, verbose=0)
        alone = model.get_weights()
        beside = [own[0][i][:, :units], own[1][i][:units], own[2][i][:units, None], own[3][i][None]]
        for one, other in zip(alone, beside, strict=True):
            np.testing.assert_allclose(one, other, atol=2e-4)
        loss = keras.losses.BinaryCrossentropy()(y[:, None], model(x))
        assert float(loss) == pytest.approx(float(response_surface.losses(own, x, y)[i].mean()), abs=1e-4)
        assert not own[0][i][:, units:].any(), "what a network has not stays nothing"


def test_shares_of_variance_are_those_of_optuna(losses):
    """Its forest, grown on every crossing, comes to nearly the same."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    table = losses.mean(2)
    space = {name: optuna.distributions.IntDistribution(0, LEVELS - 1) for name in ("rate", "other")}
    study = optuna.create_study()
    study.add_trials(
        [
            optuna.trial.create_trial(params={"rate": i, "other": j}, distributions=space, value=float(table[i, j]))
            for i in range(0, LEVELS, 2)
            for j in range(0, LEVELS, 2)
        ]
    )
    evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=16, seed=0)
    told = evaluator.evaluate(study)
    own = importance(table[::2, ::2])
    alone = own["rows"] + own["columns"]
    assert told["rate"] / (told["rate"] + told["other"]) == pytest.approx(own["rows"] / alone, abs=0.05)
    assert own["rows"] > 0.7 and sum(own.values()) == pytest.approx(1)
    assert importance(np.ones((3, 3))) == {"rows": 0.0, "columns": 0.0, "both": 0.0}


def test_the_browser_reckons_as_python_does(losses):
    table = losses.mean(2)
    window = {"rate": [2, 9], "other": [0, 16]}
    asked = """({ losses, window, n }) => {
      const table = meanTable(losses), { shares, rate } = marginals(table, window);
      return { shares, rate: [...rate].slice(2, 10), best: expectedBest({ validation: losses, test: losses }, n) };
    }"""
    told = in_browser(_MODULES, asked, [{"losses": losses.ravel().tolist(), "window": window, "n": 12}])[0]
    own = importance(table[2:10])
    expected = [own["rows"], own["columns"], own["both"]]
    assert [told["shares"][name] for name in ("rate", "other", "both")] == pytest.approx(expected)
    assert told["rate"] == pytest.approx(table[2:10].mean(1))
    assert told["best"]["validation"] == told["best"]["test"] == pytest.approx(expected_best(losses, 12))


def test_the_expected_best_is_what_many_draws_find(losses):
    drawn = np.random.default_rng(1).choice(losses.ravel(), (20_000, 7)).min(1)
    assert expected_best(losses, 7) == pytest.approx(drawn.mean(), abs=4 * drawn.std() / np.sqrt(len(drawn)))


def test_a_winner_is_too_good_on_the_points_that_chose_it():
    """Networks that are all alike, but for noise on single points: what is won is luck alone."""
    each = 0.5 + np.random.default_rng(2).normal(0, 0.3, (200, 1100))
    told = response_surface.winners(each, draws=20)
    assert abs(told[:, 0, 0] - told[:, 0, 1]).max() < 0.03, "chosen by nobody"
    gain = told[..., 1] - told[..., 0]
    assert (np.diff(gain[:, -1]) < 0).all() and gain[0, -1] > 0.12, "the fewer points, the luckier the winner"
    assert abs(told[..., 1] - 0.5).max() < 0.02


def test_trials_of_grid_and_chance():
    asked = "(budget) => [gridTrials(budget), randomTrials(16, 3), randomTrials(16, 3, RATES)]"
    asked = asked.replace("RATES", str(levels("learning_rate").tolist()))
    grid, chance, straight = in_browser(_MODULES, asked, [16])[0]
    assert len(grid) == 16 and len({rate for rate, _, _ in grid}) == 4
    assert len({rate for rate, _, _ in chance}) >= 9
    assert np.median([rate for rate, _, _ in straight]) > 13, "drawn by size they crowd at the upper end"
    assert len(in_browser(_MODULES, asked, [24])[0][0]) == 16


@pytest.mark.parametrize("sampler", ["tpe", "gp"])
def test_samplers_of_the_app_learn_from_their_trials(losses, sampler):
    trials = played(losses, sampler, 1, trials=12)
    assert trials == played(losses, sampler, 1, trials=12)[: len(trials)]
    scores = [losses[trial] for trial in trials]
    assert np.mean(scores[6:]) < np.mean(losses), "they go where it is low"
    mirrored = played(-losses, sampler, 1, trials=12)
    assert mirrored[:4] == trials[:4] and mirrored[4:] != trials[4:], "four are drawn, then scores count"


def test_widths_and_ranges_rise():
    for name, axis in hyperparameters.axes().items():
        assert len(axis["values"]) == LEVELS and (np.diff(axis["values"]) > 0).all(), name


@pytest.mark.parametrize(
    "wrong",
    [{"pair": "units", "sampler": "grid", "play": 0}, {"pair": "x", "sampler": "gp", "play": 0}, {"pair": "units"}],
)
def test_questions_that_nobody_asks_are_refused(wrong):
    with pytest.raises(SpecError):
        hyperparameters_asked.search_of(wrong)


@pytest.mark.parametrize("number", range(16))
def test_questions_know_their_answer(number):
    question = check.ask(number)
    if question.make:
        assert isinstance(check.judge(number, {}), Verdict) and not check.judge(number, {}).right
    elif question.choices:
        assert sum(check.judge(number, choice).right for choice in question.choices) == 1
    else:
        assert not check.judge(number, -3.0).right


def test_numbers_are_right():
    for number in range(4):
        kind, given = check._given(number)
        if kind == "share":
            z = np.array(given["z"])
            assert check._judge(number, float(z.mean(1).var() / z.var())).right
        elif kind == "chance":
            assert check._judge(number, 1 - (1 - given["share"]) ** given["n"]).right
        elif kind == "count":
            assert check._judge(number, given["side"] ** (given["settings"] - 1)).right
