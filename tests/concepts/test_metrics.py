"""The lesson on metrics: its numbers and the browser's are scikit-learn's; its questions name the slips."""

import numpy as np
import pytest
from sklearn import metrics as theirs
from sklearn.linear_model import LinearRegression, QuantileRegressor

from nnviz.concepts import metrics_asked, metrics_check
from nnviz.concepts.metrics import Counts, errors_of, in_population
from nnviz.concepts.metrics_networks import TESTS
from nnviz.concepts.metrics_tasks import _classes, _values, learn_patients
from nnviz.errors import SpecError
from nnviz.evaluation.calibration import at_temperature, best_temperature, reliability
from tests.browser_twins import in_browser

RNG = np.random.default_rng(4)
TRUTH = RNG.integers(0, 2, 90)
SAID = np.round(np.clip(0.3 * TRUTH + 0.7 * RNG.uniform(size=90), 0.001, 0.999), 2)  # with ties
X, Y = np.arange(14.0), np.round(RNG.normal(size=14) * 20 + 3 * np.arange(14), 3)


def test_the_browsers_scores_of_people_are_scikit_learns_to_a_billionth():
    modules = {
        "base/threshold_counts.js": "areaUnderRoc, averagePrecision, rates",
        "lessons/metrics/state.js": "countsOf, readCases, sortedPeople",
    }
    expression = """({ numbers, truth, threshold }) => {
      const cases = readCases({ numbers, truth }), { walked } = sortedPeople(cases);
      return [rates(countsOf({ threshold }, cases)), areaUnderRoc(walked), averagePrecision(walked)];
    }"""
    thresholds = [0.2, 0.5, 0.61]
    given = [{"numbers": SAID.tolist(), "truth": TRUTH.tolist(), "threshold": t} for t in thresholds]
    for threshold, (rates, area, mean) in zip(thresholds, in_browser(modules, expression, given), strict=True):
        called = threshold <= SAID
        found, missed, alarms, left = (
            int((called & (TRUTH == 1)).sum()),
            int((~called & (TRUTH == 1)).sum()),
            int((called & (TRUTH == 0)).sum()),
            int((~called & (TRUTH == 0)).sum()),
        )
        own = Counts(found, missed, alarms, left)
        for name, score in (
            ("accuracy", theirs.accuracy_score),
            ("precision", theirs.precision_score),
            ("recall", theirs.recall_score),
            ("f1", theirs.f1_score),
        ):
            assert rates[name] == pytest.approx(score(TRUTH, called), abs=1e-9)
            assert getattr(own, name) == pytest.approx(rates[name], abs=1e-12)
        assert area == pytest.approx(theirs.roc_auc_score(TRUTH, SAID), abs=1e-9)
        assert mean == pytest.approx(theirs.average_precision_score(TRUTH, SAID), abs=1e-9)


def test_the_browsers_calibration_is_evaluates():
    expression = """({ numbers, truth, temperature }) => {
      const told = reliability(atTemperature(numbers, temperature), truth);
      return { ...told, best: bestTemperature(numbers, truth) };
    }"""
    given = {"numbers": SAID.tolist(), "truth": TRUTH.tolist(), "temperature": 0.7}
    modules = {"lessons/metrics/calibration.js": "atTemperature, bestTemperature, reliability"}
    [told] = in_browser(modules, expression, [given])
    ours = reliability(at_temperature(SAID, 0.7), TRUTH, 10)
    assert told["error"] == pytest.approx(ours.error, abs=1e-9)
    assert told["logLoss"] == pytest.approx(theirs.log_loss(TRUTH, at_temperature(SAID, 0.7)), abs=1e-9)
    for k, bin_ in enumerate(told["bins"]):
        assert bin_["count"] == ours.counts[k]
        if bin_["count"]:
            assert (bin_["right"], bin_["low"], bin_["high"]) == pytest.approx(
                (ours.right[k], ours.low[k], ours.high[k]), abs=1e-9
            )
    assert told["best"] == pytest.approx(best_temperature(SAID, TRUTH), rel=1e-4)


def test_errors_of_numbers_and_the_lines_that_make_them_least_are_scikit_learns():
    expression = """({ x, y }) => {
      const lines = [leastSquares(x, y), leastDistances(x, y)];
      return lines.map(({ a, b }) => ({ a, b, ...errorsOf(y, x.map((own) => a + b * own)) }));
    }"""
    modules = {"lessons/metrics/values.js": "errorsOf, leastDistances, leastSquares"}
    [[squares, distances]] = in_browser(modules, expression, [{"x": X.tolist(), "y": Y.tolist()}])
    line = LinearRegression().fit(X[:, None], Y)
    assert (squares["a"], squares["b"]) == pytest.approx((line.intercept_, line.coef_[0]), abs=1e-9)
    said = line.predict(X[:, None])
    assert squares["mse"] == pytest.approx(theirs.mean_squared_error(Y, said), abs=1e-9)
    assert squares["mae"] == pytest.approx(theirs.mean_absolute_error(Y, said), abs=1e-9)
    assert squares["r2"] == pytest.approx(theirs.r2_score(Y, said), abs=1e-9)
    ours = errors_of(Y, said)
    assert (ours.mse, ours.mae, ours.r2) == pytest.approx((squares["mse"], squares["mae"], squares["r2"]), abs=1e-9)
    median = QuantileRegressor(quantile=0.5, alpha=0).fit(X[:, None], Y).predict(X[:, None])
    assert distances["mae"] == pytest.approx(theirs.mean_absolute_error(Y, median), abs=1e-6)
    assert distances["mse"] > squares["mse"]


def test_a_rare_illness_is_counted_by_bayes_here_and_in_the_browser():
    crowd = in_population(1000, 0.02, 0.9, 0.1)
    [told] = in_browser(
        {"lessons/metrics/rare.js": "inPopulation, whole"},
        "(given) => whole(inPopulation(...given))",
        [[1000, 0.02, 0.9, 0.1]],
    )
    assert told == {"found": 18, "missed": 2, "alarms": 98, "leftOut": 882}
    assert crowd.precision == pytest.approx(0.02 * 0.9 / (0.02 * 0.9 + 0.98 * 0.1), abs=1e-12)
    assert Counts(0, 20, 0, 980).accuracy == 0.98 and np.isnan(Counts(0, 20, 0, 980).precision)


def test_the_quick_test_sees_two_measurements_and_learns_from_half_of_the_cases():
    from nnviz.data.load import load

    data = load(TESTS["quick"].experiment().data)
    assert data.schema.feature_names == ("mean texture", "mean smoothness")
    assert (len(data.train), len(data.test)) == (285, 284)


def test_a_run_of_ones_own_is_told_by_its_class_or_its_numbers():
    from nnviz.data.schema import Schema
    from nnviz.evaluation.records import Evaluation
    from nnviz.training.meaning import OutputMeaning

    shown = np.array([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2], [0.1, 0.1, 0.8]])
    schema = Schema("vector", "multiclass", (2,), ("a", "b"), ("x", "y", "z"), outputs=3)
    meaning = OutputMeaning("multiclass", 3, 3, "probability", "index", shares=True)
    told = _classes(Evaluation(schema, meaning, "test", 3, np.array([1, 0, 2]), shown, {}), -1)
    assert told["positive"] == 2 and told["truth"] == [0, 0, 1]
    assert told["numbers"] == pytest.approx([0.3, 0.2, 0.8])
    line = Schema("vector", "regression", (2,), ("a", "b"), target_name="price")
    truth, said = np.arange(40.0)[:, None], np.arange(40.0)[:, None] + 1
    told = _values(Evaluation(line, OutputMeaning("regression", 0, 1, "value", "numbers"), "test", 40, truth, said, {}))
    assert told["name"] == "price" and len(told["said"]) == 30 and told["said"][-1] == told["truth"][-1] + 1 == 40


def test_patients_are_scikit_learns():
    from sklearn.datasets import load_diabetes

    told, data = learn_patients(), load_diabetes(scaled=False)
    assert len(told["x"]) == 14 and told["x"] == sorted(told["x"])
    assert set(zip(told["x"], told["y"], strict=True)) <= set(zip(data.data[:, 2], data.target, strict=True))


@pytest.mark.parametrize("wrong", [{"test": "none"}, {}, {"test": 3}])
def test_an_unknown_test_is_a_sentence(wrong):
    with pytest.raises(SpecError):
        metrics_asked.test_of(wrong)


@pytest.mark.parametrize("turn", range(4))
def test_the_share_of_people_is_right_and_other_shares_are_named(turn):
    number = 6 * turn
    c = metrics_check._given(number)[1]["counts"]
    score = ("precision", "recall", "f1", "accuracy")[turn]
    y = np.r_[np.ones(c.tp + c.fn), np.zeros(c.fp + c.tn)]
    called = np.r_[np.ones(c.tp), np.zeros(c.fn), np.ones(c.fp), np.zeros(c.tn)]
    values = {
        name: 100 * getattr(theirs, f"{name}_score")(y, called) for name in ("precision", "recall", "f1", "accuracy")
    }
    assert metrics_check.judge(number, values.pop(score)).right
    for value in values.values():
        verdict = metrics_check.judge(number, value)
        assert not verdict.right and verdict.words.startswith("That is")


@pytest.mark.parametrize("number", [1, 7, 13])
def test_of_those_who_are_told_how_many_are(number):
    g = metrics_check._given(number)[1]
    p, r, f = g["prevalence"], g["recall"], g["alarms"]
    assert metrics_check.judge(number, 100 * p * r / (p * r + (1 - p) * f)).right
    assert "recall" in metrics_check.judge(number, 100 * r).words
    assert not metrics_check.judge(number, 100 * r / (r + f)).right


@pytest.mark.parametrize("number", [4, 10, 16])
def test_errors_of_four_numbers(number):
    g = metrics_check._given(number)[1]
    right = {"mae": theirs.mean_absolute_error, "mse": theirs.mean_squared_error, "r2": theirs.r2_score}[g["score"]](
        g["truth"], g["said"]
    )
    assert metrics_check.judge(number, round(right, 4)).right
    assert not metrics_check.judge(number, right + 1).right


def test_what_the_picture_is_made_to_do_is_judged_by_what_it_measures():
    few = {"recall": 0.93, "alarms": 20, "fewest_alarms": 20}
    assert metrics_check.judge(2, few).right
    assert "Raise" in metrics_check.judge(2, {**few, "alarms": 30}).words
    assert "Which way" in metrics_check.judge(2, {**few, "recall": 0.8}).words
    miss = metrics_check._given(5)[1]["miss"]
    cheap = {"cost": 40, "least": 40, "miss": miss, "alarm": 1, "missed": 1, "alarms": 9}
    assert metrics_check.judge(5, cheap).right and not metrics_check.judge(5, {**cheap, "cost": 50}).right
    assert "costs in first" in metrics_check.judge(5, {**cheap, "miss": 1}).words
    assert not metrics_check.judge(2, {}).right and not metrics_check.judge(5, {}).right
