"""The update rules of seven optimizers with everything they remember, and the schedules of their learning rate.

The rules are written as Keras computes them, in the same order and with the same defaults, so that a test can hold
each equal to Keras's own. `nnviz/web/lessons/gradient_descent/optimizers.js` computes the same in the browser.
Imports no framework.

References: Sutskever et al., "On the importance of initialization and momentum" (2013); Duchi et al., "Adaptive
subgradient methods" (2011); Hinton, "Neural networks for machine learning", lecture 6e (2012), RMSprop; Kingma and
Ba, "Adam" (2015); Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nnviz.concepts import surfaces
from nnviz.params import lookup


@dataclass(frozen=True)
class Step:
    """One update of one optimizer, with every intermediate.

    Attributes:
        w: (2,) the weights before it.          gradient: (2,) at the place where the rule measures it, which is w.
        rate: the learning rate of this step.   state: {"velocity" | "mean" | "square": (2,)} after the step.
        update: (2,) what is added to w.        loss: at w, over all examples.
    """

    w: np.ndarray
    gradient: np.ndarray
    rate: float
    state: dict[str, np.ndarray]
    update: np.ndarray
    loss: float


@dataclass(frozen=True)
class Rule:
    """One optimizer.

    Attributes:
        title: its name for people.      keras: its class in `keras.optimizers`.
        settings: its own settings, which are also the arguments of the Keras class.
        remembers: the names of its state, each (2,), and where it starts.
        apply: (w, gradient, state, rate, t, settings) → (update, state); t counts from 1.
    """

    title: str
    keras: str
    settings: dict[str, float]
    remembers: dict[str, float]
    apply: Callable = field(repr=False)


def _kept(number: float) -> float:
    """The number as Keras keeps it, in 32 bits, whatever the type of the weights."""
    return float(np.float32(number))


def _sgd(w, g, state, rate, t, settings):
    return -rate * g, {}


def _momentum(w, g, state, rate, t, settings):
    velocity = _kept(settings["momentum"]) * state["velocity"] - rate * g
    return velocity, {"velocity": velocity}


def _nesterov(w, g, state, rate, t, settings):
    velocity = _kept(settings["momentum"]) * state["velocity"] - rate * g
    return _kept(settings["momentum"]) * velocity - rate * g, {"velocity": velocity}


def _adagrad(w, g, state, rate, t, settings):
    square = state["square"] + g**2
    return -rate * g / np.sqrt(square + settings["epsilon"]), {"square": square}


def _rmsprop(w, g, state, rate, t, settings):
    square = settings["rho"] * state["square"] + (1 - settings["rho"]) * g**2
    return -rate * g / np.sqrt(square + settings["epsilon"]), {"square": square}


def _adam(w, g, state, rate, t, settings):
    mean = state["mean"] + (g - state["mean"]) * (1 - settings["beta_1"])
    square = state["square"] + (g**2 - state["square"]) * (1 - settings["beta_2"])
    corrected = rate * np.sqrt(1 - _kept(settings["beta_2"]) ** t) / (1 - _kept(settings["beta_1"]) ** t)
    return -corrected * mean / (np.sqrt(square) + settings["epsilon"]), {"mean": mean, "square": square}


def _adamw(w, g, state, rate, t, settings):
    update, state = _adam(w, g, state, rate, t, settings)
    return update - rate * _kept(settings["weight_decay"]) * w, state


_MOMENTUM = {"momentum": 0.9}
_EPSILON = {"epsilon": 1e-7}
_BETAS = {"beta_1": 0.9, "beta_2": 0.999, **_EPSILON}

RULES: dict[str, Rule] = {
    "sgd": Rule("SGD", "SGD", {}, {}, _sgd),
    "momentum": Rule("Momentum", "SGD", _MOMENTUM, {"velocity": 0.0}, _momentum),
    "nesterov": Rule("Nesterov", "SGD", {**_MOMENTUM, "nesterov": True}, {"velocity": 0.0}, _nesterov),
    "adagrad": Rule("Adagrad", "Adagrad", {"initial_accumulator_value": 0.1, **_EPSILON}, {"square": 0.1}, _adagrad),
    "rmsprop": Rule("RMSprop", "RMSprop", {"rho": 0.9, **_EPSILON}, {"square": 0.0}, _rmsprop),
    "adam": Rule("Adam", "Adam", _BETAS, {"mean": 0.0, "square": 0.0}, _adam),
    "adamw": Rule("AdamW", "AdamW", {"weight_decay": 0.004, **_BETAS}, {"mean": 0.0, "square": 0.0}, _adamw),
}

SCHEDULES = {
    "constant": "Constant",
    "exponential": "Exponential decay",
    "cosine": "Cosine decay",
    "warmup": "Warm-up, then cosine",
}
WARMUP = 10
"""A rate with warm-up rises from nothing during one in so many of the steps."""
DECAY = 0.05
"""What exponential decay leaves of the rate at the last step."""


def learning_rate(schedule: str, rate: float, step: int, steps: int) -> float:
    """The rate of step `step` (0 first) of `steps`.

    "exponential": rate · 0.05^(step / steps); "cosine": rate · ½(1 + cos(π step / steps)); "warmup": rises in a
    straight line for the first tenth of the steps, then falls along the cosine; "constant": rate.
    """
    lookup(SCHEDULES, schedule, "schedule")
    if schedule == "exponential":
        return rate * DECAY ** (step / steps)
    if schedule == "constant":
        return rate
    warmup = max(1, steps // WARMUP) if schedule == "warmup" else 0
    if step < warmup:
        return rate * step / warmup
    return rate * (1 + np.cos(np.pi * min((step - warmup) / (steps - warmup), 1))) / 2


def path(
    name: str,
    surface,
    start,
    rate: float,
    steps: int,
    *,
    schedule: str = "constant",
    examples: int = 0,
    batch_size: int = 0,
    settings: dict | None = None,
) -> list[Step]:
    """An optimizer's steps over a surface.

    Args:
        name: one of RULES.      surface: anything with `value(w, batch)` and `gradient(w, batch)`.
        start: (2,) weights.     rate: the learning rate, before its schedule.
        examples, batch_size: where both are given, step k measures the gradient on mini-batch k.
        settings: replaces the rule's own.

    Returns:
        `steps` records; the weights after the last are `w + update` of it. The rate is rounded to 32 bits, as Keras
        keeps it.
    """
    rule = lookup(RULES, name, "optimizer")
    used = {**rule.settings, **(settings or {})}
    w = np.asarray(start, float)
    state = {key: np.full(2, used.get("initial_accumulator_value", value)) for key, value in rule.remembers.items()}
    done = []
    with np.errstate(all="ignore"):
        for k in range(steps):
            batch = surfaces.batches(examples, batch_size, k) if batch_size else None
            gradient, rate_here = surface.gradient(w, batch), _kept(learning_rate(schedule, rate, k, steps))
            update, state = rule.apply(w, gradient, state, rate_here, k + 1, used)
            done.append(Step(w, gradient, rate_here, state, update, float(surface.value(w))))
            w = w + update
    return done


def largest_rate(hessian) -> float:
    """The rate above which plain gradient descent on a quadratic flies apart: 2 / largest eigenvalue."""
    return 2 / float(np.linalg.eigvalsh(np.asarray(hessian)).max())
