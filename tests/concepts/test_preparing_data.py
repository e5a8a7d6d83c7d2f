"""Preparing data: the browser's scalers against scikit-learn's, its ravine against NumPy and Keras, the trainings'
preparation, and the checks."""

import json

import keras
import numpy as np
import pytest
from sklearn.datasets import load_wine
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from nnviz.concepts import preparing_data_check, preparing_data_races
from nnviz.concepts.preparing_data_tasks import learn_faulty_table, learn_own_columns
from nnviz.data.load import load
from nnviz.errors import DataError
from nnviz.gallery import ready
from nnviz.specs import DataSpec
from nnviz.studies.lockstep import train_race
from nnviz.studies.race import news
from tests.browser_twins import in_browser
from tests.sampling import whole

TWIN = {
    "lessons/preparing_data/preparing.js": "descent, eigen, fitScale, groupMeans, limitsOf, "
    "lineThrough, paraboloid, scaled, stepsNeeded"
}
STATE = {"lessons/preparing_data/state.js": "beginning, gapsOf, trainingOf, twinsOf, typedOf"}
WINE = load_wine()
A, B = WINE.data[:, 0], WINE.data[:, 12]
Y = (WINE.target == 0).astype(float)


@pytest.mark.parametrize("how", ["standard", "minmax", "robust"])
def test_the_browser_scales_as_scikit_learn_does(how):
    scaler = {"standard": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}[how]()
    said = in_browser(TWIN, "([values, how]) => scaled(values, fitScale(values, how))", [[B.tolist(), how]])[0]
    np.testing.assert_allclose(said, scaler.fit_transform(B[:, None])[:, 0], atol=1e-9)


def test_limits_are_those_of_the_apps_own_step():
    low, high = in_browser(TWIN, "(values) => limitsOf(values)", [B.tolist()])[0]
    q1, q3 = np.quantile(B, [0.25, 0.75])
    assert (low, high) == pytest.approx((q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)))


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_the_ravine_is_that_of_the_loss(unit):
    x = np.stack([A, B * unit], 1)
    told = in_browser(
        TWIN,
        "([a, b, y]) => { const p = paraboloid(a, b, y); return { ...p, ...eigen(p.curvature) }; }",
        [[*x.T.tolist(), Y.tolist()]],
    )[0]
    fitted = LinearRegression().fit(x, Y)
    np.testing.assert_allclose(told["best"], fitted.coef_, rtol=1e-6)
    assert told["least"] == pytest.approx(np.mean((fitted.predict(x) - Y) ** 2), rel=1e-6)
    np.testing.assert_allclose(told["curvature"], 2 * np.cov(x.T, bias=True), rtol=1e-9)
    assert told["kappa"] == pytest.approx(np.linalg.cond(np.cov(x.T, bias=True)), rel=1e-4)


def test_the_way_down_is_that_of_keras():
    """One linear neuron on centred columns, its loss the mean square, stepped by Keras's SGD."""
    x = StandardScaler().fit_transform(np.stack([A, B], 1))
    x, y = x * [1.0, 0.3], Y - Y.mean()
    start, rate = [-0.8, 0.6], 0.4
    told = in_browser(
        TWIN,
        """([a, b, y, start, rate]) => {
            const { best, curvature } = paraboloid(a, b, y);
            return descent(curvature, start, rate, 5).map(([u, v]) => [best[0] + u, best[1] + v]);
        }""",
        [[*x.T.tolist(), y.tolist(), start, rate]],
    )[0]
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(rate), "mse", run_eagerly=True)
    model.layers[0].set_weights([np.array(told[0], "float32")[:, None]])
    for place in told[1:]:
        model.train_on_batch(x, y[:, None])
        np.testing.assert_allclose(model.layers[0].get_weights()[0][:, 0], place, atol=1e-5)


@pytest.mark.parametrize(("small", "rate"), [(1.0, 0.3), (0.05, 1.8), (0.01, 0.9), (1.0, 2.1)])
def test_steps_are_counted_as_they_are_made(small, rate):
    curvature, start = [[1.0, 0.0], [0.0, small]], [-0.8, 0.6]
    told = in_browser(
        TWIN,
        "([c, s, r]) => { const n = stepsNeeded(c, s, r); return Number.isFinite(n) ? n : null; }",
        [[curvature, start, rate]],
    )[0]
    place, count = np.array(start), 0
    while 0.01 < np.linalg.norm(place) < 1e6:
        place, count = place * (1 - rate * np.array([1.0, small])), count + 1
    assert told == (count if rate < 2 else None)


def test_one_number_is_a_line_and_one_hot_the_means():
    countries = learn_faulty_table()["countries"]
    codes, life = countries["codes"], countries["life"].astype(float)
    line, each = in_browser(
        TWIN, "([x, y]) => [lineThrough(x, y), groupMeans(x, y, 5)]", [[codes.tolist(), life.tolist()]]
    )[0]
    for x, error in ((codes[:, None], line["error"]), (np.eye(5)[codes], each["error"])):
        off = LinearRegression().fit(x, life).predict(x) - life
        assert error == pytest.approx(np.sqrt(np.mean(off**2)), rel=1e-6)
    assert len(countries["continents"]) == 5 and len(life) == 142


def wine_of_browser() -> dict:
    wine = learn_faulty_table()["wine"]
    x, chances = ({"shape": list(wine[name].shape), "values": wine[name].ravel().tolist()} for name in ("x", "chances"))
    lists = {name: wine[name].tolist() for name in ("labels", "part", "numbers")}
    own = {"x": x, "chances": chances["values"], "names": wine["names"], "typed": wine["typed"]}
    return {**own, **lists, "gauged": wine["gauged"], "limit": wine["limit"]}


def test_the_picture_has_the_gaps_and_the_error_that_the_trainings_have():
    function = """(wine) => {
        wine.training = trainingOf(wine);
        const told = ["5", "20", "device"].map((gaps) => gapsOf({ ...beginning(), gaps }, wine));
        const { ways } = typedOf({ ...beginning(), factor: 100 }, wine);
        return [told.map(({ cells, complete }) => [cells, complete]), ways];
    }"""
    gaps, ways = in_browser(STATE, function, [wine_of_browser()])[0]
    for name, (cells, complete) in zip(("5", "20", "device"), gaps, strict=True):
        left_out, filled = (
            dict(preparing_data_races.RACES[f"gaps {name} indicator"]().variants)[label]
            for label in ("Rows left out", "Median + indicator")
        )
        assert len(load(left_out.data).train) == complete
        data = load(filled.data)
        indicators = [i for i, own in enumerate(data.schema.feature_names) if "missing" in own]
        np.testing.assert_array_equal(
            data.train.x[:, indicators] > 0,
            np.array(cells)[:, np.any(cells, axis=0)][data.train.rows.argsort().argsort()],
        )
    race = preparing_data_races.RACES["outliers 100 clip"]()
    for (_, own), way in zip(race.variants, ("standard", "clip"), strict=True):
        data = load(own.data)
        np.testing.assert_allclose(data.train.x[np.argsort(data.train.rows), 1], ways[way], atol=1e-4)


def test_twins_are_counted():
    parts = learn_faulty_table()["wine"]["measured"]
    by_chance, by_bottle = in_browser(
        STATE, "(parts) => twinsOf(parts)", [parts["by chance"].tolist(), parts["by bottle"].tolist()]
    )
    assert by_bottle["twins"] == 0 and by_chance["twins"] > 0.9 * by_chance["validation"] > 0


def test_own_columns_of_numbers():
    told = learn_own_columns(DataSpec(source="tips"))
    assert told["names"] == ["bill (dollars)", "people"] and told["x"].shape[0] == len(told["y"])
    assert abs(told["y"].mean()) < 1e-5 and told["title"] == "Tips"
    assert learn_own_columns(DataSpec(source="iris"))["x"].shape[1] == 4
    with pytest.raises(DataError, match="no table"):
        learn_own_columns(DataSpec(source="digits"))


@pytest.mark.parametrize(("source", "how"), [("tips", "robust"), ("diabetes", "standard"), ("iris", "minmax")])
def test_the_readers_own_table_is_trained_on_as_it_is_and_scaled(source, how):
    own = ready("breast_cancer").replace(data=DataSpec(source=source))
    plain, scaled_ = (load(one.data) for _, one in preparing_data_races.RACES[f"scale g {how}"](own).variants)
    np.testing.assert_array_equal(plain.train.y, scaled_.train.y)
    scaler = {"standard": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}[how]()
    raw = plain.train.x[:, 0:1]
    assert raw.mean() > 1, "in its own units"
    np.testing.assert_allclose(scaler.fit_transform(raw), scaled_.train.x[:, 0:1], atol=1e-4)


def test_every_race_can_be_told():
    for name, race in preparing_data_races.RACES.items():
        assert race().name == name and len({own.key for _, own in race().variants}) == len(race().variants)


@whole
@pytest.mark.parametrize("name", ["scale g standard", "gaps 20 median", "leaks number", "leaks bottle", "leaks chosen"])
def test_what_the_text_says_of_trainings(name):
    race = preparing_data_races.RACES[name]()
    train_race(race)
    last = {}
    for line in map(json.loads, news(race.key).lines):
        if line.get("rows"):
            last[line["network"]] = line["rows"][-1]["val_accuracy"]
    if name.startswith("leaks"):
        assert last[0] > 0.7 and last[1] < last[0] - 0.25 and last[2] - last[3] < 0.2
    else:
        assert last[1] > last[0] + 0.1


def test_checks_know_their_own_answers():
    right = {0: None}
    for number in range(16):
        question = preparing_data_check.ask(number)
        if question.choices:
            verdicts = [preparing_data_check.judge(number, choice) for choice in question.choices]
            assert sum(verdict.right for verdict in verdicts) == 1
        elif not question.make:
            right[number] = preparing_data_check.judge(number, -1e6)
            assert not right[number].right and right[number].words


def test_a_standardized_value_and_the_mistakes_beside_it():
    given = preparing_data_check._given(0)
    values = np.array(given["values"], float)
    z = (values[given["at"]] - values.mean()) / values.std()
    assert preparing_data_check.judge(0, round(z, 2)).right
    share = (values[given["at"]] - values.min()) / np.ptp(values)
    assert "min–max" in preparing_data_check.judge(0, round(share, 2)).words


def test_makings_are_judged_by_what_the_picture_measures():
    bowl = preparing_data_check.judge(3, {"kappa": 8.0})
    assert bowl.right and not preparing_data_check.judge(3, {"kappa": 1e5}).right
    assert "scaled" in preparing_data_check.judge(3, {"kappa": 2.0, "scaled": 1.0}).words
    assert preparing_data_check.judge(7, {"view": 2, "middle": 0.01, "factor": 50}).right
    assert not preparing_data_check.judge(7, {"view": 2, "middle": 0.3}).right
