"""Cross-validation: the browser deals as scikit-learn deals, its neuron is scikit-learn's and Keras's, its true score
is what new people get, its intervals are those of nnviz's studies, and it chooses columns as scikit-learn does."""

import numpy as np
import pytest

from nnviz.concepts import cross_validation_check as check
from nnviz.concepts.check import Verdict
from nnviz.concepts.cross_validation_races import few_moons, folds
from nnviz.studies.spread import estimate
from tests.browser_twins import in_browser

_ROOM = "lessons/cross_validation"
_MODULES = {
    f"{_ROOM}/sample.js": "drawStudy, order, trueScore, MEANS",
    f"{_ROOM}/dealing.js": "deal, most",
    f"{_ROOM}/scoring.js": "scored, final, estimate, quantile",
    f"{_ROOM}/leaks.js": "leakStudy, best",
    "base/random.js": "random, normals",
}
_DEALT = """({ scheme, k, seed }) => {
  const study = drawStudy(seed, 3), deals = deal(scheme, study, k, seed), folds = scored(study, deals);
  return { x: [...study.x], y: [...study.y], person: [...study.person], deals,
    places: order(60, random(104729 * seed + 17)),
    neurons: folds.map(({ neuron }) => [...neuron]), scores: folds.map(({ score }) => score),
    final: [...final(study).neuron], truth: final(study).truth };
}"""
_CASES = [
    {"scheme": scheme, "k": k, "seed": 2}
    for scheme, k in [("blocks", 7), ("shuffled", 5), ("stratified", 6), ("people", 5), ("time", 4), ("shuffled", 60)]
]


@pytest.fixture(scope="module")
def dealt():
    told = in_browser(_MODULES, _DEALT, _CASES)
    return {f"{case['scheme']} {case['k']}": one for case, one in zip(_CASES, told, strict=True)}


def _pairs(deals):
    return [(one["train"], one["test"]) for one in deals]


def _sorted(deals, places=None):
    at = np.arange(60) if places is None else np.array(places)
    return [(sorted(at[train].tolist()), sorted(at[test].tolist())) for train, test in deals]


def test_folds_are_those_of_scikit_learn(dealt):
    from sklearn.model_selection import GroupKFold, KFold, LeaveOneOut, StratifiedKFold, TimeSeriesSplit

    rows = np.zeros((60, 1))
    own = {name: _pairs(one["deals"]) for name, one in dealt.items()}
    assert own["blocks 7"] == _sorted(KFold(7).split(rows))
    assert own["time 4"] == _sorted(TimeSeriesSplit(4).split(rows))
    places = dealt["shuffled 5"]["places"]
    assert own["shuffled 5"] == _sorted(KFold(5).split(rows), places)
    left_out = {test[0] for _, test in LeaveOneOut().split(rows)}
    assert {test[0] for _, test in own["shuffled 60"]} == left_out and len(own["shuffled 60"]) == 60
    told = dealt["stratified 6"]
    y = np.array(told["y"])[told["places"]]
    assert own["stratified 6"] == _sorted(StratifiedKFold(6).split(rows, y), told["places"])
    person = np.array(dealt["people 5"]["person"])
    sizes = sorted(len(test) for _, test in GroupKFold(5).split(rows, groups=person))
    assert sorted(len(test) for _, test in own["people 5"]) == sizes
    assert all(not set(person[train]) & set(person[test]) for train, test in own["people 5"])
    assert any(set(person[train]) & set(person[test]) for train, test in own["shuffled 5"])


def test_every_fold_is_scored_as_scikit_learn_scores_it(dealt):
    from sklearn.linear_model import LogisticRegression

    told = dealt["shuffled 5"]
    x, y = np.reshape(told["x"], (60, 2)), np.array(told["y"])
    for (train, test), neuron, score in zip(_pairs(told["deals"]), told["neurons"], told["scores"], strict=True):
        fitted = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(x[train], y[train])
        np.testing.assert_allclose(neuron, [*fitted.coef_[0], fitted.intercept_[0]], atol=1e-5)
        assert fitted.score(x[test], y[test]) == pytest.approx(score)


def test_the_neuron_is_one_that_keras_would_not_move(dealt):
    """At its weights Keras's own loss, with the L2 that is meant, has no slope."""
    import keras
    import tensorflow as tf

    told = dealt["shuffled 5"]
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(1, "sigmoid", kernel_regularizer=keras.regularizers.L2(0.5 / 60))]
    )
    *w, b = told["final"]
    model.set_weights([np.reshape(w, (2, 1)), np.array([b])])
    x, y = np.reshape(told["x"], (60, 2)).astype("float32"), np.reshape(told["y"], (60, 1)).astype("float32")
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy()(y, model(x)) + sum(model.losses)
    slopes = tape.gradient(loss, model.trainable_variables)
    assert max(float(np.abs(slope).max()) for slope in slopes) < 1e-5


def test_the_true_score_is_what_new_people_get(dealt):
    told, rng = dealt["shuffled 5"], np.random.default_rng(0)
    ill = rng.random(400_000) < 0.35
    x = np.where(ill[:, None], [0.75, 0.45], [-0.75, -0.45]) + rng.normal(size=(400_000, 2))
    *w, b = told["final"]
    assert np.mean((x @ w + b > 0) == ill) == pytest.approx(told["truth"], abs=0.003)


def test_intervals_are_those_of_a_study():
    from scipy.stats import t

    scores = [0.75, 0.92, 0.83, 0.67, 0.83]
    own = in_browser(_MODULES, "([scores, ratio]) => estimate(scores, ratio)", [[scores, 0.25]])[0]
    for ratio, half in ((0.0, own["naive"]), (0.25, own["corrected"])):
        told = estimate("", {(i,): score for i, score in enumerate(scores)}, ratio)
        assert (told.mean - half, told.mean + half) == pytest.approx((told.low, told.high), abs=1e-4)
    freedom = [1, 2, 4, 7, 9, 19, 49, 199]
    assert in_browser(_MODULES, "(n) => quantile(n)", freedom) == pytest.approx(t.ppf(0.975, freedom), rel=2e-4)


def test_columns_are_chosen_as_scikit_learn_chooses_them():
    from sklearn.feature_selection import SelectKBest

    asked = """(seed) => { const x = normals(seed, 60 * 80), y = [...Array(60).keys()].map((i) => i % 2);
      return { x: [...x], best: best(x, y, [...Array(60).keys()], 80, 6) }; }"""
    told = in_browser(_MODULES, asked, [5])[0]
    select = SelectKBest(k=6).fit(np.reshape(told["x"], (60, 80)), np.tile([0, 1], 30))
    assert sorted(told["best"]) == sorted(select.get_support(indices=True))


def test_what_leaks_do():
    """Means of thirty studies: far from the truth where labels or people leak, and close to it for scaling."""
    asked = """(kind) => [...Array(30).keys()].map((seed) => leakStudy(kind, seed + 1, { columns: 1000, chosen: 10 }))
      .map(({ wrong, right, truth }) => [wrong, right, truth])"""
    columns, people, scale = (np.mean(rows, 0) for rows in in_browser(_MODULES, asked, ["columns", "people", "scale"]))
    assert columns[0] > 0.8 and abs(columns[1] - 0.5) < 0.04 and columns[2] == 0.5
    assert people[0] - people[2] > 0.12 and abs(people[1] - people[2]) < 0.07
    assert abs(scale[0] - scale[1]) < 0.01 and abs(scale[1] - scale[2]) < 0.04


def test_the_race_is_one_network_a_fold():
    race = folds()
    assert [label for label, _ in race.variants] == [f"Fold {number}" for number in range(1, 6)]
    assert len({own.key for _, own in race.variants}) == 5
    assert {own.train.seed for _, own in race.variants} == {few_moons().train.seed}


@pytest.mark.parametrize("number", range(16))
def test_questions_know_their_answer(number):
    question = check.ask(number)
    if question.make:
        assert isinstance(check.judge(number, {}), Verdict) and not check.judge(number, {}).right
    elif question.choices:
        assert sum(check.judge(number, choice).right for choice in question.choices) == 1
    else:
        assert not check.judge(number, -3.0).right


@pytest.mark.parametrize(("number", "answer"), [(0, None), (1, None)])
def test_numbers_are_right_and_mistakes_are_known(number, answer):
    kind, given = check._given(number)
    if kind == "count":
        right, wrong = 60 - 60 // given["k"], 60 // given["k"]
    else:
        right, wrong = np.sqrt(1 + given["k"] * given["r"] / (given["k"] - 1)), 0.0
    assert check.judge(number, right).right
    assert "too" in check.judge(number, wrong).words or "tested" in check.judge(number, wrong).words
