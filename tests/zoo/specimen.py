"""What a network of the zoo comes with: examples, targets, and how its author compiles it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

SPECIMENS: dict[str, "Specimen"] = {}
ROWS = 10


@dataclass
class Made:
    """A compiled model, a batch of `ROWS` examples as `fit` takes them, and targets (None where x is all)."""

    model: keras.Model
    x: Any
    y: Any = None


@dataclass(frozen=True)
class Specimen:
    """One architecture.

    Attributes:
        author: makes the model with the examples, the same each time.
        kind: the file it is in: "vision", "text", …
        batch: rows of a batch that it is trained with.
        large: whether a test of it takes seconds.
        quiet: whether its answers are the same each time it is asked.
        explained: whether there is a number for each example to explain.
    """

    name: str
    author: Callable[[], Made]
    kind: str
    batch: int = 4
    large: bool = False
    quiet: bool = True
    explained: bool = True

    def make(self) -> Made:
        keras.utils.set_random_seed(7)
        return self.author()


def specimen(**about):
    """Puts a function into the zoo, under its own name."""

    def put(author):
        name, kind = author.__name__, author.__module__.rsplit(".", 1)[-1]
        SPECIMENS[name] = Specimen(name, author, kind, **about)
        return author

    return put


def compiled(model, x, y=None, loss="mse", optimizer=None, **options) -> Made:
    """`model` compiled with momentum, or as told."""
    model.compile(optimizer or keras.optimizers.SGD(0.01, momentum=0.9), loss, **options)
    return Made(model, x, y)


@dataclass
class Draw:
    """Random examples, the same for the same seed."""

    seed: int = 3
    rng: Any = field(init=False)

    def __post_init__(self):
        self.rng = np.random.default_rng(self.seed)

    def numbers(self, *shape) -> np.ndarray:
        return self.rng.normal(size=(ROWS, *shape)).astype("float32")

    def pixels(self, *shape) -> np.ndarray:
        return self.rng.uniform(size=(ROWS, *shape)).astype("float32")

    def codes(self, below: int, *shape) -> np.ndarray:
        return self.rng.integers(0, below, (ROWS, *shape)).astype("int32")
