"""What a table of methods says of each one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nnviz.params import Param

ALL = ("vector", "image", "sequence", "tokens")
"""The kinds of data that a method may apply to."""

NEEDS = {
    "attention": (("Attention",), "no layer in which every step looks at the others"),
    "maps": (("Conv2D", "Conv2DTranspose"), "no convolution over an image"),
}
"""What some methods look at: how the classes of such layers end, and what a network without them has not."""
_CLOSED = ("KerasLayer", "TimeDistributed", "Bidirectional")
"""Layers that may hold others."""


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to explain a prediction.

    Attributes:
        name, title: the key, and what people call it.
        function: "module:function" behind it, which only a worker imports.
        params: its settings.
        completeness: whether its values promise to add up to f(x) − f(baseline).
        needs_background: whether it compares with other examples.
        uses_baseline: whether it compares with one baseline.
        kinds: the kinds of data it applies to.
        cost: the function that counts its passes.
        help: one line for a person.
        guarantee: what its values promise, in one sentence.
        reference: the paper.
        misleads: when it misleads, in one or two sentences.
        signed: whether its values promise a sign: above zero speaks for the answer, below zero against it.
        unit: what its values are counted in: "output" (shares of the answer), "slope" (change of the answer for each
            unit of the input), or "own" (a scale of its own, where only the order and the proportions count).
        default: the kinds of data for which it is one of the methods shown first.
        from_logits: whether it explains what stands before a last softmax or sigmoid, where the output is asked for.
        needs: a key of `NEEDS`, layers without which it has nothing to look at; "" for none.
    """

    name: str
    title: str
    function: str
    params: tuple[Param, ...]
    completeness: bool
    needs_background: bool
    uses_baseline: bool
    kinds: tuple[str, ...]
    cost: object
    help: str
    guarantee: str
    reference: str
    misleads: str = ""
    signed: bool = True
    unit: Literal["output", "slope", "own"] = "output"
    default: tuple[str, ...] = ()
    from_logits: bool = False
    needs: str = ""

    def unfit(self, layers: Sequence[str]) -> str:
        """Why it has nothing to look at in a network of such layers, Keras's names of their classes; "" where it may
        have, as where somebody else's layers may hold anything."""
        if not self.needs or not layers or any(layer in _CLOSED for layer in layers):
            return ""
        endings, reason = NEEDS[self.needs]
        return "" if any(layer.endswith(endings) for layer in layers) else reason

    @property
    def short(self) -> str:
        """The title without what stands in brackets."""
        return self.title.split(" (")[0]
