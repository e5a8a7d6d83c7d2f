"""What a browser may send in place of a question: values of every kind, and questions with one of them inside."""

import random
from collections.abc import Iterator
from typing import Any

VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    10**400,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "1",
    "constructor",
    "\ud800",
    "a\r\nb",
    "x" * 1_000_000,
    [],
    [1, 2],
    [[[]]],
    {},
    {"id": {}},
    {1: 2},
    ["adam"] * 10_000,
    b"bytes",
    object(),
)


def _endless() -> list:
    endless: list = []
    endless.append(endless)
    return endless


def questions(valid: dict, rounds: int = 300, seed: int = 0) -> Iterator[Any]:
    """Each hostile value alone; then `valid` with fields dropped, added and replaced, also deep inside."""
    values = (*VALUES, _endless())
    yield from values
    for field in valid:
        yield {name: value for name, value in valid.items() if name != field}
        for value in values:
            yield {**valid, field: value}
    drawn = random.Random(seed)
    for _ in range(rounds):
        yield _changed(valid, drawn, values)


def _changed(node: Any, drawn: random.Random, values: tuple) -> Any:
    if drawn.random() < 0.15:
        return drawn.choice(values)
    if isinstance(node, dict):
        changed = {key: _changed(value, drawn, values) for key, value in node.items() if drawn.random() < 0.95}
        if drawn.random() < 0.2:
            changed[drawn.choice(["extra", "", "__proto__", 7, None])] = drawn.choice(values)
        return changed
    if isinstance(node, list | tuple):
        return [_changed(value, drawn, values) for value in node] * drawn.choice([1, 1, 1, 2])
    return node
