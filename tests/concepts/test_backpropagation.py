"""Backpropagation by hand against Keras's gradients, finite differences and the browser's twin."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnviz.concepts.backpropagation import (
    ACTIVATIONS,
    BEGINNING,
    ENDINGS,
    PARAMETERS,
    finite_difference,
    passes,
    values,
)
from nnviz.concepts.network_flow import network_flow
from nnviz.errors import SpecError
from tests.browser_twins import in_browser

LOSSES = {"squared error": keras.losses.MeanSquaredError(), "cross-entropy": keras.losses.BinaryCrossentropy()}
CASES = [(hidden, ending) for hidden in ACTIVATIONS for ending in ENDINGS]


def random_numbers(seed):
    rng = np.random.default_rng(seed)
    return {name: float(np.float32(rng.normal())) for name in BEGINNING} | {"y": float(seed % 2)}


def keras_network(numbers, hidden, ending):
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3, hidden), keras.layers.Dense(1, ending.split(", ")[0])]
    )
    units = (1, 2, 3)
    model.set_weights(
        [
            np.array([[numbers[f"w{i}{j}"] for j in units] for i in (1, 2)]),
            np.array([numbers[f"b{j}"] for j in units]),
            np.array([[numbers[f"v{j}"]] for j in units]),
            np.array([numbers["c"]]),
        ]
    )
    return model


@pytest.mark.parametrize(("hidden", "ending"), CASES)
def test_every_gradient_is_that_of_keras(hidden, ending):
    numbers = random_numbers(CASES.index((hidden, ending)))
    model, loss = keras_network(numbers, hidden, ending), LOSSES[ending.split(", ")[1]]
    with tf.GradientTape() as tape:
        output = model(np.array([[numbers["x1"], numbers["x2"]]]))
        value = loss(np.array([[numbers["y"]]]), output)
    w, b, v, c = (np.asarray(g) for g in tape.gradient(value, [weight.value for weight in model.trainable_weights]))
    ours = values(passes(numbers, hidden, ending))
    assert ours["L"] == pytest.approx(float(value), abs=1e-5)
    assert ours["p"] == pytest.approx(float(output[0, 0]), abs=1e-6)
    theirs = {f"w{i}{j}": w[i - 1, j - 1] for i in (1, 2) for j in (1, 2, 3)} | {f"b{j}": b[j - 1] for j in (1, 2, 3)}
    theirs |= {f"v{j}": v[j - 1, 0] for j in (1, 2, 3)} | {"c": c[0]}
    assert {name: ours[f"d{name}"] for name in PARAMETERS} == pytest.approx(theirs, abs=1e-5)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_every_gradient_is_a_finite_difference(parameter):
    for hidden, ending in CASES:
        found = finite_difference(BEGINNING, parameter, 1e-5, hidden, ending)
        assert found.estimate == pytest.approx(found.gradient, abs=1e-8)


def test_a_pass_by_hand():
    numbers = dict.fromkeys(BEGINNING, 0.0) | {"x1": 2.0, "w11": 0.5, "v1": 3.0, "y": 1.0}
    found = values(passes(numbers, "relu", "linear, squared error", rate=0.1))
    assert (found["z1"], found["h1"], found["p"], found["L"]) == (1, 1, 3, 4)
    assert (found["dp"], found["ds"], found["dv1"], found["dh1"], found["dw11"]) == (4, 4, 4, 12, 24)
    assert found["w11'"] == pytest.approx(0.5 - 2.4)
    assert found["dw12"] == 0  # its unit puts out nothing further: v2 is 0


def test_every_operand_is_known_when_it_is_used():
    known = set(BEGINNING)
    for step in passes(BEGINNING):
        assert set(step.operands) <= known
        known.add(step.name)
    phases = [step.phase for step in passes(BEGINNING)]
    assert [phases.count(phase) for phase in ("forward", "backward", "update")] == [18, 25, 13]


def test_wrong_names_are_sentences():
    with pytest.raises(SpecError, match="tanh"):
        passes(BEGINNING, "tan")
    with pytest.raises(SpecError, match="w11"):
        passes({})
    with pytest.raises(SpecError, match="w11"):
        finite_difference(BEGINNING, "w99")


def test_the_browser_computes_the_same():
    cases = [
        {"numbers": random_numbers(seed), "hidden": hidden, "ending": ending}
        for seed, (hidden, ending) in enumerate(CASES)
    ]
    modules = {"lessons/backpropagation/tape.js": "BEGINNING, PARAMETERS, finiteDifference, passes"}
    (constants,) = in_browser(modules, "() => ({ BEGINNING, PARAMETERS })", [None])
    assert constants["BEGINNING"] == BEGINNING and tuple(constants["PARAMETERS"]) == PARAMETERS
    function = """({ numbers, hidden, ending }) => ({
        steps: passes(numbers, hidden, ending, 0.3),
        check: finiteDifference(numbers, "w21", 0.01, hidden, ending) })"""
    for case, result in zip(cases, in_browser(modules, function, cases), strict=True):
        ours = passes(case["numbers"], case["hidden"], case["ending"], 0.3)
        for one, other in zip(result["steps"], ours, strict=True):
            assert (one["name"], one["phase"], one["operation"], tuple(one["operands"])) == (
                other.name,
                other.phase,
                other.operation,
                other.operands,
            )
            assert one["value"] == pytest.approx(other.value, abs=1e-12)
        check = finite_difference(case["numbers"], "w21", 0.01, case["hidden"], case["ending"])
        assert result["check"] == pytest.approx(vars(check), abs=1e-9)


def test_the_flow_through_a_keras_network_is_the_same_flow():
    model = keras_network(BEGINNING, "tanh", "sigmoid, cross-entropy")
    before = [w.copy() for w in model.get_weights()]
    x = np.array([[BEGINNING["x1"], BEGINNING["x2"]]], "float32")
    flow = network_flow(model, x, np.array([[1.0]], "float32"), LOSSES["cross-entropy"])
    ours = values(passes(BEGINNING, "tanh", "sigmoid, cross-entropy"))
    first, last = flow.stages
    assert flow.loss == pytest.approx(ours["L"], abs=1e-5)
    assert first.output == pytest.approx([ours[f"h{j}"] for j in (1, 2, 3)], abs=1e-6)
    assert first.gradient == pytest.approx([ours[f"dh{j}"] for j in (1, 2, 3)], abs=1e-5)
    assert first.kernel == pytest.approx(np.array([[ours[f"dw{i}{j}"] for j in (1, 2, 3)] for i in (1, 2)]), abs=1e-5)
    assert last.gradient == pytest.approx([ours["dp"]], abs=1e-4)
    assert last.weight_gradient == pytest.approx(
        np.sqrt(sum(ours[f"dv{j}"] ** 2 for j in (1, 2, 3)) + ours["dc"] ** 2), abs=1e-5
    )
    towards_x = [sum(ours[f"dz{j}"] * BEGINNING[f"w{i}{j}"] for j in (1, 2, 3)) for i in (1, 2)]
    assert flow.input_gradient == pytest.approx(towards_x, abs=1e-5)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_the_flow_through_convolutions():
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(3, "softmax"),
        ]
    )
    x = np.random.default_rng(0).normal(size=(1, 8, 8, 1)).astype("float32")
    flow = network_flow(model, x, np.array([1]), keras.losses.SparseCategoricalCrossentropy(), most=6)
    assert [(s.kind, len(s.output)) for s in flow.stages] == [
        ("Conv2D", 4),
        ("MaxPooling2D", 4),
        ("Flatten", 6),
        ("Dense", 3),
    ]
    # Keras divides by the sum of the outputs before it takes the logarithm: −log(p / Σp).
    assert flow.stages[-1].gradient[1] == pytest.approx(1 - 1 / flow.output[1], rel=1e-4)
    assert flow.stages[1].weight_gradient is None and flow.stages[0].weight_gradient > 0
