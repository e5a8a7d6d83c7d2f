"""How figures are taken and told: sides measured in turn, medians with their spread, one line each."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

QUICK = "--quick" in sys.argv


def repeats(usual: int, quick: int = 1) -> int:
    """How often to measure, or less where everything is only tried out."""
    return quick if QUICK else usual


def in_turn(sides: Mapping[str, Callable[[], Any]], count: int) -> dict[str, list]:
    """`count` results of every side, taken a, b, b, a, a, b …, so that a machine that slows down slows both."""
    results: dict[str, list] = {name: [] for name in sides}
    names = list(sides)
    for turn in range(count):
        for name in names if turn % 2 == 0 else reversed(names):
            results[name].append(sides[name]())
    return results


def seconds(work: Callable[[], Any]) -> float:
    """How long that takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def against(name: str, ours: Callable, peer: str, theirs: Callable, goal: str, count: int = 5) -> None:
    """Tells how long ours takes, and how many times as long the peer: both in turn, after one run of each that compiles
    what they compile."""
    sides = {"nnviz": lambda: seconds(ours), peer: lambda: seconds(theirs)}
    in_turn(sides, 1)
    times = in_turn(sides, repeats(count, 2))
    figure(name, told(times["nnviz"], " s"))
    figure(f"{peer} ÷ nnviz", told(ratios(times[peer], times["nnviz"]), "×"), goal)


def ratios(above: list[float], below: list[float]) -> list[float]:
    """Of each turn, so that only what was measured together is divided."""
    return [a / b for a, b in zip(above, below, strict=True)]


def told(values: list[float], unit: str, digits: int = 3) -> str:
    """`4.21 s (3.9 to 4.8)`: the median, and the range where there is one."""
    middle = statistics.median(values)
    spread = f" ({_short(min(values), digits)} to {_short(max(values), digits)})" if len(values) > 1 else ""
    return f"{_short(middle, digits)}{unit}{spread}"


def figure(name: str, value: str, goal: str = "") -> None:
    """Prints `name: value (goal …)`."""
    print(f"  {name}: {value}" + (f" (goal {goal})" if goal else ""), flush=True)


def _short(value: float, digits: int) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"
