"""What the pictures of lessons may ask the page, every field checked: it comes from a browser. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnviz.concepts.optimizers import RULES, SCHEDULES
from nnviz.errors import SpecError
from nnviz.params import Param, required

MOST_STEPS = 400
_FARTHEST = 1e6

_INDEX = Param("index", "int", None, minimum=-1_000_000_000, maximum=1_000_000_000)
_RACE = (
    Param("rate", "float", None, minimum=1e-9, maximum=1e3),
    Param("steps", "int", None, minimum=1, maximum=MOST_STEPS),
    Param("schedule", "choice", None, choices=tuple(SCHEDULES)),
    Param("batch_size", "int", None, minimum=0, maximum=1_000_000),
)


def identity(asked: Any) -> str | None:
    """The name that a question carries, for its answer to carry it back; None for a question without one."""
    name = asked.get("id") if isinstance(asked, Mapping) else None
    return name if isinstance(name, str) and len(name) <= 100 and name.isprintable() else None


def measures(asked: Any) -> dict[str, float]:
    """What a picture says that it measures of itself: at most 40 finite numbers by name; the rest is left out."""
    given = asked.get("measures") if isinstance(asked, Mapping) else None
    if not isinstance(given, Mapping):
        return {}
    return {
        name: float(value)
        for name, value in list(given.items())[:40]
        if isinstance(name, str) and isinstance(value, int | float) and abs(value) < _FARTHEST**2
    }


def wanted(asked: Any, *choices: str) -> str:
    """Which of `choices` a question wants. Raises SpecError for anything else."""
    return required((Param("want", "choice", None, choices=choices),), _fields(asked))["want"]


def flow_index(asked: Any) -> int:
    """The example that the flow through a network is wanted of; counted around, so it may be negative or large.

    Raises:
        SpecError: for a question without a whole number as its index.
    """
    wanted(asked, "flow")
    return required((_INDEX,), _fields(asked))["index"]


@dataclass(frozen=True)
class Race:
    """A race that the picture of gradient descent wants run by Keras.

    Attributes:
        key: names the race for the browser.             names: of rules in `RULES`, each once.
        surface: one that is there.                      start: two finite weights.
        rate, steps, schedule, batch_size: as `nnviz.concepts.optimizers.path` takes them.
        settings: for each racer, what replaces its rule's own numbers.
    """

    key: str
    names: tuple[str, ...]
    surface: str
    start: tuple[float, float]
    rate: float
    steps: int
    schedule: str
    batch_size: int
    settings: dict[str, dict[str, float]]


def race(asked: Any, surfaces: Mapping[str, Any]) -> Race:
    """The race that a question describes.

    Args:
        surfaces: those that may be run on, by name.

    Raises:
        SpecError: for a field that is missing, of another type or out of range.
    """
    wanted(asked, "race")
    fields = _fields(asked)
    surface = Param("surface", "choice", None, choices=tuple(surfaces))
    numbers = required((*_RACE, surface, Param("key", "text", None)), fields)
    if len(numbers["key"]) > 4000:
        raise SpecError("The race's key is too long.", expected="at most 4,000 characters", where="key")
    names = _names(fields.get("names"))
    return Race(names=names, start=_point(fields.get("start")), settings=_settings(fields, names), **numbers)


@dataclass(frozen=True)
class NetworksWanted:
    """A race of networks that a picture wants.

    Attributes:
        race: its name.     own: whether of the experiment in hand, instead of the lesson's own.
        network: which of its networks is wanted in the Lab; None for the race itself.
    """

    race: str
    own: bool
    network: int | None


def race_of_networks(asked: Any, races: Mapping[str, Any]) -> NetworksWanted:
    """The race, among those named, that a question describes.

    Raises:
        SpecError: for a field that is missing, of another type or out of range.
    """
    want = wanted(asked, "race", "take")
    params = (Param("race", "choice", None, choices=tuple(races)), Param("own", "bool", None))
    network = (Param("network", "int", None, minimum=0, maximum=99),) if want == "take" else ()
    return NetworksWanted(**{"network": None, **required((*params, *network), _fields(asked))})


def _fields(asked: Any) -> Mapping[str, Any]:
    if not isinstance(asked, Mapping) or not all(isinstance(name, str) for name in asked):
        raise SpecError("The picture's question cannot be read.", expected="fields by name", fix="Reload the page.")
    return asked


def _names(names: Any) -> tuple[str, ...]:
    if not isinstance(names, list | tuple) or len(names) > len(RULES):
        raise SpecError("The racers cannot be read.", expected=f"at most {len(RULES)} names", where="names")
    choice = Param("names", "choice", None, choices=tuple(RULES), label="Optimizer")
    return tuple(dict.fromkeys(required((choice,), {"names": name})["names"] for name in names))


def _point(start: Any) -> tuple[float, float]:
    if not isinstance(start, list | tuple) or len(start) != 2:
        raise SpecError("The start cannot be read.", expected="two weights", where="start")
    weight = Param("start", "float", None, minimum=-_FARTHEST, maximum=_FARTHEST)
    return tuple(required((weight,), {"start": number})["start"] for number in start)


def _settings(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    given = _fields(fields.get("settings", {}))
    return {name: _own(name, _fields(given.get(name, {}))) for name in names}


def _own(name: str, given: Mapping[str, Any]) -> dict[str, float]:
    """A rule's settings among those that it has, its numbers from 0 to 1."""
    kinds = {key: "bool" if isinstance(value, bool) else "float" for key, value in RULES[name].settings.items()}
    ends = {"bool": {}, "float": {"minimum": 0.0, "maximum": 1.0}}
    params = {key: Param(key, kind, None, **ends[kind]) for key, kind in kinds.items()}
    unknown = [key for key in given if key not in params]
    if unknown:
        title, expected = RULES[name].title, ", ".join(params) or "no settings"
        raise SpecError(f"{title} has no setting {unknown[0][:60]!r}.", expected=expected, where="settings")
    return {key: required((params[key],), given)[key] for key in given}
