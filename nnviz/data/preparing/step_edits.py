"""Changes of a list of steps: each takes the steps and returns others. Imports no framework."""

from collections.abc import Sequence

from nnviz.data.preparing.jointly import speak_of_tables
from nnviz.data.preparing.step_catalog import STEPS
from nnviz.specs import StepSpec

Steps = tuple[StepSpec, ...]

_ORDER = tuple(STEPS)
"""Where a new step goes unless somebody moves it: gaps first, scaling behind what makes numbers."""


def added(steps: Steps, name: str, columns: tuple[str, ...] = ()) -> Steps:
    """With a new step, behind those that usually come before it."""
    rank = _ORDER.index(name)
    place = max((k + 1 for k, step in enumerate(steps) if _ORDER.index(step.name) <= rank), default=0)
    return (*steps[:place], StepSpec(name=name, columns=columns), *steps[place:])


def removed(steps: Steps, place: int) -> Steps:
    return (*steps[:place], *steps[place + 1 :])


def moved(steps: Steps, place: int, by: int) -> Steps:
    """The step at a place, earlier (−1) or later (+1); as they are where there is no such place."""
    to = place + by
    if not 0 <= to < len(steps):
        return steps
    changed = list(steps)
    changed[place], changed[to] = changed[to], changed[place]
    return tuple(changed)


def changed(steps: Steps, place: int, **fields) -> Steps:
    """With other settings, columns, or on or off."""
    return (*steps[:place], steps[place].replace(**fields), *steps[place + 1 :])


def scaled(steps: Steps, how: str) -> Steps:
    """With every column scaled that way, and no other; "none" switches scaling off."""
    if how == "none":
        return tuple(step.replace(on=False) if step.name == "scale" else step for step in steps)
    others = tuple(step for step in steps if step.name != "scale")
    return (*others, StepSpec(name="scale", settings={"how": how}))


def saying_nothing(steps: Steps, columns: Sequence[str]) -> Steps:
    """With a step that is switched off and names the columns of tables beside the first input, where no other speaks of
    them: without it, they would be prepared as if nobody had said anything."""
    if not steps or not columns or speak_of_tables(steps):
        return steps
    return (*steps, StepSpec(name="scale", columns=tuple(columns), on=False))
