"""What measuring methods costs, before it starts. Imports no framework."""

from collections.abc import Sequence

from nnviz import words
from nnviz.explanation import costs
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.costs import Cost
from nnviz.explanation.measures.catalog import NEAR, ORDERS, SETS, STAGES

_CURVE = 2 * 21
"""Passes of an example for deletion and insertion in one order."""
_NUMBERS_A_SECOND = 1_000_000
"""Numbers put into a network of a usual size within a second on two cores, roughly."""
_START = 1.5
"""Seconds that a method takes to get ready, on this network and on its copies."""


def row_cost(method: str, examples: int, shape: tuple) -> Cost:
    """What it costs to measure one method on some examples, what methods share included."""
    once = cost(method, examples, shape)
    return costs.repeated(once, 1 + NEAR + STAGES, examples * (_CURVE * (ORDERS + 1) + SETS + 1))


def board_cost(methods: Sequence[str], examples: int, shape: tuple) -> Cost:
    """What it costs to measure several methods on the same examples."""
    rows = [row_cost(method, examples, shape) for method in methods]
    shared = examples * (_CURVE * ORDERS + SETS + 1) * max(0, len(rows) - 1)
    forward, backward = sum(row.forward for row in rows) - shared, sum(row.backward for row in rows)
    return costs.counted(forward, backward, slow_start=any(row.slow_start for row in rows))


def seconds_words(whole: Cost, shape: tuple, methods: int = 1) -> str:
    """About how long that takes: "about 20 s", "about 3 minutes"."""
    seconds = _START * methods + whole.passes * max(20, costs.numbers_in(shape)) / _NUMBERS_A_SECOND
    if seconds < 60:
        return f"roughly {max(5, 5 * round(seconds / 5)):.0f} s"
    return f"roughly {words.counted(round(seconds / 60), 'minute')}"


def quick(kind: str, examples: int, shape: tuple) -> list[str]:
    """Methods for that kind of data that are measured in a minute or so, quickest first; the others take longer."""
    fitting = [name for name, method in METHODS.items() if kind in method.kinds]
    return [name for name in fitting if _is_quick(row_cost(name, examples, shape), shape)]


def _is_quick(row: Cost, shape: tuple) -> bool:
    return not row.slow_start and row.passes * max(20, costs.numbers_in(shape)) <= 60 * _NUMBERS_A_SECOND
