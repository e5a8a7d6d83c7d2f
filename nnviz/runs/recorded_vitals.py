"""What a run records of its layers while it trains: how weights and outputs are spread, which units rest. No
framework."""

import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from nnviz.errors import RunError

if TYPE_CHECKING:
    from nnviz.runs.run import Run

NAME = "vitals.npz"
SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Which quantiles tell of a spread."""
_MOST_NUMBERS, _MOST = 120_000, 400


@dataclass(frozen=True)
class RecordedVitals:
    """One batch at several moments.

    Attributes:
        weighted: paths of the layers with weights, from the input to the output.
        layers: paths of the layers whose outputs are watched; the last one gives the answer.
        functions: (layers,) what each applies last, as Keras calls it; "" where that is not known.
        steps, epochs, rates: (t,) of the moments, and the learning rate at each; NaN where it is not known.
        weights: (t, weighted, 7) the quantiles `SHARES` of each layer's kernel.
        outputs: (t, layers, 7) those of each layer's outputs.
        silent: (t, layers) share of units that gave nothing for any example of the batch; NaN where none can rest.
        saturated: (t, layers) share of outputs on a flat end of the activation; NaN where it has none.
    """

    weighted: tuple[str, ...]
    layers: tuple[str, ...]
    functions: tuple[str, ...]
    steps: np.ndarray
    epochs: np.ndarray
    rates: np.ndarray
    weights: np.ndarray
    outputs: np.ndarray
    silent: np.ndarray
    saturated: np.ndarray

    def thinned(self) -> "RecordedVitals":
        """Every other moment where there are too many; the first and the last stay."""
        count, a_moment = len(self.steps), 7 * (len(self.weighted) + len(self.layers)) + 2 * len(self.layers) + 3
        if count <= max(4, min(_MOST, _MOST_NUMBERS // a_moment)):
            return self
        kept = np.unique([*range(0, count, 2), count - 1])
        moments = {name: getattr(self, name)[kept] for name in _MOMENTS}
        return RecordedVitals(self.weighted, self.layers, self.functions, **moments)

    def content(self) -> bytes:
        """As a file."""
        buffer = io.BytesIO()
        named = {name: np.asarray(getattr(self, name), np.str_) for name in _NAMES}
        wide = {name: getattr(self, name) for name in _MOMENTS[:2]}
        narrow = {name: np.asarray(getattr(self, name), "float32") for name in _MOMENTS[2:]}
        np.savez(buffer, **named, **wide, **narrow)
        return buffer.getvalue()


_NAMES = ("weighted", "layers", "functions")
_MOMENTS = tuple(own.name for own in fields(RecordedVitals) if own.name not in _NAMES)


def recorded_vitals(run: "Run") -> RecordedVitals | None:
    """What a run has recorded so far; None for nothing. Raises RunError for a damaged file."""
    path = run.folder / NAME
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            named = {name: tuple(map(str, arrays[name])) for name in _NAMES}
            return RecordedVitals(**named, **{name: arrays[name] for name in _MOMENTS})
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"What run {run.id} recorded of its layers cannot be read ({error}).", where="run") from None
