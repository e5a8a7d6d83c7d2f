"""The same for many columns, on as many cores as there are. No framework."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

_MANY = 20_000
"""Rows from which on it is worth a thread."""
_THREADS = min(4, os.cpu_count() or 1)


def each(function: Callable, items: Iterable, rows: int) -> list:
    """`function` of every item, in their order.

    Args:
        rows: that each goes through: where they are many, on several threads, since NumPy lets others go on meanwhile.
    """
    items = list(items)
    if rows < _MANY or len(items) < 2 or _THREADS < 2:
        return [function(item) for item in items]
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(function, items))
