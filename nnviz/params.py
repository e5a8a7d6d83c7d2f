"""`Param`: how a layer, an optimizer, a data source or a method declares one of its settings.

Forms are drawn from these declarations and settings are checked against them, so that a control and
the check behind it cannot disagree.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

from nnviz import names, words
from nnviz.errors import SpecError, unknown_name

_NOUNS = {"int": "a whole number", "float": "a number", "ints": "a whole number or several"} | {
    "floats": "a number or several"
}
Kind = Literal["int", "float", "bool", "choice", "several", "text", "ints", "floats"]


@dataclass(frozen=True)
class Param:
    """One setting.

    Attributes:
        name: the keyword that the function behind it takes.
        kind: "int", "float", "bool", "choice", "several" (of the choices, as text: "red, blue"), "text", "ints"
            or "floats" (one number or a tuple of them).
        default: the value used when nothing is set; None is allowed where `optional` is true.
        help: one line for a person.
        minimum, maximum: the closed range of a number (of every number, for "ints" and "floats").
        usual: where a slider ends, when only few want more; a larger value stretches it.
        choices: what a "choice" or "several" may be.
        optional: whether None ("not set") is a value.
        log: whether the useful values spread over powers of ten.
        label: what a form calls it; the name in words when empty.
        advanced: whether a form folds it away.
        unset: what a form calls it when an optional one is not set.
        verbatim: whether its choices are names, which a form shows as they are.
    """

    name: str
    kind: Kind
    default: Any
    help: str = ""
    _: KW_ONLY
    minimum: float | None = None
    maximum: float | None = None
    usual: float | None = None
    choices: tuple = ()
    optional: bool = False
    log: bool = False
    label: str = ""
    advanced: bool = False
    unset: str = "none"
    verbatim: bool = False

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    def check(self, value: Any) -> Any:
        """`value` in this setting's type, or a `SpecError` that says what was received and expected."""
        if value is None and (self.optional or self.default is None):
            return None
        if isinstance(value, str) and not value.strip() and self.kind in _NOUNS:
            raise self._missing()
        return getattr(self, f"_check_{self.kind}")(value)

    def _missing(self) -> SpecError:
        example = next((one for one in (self.default, self.minimum) if one is not None), 1)
        shown = ", ".join(map(str, example)) if isinstance(example, tuple) else words.setting(example)
        return SpecError(
            f"{self.title}: nothing is entered.", fix=f"Enter {_NOUNS[self.kind]}, such as {shown}.", where=self.name
        )

    def _refuse(self, value, expected: str) -> SpecError:
        return SpecError(f"{self.title} must be {expected}, not {_short(value)}.", where=self.name)

    def _in_range(self, number, noun: str):
        low, high = self.minimum, self.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            raise self._refuse(number, f"{noun} {self._bounds()}")
        return number

    def _bounds(self) -> str:
        if self.maximum is None:
            return f"of at least {words.setting(self.minimum)}"
        if self.minimum is None:
            return f"of at most {words.setting(self.maximum)}"
        return f"between {words.setting(self.minimum)} and {words.setting(self.maximum)}"

    def _check_int(self, value):
        if isinstance(value, bool) or not _is_number(value) or float(value) != int(float(value)):
            raise self._refuse(value, "a whole number")
        return self._in_range(int(float(value)), "a whole number")

    def _check_float(self, value):
        if isinstance(value, bool) or not _is_number(value):
            raise self._refuse(value, "a number")
        return self._in_range(float(value), "a number")

    def _check_bool(self, value):
        if not isinstance(value, bool):
            raise self._refuse(value, "yes or no (True or False)")
        return value

    def _check_choice(self, value):
        if value not in self.choices:
            raise self._refuse(value, unknown_name(self.name, _short(value), self.choices).expected)
        return value

    def _check_several(self, value):
        chosen = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else list(value)
        for one in chosen:
            if one not in self.choices:
                raise self._refuse(one, unknown_name(self.name, _short(one), self.choices).expected)
        return ", ".join(one for one in self.choices if one in chosen)

    def _check_text(self, value):
        if not isinstance(value, str):
            raise self._refuse(value, "text")
        return names.check(value, self.title, self.name)

    def _check_ints(self, value):
        return self._check_each(value, self._check_int, "whole numbers separated by commas, such as 3 or 3, 3")

    def _check_floats(self, value):
        return self._check_each(value, self._check_float, "numbers separated by commas, such as 0.5 or 0.5, 0.2")

    def _check_each(self, value, check, expected: str):
        if isinstance(value, str):
            value = [part.strip() for part in value.strip("()[] ").split(",") if part.strip()]
        numbers = list(value) if isinstance(value, Iterable) else [value]
        if not numbers or any(isinstance(n, bool) or not _is_number(n) for n in numbers):
            raise self._refuse(value, expected)
        checked = tuple(check(n) for n in numbers)
        return checked[0] if len(checked) == 1 else checked


def _is_number(value) -> bool:
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def _short(value: Any) -> str:
    """A value as a person would write it, where that is short; else what it is."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
        return words.setting(value)
    if isinstance(value, str) and len(value) > 80:
        return f"{value[:60]!r} and {len(value) - 60:,} more characters"
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # whole numbers of thousands of digits, structures without end
        return words.article(type(value).__name__)
    return text if len(text) <= 100 else words.article(type(value).__name__)


def fill(params: Iterable[Param], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting of `params`, from `settings` where given and from the defaults where not.

    Raises:
        SpecError: for a value that does not fit, or a name that no parameter has.
    """
    params = tuple(params)
    declared = [p.name for p in params]
    for name in settings:
        if name not in declared:
            raise unknown_name("setting", name, declared)
    return {p.name: p.check(settings[p.name]) if p.name in settings else p.default for p in params}


def required(params: Iterable[Param], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of each of `params`, which must all be given; what else is given is left alone.

    Raises:
        SpecError: for a value that is missing, None or does not fit.
    """
    checked = {}
    for param in params:
        if given.get(param.name) is None:
            raise SpecError(f"{param.title} is missing.", fix="Reload the page, and ask again.", where=param.name)
        checked[param.name] = param.check(given[param.name])
    return checked


def lookup(registry: Mapping[str, Any], name: str, noun: str) -> Any:
    """`registry[name]`, or a `SpecError` that names the nearest right spelling."""
    if name not in registry:
        raise unknown_name(noun, name, registry)
    return registry[name]
