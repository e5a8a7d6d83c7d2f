"""What measuring methods costs, before it starts. Imports no framework."""

from collections.abc import Sequence

from nnviz.explanation import costs
from nnviz.explanation.catalog import METHODS, cost
from nnviz.explanation.costs import Cost
from nnviz.explanation.measures.catalog import NEAR, ORDERS, SETS, STAGES
from nnviz.explanation.pace import Pace, lasting

_CURVE = 2 * 21
"""Passes of an example for deletion and insertion in one order."""
_NUMBERS_A_SECOND = 1_000_000
"""Numbers put into a network of a usual size within a second on two cores, roughly."""
_START, _COPIES, _QUICK = 1.5, 2.0, 60.0
"""Seconds that a method takes to get ready, that copies of the network take, and that are quick."""


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


def seconds_words(whole: Cost, shape: tuple, methods: int = 1, pace: Pace | None = None) -> str:
    """About how long that takes: "about 20 s", "about 3 minutes".

    Args:
        pace: of the network, where it was measured; else it is told roughly.
    """
    seconds = _seconds(whole, shape, methods, pace)
    if pace is not None:
        return lasting(max(1.0, seconds))
    return lasting(max(5.0, seconds)).replace("about", "roughly")


def _seconds(whole: Cost, shape: tuple, methods: int, pace: Pace | None) -> float:
    if pace is None:
        return _START * methods + whole.passes * max(20, costs.numbers_in(shape)) / _NUMBERS_A_SECOND
    return _COPIES + methods * (1 + STAGES) * pace.ready + pace.seconds(whole.forward, whole.backward)


def quick(kind: str, examples: int, shape: tuple, pace: Pace | None = None) -> list[str]:
    """Methods for that kind of data that are measured in a minute or so; the others take longer.

    Args:
        pace: of the network, where it was measured.
    """
    rows = {name: row_cost(name, examples, shape) for name, method in METHODS.items() if kind in method.kinds}
    return [name for name, row in rows.items() if not row.slow_start and _seconds(row, shape, 1, pace) <= _QUICK]
