"""Activation functions against Keras and difference quotients; chains against Keras's gradient; layers that are one;
the browser's twins; what the lesson says one should see."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.concepts import activations_check, activations_goals, activations_tasks
from nnviz.concepts.activations import FUNCTIONS, chain, collapse, network, softmax
from nnviz.concepts.activations_races import each
from nnviz.errors import ModelError, SpecError
from nnviz.gallery import ready
from nnviz.specs import ModelSpec
from nnviz.studies.race import Race
from nnviz.views.lesson_text import read
from pages.shared.lessons.course import LESSONS
from tests.browser_twins import in_browser

Z = np.linspace(-8, 8, 321) + 0.0013
IN_KERAS = [name for name in FUNCTIONS if name != "step"]
MODULE = {"lessons/activations/functions.js": "chain, collapse, FUNCTIONS, network, softmax"}
STATE = {"lessons/activations/state.js": "beginning, measuresOf, setState"}


@pytest.mark.parametrize("name", IN_KERAS)
def test_value_and_slope_are_those_of_keras(name):
    z = tf.Variable(Z.astype("float32"))
    with tf.GradientTape() as tape:
        value = keras.activations.get(name)(z)
    np.testing.assert_allclose(FUNCTIONS[name].value(Z), value, atol=1e-6)
    np.testing.assert_allclose(FUNCTIONS[name].slope(Z), tape.gradient(value, z), atol=2e-6)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slope_is_the_difference_quotient_and_the_range_holds(name):
    function = FUNCTIONS[name]
    np.testing.assert_allclose(
        function.slope(Z), (function.value(Z + 1e-6) - function.value(Z - 1e-6)) / 2e-6, atol=1e-6
    )
    low, high = function.range
    assert np.all(function.value(Z) >= low - 1e-3) and np.all(function.value(Z) <= high)


@pytest.mark.parametrize(("name", "weight", "layers"), [("sigmoid", 1.5, 10), ("gelu", -0.7, 4), ("tanh", 1.0, 1)])
def test_a_chain_is_so_many_dense_layers_of_one_unit(name, weight, layers):
    x = tf.Variable([[0.8]])
    model = keras.Sequential([keras.layers.Dense(1, name, use_bias=False) for _ in range(layers)])
    model.build((None, 1))
    model.set_weights([np.array([[1.0]])] + [np.array([[weight]])] * (layers - 1))
    with tf.GradientTape() as tape:
        output = model(x)
    ours = chain(name, 0.8, weight, layers)
    assert ours.values[-1] == pytest.approx(float(output[0, 0]), abs=1e-6)
    assert ours.gradients[0] == pytest.approx(float(tape.gradient(output, x)[0, 0]), rel=1e-4)


def test_layers_without_an_activation_are_one_and_with_one_are_not():
    rng = np.random.default_rng(1)
    sizes = (1, 2, 3, 2, 1)
    layers = [(rng.normal(size=(b, a)), rng.normal(size=b)) for a, b in zip(sizes, sizes[1:], strict=False)]
    x = rng.normal(size=(40, 1))
    kernel, bias = collapse(layers)
    np.testing.assert_allclose(network(layers, x), x @ kernel.T + bias, atol=1e-12)
    assert not np.allclose(network(layers, x, "relu"), x @ kernel.T + bias, atol=0.1)


def test_softmax_is_keras_and_knows_only_differences():
    logits = np.array([[2.0, 1.0, 0.5, -1.0], [900.0, -900.0, 0.0, 1.0]])
    np.testing.assert_allclose(softmax(logits), keras.activations.softmax(keras.ops.array(logits)), atol=1e-6)
    np.testing.assert_allclose(softmax(logits[0] + 5, 0.7), softmax(logits[0] / 0.7), atol=1e-12)


def test_what_cannot_be_is_a_sentence():
    with pytest.raises(SpecError, match="relu"):
        chain("rleu", 1.0, 1.0, 3)
    with pytest.raises(SpecError, match="0 layers"):
        chain("relu", 1.0, 1.0, 0)
    with pytest.raises(SpecError, match="temperature"):
        softmax([1.0, 2.0], 0.0)


def test_the_browser_computes_the_same():
    rng = np.random.default_rng(5)
    cases = [
        {"name": name, "z": float(rng.uniform(-7, 7)), "w": float(rng.uniform(-2, 2)), "n": int(rng.integers(1, 12))}
        for name in FUNCTIONS
        for _ in range(4)
    ]
    function = """({ name, z, w, n }) => ({ value: FUNCTIONS[name].at(z), slope: FUNCTIONS[name].slope(z),
      chain: chain(name, z, w, n), title: FUNCTIONS[name].title })"""
    for case, answer in zip(cases, in_browser(MODULE, function, cases), strict=True):
        ours, made = FUNCTIONS[case["name"]], chain(case["name"], case["z"], case["w"], case["n"])
        assert answer["title"] == ours.title
        assert answer["value"] == pytest.approx(float(ours.value(case["z"])), abs=1e-12)
        assert answer["slope"] == pytest.approx(float(ours.slope(case["z"])), abs=1e-12)
        for part in ("sums", "values", "slopes", "gradients"):
            assert answer["chain"][part] == pytest.approx(getattr(made, part), rel=1e-9, abs=1e-15)


def test_the_browser_multiplies_matrices_and_softens_the_same():
    rng = np.random.default_rng(6)
    layers = [(rng.normal(size=(2, 1)), rng.normal(size=2)), (rng.normal(size=(1, 2)), rng.normal(size=1))]
    case = {"layers": [{"weights": w.tolist(), "biases": b.tolist()} for w, b in layers]}
    function = """({ layers }) => [network(layers, [1.7]), network(layers, [1.7], "tanh"), collapse(layers),
      softmax([1, 2, -3], 0.4)]"""
    ((plain, bent, one, shares),) = in_browser(MODULE, function, [case])
    assert plain == pytest.approx(network(layers, [[1.7]])[0]) and bent == pytest.approx(
        network(layers, [[1.7]], "tanh")[0]
    )
    kernel, bias = collapse(layers)
    assert np.allclose(one["weights"], kernel) and np.allclose(one["biases"], bias)
    assert shares == pytest.approx(softmax([1, 2, -3], 0.4))


def measured(*changes: dict) -> list[dict]:
    """What the picture measures of itself after these changes to its beginning."""
    function = "(change) => { const state = beginning(); setState(state, change); return measuresOf(state); }"
    return in_browser(STATE, function, list(changes))


def test_what_the_experiments_say_is_true():
    sigmoid = [chain("sigmoid", z, 1.0, 10).gradients[0] for z in np.arange(-6, 6.01, 0.01)]
    assert max(sigmoid) < 1e-6, "less than a millionth, wherever z is"
    for layers in (1, 10, 20):
        assert [chain("relu", z, 1.0, layers).gradients[0] for z in (2.0, 0.01, -0.01, -4.0)] == [1, 1, 0, 0]
    cold, hot = softmax([2, 1, 0.5, -1], 0.1), softmax([2, 1, 0.5, -1], 5)
    assert cold.max() > 0.99 and hot.max() < 0.35
    states = [trial.state for trial in read(LESSONS["activations"].text).trials]
    straight, bent = measured(states[1], {**states[1], "inner": "relu"})
    assert straight["activation"] == 0 and bent["activation"] == 1


def test_what_the_lesson_says_of_its_networks_is_so(recorded_race):
    """None learns although its gradients are fine, sigmoid's first layer gets next to nothing, ReLU is done before SiLU
    begins. Each network's numbers are its own: the other four are left out to save time."""
    wanted = ("none", "sigmoid", "ReLU", "SiLU")
    race = each()
    assert len(race.variants) == 8
    networks = recorded_race(Race("some", tuple(one for one in race.variants if one[0] in wanted)))
    right = {label: [row["val_accuracy"] for row in own["rows"]] for label, own in networks.items()}
    share = {label: own["frames"][0]["gradients"] for label, own in networks.items()}
    assert np.mean(right["none"][-20:]) < 0.65 and np.mean(right["sigmoid"][-20:]) < 0.65
    assert right["ReLU"][-1] > 0.95 and right["SiLU"][-1] > 0.95
    learnt = {label: next(i for i, own in enumerate(right[label]) if own > 0.9) for label in ("ReLU", "SiLU")}
    assert learnt["ReLU"] + 10 < learnt["SiLU"]
    assert share["sigmoid"][0] < share["sigmoid"][-1] / 1000 and share["none"][0] > share["none"][-1] / 3


def test_the_readers_own_network_races_with_its_own_data():
    race = each(ready("digits"))
    assert [label for label, _ in race.variants] == [label for label, _ in each().variants]
    kinds = {
        layer.settings["activation"]
        for _, own in race.variants
        for layer in own.model.layers[:-1]
        if "activation" in layer.settings
    }
    assert len(kinds) == 8 and all(own.train.epochs <= 60 for _, own in race.variants)
    with pytest.raises(SpecError, match="no hidden layer"):
        each(ready("spirals").replace(model=ModelSpec(layers=ready("spirals").model.layers[-1:])))


SOLUTIONS = {0: {"z": 0.1}, 2: {"name": "leaky_relu", "weight": -3}}


@pytest.mark.parametrize("number", range(8))
def test_every_goal_can_be_reached_and_is_not_at_the_start(number):
    _, start = activations_goals.goal(number)
    own = activations_goals._numbers(number)
    bend = {"inner": "relu", "w1": 1, "b1": -own["corner"], "w2": -1, "b2": own["corner"]}
    bend |= {"v1": own["steep"], "v2": own["steep"], "c": own["level"]}
    cool = {"temperature": 0.2 if own["which"] else 5}
    change = {**SOLUTIONS, 1: bend, 3: cool}[number % 4]
    before, after = measured(start, {**start, **change})
    assert not activations_goals.reached(number, before).right
    assert activations_goals.reached(number, after).right
    assert not activations_goals.reached(number, {}).right


def test_goals_say_what_is_missing():
    _, start = activations_goals.goal(0)
    other, flat, line, moved = measured(
        {**start, "name": "relu"},
        activations_goals.goal(2)[1],
        activations_goals.goal(1)[1],
        {"view": "softmax", "logits": [4, 1, 0.5, -1], "temperature": 0.1},
    )
    assert "has to be tanh" in activations_goals.reached(0, other).words
    assert "slope of 0 at −3" in activations_goals.reached(2, flat).words
    assert "straight line" in activations_goals.reached(1, line).words
    assert "has been moved" in activations_goals.reached(3, moved).words


@pytest.mark.parametrize("number", [0, 4, 8, 12])
def test_the_question_of_depth_is_what_the_picture_shows(number):
    question = activations_check.ask(number)
    (shown,) = measured(question.state)
    assert activations_check.judge(number, shown["gradient"]).right
    slopes = float(np.prod(chain("leaky_relu", *(question.state[k] for k in ("z", "weight", "layers"))).slopes))
    if abs(slopes - shown["gradient"]) > 1e-6:
        assert "slopes alone" in activations_check.judge(number, slopes).words


@pytest.mark.parametrize("number", [1, 5, 9, 13])
def test_the_function_that_lets_most_through_has_the_largest_slope(number):
    question = activations_check.ask(number)
    by_title = {function.title: function for function in FUNCTIONS.values()}
    slopes = {title: abs(float(by_title[title].slope(question.state["z"]))) for title in question.choices}
    right = [title for title in question.choices if activations_check.judge(number, title).right]
    assert right == [max(slopes, key=lambda title: slopes[title])]
    assert all(activations_check.judge(number, title).words for title in question.choices)


@pytest.mark.parametrize("number", [3, 7, 11, 15])
def test_the_two_layers_are_the_line_that_two_points_give(number):
    own = activations_check.ask(number).state
    y = [own["v1"] * (own["w1"] * x + own["b1"]) + own["v2"] * (own["w2"] * x + own["b2"]) + own["c"] for x in (0, 1)]
    truth = y[1] - y[0] if number % 8 == 3 else y[0]
    assert activations_check.judge(number, truth).right
    assert not activations_check.judge(number, truth + 0.25).right
    wrong = activations_check.judge(number, y[0] if number % 8 == 3 else y[1] - y[0]).words
    assert "not its" in wrong


def test_the_sums_are_what_reaches_the_functions_and_the_model_stays_as_it_was():
    """Of fused activations and of layers of their own, inside a nested model too; against the weighted sums."""
    inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "tanh", name="inside")])
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(3, name="plain"),
            keras.layers.Activation("gelu", name="bend"),
            inner,
            keras.layers.Dense(2, "softmax"),
        ]
    )
    x = np.random.default_rng(7).normal(size=(20, 2)).astype("float32")
    before, functions = model(x).numpy(), [layer.activation for layer in (model.layers[1], inner.layers[0])]
    bend, inside = activations_tasks.sums_of(model, x)
    z = x @ model.layers[0].kernel.numpy() + model.layers[0].bias.numpy()
    assert (bend["name"], bend["activation"], bend["count"]) == ("bend", "gelu", 60)
    assert (bend["sums"][0], bend["sums"][-1]) == pytest.approx((z.min(), z.max()), rel=1e-3)
    assert bend["sums"][200] == pytest.approx(np.median(z), abs=1e-3)
    assert (inside["name"], inside["activation"], inside["count"]) == ("inside", "tanh", 80)
    assert [layer.activation for layer in (model.layers[1], inner.layers[0])] == functions
    np.testing.assert_array_equal(model(x).numpy(), before)
    with pytest.raises(ModelError, match="No layer"):
        activations_tasks.sums_of(keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]), x)


def test_an_untrained_network_says_so_with_the_sums_of_its_layers():
    sums = activations_tasks.learn_sums(ready("spirals"), None)
    assert not sums["trained"] and sums["title"] == "Two spirals"
    assert all(len(layer["sums"]) == 401 and layer["sums"] == sorted(layer["sums"]) for layer in sums["layers"])
