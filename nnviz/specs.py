"""The frozen specifications: where data comes from, what the network is, how it is trained.

`Experiment` is the three together: the cache key, the shareable link, the file people download and
the test case. Everything here converts to JSON and back without loss. What a name means (a layer, an
optimizer, a data source) is known by the catalogs, which check it when it is used.
"""

import base64
import hashlib
import re
import zlib
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from nnviz import names, words
from nnviz.errors import SpecError
from nnviz.spec_form import MAX_JSON, Spec, names_in

INPUT = "input"
"""The id that stands for the network's data in `LayerSpec.inputs`."""

INPUT_LAYER = "InputLayer"
"""The kind of a layer that is a further input, besides the data: nothing feeds it."""


class AugmentationSpec(Spec):
    """One augmentation: a name in `nnviz.data.augmentations` and its own settings."""

    name: str
    settings: dict[str, Any] = Field(default_factory=dict)

    _names = names_in("name", "settings")


class StepSpec(Spec):
    """One step of preparation: a name in `nnviz.data.preparing.step_catalog`, its own settings, and what it is for.

    Attributes:
        columns: the names of the columns that it changes; () for all that it suits.
        on: a step that is switched off keeps its place and settings and does nothing.
    """

    name: str
    settings: dict[str, Any] = Field(default_factory=dict)
    columns: tuple[str, ...] = Field((), max_length=2000)
    on: bool = True

    _names = names_in("name", "settings", "columns")


class DataSpec(Spec):
    """Where data comes from and how it is prepared.

    Attributes:
        source: a name in `nnviz.data.catalog`.
        settings: that source's own parameters (noise, number of points, …).
        validation_fraction, test_fraction: shares of the examples held out, in [0, 0.9].
        scaling: "none", "standard" (mean 0, deviation 1), "minmax" (0 to 1), "robust" (median 0, quartile range 1);
            fitted on the training examples alone.
        seed: of the generator and of the split.
        missing: what becomes of an example that lacks a value, in a table of one's own: "fill" takes the median of the
            training examples, "drop" leaves the example out.
        columns: of a table of one's own, what a person corrected: column name → its kind and role. Of other tables,
            which columns the network is not given: column name → {"role": "ignored"}.
        duplicates: "drop" keeps only the first of examples that are alike in every input and the target, before they
            are split; "keep" keeps all.
        left_out: positions in the source of examples that are left out, such as those whose label is wrong; they mean
            these examples as long as the source's settings and the seed stay.
        folds, fold: with folds ≥ 2, the examples that are not for the test are shared out in so many parts, and part
            number `fold` validates instead of `validation_fraction`.
        fold_by: how they are shared out, a name in `nnviz.data.splitting.fold_ways.WAYS`. Some may be dealt again:
            fold k, 2 k, … begins the next round.
        learns_validation: whether what would validate is trained on as well; the test part stays as it is.
        augmentations: how training examples are changed at random whenever they are seen, in this order.
        only_classes: names of the classes that are kept, two or more; () keeps all.
        training_examples: how many of the training examples are used, every class in its share; 0 uses all. The other
            parts stay as they are.
        steps: how the columns become inputs, in this order; () for what `missing` and `scaling` mean
            (`nnviz.data.preparing.steps.implied`). Where there are steps, `scaling` tells of regression targets alone.
        balance: what is done about classes of different sizes in training: "class_weights" weighs each example by
            n / (classes × examples of its class), "oversample" repeats examples of the smaller classes, "undersample"
            leaves out some of the larger ones. Of labels, a yes and a no to each weigh alike, or examples of rare ones
            come more often (`nnviz.data.splitting.balance_labels`).
        class_weights: class → how much more (or less) its training examples count than 1, on top of `balance`.
        weight_column: the column of numbers that says how much each training example counts; "" for none.
        shuffled_labels: whether the training examples' answers are dealt out among them at random, so that nothing can
            be learned from them but by heart; the other parts keep theirs.
        class_titles: what the classes (or labels) are called instead of their own names, in their order, after
            `only_classes`; () keeps their names.
    """

    source: str = "spirals"
    settings: dict[str, Any] = Field(default_factory=dict)
    validation_fraction: float = Field(0.2, ge=0.0, le=0.9)
    test_fraction: float = Field(0.0, ge=0.0, le=0.9)
    scaling: Literal["none", "standard", "minmax", "robust"] = "standard"
    seed: int = Field(0, ge=0, le=2**31 - 1)
    missing: Literal["fill", "drop"] = Field("fill", exclude_if=lambda value: value == "fill")
    columns: dict[str, dict[Literal["kind", "role"], str]] = Field(
        default_factory=dict, exclude_if=lambda value: not value
    )
    duplicates: Literal["keep", "drop"] = Field("keep", exclude_if=lambda value: value == "keep")
    left_out: tuple[int, ...] = Field((), max_length=100_000, exclude_if=lambda value: not value)

    folds: int = Field(0, ge=0, le=200, exclude_if=lambda value: not value)
    fold: int = Field(0, ge=0, le=999, exclude_if=lambda value: not value)
    fold_by: Literal["auto", "plain", "stratified", "groups", "time", "each"] = Field(
        "auto", exclude_if=lambda value: value == "auto"
    )
    learns_validation: bool = Field(False, exclude_if=lambda value: not value)
    augmentations: tuple[AugmentationSpec, ...] = Field((), max_length=20, exclude_if=lambda value: not value)
    only_classes: tuple[str, ...] = Field((), max_length=1000, exclude_if=lambda value: not value)
    training_examples: int = Field(0, ge=0, le=10_000_000, exclude_if=lambda value: not value)
    steps: tuple[StepSpec, ...] = Field((), max_length=40, exclude_if=lambda value: not value)
    balance: Literal["none", "class_weights", "oversample", "undersample"] = Field(
        "none", exclude_if=lambda value: value == "none"
    )
    class_weights: dict[str, float] = Field(default_factory=dict, max_length=1000, exclude_if=lambda value: not value)
    weight_column: str = Field("", exclude_if=lambda value: not value)
    shuffled_labels: bool = Field(False, exclude_if=lambda value: not value)
    class_titles: tuple[str, ...] = Field((), max_length=100_000, exclude_if=lambda value: not value)

    _names = names_in("source", "settings", "columns", "only_classes", "class_titles", "class_weights", "weight_column")

    @field_validator("class_weights")
    @classmethod
    def _weighs(cls, value):
        for name, weight in value.items():
            if not 0 <= weight <= 1e6:
                raise ValueError(f"weights between 0 and 1,000,000 ({name} has {words.setting(weight)})")
        return value

    @property
    def weighs(self) -> bool:
        """Whether training examples count differently."""
        return self.balance == "class_weights" or bool(self.class_weights or self.weight_column)

    @model_validator(mode="after")
    def _leaves_training(self):
        held = self.validation_fraction + self.test_fraction
        if held > 0.95:
            raise ValueError(
                f"held-out shares that leave at least 5 % for training (these hold out {100 * held:.0f} %)"
            )
        return self


class LayerSpec(Spec):
    """One layer: a stable id, its Keras class, its settings, and the layers that feed it.

    Attributes:
        id: unique in the network; never changes while the layer lives.
        kind: the Keras class (`"Dense"`), a name in `nnviz.models.catalog`.
        settings: keyword arguments of that class, as plain JSON values.
        inputs: ids of the layers that feed it; None means the layer before (the data, for the first one), and
            nothing for a further input.
        name: what people and Keras call it; the id when empty.
        enabled: a layer that is switched off keeps its settings and passes its input on.
        trainable: whether training changes its weights.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")
    kind: str
    settings: dict[str, Any] = Field(default_factory=dict)
    inputs: tuple[str, ...] | None = None
    name: str = Field("", max_length=60)
    enabled: bool = True
    trainable: bool = True

    _names = names_in("kind", "settings", "inputs", "name")

    @model_validator(mode="after")
    def _fed(self):
        if self.is_input and self.inputs:
            raise ValueError(f"an input that no layer feeds ({self.id!r} names {self.inputs[0]!r})")
        return self

    @property
    def keras_name(self) -> str:
        """What the Keras layer is called: the name, made valid, or the id."""
        return names.layer_name(self.name) or self.id

    @property
    def is_input(self) -> bool:
        """Whether it is a further input of the network, besides the data."""
        return self.kind == INPUT_LAYER


class TakenSpec(Spec):
    """Layers that begin with the weights of another run's network, not with new ones.

    Attributes:
        run: the id of that run; the weights are those of its final network.
        layers: layer id here → what the Keras layer is called there.
    """

    run: str = Field(max_length=60)
    layers: dict[str, str] = Field(min_length=1, max_length=1000)

    _names = names_in("run", "layers")


class ModelSpec(Spec):
    """A network: layers in order, each naming what feeds it, and which of them are outputs.

    Attributes:
        layers: in an order in which every layer comes after the layers that feed it. One of the kind "InputLayer"
            is a further input with a shape of its own; the network takes the data first, then these in order.
        outputs: ids of the layers whose output the network returns; None means the last one.
        taken: which layers begin with weights of another run; None where all weights are new.
    """

    layers: tuple[LayerSpec, ...] = ()
    outputs: tuple[str, ...] | None = None
    taken: TakenSpec | None = Field(None, exclude_if=lambda value: value is None)

    _names = names_in("outputs")

    @model_validator(mode="after")
    def _wired(self):
        known = {INPUT}
        for layer in self.layers:
            if layer.id in known:
                raise ValueError(f"layer ids that differ ({layer.id!r} stands twice)")
            for source in layer.inputs or ():
                if source not in known:
                    raise ValueError(f"every layer after those that feed it ({layer.id!r} names {source!r})")
            known.add(layer.id)
        for output in self.outputs or ():
            if output not in known:
                raise ValueError(f"outputs among the layers (there is no {output!r})")
        return self

    @cached_property
    def _places(self) -> dict[str, int]:
        return {layer.id: place for place, layer in enumerate(self.layers)}

    def _place(self, layer_id: str) -> int:
        if layer_id not in self._places:
            raise SpecError(f"The network has no layer {layer_id!r}.", where=layer_id)
        return self._places[layer_id]

    def layer(self, layer_id: str) -> LayerSpec:
        """The layer with that id. Raises SpecError when there is none."""
        return self.layers[self._place(layer_id)]

    def sources(self, layer_id: str) -> tuple[str, ...]:
        """The ids that feed a layer, with "the one before" spelled out."""
        place = self._place(layer_id)
        layer = self.layers[place]
        if layer.is_input or layer.inputs is not None:
            return layer.inputs or ()
        return (self.layers[place - 1].id if place else INPUT,)

    def distinctly_named(self) -> "ModelSpec":
        """The same network without names that two layers share once they are valid: later ones go by their ids."""
        taken, layers = {INPUT, *(layer.id for layer in self.layers)}, []
        for layer in self.layers:
            again = layer.keras_name != layer.id and layer.keras_name in taken
            layers.append(layer.replace(name="") if again else layer)
            taken.add(layers[-1].keras_name)
        return self if layers == list(self.layers) else self.replace(layers=tuple(layers))

    def new_id(self, kind: str) -> str:
        """An id for a new layer of that kind, unused so far: `dense_3`."""
        stem = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()
        taken = {layer.id for layer in self.layers}
        number = 1
        while f"{stem}_{number}" in taken:
            number += 1
        return f"{stem}_{number}"


class TrainSpec(Spec):
    """How a network is trained.

    Attributes:
        loss, loss_settings: a name in `nnviz.training.catalog.LOSSES` and its own settings; "auto" fits the data's
            task.
        optimizer, optimizer_settings: a name in `OPTIMIZERS` and its own settings.
        learning_rate: the (initial) step size, > 0 and at most 100.
        schedule, schedule_settings: a name in `SCHEDULES` ("constant": none).
        metrics: names in `METRICS`; None means those that fit the task.
        batch_size, epochs: at least 1.
        early_stopping: epochs without a better validation loss after which training ends; 0 means never.
        stopping: what else ends training, and with which weights: settings of `nnviz.training.stopping.STOPPING`.
        shuffle: whether every epoch sees the examples in a new order.
        seed: of the weights, the order and dropout.
    """

    loss: str = "auto"
    loss_settings: dict[str, Any] = Field(default_factory=dict)
    optimizer: str = "adam"
    optimizer_settings: dict[str, Any] = Field(default_factory=dict)
    learning_rate: float = Field(0.01, gt=0.0, le=100.0)
    schedule: str = "constant"
    schedule_settings: dict[str, Any] = Field(default_factory=dict)
    metrics: tuple[str, ...] | None = None
    batch_size: int = Field(32, ge=1, le=65_536)
    epochs: int = Field(100, ge=1, le=10_000)
    early_stopping: int = Field(0, ge=0, le=10_000)
    stopping: dict[str, Any] = Field(default_factory=dict, exclude_if=lambda value: not value)
    shuffle: bool = True
    seed: int = Field(0, ge=0, le=2**31 - 1)

    _names = names_in(
        "loss",
        "loss_settings",
        "optimizer",
        "optimizer_settings",
        "schedule",
        "schedule_settings",
        "metrics",
        "stopping",
    )

    @property
    def ends_with_best(self) -> bool:
        """Whether the weights of the best epoch are put back at the end."""
        own = self.stopping
        return bool(own.get("keep_best") or (self.early_stopping and own.get("restore_best", True)))

    @field_validator("learning_rate", mode="before")
    @classmethod
    def _a_number(cls, value):
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("a number such as 0.01")
        try:
            return float(value)
        except ValueError:
            raise ValueError("a number such as 0.01") from None


class Experiment(Spec):
    """Data, network and training together. Frozen, validated, JSON both ways."""

    data: DataSpec = Field(default_factory=DataSpec)
    model: ModelSpec = Field(default_factory=ModelSpec)
    train: TrainSpec = Field(default_factory=TrainSpec)
    title: str = Field("", max_length=names.LONGEST)

    _names = names_in("title")

    @property
    def key(self) -> str:
        """16 hexadecimal digits that name this experiment: equal specs, equal keys."""
        return hashlib.sha256(self._text.encode()).hexdigest()[:16]

    def to_token(self) -> str:
        """The experiment as text that fits in a link."""
        return base64.urlsafe_b64encode(zlib.compress(self.to_json().encode(), 9)).decode().rstrip("=")

    @classmethod
    def from_token(cls, token: str) -> "Experiment":
        """The experiment in a link. Raises SpecError for a damaged or oversized token."""
        try:
            if len(token) > MAX_JSON:
                raise ValueError(f"{len(token):,} characters long")
            packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            unpacker = zlib.decompressobj()
            text = unpacker.decompress(packed, MAX_JSON)
            if unpacker.unconsumed_tail or not unpacker.eof:
                raise ValueError("cut off or too long")
        except (ValueError, zlib.error) as error:
            raise SpecError(
                f"The experiment in this link cannot be read ({error}).",
                fix="Copy the whole link again.",
                where="experiment",
            ) from None
        return cls.from_json(text)
