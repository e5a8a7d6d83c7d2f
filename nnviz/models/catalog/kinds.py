"""`LayerKind`: what the catalog says about one Keras layer. Imports no framework."""

from dataclasses import dataclass

from nnviz.params import Param


@dataclass(frozen=True, kw_only=True)
class LayerKind:
    """One kind of layer.

    Attributes:
        kind: the name in a `LayerSpec`, which is the Keras class.
        group: the heading under which a menu lists it.
        help: one line for a person.
        params: its settings, with Keras's own names and defaults.
        inputs: least and greatest number of layers that may feed it; None means without limit.
        path: the class behind it, "module:attribute".
        rank: how many dimensions one example must have at its input (3 for an image with its channels),
            or None when any number will do.
        stepwise: whether the first of these dimensions is steps, over which no window moves.
        tuples: settings that Keras wants as a tuple even when they hold one number.
        pairs: settings that are given as flat numbers and that Keras wants as (before, after) pairs.
        own: settings whose default is ours, because Keras demands a value.
        wraps: the setting that names the inner layer of a wrapper, or "".
    """

    kind: str
    group: str
    help: str
    params: tuple[Param, ...] = ()
    inputs: tuple[int, int | None] = (1, 1)
    path: str = ""
    rank: int | None = None
    stepwise: bool = False
    tuples: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    wraps: str = ""

    def param(self, name: str) -> Param | None:
        """The setting of that name, or None."""
        return next((param for param in self.params if param.name == name), None)

    @property
    def places(self) -> int:
        """Over how many dimensions its windows move; 0 where any number will do."""
        return 0 if self.rank is None else self.rank - 1 - self.stepwise

    @property
    def merges(self) -> bool:
        """Whether it can take several inputs."""
        return self.inputs[1] is None or self.inputs[1] > 1


def layer(kind: str, group: str, help: str, params=(), **more) -> LayerKind:
    """A `LayerKind` for the Keras class of the same name."""
    return LayerKind(kind=kind, group=group, help=help, params=tuple(params), path=f"keras.layers:{kind}", **more)
