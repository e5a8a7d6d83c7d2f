"""The history of a draft: its present network, those before it and those undone, as text and back."""

import json
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from nnviz.specs import LayerSpec, ModelSpec, TakenSpec, TrainSpec

STEPS = 100
"""How many earlier states are kept."""
TEXT = 1_000_000
"""Characters that a history may take as text; the oldest states give way."""


@dataclass(frozen=True)
class Origin:
    """The file that a network came from.

    Attributes:
        path: where it is kept, "" where it is not; its weights go into what is saved.
        input_shape, input_dtype: of the input that the file names.
        notes: sentences about what was kept as it is.
        alone: whether the network is looked at on that input instead of on the data.
    """

    path: str
    input_shape: tuple[int | None, ...]
    input_dtype: str
    notes: tuple[str, ...] = ()
    alone: bool = True


class Step(NamedTuple):
    """One state of the work: the network, how it would be trained, and the file it came from, if any."""

    model: ModelSpec
    train: TrainSpec
    origin: Origin | None = None


@dataclass
class History:
    """The network on the screen, those before it and those undone.

    Attributes:
        past, future: the oldest first; the one undone last is the last.
        forms: grows with everything that changes settings from outside their form.
    """

    present: Step
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)
    forms: int = 0
    _written: "_Written | None" = field(default=None, repr=False, compare=False)

    def push(self, step: Step) -> None:
        """Takes one more step; what was undone before is gone, and so is what is too old."""
        self.past.append(self.present)
        self.future.clear()
        self.present = step
        del self.past[:-STEPS]

    def undo(self) -> bool:
        """One step back; False where there is none."""
        if not self.past:
            return False
        self.future.append(self.present)
        self.present = self.past.pop()
        return True

    def redo(self) -> bool:
        """One step forward again; False where there is none."""
        if not self.future:
            return False
        self.past.append(self.present)
        self.present = self.future.pop()
        return True

    def to_json(self) -> str:
        """The history as text, at most `TEXT` characters beside its present state: what does not fit is dropped, here
        too."""
        text = self._text()
        if len(text) > TEXT:  # layers of states that are gone count no more
            self._written = None
            text = self._text()
        while len(text) > TEXT and (self.past or self.future):
            del self.past[: len(self.past) // 2 + 1]
            del self.future[: len(self.future) // 2 + 1]
            self._written = None
            text = self._text()
        return text

    @classmethod
    def from_json(cls, data: dict) -> "History":
        """The history that `json.loads(history.to_json())` holds.

        Raises:
            NnvizError, LookupError, TypeError or ValueError for a damaged one.
        """
        layers = [LayerSpec.from_json(json.dumps(layer)) for layer in data["layers"]]
        trains = [TrainSpec.from_json(json.dumps(train)) for train in data["trains"]]
        origins = [_origin(origin) for origin in data["origins"]]
        steps = [
            Step(
                ModelSpec(layers=tuple(layers[place] for place in places), outputs=outputs, taken=_taken(*taken)),
                trains[train],
                origins[origin],
            )
            for places, outputs, train, origin, *taken in data["steps"]
        ]
        past = int(data["past"])
        return cls(steps[past], steps[:past], steps[past + 1 :])

    def _text(self) -> str:
        self._written = self._written or _Written()
        return self._written.text([*self.past, self.present, *self.future], len(self.past))


class _Written:
    """What was written of a history last time: layers, settings and files once each, and a line a step that
    names them."""

    def __init__(self):
        self._layers, self._trains, self._origins = {}, {}, {}
        self._lines: dict[Step, str] = {}

    def text(self, steps: list[Step], past: int) -> str:
        self._lines = {step: self._lines.get(step) or self._line(step) for step in steps}
        tables = (("layers", self._layers), ("trains", self._trains), ("origins", self._origins))
        parts = [f'"{name}":[{",".join(table)}]' for name, table in tables]
        return f'{{{",".join(parts)},"steps":[{",".join(self._lines[step] for step in steps)}],"past":{past}}}'

    def _line(self, step: Step) -> str:
        places = [_place(self._layers, layer.to_json()) for layer in step.model.layers]
        train = _place(self._trains, step.train.to_json())
        origin = _place(self._origins, json.dumps(asdict(step.origin) if step.origin else None))
        taken = [json.loads(step.model.taken.to_json())] if step.model.taken else []
        return json.dumps([places, step.model.outputs, train, origin, *taken])


def _place(table: dict[str, int], text: str) -> int:
    return table.setdefault(text, len(table))


def _taken(data: dict | None = None) -> TakenSpec | None:
    return TakenSpec.from_json(json.dumps(data)) if data else None


def _origin(data: dict | None) -> Origin | None:
    if data is None:
        return None
    lists = ("input_shape", "notes")
    return Origin(**{name: tuple(value) if name in lists else value for name, value in data.items()})
