"""The smallest push along the gradient that flips an answer: FGSM and PGD, within a box and a ball."""

from dataclasses import dataclass

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation.changes.goal import Goal
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.records import NORMS, Attack
from nnviz.inspection.inputs import as_batch
from nnviz.training.meaning import OutputMeaning

_ROUNDS, _RUNGS = 2, 8
_STEPS = 20


def fgsm(model, x, strength, y=None, *, norm: str = "linf", meaning: OutputMeaning | None = None, **box) -> Attack:
    """One step along the sign of the loss's gradient (Goodfellow, Shlens and Szegedy, "Explaining and harnessing
    adversarial examples", 2015); for "l2" along the gradient itself.

    Args:
        model: any Keras 3 model with one output, a number for each class; it is left as found.
        x: (n, …) examples as the model takes them, or one; of several inputs a list.
        strength: how far each may go, one number or (n,), in the model's own units.
        y: (n,) the classes that the answers are pushed away from; those predicted when None.
        norm: "linf" bounds the change of every number, "l2" its length.
        meaning: what the outputs mean; what their end suggests when None.
        box: `low` and `high`, the values that can be, of the example's shape or numbers; `unit`, what a strength of 1
            is; `toward`, (n,) classes that the answers are pushed to; `place`, which of several inputs is pushed, 0
            for the first.

    Returns:
        the changed examples, and whether the model, asked once more, answers otherwise.

    Raises:
        ExplanationError: for inputs without a gradient, such as tokens, or a strength below 0.

    >>> import keras, nnviz, numpy as np
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    >>> nnviz.fgsm(model, np.array([[0.1, 0.2]]), 0.2).flips
    array([ True])
    """
    attacker = attacker_of(model, x, y, meaning=meaning, **box)
    return attacker.result(attacker.pushed(strength, norm, steps=1), norm)


def pgd(
    model,
    x,
    strength,
    y=None,
    *,
    norm: str = "linf",
    steps: int = _STEPS,
    seed: int | None = None,
    meaning: OutputMeaning | None = None,
    **box,
) -> Attack:
    """Several small steps, each brought back into the ball (Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep
    learning models resistant to adversarial attacks", 2018).

    Args:
        steps: of 2.5 · strength ÷ steps each.
        seed: of a random start within the ball; from the example itself when None.
        model, x, strength, y, norm, meaning, box: as for `fgsm`, which says what is returned and raised too.
    """
    attacker = attacker_of(model, x, y, meaning=meaning, **box)
    return attacker.result(attacker.pushed(strength, norm, steps, seed), norm)


def attacker_of(model, x, y=None, *, meaning=None, low=None, high=None, unit=1.0, toward=None, place=0) -> "Attacker":
    """What `fgsm` and `pgd` do their steps with."""
    batch, _ = as_batch(model, x)
    inputs = keras.tree.flatten(batch)
    if not 0 <= place < len(inputs):
        raise ExplanationError(f"There is no input {place}.", expected=f"0 to {len(inputs) - 1}", where="place")
    leads = Leads(model, batch, meaning)
    if inputs[place].dtype.kind in "iub" or leads.entry(place) is None:
        raise ExplanationError(
            "Whole numbers, such as tokens, cannot be moved a little.",
            expected="examples of real numbers",
            fix="Swap words instead: nnviz.word_swaps.",
        )
    numbers = leads.numbers(batch)
    own = numbers.argmax(1) if y is None else np.broadcast_to(np.asarray(y, int), len(numbers))
    edges = [np.full_like(inputs[place][0], -np.inf if k == 0 else np.inf) for k in range(2)]
    for edge, value in zip(edges, (low, high), strict=True):
        if value is not None:
            edge[...] = value
    toward = None if toward is None else np.broadcast_to(np.asarray(toward, int), len(numbers))
    scale = np.zeros_like(edges[0]) + np.asarray(unit, "float32")
    return Attacker(leads, batch, own, toward, *edges, scale, place=place)


@dataclass
class Attacker:
    """Examples that are pushed away from the classes `own` (n,), or to those in `toward`; or all to a goal. What is
    pushed is the input at `place`; the others stay as they are."""

    leads: Leads
    batch: object
    own: np.ndarray
    toward: np.ndarray | None
    low: np.ndarray
    high: np.ndarray
    unit: np.ndarray
    goal: Goal | None = None
    place: int = 0

    @property
    def x(self) -> np.ndarray:
        return keras.tree.flatten(self.batch)[self.place]

    def given(self, x: np.ndarray, rows: np.ndarray | None = None):
        """What the model is given: others in the place of what is pushed, of the examples `rows`."""
        flat = keras.tree.flatten(self.batch)
        inputs = [one if rows is None else one[rows] for one in flat]
        inputs[self.place] = x.astype(flat[self.place].dtype)
        return keras.tree.pack_sequence_as(self.batch, inputs)

    def pushed(
        self, strength, norm: str = "linf", steps: int = _STEPS, seed: int | None = None, rows: np.ndarray | None = None
    ) -> np.ndarray:
        """(n, …) the examples, or those at `rows`, after their steps: where one flips on the way, as it was then."""
        if norm not in NORMS:
            raise unknown_name("norm", norm, NORMS, kind=ExplanationError)
        rows = np.arange(len(self.x)) if rows is None else rows
        size = np.broadcast_to(np.asarray(strength, float), len(rows))
        if not np.all(size >= 0):
            raise ExplanationError(f"Received a strength of {size.min():g}.", expected="0 or more", where="strength")
        start, column = self.x[rows], (-1, *[1] * (self.x.ndim - 1))
        size = size.reshape(column).astype("float32")
        v = np.zeros_like(start)
        if seed is not None:
            noise = np.random.default_rng(seed).uniform(-1, 1, start.shape).astype("float32")
            v = self._inside(start, _projected(noise * size, size, norm), size, norm)
        best, far = start + v * self.unit, np.full(len(rows), -np.inf)
        rate = size if steps == 1 else 2.5 * size / steps
        for _ in range(steps):
            gradient = self._slope(start + v * self.unit, rows)
            v = self._inside(start, v + rate * _direction(gradient * self.unit, norm), size, norm)
            lead = self._lead(self.leads.numbers(self.given(start + v * self.unit, rows)), rows)
            better = (lead > far) & (far <= 0)
            best[better], far[better] = (start + v * self.unit)[better], lead[better]
        return best

    def least(self, most: float, norm: str, steps: int = _STEPS) -> tuple[np.ndarray, np.ndarray]:
        """(n, …) the examples after the smallest push up to `most` that was found to flip them, and (n,) how strong it
        was; inf for those that none does."""
        count = len(self.x)
        low, high = np.zeros(count), np.full(count, np.inf)
        best = self.x.copy()
        for round_ in range(_ROUNDS + 1):
            progress.tell(round_ / (_ROUNDS + 1))
            rungs = np.linspace(0, 1, _RUNGS + 1)[1:]
            tops = np.where(np.isfinite(high), high, most)
            tried = most * 2.0 ** -np.arange(11.0)[::-1] * np.ones((count, 1)) if not round_ else (
                low[:, None] + rungs * (tops - low)[:, None]
            )  # fmt: skip
            rows = np.repeat(np.arange(count), tried.shape[1])
            pushed = self.pushed(tried.ravel(), norm, steps, rows=rows)
            lead = self._lead(self.leads.numbers(self.given(pushed, rows)), rows).reshape(tried.shape)
            pushed = pushed.reshape(count, tried.shape[1], *self.x.shape[1:])
            for k in range(count):
                there = np.flatnonzero(lead[k] > 0)
                if len(there):
                    place = there[0]
                    best[k], high[k] = pushed[k, place], tried[k, place]
                    low[k] = tried[k, place - 1] if place else low[k]
            if not np.isfinite(high).any():
                break
        return best, high

    def result(self, x: np.ndarray, norm: str) -> Attack:
        """What came of it, with the model asked once more."""
        shown = self.leads.meaning.readable(np.asarray(self.leads.model(self.given(x), training=False)))
        answer = self.leads.meaning.by_class(shown).argmax(1)
        flips = answer != self.own if self.toward is None else answer == self.toward
        if self.goal is not None:
            flips, shown = self.leads.reached(self.given(x), self.goal)
        moved = (x - self.x) / self.unit
        flat = np.abs(moved).reshape(len(x), -1).astype(float)
        return Attack(x, self.x, answer, flips, flat.max(1), np.sqrt((flat**2).sum(1)), norm, shown)

    def _lead(self, numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """(n,) above 0 where an example answers as it is pushed to."""
        if self.goal is not None:
            return np.nan_to_num(self.goal.lead(numbers)[0], nan=-np.inf)
        one = self.own[rows] if self.toward is None else self.toward[rows]
        others, places = numbers.copy(), np.arange(len(rows))
        others[places, one] = -np.inf
        lead = numbers[places, one] - others.max(1)
        return np.nan_to_num(-lead if self.toward is None else lead, nan=-np.inf)

    def _slope(self, x: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """∂/∂x of the cross-entropy that rises as it is pushed, or of the lead where there are no logits or no
        classes."""
        batch, leads = self.given(x, rows), self.leads
        if self.goal is not None and self.goal.kind != "class":
            return leads.slopes(batch, self.goal)[1][leads.entry(self.place)]
        numbers = leads.numbers(batch)
        one, sign = (self.own[rows], 1.0) if self.toward is None else (self.toward[rows], -1.0)
        if leads.raw and leads.units == 1:
            weights = (_softmax(numbers / 2)[:, 1] - one)[:, None]
        elif leads.raw:
            weights = _softmax(numbers) - np.eye(numbers.shape[1])[one]
        else:
            others = numbers.copy()
            others[np.arange(len(rows)), one] = -np.inf
            ones = np.ones(len(rows))
            weights = leads.weights(others.argmax(1), ones) + leads.weights(one, -ones)
        try:
            return leads.gradients(batch, sign * weights)[leads.entry(self.place)]
        except ExplanationError as error:
            raise ExplanationError(
                "This network has no gradient in its input, so there is no direction to push in.",
                fix="Look at the nearest real examples instead: the page Examples shows them.",
            ) from error

    def _inside(self, start: np.ndarray, v: np.ndarray, size: np.ndarray, norm: str) -> np.ndarray:
        """A change, in units, brought back into the ball and the box."""
        v = _projected(v, size, norm)
        return (np.clip(start + v * self.unit, np.minimum(self.low, start), np.maximum(self.high, start)) - start) / (
            self.unit
        )


def _direction(gradient: np.ndarray, norm: str) -> np.ndarray:
    gradient = np.nan_to_num(gradient)
    return np.sign(gradient) if norm == "linf" else gradient / np.maximum(_length(gradient), 1e-30)


def _projected(v: np.ndarray, size: np.ndarray, norm: str) -> np.ndarray:
    if norm == "linf":
        return np.clip(v, -size, size)
    length = _length(v)
    return v * np.minimum(1.0, size / np.maximum(length, 1e-30))


def _length(v: np.ndarray) -> np.ndarray:
    flat = np.sqrt((v.reshape(len(v), -1).astype(float) ** 2).sum(1))
    return flat.reshape(-1, *[1] * (v.ndim - 1)).astype("float32")


def _softmax(numbers: np.ndarray) -> np.ndarray:
    powers = np.exp(numbers - numbers.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)
