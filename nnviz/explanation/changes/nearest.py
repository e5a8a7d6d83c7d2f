"""The smallest changes of one example: several ways, each asked again, beside the nearest real example."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from nnviz import progress
from nnviz.data.column import Column
from nnviz.errors import ExplanationError
from nnviz.explanation.changes.goal import Goal, Wanted
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.changes.records import Change, Changes
from nnviz.explanation.changes.search import Rows, Search
from nnviz.explanation.changes.space import space_of
from nnviz.training.meaning import OutputMeaning

_STARTS = 3


def counterfactual(
    model,
    x,
    background,
    wanted: Wanted = None,
    *,
    names: Sequence[str] = (),
    fixed: Sequence[int] = (),
    groups: Sequence[Sequence[int]] = (),
    count: int = 3,
    meaning: OutputMeaning | None = None,
) -> Changes:
    """The smallest changes of one example with which a model answers otherwise, see `nnviz.explanation.changes.search`.

    Args:
        model: any Keras 3 model with one input of real numbers and one output, a number for each class.
        x: one example, of any shape; its numbers are laid end to end.
        background: (n, …) examples such as the training data: between their smallest and largest values a number may
            move, in steps that occur in them, and their median absolute deviation is its unit.
        wanted: see `nnviz.explanation.changes.goal.Wanted`.
        names: one a number.
        fixed: places of numbers that stay as they are; of a group any one will do.
        groups: places of numbers that are one-hot together, so that exactly one of them is 1.
        count: ways at most; each further one leaves alone what the one before it changed most.
        meaning: what the outputs mean; what their end suggests when None.

    Raises:
        ExplanationError: for a background of another shape, or a goal that cannot be.

    >>> import keras, nnviz, numpy as np
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    >>> data = np.linspace(-1, 1, 21)[:, None] * np.ones(2)
    >>> nnviz.counterfactual(model, np.array([-0.3, 0.0]), data, names=("a", "b")).found[0].changed
    (0,)
    """
    begin = time.perf_counter()
    x, known = np.asarray(x, float), np.asarray(background, float)
    if known.shape[1:] != x.shape or not len(known):
        message = f"The background's examples have the shape {known.shape[1:]}."
        raise ExplanationError(message, expected=f"{x.shape}", where="background")
    form = _Form(x.shape, tuple(map(tuple, groups)), tuple(names) or tuple(f"number {k + 1}" for k in range(x.size)))
    origin, codes = form.codes(x[None])[0], form.codes(known)
    space = space_of(codes, form.choices, form.held(fixed)).around(origin)
    rows = Rows(form.batch, form.pull)
    leads = Leads(model, form.batch(origin[None]), meaning)
    search = Search(leads, leads.goal(wanted, form.batch(origin[None])), rows, origin, space)
    told, place = around(search, form.columns, codes, count, lambda shown: _said(leads, shown), _into(search.goal))
    from dataclasses import replace

    return replace(told, real_row=-1 if place is None else place, seconds=time.perf_counter() - begin)


class _Form:
    """Examples of a shape as rows of codes: each group of one-hot numbers is one place of a name."""

    def __init__(self, shape: tuple[int, ...], groups: tuple[tuple[int, ...], ...], names: tuple[str, ...]):
        self.shape, self.groups = shape, groups
        size = int(np.prod(shape))
        grouped = [place for group in groups for place in group]
        if len(set(grouped)) != len(grouped) or any(not 0 <= place < size for place in grouped):
            raise ExplanationError(f"Received the groups {groups}.", expected="places, none of them twice")
        self.alone = [place for place in range(size) if place not in set(grouped)]
        self.choices = np.array([*[0] * len(self.alone), *map(len, groups)])
        self.columns = (
            *(Column(names[place]) for place in self.alone),
            *(Column(f"one of {', '.join(names[k] for k in group)}", "category",
                     categories=tuple(names[k] for k in group)) for group in groups),
        )  # fmt: skip

    def codes(self, x: np.ndarray) -> np.ndarray:
        flat = x.reshape(len(x), -1)
        return np.column_stack([flat[:, self.alone], *(flat[:, list(group)].argmax(1) for group in self.groups)])

    def batch(self, codes: np.ndarray) -> np.ndarray:
        flat = np.zeros((len(codes), int(np.prod(self.shape))), "float32")
        flat[:, self.alone] = codes[:, : len(self.alone)]
        for k, group in enumerate(self.groups, len(self.alone)):
            flat[np.arange(len(codes)), np.array(group)[codes[:, k].astype(int)]] = 1.0
        return flat.reshape(len(codes), *self.shape)

    def pull(self, codes: np.ndarray, gradients: list[np.ndarray]) -> np.ndarray:
        pulled = np.zeros_like(codes, float)
        pulled[:, : len(self.alone)] = gradients[0].reshape(len(codes), -1)[:, self.alone]
        return pulled

    def held(self, fixed: Sequence[int]) -> np.ndarray:
        places = [*((k,) for k in self.alone), *self.groups]
        return np.array([bool(set(own) & set(fixed)) for own in places])


def around(
    search: Search,
    columns: tuple[Column, ...],
    known: np.ndarray,
    count: int,
    said: Callable[[np.ndarray], str],
    wanted: str,
) -> tuple[Changes, int | None]:
    """What is found around a row, and the place in `known` (n, columns) of the nearest real one; None for none."""
    places, others = _reaching(search, known)
    found = _several(search, others[:_STARTS], count)
    told = [_told(search, one, said) for one in (search.origin, *found, *others[:1])]
    real = told.pop() if len(others) else None
    why, space = "" if found else _why_none(search, len(others)), search.space
    changes = Changes(columns, search.origin, space.low, space.high, told[0].said, wanted, tuple(told[1:]), real, -1,
                      0.0, why)  # fmt: skip
    return changes, int(places[0]) if real else None


def _said(leads: Leads, shown: np.ndarray) -> str:
    numbers = leads.meaning.by_class(shown[None])[0]
    best = int(numbers.argmax())
    if len(numbers) == 1:
        return leads.meaning.number(float(numbers[0]))
    return f"class {best} ({leads.meaning.number(float(numbers[best]))})"


def _into(goal: Goal) -> str:
    if goal.kind == "number":
        return f"output {goal.index} {'above' if goal.sign > 0 else 'below'} {goal.bound:g}"
    return f"anything but class {goal.present}" if goal.index < 0 else f"class {goal.index}"


def _reaching(search: Search, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places and codes of the real examples that the network answers as wanted, the nearest first."""
    there = np.flatnonzero(search.lead(known) > 0)
    order = there[np.argsort(search.space.distance(known[there], search.origin), kind="stable")]
    return order, known[order]


def _several(search: Search, starts: np.ndarray, count: int) -> list[np.ndarray]:
    """Rows that reach the goal, each leaving alone what the one before it changed most."""
    found: list[np.ndarray] = []
    space = search.space
    for way in range(count):
        with progress.part(way, count):
            nearest = Search(search.leads, search.goal, search.rows, search.origin, space).nearest(starts)
        if nearest is None:
            break
        found.append(nearest)
        space = space.holding([int(space.parts(nearest[None], search.origin)[0].argmax())])
    return sorted(found, key=lambda codes: float(search.space.distance(codes[None], search.origin)[0]))


def _told(search: Search, codes: np.ndarray, said: Callable[[np.ndarray], str]) -> Change:
    reached, shown = search.leads.reached(search.rows.batch(codes[None]), search.goal)
    changed = np.flatnonzero(search.space.changed(codes[None], search.origin)[0])
    parts = search.space.parts(codes[None], search.origin)[0]
    return Change(
        codes, tuple(map(int, changed)), float(parts.sum()), parts, shown[0], said(shown[0]), bool(reached[0])
    )


def _why_none(search: Search, real: int) -> str:
    if not search.space.movable.any() and not len(search.space.named):
        return "Nothing may change: every column is held, or the same in all examples."
    if real:
        return "No row within the data's range was found that differs only in what may change. Hold fewer columns."
    return (
        "The network gives that answer to none of the training examples, and no change within the data's range was "
        "found that brings it about."
    )
