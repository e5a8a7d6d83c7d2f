"""What a model's numbers mean for its task, decided once from its end and its loss. Imports no framework."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nnviz import words
from nnviz.data.schema import NO_LABEL, Scaler, Schema, Task, named_numbers
from nnviz.errors import NnvizError
from nnviz.models import heads
from nnviz.specs import ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, METRICS, resolve

Shown = Literal["probability", "margin", "score", "value"]
Encoding = Literal["numbers", "column", "signed_column", "index", "one_hot", "signed_one_hot"]
_PROBABLE = ("sigmoid", "hard_sigmoid", *heads.SHARES, "")
"""Functions whose outputs a loss may take for probabilities; "" is a function that is not known."""


@dataclass(frozen=True)
class OutputMeaning:
    """How to read a model's outputs: shown = offset + scale · squash(output).

    Attributes:
        task: of the data.
        classes: how many there are, or labels; 0 for a regression.
        units: how many numbers the model returns for an example. One unit speaks for class 1 of two.
        shown: what a shown number is. "probability": of the class. "margin": how far an example is on the class's side
            of the boundary, as a hinge loss counts it: 1 is enough. "score": larger for likelier classes, with no more
            meaning than that. "value": a regression's target in its own units.
        squash: what turns logits into probabilities, as the loss does: "sigmoid", "softmax" or "".
        offset, scale: one number for all units, or one for each.
        low, high: the shown numbers that stand for a sure no and a sure yes; the middle between them is the threshold
            of a single unit.
        encoding: the form of the targets that the loss compares with.
        shares: whether the shown numbers of all classes sum to 1.
        fits: whether the loss can judge such outputs at all.
        cuts: of labels the shown number above which each is there, where somebody moved them; () for the middle.
    """

    task: Task
    classes: int
    units: int
    shown: Shown
    encoding: Encoding
    squash: Literal["", "sigmoid", "softmax"] = ""
    offset: tuple[float, ...] = (0.0,)
    scale: tuple[float, ...] = (1.0,)
    low: float = 0.0
    high: float = 1.0
    shares: bool = False
    fits: bool = True
    cuts: tuple[float, ...] = ()

    @property
    def has_labels(self) -> bool:
        """Whether every unit says yes or no to a label of its own, whatever the others say."""
        return self.task == "multilabel"

    @property
    def threshold(self) -> float:
        """The shown number above which a single unit decides for class 1, and any unit for its label."""
        return (self.low + self.high) / 2

    @property
    def raw_threshold(self) -> float:
        """The output above which a single unit decides for class 1, as the model returns it."""
        return 0.0 if self.squash else (self.threshold - self.offset[0]) / self.scale[0]

    @property
    def from_logits(self) -> bool:
        """Whether the loss must be told that it gets logits."""
        return bool(self.squash)

    def readable(self, outputs: np.ndarray) -> np.ndarray:
        """A model's outputs (n, …) as shown to people, (n, units) float32."""
        raw = np.asarray(outputs, "float64").reshape(len(outputs), -1)
        return (np.array(self.offset) + np.array(self.scale) * _squashed(raw, self.squash)).astype("float32")

    def by_class(self, shown: np.ndarray) -> np.ndarray:
        """Shown numbers (n, units) as one for each class, (n, classes): class 0 of a single unit is the other side."""
        shown = np.asarray(shown)
        if self.classes and shown.shape[1] == 1:
            return np.concatenate([self.low + self.high - shown, shown], axis=1)
        return shown

    def decided(self, shown: np.ndarray) -> np.ndarray:
        """(n,) the class that each row of shown numbers decides for; of labels (n, labels), 1 for each that is there.

        A number as large as the threshold counts as no, as in Keras's metrics.
        """
        if self.has_labels:
            return (np.asarray(shown) > self._cuts).astype("int64")
        return self.by_class(shown).argmax(1)

    def leads(self, shown: np.ndarray) -> np.ndarray:
        """(n, labels) by how much yes leads no for each label; negative where no is decided for."""
        return 2 * (np.asarray(shown) - self._cuts)

    def deciding(self, cuts: tuple[float, ...]) -> "OutputMeaning":
        """The same with these thresholds, one a label; as it is for () and where there are no labels."""
        return replace(self, cuts=cuts) if self.has_labels and len(cuts) == self.units else self

    def cut(self, label: int) -> float:
        """The shown number above which a label is there."""
        return self.cuts[label] if self.cuts else self.threshold

    @property
    def _cuts(self) -> np.ndarray:
        """(labels,) or () the numbers above which labels are there."""
        return np.array(self.cuts or self.threshold)

    def sureness(self, shown: np.ndarray) -> np.ndarray:
        """(n,) by how much the class decided for leads the next one; of labels, for the one that is least sure."""
        if self.has_labels:
            return np.abs(self.leads(shown)).min(axis=1)
        first_two = np.sort(self.by_class(shown), axis=1)[:, -2:]
        return first_two[:, 1] - first_two[:, 0]

    def part(self, k: int, raw: bool = False) -> tuple[int, float, float]:
        """The number for class or target `k` as (unit, weight, constant): constant + weight · squash(output)[unit].

        Args:
            raw: the logit instead: before any squash, and without offset and scale.
        """
        other = bool(self.classes) and self.units == 1 and k == 0
        if raw:
            return (0, -1.0, 0.0) if other else (self._unit(k), 1.0, 0.0)
        unit = self._unit(k)
        weight, constant = self.scale[unit % len(self.scale)], self.offset[unit % len(self.offset)]
        return (0, -weight, self.low + self.high - constant) if other else (unit, weight, constant)

    def _unit(self, k: int) -> int:
        return 0 if self.classes and self.units == 1 else k

    def encode(self, y: np.ndarray) -> np.ndarray:
        """Targets as the loss compares them: class numbers (n,) or real targets → (n,) whole or (n, units) float32."""
        if self.encoding == "index":
            return np.asarray(y)
        if self.has_labels or self.encoding in ("numbers", "column", "signed_column"):
            plain = np.asarray(y, "float32").reshape(len(y), int(np.prod(np.shape(y)[1:])))  # also of no rows
        else:
            plain = np.eye(self.classes, dtype="float32")[np.asarray(y)]
        return 2 * plain - 1 if self.encoding.startswith("signed") else plain

    def number(self, value: float) -> str:
        """One shown number in words: "96.4 %", "margin 1.3", "score 0.82"."""
        if self.shown == "probability":
            return words.percent(value)
        return words.plain(value) if self.shown == "value" else f"{self.shown} {words.plain(value, 3)}"

    def words(self, shown: np.ndarray, answers: tuple[str, ...] = ()) -> str:
        """One example's shown numbers (units,) in words: "malign (96.4 %)", "inner (margin 1.3)", "151", of labels
        "circle (96.4 %) and ring (81 %)", "none (at most circle, 12 %)".

        Args:
            answers: `Schema.answers`, what the numbers are called.
        """
        if not self.classes:
            return named_numbers(answers, shown) if len(answers) == len(shown) else self._unnamed(shown)
        if self.has_labels:
            return self._label_words(np.asarray(shown), answers)
        numbers = self.by_class(np.asarray(shown)[None])[0]
        best = int(numbers.argmax())
        return f"{answers[best]} ({self.number(numbers[best])})"

    def _unnamed(self, shown) -> str:
        if len(shown) <= 3:
            return ", ".join(self.number(value) for value in shown)
        return f"{len(shown):,} numbers, {words.plain(min(shown), 3)} to {words.plain(max(shown), 3)}"

    def _label_words(self, shown: np.ndarray, answers: tuple[str, ...]) -> str:
        named = [f"{answers[k]} ({self.number(shown[k])})" for k in np.flatnonzero(self.decided(shown[None])[0])]
        best = int(self.leads(shown[None])[0].argmax())
        return words.listed(named) or f"{NO_LABEL} (at most {answers[best]}, {self.number(shown[best])})"

    def to_json(self) -> dict:
        """What a picture in the browser needs to know of it."""
        ends = {"low": self.low, "high": self.high, "threshold": self.threshold}
        return {"shown": self.shown, **ends, "shares": self.shares}


def runs_along(name: str, meaning: OutputMeaning) -> bool:
    """Whether Keras takes a score of `METRICS` along with every batch: those of yes and no need one unit for each."""
    entry = METRICS[name]
    return not entry.measured or bool(entry.path and (meaning.has_labels or meaning.units == 1))


def measures(train: TrainSpec, meaning: OutputMeaning) -> tuple[str, ...]:
    """The scores of a resolved `train` that are taken at the ends of epochs."""
    return tuple(
        name for name in train.metrics if METRICS[name].measured and (name == "auc" or not runs_along(name, meaning))
    )


def metric_call(name: str, meaning: OutputMeaning, mixed: bool = False) -> tuple[str, dict]:
    """The Keras metric behind a name of `METRICS` that runs along, as (its path, its settings); the path is "" where
    Keras's own choice for that name is right.

    Args:
        mixed: whether the labels are mixtures: then the class with the larger share counts as the true one.
    """
    path = METRICS[name].path or "keras.metrics:BinaryAccuracy"
    if meaning.has_labels:
        return _label_metric(name, path, meaning, mixed)
    if not meaning.classes or (meaning.units > 1 and not METRICS[name].path):
        return METRICS[name].path, {}
    if meaning.encoding == "signed_column":
        return f"nnviz.training.signed:Signed{path.split(':')[1]}", {}
    if mixed:
        path = f"nnviz.training.mixed:Mixed{path.split(':')[1]}"
    if name == "auc":
        plain = meaning.shown == "probability" and not meaning.squash
        return path, {} if plain else {"from_logits": True}  # ranks alone count, and so it holds for margins as well
    if meaning.raw_threshold == 0.5:
        return path if mixed else METRICS[name].path, {}
    return path, {"threshold" if name == "accuracy" else "thresholds": meaning.raw_threshold}


def _label_metric(name: str, path: str, meaning: OutputMeaning, mixed: bool) -> tuple[str, dict]:
    """As `metric_call`, over all labels of all examples; Keras's own choice for "accuracy" would be that of classes."""
    signed = meaning.encoding == "signed_column"
    if signed or mixed:
        path = f"nnviz.training.{'signed:Signed' if signed else 'mixed:Mixed'}{path.split(':')[1]}"
    if name == "auc":
        logits = {"from_logits": True} if meaning.shown != "probability" or meaning.squash else {}
        return path, {"multi_label": True, "num_labels": meaning.units, **logits}
    if signed or meaning.raw_threshold == 0.5:
        return path, {}
    return path, {"threshold" if name == "accuracy" else "thresholds": meaning.raw_threshold}


def decide(
    schema: Schema, loss: str, function: str, units: int | None = None, target_scaler: Scaler | None = None
) -> OutputMeaning:
    """The meaning of outputs that passed through `function` last and are judged by `loss`.

    Args:
        schema: of the data.
        loss: a name in `LOSSES`.
        function: a name in `nnviz.models.heads.RANGES`, or "" for one that is not known.
        units: numbers that the model returns for an example; as many as the targets need when None.
        target_scaler: what a regression's targets were divided by.
    """
    units = units or schema.outputs
    fitting = heads.fits(schema.task, loss, function, units)
    if schema.task == "regression":
        offset, scale = _units_of(target_scaler)
        return OutputMeaning("regression", 0, units, "value", "numbers", offset=offset, scale=scale, fits=fitting)
    signed = loss == "mean_squared_error" and function in heads.SIGNED
    reading = _reading(loss, function, fitting, signed)
    summing = units == 1 or function in heads.SHARES or reading.get("squash") == "softmax"
    return OutputMeaning(
        schema.task,
        max(2, len(schema.class_names)),
        units,
        encoding=_encoding(loss, 1 if schema.has_labels else units, signed),
        fits=fitting,
        shares=summing and reading["shown"] == "probability" and not schema.has_labels,
        **reading,
    )


def _units_of(scaler: Scaler | None) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if scaler is None:
        return (0.0,), (1.0,)
    return tuple(np.ravel(scaler.offset).tolist()), tuple(np.ravel(scaler.scale).tolist())


def _reading(loss: str, function: str, fitting: bool, signed: bool) -> dict:
    """What classes' outputs are. The mean squared error is smallest at the probabilities, on whichever scale the
    targets have; cross-entropy takes what has no activation for logits; a hinge loss knows no probabilities."""
    if loss in heads.HINGE:
        return {"shown": "margin", "low": -1.0, "high": 1.0}
    if loss == "categorical_hinge":
        return {"shown": "score"}
    if loss == "cosine_similarity":  # its best direction is that of the shares, which a softmax makes sum to 1
        return {"shown": "probability" if function in heads.SHARES else "score"}
    if signed:
        return {"shown": "probability", "offset": (0.5,), "scale": (0.5,)}
    if loss == "mean_squared_error":
        return {"shown": "probability" if function in _PROBABLE[:-1] and fitting else "score"}
    if fitting and function in ("linear", "log_softmax"):
        return {"shown": "probability", "squash": "sigmoid" if loss in heads.BINARY_CROSSENTROPY else "softmax"}
    return {"shown": "probability" if fitting and function in _PROBABLE else "score"}


def _encoding(loss: str, units: int, signed: bool) -> Encoding:
    if units == 1:
        return "signed_column" if signed else "column"
    if not LOSSES[loss].one_hot:
        return "index"
    return "signed_one_hot" if signed else "one_hot"


def meaning_of(
    model: ModelSpec, train: TrainSpec, schema: Schema, target_scaler: Scaler | None = None
) -> OutputMeaning:
    """The meaning of the outputs of a network that is not built, trained as `train` says.

    Raises:
        SpecError: as `resolve` does.
    """
    units = heads.last_units(model)
    loss = resolve(train, schema, units).loss
    return decide(schema, loss, heads.last_function(model), units, target_scaler)


def misfit(model: ModelSpec, train: TrainSpec, schema: Schema) -> str:
    """Why the loss cannot judge what the network ends with, as a sentence; "" where it can or where that is unknown."""
    try:
        meaning = meaning_of(model, train, schema)
        loss = resolve(train, schema, meaning.units).loss
    except NnvizError:
        return ""
    if meaning.fits:
        return ""
    end = f"The network ends with {heads.last_function(model).replace('_', ' ')}"
    if not meaning.classes:
        return f"{end}, which cannot reach every number that there is to predict. Build says how to fix it."
    why = f"which the loss {LOSSES[loss].title} is not made for; its outputs are shown as they are"
    return f"{end}, {why}. Build says how to fix it."


def assumed(function: str, units: int, task: str = "auto") -> OutputMeaning:
    """The meaning of a strange model's outputs, of which neither data nor loss are known: what its end suggests.

    A single unit stands for class 1 of two where it is a sigmoid, or where `task` says so: then 0 is the threshold of
    any other function.
    """
    probable = function in ("sigmoid", "hard_sigmoid")
    if units == 1 and (task == "binary" or (task == "auto" and probable)):
        margins = {} if probable else {"low": -1.0, "high": 1.0}
        return OutputMeaning("binary", 2, 1, "probability" if probable else "margin", "column", **margins)
    shown = "probability" if function in heads.SHARES or probable else "score"
    return OutputMeaning("regression", 0, units, shown if task != "regression" else "value", "numbers")


def _squashed(raw: np.ndarray, squash: str) -> np.ndarray:
    if squash == "sigmoid":
        return 0.5 * (1 + np.tanh(raw / 2))
    if squash == "softmax":
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
    return raw
