"""Layer-wise relevance propagation: what F is worth is handed back from operation to operation, and little is lost.

Bach et al., "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation"
(2015); Montavon et al., "Layer-Wise Relevance Propagation: An Overview" (2019). What arrives at a tensor is its
relevance, number by number.
"""

from dataclasses import dataclass

import tensorflow as tf

from nnviz.errors import ExplanationError
from nnviz.explanation.backward import gates
from nnviz.explanation.backward.affine import Affine, affine_units
from nnviz.explanation.backward.kinds import COMPARISONS, MOVED, OF_ONE, WEIGHTED
from nnviz.explanation.backward.record import Record, own_gradient
from nnviz.explanation.backward.shapes import as_shape, stable

_ALONE = ("Neg", "Square")
_LARGEST = ("Max", "MaxPool", "MaxPool3D", "Min")
_SUMS = ("Add", "AddV2", "AddN", "Sub", "SquaredDifference")
_AVERAGES = ("Mean", "Sum", "AvgPool", "AvgPool3D", "ResizeBilinear", "ResizeBicubic", "Cumsum", "Prod")
_PRODUCTS = ("Mul", "MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum")


@dataclass(frozen=True)
class Rules:
    """Which rule is used where.

    Attributes:
        dense, convolution: "epsilon", "gamma" or "alpha_beta" for layers with weights.
        epsilon: what is added to what is divided by, as a share of its spread: more of it, and less noise is kept.
        gamma: how much what speaks for a number counts more than what speaks against it.
        alpha: what speaks for it counts α, what speaks against it α − 1.
        box: (lowest, highest) number of an input, for convolutions that read it; None for the rule of all others.
    """

    dense: str = "epsilon"
    convolution: str = "epsilon"
    epsilon: float = 0.0
    gamma: float = 0.25
    alpha: float = 1.0
    box: tuple[float, float] | None = None


class Relevance:
    """The rules for one record, for `Record.walk_back` from the value itself."""

    def __init__(self, record: Record, rules: Rules):
        self.record, self.rules = record, rules
        self.units, self.inside = affine_units(record)

    def __call__(self, operation: tf.Operation, outs: list[tf.Tensor]) -> list:
        kind, moving = operation.type, self.record.moving_inputs(operation)
        if operation in self.units:
            return self._weighted(self.units[operation], outs[0])
        if operation in self.inside or kind in MOVED or kind == "StopGradient":
            return self._moved(operation, outs)
        if kind in _LARGEST:
            return own_gradient(operation, outs)
        if kind in ("Select", "SelectV2"):
            return [None, *own_gradient(operation, outs)[1:]]
        if kind in ("Softmax", "LogSoftmax", "ClipByValue", *COMPARISONS):
            return [outs[0]]
        if len(moving) == 1 and (kind in OF_ONE or kind in _PRODUCTS or kind in _ALONE):
            return self._at(operation, moving, [as_shape(outs[0], operation.inputs[moving[0]])])
        if kind in _SUMS or kind == "BiasAdd":
            return self._sum(operation, outs[0], moving)
        if kind in _AVERAGES:
            return self._at(operation, moving[:1], [self._average(operation, outs[0])])
        if kind in _PRODUCTS or kind in WEIGHTED:
            return self._product(operation, outs[0])
        if kind == "RealDiv":
            return [as_shape(outs[0], operation.inputs[0]), None]
        if kind in ("Maximum", "Minimum"):
            return own_gradient(operation, outs)
        raise ExplanationError(
            f"Relevance propagation has no rule for what this network does at {operation.name} ({kind}).",
            fix="Choose DeepLIFT, which has one for everything, or integrated gradients.",
            where="method",
        )

    def _at(self, operation, moving, given) -> list:
        places: list = [None] * len(operation.inputs)
        for k, one in zip(moving, given, strict=True):
            places[k] = one
        return places

    def _moved(self, operation, outs) -> list:
        """Numbers that only change their place keep what they are given."""
        if operation in self.inside and operation.type not in MOVED:
            k = self.record.moving_inputs(operation)[0]
            return self._at(operation, [k], [as_shape(outs[0], operation.inputs[k])])
        return outs if operation.type == "StopGradient" else own_gradient(operation, outs)

    def _sum(self, operation, out, moving) -> list:
        """Each term by its share; what is added and does not depend on the input keeps its own."""
        share = out / stable(operation.outputs[0])
        if operation.type == "SquaredDifference":
            share = out / stable(operation.inputs[0] - operation.inputs[1])
        signs = [1.0] * len(operation.inputs)
        if operation.type in ("Sub", "SquaredDifference"):
            signs[1] = -1.0
        given = [as_shape(signs[k] * operation.inputs[k] * share, operation.inputs[k]) for k in moving]
        return self._at(operation, moving, given)

    def _average(self, operation, out) -> tf.Tensor:
        """In proportion to what each number contributes."""
        share = out / stable(operation.outputs[0])
        return operation.inputs[0] * own_gradient(operation, [share])[0]

    def _product(self, operation, out) -> list:
        """All to what is let through, nothing to the gate that lets it; half to each where neither is a gate."""
        are_gates = [gates.is_gate(self.record, tensor) for tensor in operation.inputs[:2]]
        halves = [0.5, 0.5] if are_gates[0] == are_gates[1] else [0.0 if gate else 1.0 for gate in are_gates]
        if operation.type == "Mul":
            return [as_shape(h * out, t) if h else None for h, t in zip(halves, operation.inputs, strict=True)]
        slopes = own_gradient(operation, [out / stable(operation.outputs[0])])
        pairs = zip(halves, operation.inputs, slopes, strict=True)
        return [h * tensor * slope if h else None for h, tensor, slope in pairs]

    def _weighted(self, unit: Affine, out) -> list:
        rules, convolution = self.rules, "Conv" in unit.operation.type
        if rules.box is not None and convolution and gates.reads_a_point(self.record, unit.tensor):
            given = unit.in_box(out, *rules.box)
        else:
            rule = rules.convolution if convolution else rules.dense
            if rule == "alpha_beta":
                given = unit.alpha_beta(out, rules.alpha)
            elif rule == "gamma":
                given = unit.gamma(out, rules.gamma, rules.epsilon)
            else:
                given = unit.epsilon(out, rules.epsilon)
        return self._at(unit.operation, [unit.place], [given])
