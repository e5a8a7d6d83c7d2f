"""`Choice`: what a catalog of training says of an optimizer, a loss, a metric or a schedule. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.data.schema import Task
from nnviz.params import Param


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry: its Keras path (`module:Class`), its settings, and the tasks that it suits."""

    title: str
    path: str
    help: str
    params: tuple[Param, ...] = ()
    tasks: tuple[Task, ...] = ("binary", "multiclass", "multilabel", "regression")
    one_hot: bool = field(default=False)
    """Whether class numbers must be one-hot encoded for it."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Arguments of the Keras object that make it this entry, and are nobody's to choose."""
    measured: bool = False
    """Whether a score is taken at the end of each epoch, on all validation examples at once."""
