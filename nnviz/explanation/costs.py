"""How many passes each attribution method makes. Imports no framework."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnviz.explanation import regions
from nnviz.explanation.pace import Pace, lasting

_SMALL = 4_000_000
"""Numbers put into a network of a usual size within about two seconds on two cores."""
_LEAST_NUMBERS = 20
_TINY = 20_000_000
"""Multiplications that no network makes much of."""
_SOON = 2.0
"""Seconds that may be spent unasked."""
_STEPS_AT_ONCE = 24
_RECURRENT = ("RNN", "LSTM", "GRU", "Bidirectional", "KerasLayer")
"""How the classes of layers end that are, or may be, walked back through step by step."""
MOST_PLAYERS = 12
"""Parts up to which every set of them is tried."""


@dataclass(frozen=True)
class Cost:
    """Passes of one example through the network, at the start and at most, and the same in words; `slow_start` where
    what makes them needs seconds before it begins, or `slow_for` where a network has such layers; `pace` once it is
    measured how long passes take."""

    forward: int
    backward: int
    forward_at_most: int
    backward_at_most: int
    words: str
    slow_start: bool = False
    slow_for: tuple[str, ...] = ()
    pace: Pace | None = None

    @property
    def passes(self) -> int:
        """Forward passes, with a backward pass counted as two more."""
        return self.forward + 2 * self.backward

    def through(self, layers: Sequence[str]) -> "Cost":
        """The same for a network of such layers, Keras's names of their classes."""
        if not self.slow_for or any(layer.endswith(self.slow_for) for layer in layers):
            return self
        return replace(_counted(self.forward, self.backward), pace=self.pace)

    def at(self, pace: Pace) -> "Cost":
        """The same for a network of that pace, with the seconds in its words."""
        seconds = pace.seconds(self.forward, self.backward)
        told = f"{self.words}; {lasting(seconds)} with this network"
        return replace(self, words=told, pace=pace)

    @property
    def seconds(self) -> float | None:
        """How long the passes take; None where that was not measured."""
        return None if self.pace is None else self.pace.seconds(self.forward, self.backward)

    def is_tiny(self, shape: tuple, parameters: int) -> bool:
        """Whether so many passes take next to no time through any network of so many parameters."""
        return not self.slow_start and self.passes * (numbers_in(shape) + parameters) <= _TINY

    def is_small(self, shape: tuple) -> bool:
        """Whether so many passes of examples of that shape, or those shapes, take no more than a second or two, so that
        they may start by themselves: as measured, or else roughly by their numbers."""
        if self.seconds is not None:
            return not self.slow_start and self.seconds <= _SOON
        return not self.slow_start and self.passes * max(_LEAST_NUMBERS, numbers_in(shape)) <= _SMALL


def _counted(forward: int, backward: int, forward_at_most=None, backward_at_most=None, note="") -> Cost:
    words = f"{forward:,} forward"
    words += f" and {backward:,} backward passes" if backward else " passes"
    if backward_at_most and backward_at_most > backward:
        words += f", at most {backward_at_most:,} backward where the answer changes fast on the way"
    words += f"; {note}" if note else ""
    return Cost(forward, backward, forward_at_most or forward, backward_at_most or backward, words)


def repeated(once: Cost, times: int, more: int = 0) -> Cost:
    """A cost several times over, and some forward passes more."""
    return replace(_counted(times * once.forward + more, times * once.backward), slow_start=once.slow_start)


def counted(forward: int, backward: int, slow_start: bool = False) -> Cost:
    """A cost of so many passes."""
    return replace(_counted(forward, backward), slow_start=slow_start)


def panels(n_steps: int) -> tuple[int, int]:
    """How a path of `n_steps` gradients is cut: (panels, nodes in each), about eight nodes a panel."""
    count = max(1, n_steps // 8)
    return count, math.ceil(n_steps / count)


def _paths(paths: int, settings: dict) -> Cost:
    count, nodes = panels(settings["n_steps"])
    steps, ends = count * nodes, count + 1
    most = max(steps, settings["max_steps"]) if settings["tolerance"] else steps
    forward = paths * (steps + ends)
    return _counted(forward, paths * steps, paths * (most + most // nodes + 1), paths * most)


def integrated_gradients(examples: int, shape: tuple, settings: dict) -> Cost:
    return _paths(examples, settings)


def bent_path(examples: int, shape: tuple, settings: dict) -> Cost:
    legs, nodes = settings["n_steps"], 4
    most = legs * max(nodes, settings["max_steps"] // 4) if settings["tolerance"] else legs * nodes
    forward = examples * legs * (nodes + 2)
    return _counted(forward, examples * legs * nodes, forward + examples * most, examples * most)


def guided_path(examples: int, shape: tuple, settings: dict) -> Cost:
    along = bent_path(examples, shape, settings)
    turns = examples * settings["n_steps"]
    return _counted(
        along.forward + turns, along.backward + turns, along.forward_at_most + turns, along.backward_at_most + turns
    )


def expected_gradients(examples: int, shape: tuple, settings: dict) -> Cost:
    return _paths(examples * settings["background_rows"], settings)


def gradient(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples, examples)


def walk_of_two(examples: int, shape: tuple, settings: dict) -> Cost:
    steps = shape[0] if len(shape) == 2 and not isinstance(shape[0], tuple) else 0  # noqa: PLR2004
    if steps <= _STEPS_AT_ONCE:
        return _counted(2 * examples, examples)
    note = "where layers are recurrent, it first takes up to half a second for every step"
    return replace(_counted(2 * examples, examples, note=note), slow_start=True, slow_for=_RECURRENT)


def smoothgrad(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples * settings["samples"], examples * settings["samples"])


def permutation_shap(examples: int, shape: tuple, settings: dict) -> Cost:
    features = max(1, _players(shape, settings))
    times = subsets(features, settings["permutations"], settings["exact_up_to"])
    whole = "every subset of the features" if features <= settings["exact_up_to"] else ""
    note = _regions_note(shape, settings) or whole
    return _counted(examples * times * _copies(settings), 0, note=note)


def _regions_note(shape: tuple, settings: dict) -> str:
    for own in shapes_in(shape):
        edge, features = regions.edge_of(own, settings["regions"]), regions.count(own, settings["regions"])
        if edge:
            return f"{features:,} regions, {edge:,} {'steps' if len(own) == 2 else 'pixels'} to an edge"
    return ""


def _copies(settings: dict) -> int:
    """Inputs that one set of revealed parts becomes."""
    return settings["background_rows"] if settings["hide"] == "background" else 1


def subsets(features: int, permutations: int, exact_up_to: int) -> int:
    """Sets of revealed features that Shapley values look at: all, or those on the way of each order and back."""
    return 2**features if features <= exact_up_to else 2 + permutations * 2 * (features - 1)


def kernel_shap(examples: int, shape: tuple, settings: dict) -> Cost:
    features = max(1, _players(shape, settings))
    sets = min(max(settings["sets"], 2 * features), 2 ** min(features, 40))
    return _counted(examples * sets * _copies(settings), 0, note=_regions_note(shape, settings))


def partition_shap(examples: int, shape: tuple, settings: dict) -> Cost:
    features = sum(math.prod(own[:-1]) if len(own) > 1 else math.prod(own) for own in shapes_in(shape))
    sets = min(settings["evaluations"], 2 + features**2)
    return _counted(examples * sets * _copies(settings), 0)


def sampling_shap(examples: int, shape: tuple, settings: dict) -> Cost:
    draws = 2 * settings["samples"] * max(1, _players(shape, settings))
    return _counted(examples * draws, 0, note=_regions_note(shape, settings))


_STARTING = "the first time, the package needs some seconds to start"


def shap_library(examples: int, shape: tuple, settings: dict) -> Cost:
    features = max(1, _players(shape, settings))
    orders = settings["permutations"] * (2 * features + 1)
    each = {"exact": 2 ** min(features, 40), "permutation": orders, "auto": 2**features if features <= 10 else orders}
    each["deep"] = 2
    if settings["explainer"] == "gradient":
        drawn = examples * settings["evaluations"]
        return replace(_counted(drawn, drawn, note=_STARTING), slow_start=True)
    sets = each.get(settings["explainer"], settings["evaluations"])
    return replace(_counted(examples * sets * _copies(settings), 0, note=_STARTING), slow_start=True)


def _players(shape: tuple, settings: dict) -> int:
    """Parts of an example, all of its inputs together."""
    return sum(regions.count(own, settings["regions"]) for own in shapes_in(shape))


def deep_shap(examples: int, shape: tuple, settings: dict) -> Cost:
    rows = examples * settings["background_rows"]
    return _counted(3 * rows, rows)


def occlusion(examples: int, shape: tuple, settings: dict) -> Cost:
    window, stride = settings["window"], settings["stride"]
    places = sum(math.prod(len(starts(n, window, stride)) for n in occluded_axes(own)) for own in shapes_in(shape))
    return _counted(examples * (places + 1), 0)


def forward(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples, 0)


def two_gradients(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(2 * examples, 2 * examples)


def channels(examples: int, shape: tuple, settings: dict) -> Cost:
    count = examples * (settings["channels"] + 2)
    return _counted(count, examples, note="fewer where the layer has fewer maps")


def feature_ablation(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples * (parts(shape, settings) + 1), 0)


def lime(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples * settings["samples"], 0)


def rise(examples: int, shape: tuple, settings: dict) -> Cost:
    return _counted(examples * settings["masks"], 0)


def exact_shapley(examples: int, shape: tuple, settings: dict) -> Cost:
    count = min(parts(shape, settings), 40)
    note = f"every set of {count:,} parts"
    if count > MOST_PLAYERS:
        note += f", more than the {MOST_PLAYERS} that it takes: it will refuse"
    return _counted(examples * 2**count * settings["background_rows"], 0, note=note)


def parts(shape: tuple, settings: dict) -> int:
    """Parts that are hidden or shown as a whole."""
    if settings.get("groups") is not None:
        groups = settings["groups"]
        return len(set(groups)) if isinstance(groups, tuple) else 1
    return sum(regions.count(own, settings["regions"]) for own in shapes_in(shape))


def shapes_in(shape: tuple) -> tuple[tuple[int, ...], ...]:
    """The shape of each input, from one shape or from one an input."""
    return shape if shape and isinstance(shape[0], tuple) else (shape,)


def numbers_in(shape: tuple) -> int:
    """Numbers of one example, all of its inputs together."""
    return sum(math.prod(own) for own in shapes_in(shape))


def occluded_axes(shape: tuple) -> tuple[int, ...]:
    """The axes of one example that a patch moves along: all but the channels."""
    return shape if len(shape) < 2 else shape[:-1]


def starts(size: int, window: int, stride: int) -> list[int]:
    """Where a window starts along an axis: every `stride`, the last one flush with the end."""
    last = max(0, size - window)
    places = list(range(0, last + 1, stride))
    return places if places[-1] == last else [*places, last]
