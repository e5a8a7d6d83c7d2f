"""The chain rule of one weight in numbers and words. No framework."""

from dataclasses import dataclass

import numpy as np

from nnviz import words

_FACTORS = {
    "weighted": "the loss by the unit's output a, that by its weighted sum z, and x, what the weight is multiplied by",
    "scaled": "the loss by the layer's output a, and the normalized number that this weight scales",
    "added": "the loss by the layer's output a, and 1, for the weight is added to it",
    "looked up": "the loss by the layer's output a, and 1, for a is this weight wherever its word stands",
    "whole": "the loss by a number a of the layer's output, and how that number moves with the weight",
}
"""What the factors are, by the meaning of the last one."""


@dataclass(frozen=True)
class ChainRule:
    """∂loss/∂w of one weight as a sum of products of two or three factors, an entry for every example and position.

    Attributes:
        layer, variable, index, weight: which weight, and its value.
        outside: (n, …) ∂loss/∂a, the loss by the unit's output.
        derivative: (n, …) f′(z), the unit's output by its weighted sum; ones where there are two factors.
        local: (n, …) ∂z/∂w, what the weight is multiplied by; where there are two factors ∂a/∂w.
        gradient: ∂loss/∂w by backpropagation.
        difference: the same by moving the weight by `step` forward and back.
        loss: of the batch.
        meaning: of `local`: "weighted" (what a sum weighs: three factors), "scaled" (the normalized number that the
            weight scales), "added" (1), "looked up" (1 where the word is) or "whole" (∂a/∂w with no name of its own).
    """

    layer: str
    variable: str
    index: tuple[int, ...]
    weight: float
    outside: np.ndarray
    derivative: np.ndarray
    local: np.ndarray
    gradient: float
    difference: float
    step: float
    loss: float
    meaning: str = "weighted"

    @property
    def terms(self) -> np.ndarray:
        """(n, …) products of the three factors."""
        return self.outside * self.derivative * self.local

    @property
    def total(self) -> float:
        """Their sum, which is ∂loss/∂w."""
        return float(self.terms.astype("float64").sum())

    @property
    def largest(self) -> tuple[int, ...]:
        """The example, and the position if there are any, of the largest term."""
        return tuple(int(k) for k in np.unravel_index(int(np.argmax(np.abs(self.terms))), self.terms.shape))

    @property
    def adds_up(self) -> bool:
        """Whether the sum of the products is backpropagation's slope."""
        return bool(abs(self.total - self.gradient) <= 1e-4 * abs(self.gradient) + 1e-10 * (1 + abs(self.loss)))

    @property
    def blur(self) -> float:
        """What rounding to 32 bits may do to the finite difference."""
        return 3e-7 * (abs(self.loss) + 1e-3) / self.step

    @property
    def hidden(self) -> bool:
        """Whether the slope is too small for moving the weight to show it."""
        return bool(self.blur > 0.2 * abs(self.gradient))

    @property
    def agrees(self) -> bool:
        """Whether all three ways give the same slope, and the finite difference can tell."""
        near = abs(self.difference - self.gradient) <= 0.05 * abs(self.gradient) + self.blur
        return bool(self.adds_up and near and not self.hidden)

    @property
    def formula(self) -> str:
        """The rule in LaTeX."""
        local = {"weighted": "1" if self.variable == "bias" else "x", "scaled": r"\hat{x}", "added": "1"}
        inner = {"weighted": rf"f'(z) \cdot {local['weighted']}", "looked up": "1"}.get(self.meaning)
        inner = inner or local.get(self.meaning, r"\frac{\partial a}{\partial w}")
        return rf"\frac{{\partial L}}{{\partial w}} = \sum \frac{{\partial L}}{{\partial a}} \cdot {inner}"

    @property
    def example_words(self) -> str:
        """The largest product, with its numbers."""
        place = self.largest
        factors = (self.outside, self.derivative, self.local) if self.three else (self.outside, self.local)
        at = f" at position {', '.join(f'{k + 1}' for k in place[1:])}" if len(place) > 1 else ""
        product = " × ".join(words.number(float(own[place])) for own in factors)
        return (
            f"The largest product, example {place[0] + 1}{at}: {product} = {words.number(float(self.terms[place]))} "
            f"({_FACTORS[self.meaning]})."
        )

    @property
    def three(self) -> bool:
        """Whether there are three factors."""
        return self.meaning == "weighted"

    @property
    def sum_words(self) -> str:
        """How many products there are."""
        examples, positions = len(self.terms), int(np.prod(self.terms.shape[1:]))
        places = "numbers of the output" if self.meaning == "whole" else "positions"
        each = f" at each of {positions:,} {places}" if positions > 1 else ""
        return f"There is such a product for each of {examples} examples{each}; together they are ∂loss/∂w:"

    @property
    def by_example(self) -> np.ndarray:
        """(n,) each example's part of ∂loss/∂w."""
        return self.terms.reshape(len(self.terms), -1).astype("float64").sum(1)

    def figure(self, dark: bool = False):
        """Which way each example pulls the weight."""
        from nnviz.plots import gradients

        return gradients.pulls(self.by_example, dark)

    @property
    def verdict(self) -> str:
        """Whether the three ways to the slope agree."""
        if not self.adds_up:
            return "The products do not add up to what backpropagation gives."
        if self.hidden:
            return (
                "The products add up to what backpropagation gives. Moving the weight cannot show a slope this small: "
                f"rounding blurs it by up to {words.number(self.blur, 2)}."
            )
        if self.agrees:
            return "Three ways to the same number: the products add up to it, and moving the weight shows it."
        return "Moving the weight shows another slope: the loss bends, or has a kink, within that step."

    @property
    def rows(self) -> dict[str, np.ndarray]:
        """The 200 largest products as columns."""
        order = np.argsort(-np.abs(self.terms).ravel(), kind="stable")[:200]
        places = np.stack(np.unravel_index(order, self.terms.shape), 1) + 1
        columns = {"example": places[:, 0]}
        if places.shape[1] > 1:
            columns["position"] = np.array([", ".join(map(str, row)) for row in places[:, 1:]])
        factors = {"∂loss/∂a": self.outside, "f′(z)": self.derivative, "∂z/∂w": self.local, "product": self.terms}
        if not self.three:
            factors = {"∂loss/∂a": self.outside, "∂a/∂w": self.local, "product": self.terms}
        return columns | {name: own.ravel()[order] for name, own in factors.items()}
