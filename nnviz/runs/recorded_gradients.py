"""The sizes of gradients that a run records while it trains. No framework."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nnviz.errors import RunError

if TYPE_CHECKING:
    from nnviz.runs.run import Run

NAME = "gradients.npz"
_MOST_NUMBERS, _MOST = 60_000, 400


@dataclass(frozen=True)
class RecordedGradients:
    """One batch at several moments.

    Attributes:
        layers: (path, class name) of each layer with weights, from the input to the output.
        examples: of the batch.
        steps, epochs, losses: (t,) of the moments.
        readings: (t, layers, 4) root mean squares: weights, ∂loss/∂weights, ∂loss/∂output, the optimizer's next step.
    """

    layers: tuple[tuple[str, str], ...]
    examples: int
    steps: np.ndarray
    epochs: np.ndarray
    losses: np.ndarray
    readings: np.ndarray

    def thinned(self) -> "RecordedGradients":
        """Every other moment where there are too many; the first and the last stay."""
        count = len(self.steps)
        if count <= max(4, min(_MOST, _MOST_NUMBERS // max(1, 4 * len(self.layers)))):
            return self
        kept = np.unique([*range(0, count, 2), count - 1])
        parts = (own[kept] for own in (self.steps, self.epochs, self.losses, self.readings))
        return RecordedGradients(self.layers, self.examples, *parts)

    def content(self) -> bytes:
        """As a file."""
        buffer = io.BytesIO()
        paths, kinds = zip(*self.layers, strict=True) if self.layers else ((), ())
        np.savez(
            buffer,
            paths=np.asarray(paths, np.str_),
            kinds=np.asarray(kinds, np.str_),
            examples=self.examples,
            steps=self.steps,
            epochs=self.epochs,
            losses=self.losses,
            readings=self.readings.astype("float32"),
        )
        return buffer.getvalue()


def recorded_gradients(run: "Run") -> RecordedGradients | None:
    """What a run has recorded so far; None for nothing. Raises RunError for a damaged file."""
    path = run.folder / NAME
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            layers = tuple(zip(map(str, arrays["paths"]), map(str, arrays["kinds"]), strict=True))
            numbers = [arrays[name] for name in ("steps", "epochs", "losses", "readings")]
            return RecordedGradients(layers, int(arrays["examples"]), *numbers)
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"The gradients that run {run.id} recorded cannot be read ({error}).", where="run") from None
