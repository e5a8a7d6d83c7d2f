"""`Augmentation`: one way to change training examples at random, and the settings that many of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from nnviz.data.schema import Kind
from nnviz.params import Param

Chance = Literal["around", "own"]
Arguments = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """One way to change examples.

    Attributes:
        name, title: what specs and people call it.
        group: what it changes, in one or two words.
        kinds: of examples that it suits.
        params: its settings; the first is its strength, the last its probability.
        layer: the Keras layer that does it, "module:class".
        arguments: the settings → the keyword arguments of that layer, without its seed.
        help: one line for a person.
        label_note: what to think of before it is used; "" where it keeps every label.
        chance: who draws whether an example is changed at all: the layer's "own" argument, or a draw "around" it.
        in_units: whether it works on images from 0 to 1, rather than on what the network sees.
        colours: 1 where it takes images of one channel as well; 3 where it knows three colours alone, so that grey
            images are shown to it as grey colours; "needed" where it says nothing of grey images.
        mixes: whether it mixes examples, and their labels with them.
        per_batch: whether a preview draws anew for each variant what holds for a whole batch in training.
        compiles: whether XLA can compile it.
        seeded: whether it draws anything.
        given: what of the training data its layer is told: "means" of the inputs, "groups": which of them are made of
            one column; "padded": whether sequences end at steps of their own.
    """

    name: str
    title: str
    group: str
    kinds: tuple[Kind, ...]
    params: tuple[Param, ...]
    layer: str
    arguments: Arguments
    help: str
    label_note: str = ""
    chance: Chance = "around"
    in_units: bool = True
    colours: int | str = 1
    mixes: bool = False
    per_batch: bool = False
    compiles: bool = False
    seeded: bool = True
    given: tuple[Literal["means", "groups", "padded"], ...] = ()


def share(name: str, default: float, help: str, maximum: float = 0.9, label: str = "") -> Param:
    """A setting from 0 to `maximum`."""
    return Param(name, "float", default, help, minimum=0.0, maximum=maximum, label=label)


def probability(default: float = 1.0, help: str = "The share of examples that it happens to, drawn anew each time."):
    """The last setting of every augmentation."""
    return Param("probability", "float", default, help, minimum=0.0, maximum=1.0)


FILLED = "What comes in from outside takes the colour of the nearest edge pixel."
FILL = {"fill_mode": "nearest"}
UNIT = {"value_range": (0.0, 1.0)}
OWN = "nnviz.training.augment_layers"
"""Where the layers are that Keras does not have."""
