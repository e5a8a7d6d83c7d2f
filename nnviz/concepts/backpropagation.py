"""A network of 2 inputs, 3 hidden units and 1 output: every multiplication of its forward and its backward pass.

Every number has a name: inputs x1, x2; weights w11 … w23 (from input 1 to unit 1, …), biases b1 … b3, sums z1 … z3,
activations h1 … h3; output weights v1 … v3, bias c, sum s, output p; target y, loss L. "dw11" stands for ∂L/∂w11.
Imports no framework; `nnviz/web/lessons/backpropagation/tape.js` computes the same in the browser.

Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors" (1986).
"""

from dataclasses import dataclass

import numpy as np

from nnviz.errors import SpecError
from nnviz.params import lookup

INPUTS, HIDDEN = 2, 3
PARAMETERS = (
    *(f"w{i}{j}" for j in range(1, HIDDEN + 1) for i in range(1, INPUTS + 1)),
    *(f"b{j}" for j in range(1, HIDDEN + 1)),
    *(f"v{j}" for j in range(1, HIDDEN + 1)),
    "c",
)
ACTIVATIONS = ("sigmoid", "tanh", "relu")
ENDINGS = ("sigmoid, squared error", "sigmoid, cross-entropy", "linear, squared error")
"""What the output is and how it is judged."""
BEGINNING = {
    "x1": 1.0,
    "x2": -0.5,
    "y": 1.0,
    "w11": 0.8,
    "w21": -0.6,
    "w12": -0.4,
    "w22": 0.9,
    "w13": 0.5,
    "w23": 0.7,
    "b1": 0.1,
    "b2": 0.0,
    "b3": -0.2,
    "v1": 0.6,
    "v2": -0.9,
    "v3": 0.4,
    "c": 0.1,
}


@dataclass(frozen=True)
class Step:
    """One operation.

    Attributes:
        name: of the number that it makes.          phase: "forward", "backward" or "update".
        operation: "multiply", "add", an activation or its "slope", the "loss" or its "slope", "copy", or "descend".
        operands: the names of the numbers that go in.
        value: what comes out.
    """

    name: str
    phase: str
    operation: str
    operands: tuple[str, ...]
    value: float


def activate(kind: str, z: float) -> float:
    """sigmoid 1 / (1 + e⁻ᶻ), tanh, relu max(0, z), or linear z."""
    if kind == "sigmoid":
        return float(1 / (1 + np.exp(-z))) if z >= 0 else float(np.exp(z) / (1 + np.exp(z)))
    return {"tanh": float(np.tanh(z)), "relu": max(0.0, z), "linear": z}[kind]


def slope(kind: str, z: float, a: float) -> float:
    """The derivative of an activation, from its sum z and its value a; 0 for ReLU at 0, as in Keras."""
    return {"sigmoid": a * (1 - a), "tanh": 1 - a * a, "relu": float(z > 0), "linear": 1.0}[kind]


def passes(
    numbers: dict[str, float], hidden: str = "sigmoid", ending: str = ENDINGS[0], rate: float = 0.5
) -> list[Step]:
    """Forward pass, backward pass and update, one step a number, in the order of calculation.

    Args:
        numbers: values of x1, x2, y and of all PARAMETERS.
        hidden: the hidden units' activation, one of ACTIVATIONS.
        ending: one of ENDINGS.
        rate: the learning rate of the update.

    Returns:
        18 steps forward, 25 backward, 13 updates ("w11'" is w11 after it).

    Raises:
        SpecError: for a name that is missing or unknown.
    """
    lookup(dict.fromkeys(ACTIVATIONS), hidden, "activation")
    lookup(dict.fromkeys(ENDINGS), ending, "ending")
    missing = [name for name in ("x1", "x2", "y", *PARAMETERS) if name not in numbers]
    if missing:
        raise SpecError(
            f"The network lacks {', '.join(missing)}.",
            expected="values of x1, x2, y and every weight",
            where=missing[0],
        )
    known, steps = {name: float(value) for name, value in numbers.items()}, []

    def note(name, phase, operation, operands, value):
        known[name] = float(value)
        steps.append(Step(name, phase, operation, operands, known[name]))

    output, loss = ending.split(", ")
    _forward(known, note, hidden, output, loss)
    _backward(known, note, hidden, output, loss)
    for name in PARAMETERS:
        note(f"{name}'", "update", "descend", (name, f"d{name}"), known[name] - rate * known[f"d{name}"])
    return steps


def _forward(known, note, hidden, output, loss):
    for j in range(1, HIDDEN + 1):
        terms = tuple(f"w{i}{j}x{i}" for i in range(1, INPUTS + 1))
        for i, term in enumerate(terms, 1):
            note(term, "forward", "multiply", (f"w{i}{j}", f"x{i}"), known[f"w{i}{j}"] * known[f"x{i}"])
        note(f"z{j}", "forward", "add", (*terms, f"b{j}"), sum(known[t] for t in terms) + known[f"b{j}"])
        note(f"h{j}", "forward", hidden, (f"z{j}",), activate(hidden, known[f"z{j}"]))
    terms = tuple(f"v{j}h{j}" for j in range(1, HIDDEN + 1))
    for j, term in enumerate(terms, 1):
        note(term, "forward", "multiply", (f"v{j}", f"h{j}"), known[f"v{j}"] * known[f"h{j}"])
    note("s", "forward", "add", (*terms, "c"), sum(known[t] for t in terms) + known["c"])
    note("p", "forward", output, ("s",), activate(output, known["s"]))
    note("L", "forward", loss, ("p", "y"), _loss(loss, known["p"], known["y"], known["s"]))


def _loss(loss, p, y, s):
    if loss == "squared error":
        return (p - y) ** 2
    return max(s, 0.0) - s * y + np.log1p(np.exp(-abs(s)))


def _backward(known, note, hidden, output, loss):
    p, y = known["p"], known["y"]
    squared = loss == "squared error"
    note("dp", "backward", f"{loss} slope", ("p", "y"), 2 * (p - y) if squared else (p - y) / max(p * (1 - p), 1e-300))
    note("p's", "backward", f"{output} slope", ("p",), slope(output, known["s"], p))
    note("ds", "backward", "multiply", ("dp", "p's"), known["dp"] * known["p's"] if squared else p - y)
    for j in range(1, HIDDEN + 1):
        note(f"dv{j}", "backward", "multiply", ("ds", f"h{j}"), known["ds"] * known[f"h{j}"])
    note("dc", "backward", "copy", ("ds",), known["ds"])
    for j in range(1, HIDDEN + 1):
        note(f"dh{j}", "backward", "multiply", ("ds", f"v{j}"), known["ds"] * known[f"v{j}"])
        note(
            f"h{j}'s",
            "backward",
            f"{hidden} slope",
            (f"z{j}" if hidden == "relu" else f"h{j}",),
            slope(hidden, known[f"z{j}"], known[f"h{j}"]),
        )
        note(f"dz{j}", "backward", "multiply", (f"dh{j}", f"h{j}'s"), known[f"dh{j}"] * known[f"h{j}'s"])
        for i in range(1, INPUTS + 1):
            note(f"dw{i}{j}", "backward", "multiply", (f"dz{j}", f"x{i}"), known[f"dz{j}"] * known[f"x{i}"])
        note(f"db{j}", "backward", "copy", (f"dz{j}",), known[f"dz{j}"])


def values(steps: list[Step]) -> dict[str, float]:
    """{name: value} of everything that was computed."""
    return {step.name: step.value for step in steps}


@dataclass(frozen=True)
class FiniteDifference:
    """One weight's gradient by trying: (above − below) / (2 · epsilon), beside what backpropagation says."""

    above: float
    below: float
    estimate: float
    gradient: float


def finite_difference(
    numbers: dict[str, float], parameter: str, epsilon: float = 1e-3, hidden: str = "sigmoid", ending: str = ENDINGS[0]
) -> FiniteDifference:
    """The loss with `parameter` a little larger and a little smaller, and the slope between.

    Raises:
        SpecError: when `parameter` is none of PARAMETERS.
    """
    lookup(dict.fromkeys(PARAMETERS), parameter, "weight")

    def at(change):
        return values(passes({**numbers, parameter: numbers[parameter] + change}, hidden, ending))["L"]

    above, below = at(epsilon), at(-epsilon)
    gradient = values(passes(numbers, hidden, ending))[f"d{parameter}"]
    return FiniteDifference(above, below, (above - below) / (2 * epsilon), gradient)
