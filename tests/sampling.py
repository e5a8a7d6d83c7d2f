"""Long sweeps are tested on a sample, which is the same every time; `make test-all` tests the whole of them."""

import os
import random
from collections.abc import Iterable

import pytest

ALL = os.environ.get("NNVIZ_TESTS") == "all"
whole = pytest.mark.skipif(not ALL, reason="long, and nearly proved by others: make test-all")
"""Marks a long test of which others prove nearly the same; what they are stands beside it."""


def sample(cases: Iterable, count: int = 0) -> list:
    """Of cases, in their order: as few as it takes for every value of every part of a case to come up once, and then
    more until there are `count`. All of them under `make test-all`.

    Args:
        cases: tuples of parts that can be hashed, or single values, of which just `count` are taken.
    """
    cases = list(cases)
    if ALL:
        return cases
    shuffled = random.Random(len(cases)).sample(range(len(cases)), len(cases))
    chosen, seen = [], set()
    for k in shuffled:
        parts = set(enumerate(cases[k])) if isinstance(cases[k], tuple) else set()
        if not parts <= seen:
            chosen.append(k)
            seen |= parts
    more = [k for k in shuffled if k not in set(chosen)]
    return [cases[k] for k in sorted(chosen + more[: max(0, count - len(chosen))])]
