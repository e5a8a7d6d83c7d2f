"""Guided backpropagation and the deconvolutional network: gradients whose way back through every ReLU is changed."""

import numpy as np
import tensorflow as tf

from nnviz.explanation.backward.kinds import RECTIFIERS
from nnviz.explanation.backward.record import Rule, own_gradient
from nnviz.explanation.backward.run import walked
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.switching import codes_have_no_slope


def guided_backpropagation(problem: Problem) -> Outcome:
    """The gradient, of which every ReLU passes on only what is positive, and only where it was open itself.

    Springenberg et al., "Striving for Simplicity: The All Convolutional Net" (2014).
    """
    return _changed(problem, "guided", guided)


def deconvolution(problem: Problem) -> Outcome:
    """The gradient, of which every ReLU passes on what is positive, wherever it was open itself.

    Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2014).
    """

    def rule(operation, outs):
        return [tf.nn.relu(outs[0])] if operation.type in RECTIFIERS else own_gradient(operation, outs)

    return _changed(problem, "deconvolution", rule)


def guided(operation: tf.Operation, outs: list[tf.Tensor]) -> list:
    """The rule of guided backpropagation, for `Record.walk_back`."""
    if operation.type in RECTIFIERS:
        return own_gradient(operation, [tf.nn.relu(outs[0])])
    return own_gradient(operation, outs)


def changed_gradients(problem: Problem, name: str, rule: Rule) -> tuple[list[np.ndarray], int]:
    """What arrives at the points (n, …) by a changed rule, and how many ReLUs it met on the way."""

    def walk(record, seed, _):
        met = sum(operation.type in RECTIFIERS for operation in record.operations)
        return [*record.walk_back(seed, rule), tf.fill([tf.shape(seed)[0]], met)]

    *gradients, met = walked(problem, (name,), walk)
    return gradients, int(met[0])


def _changed(problem: Problem, name: str, rule: Rule) -> Outcome:
    gradients, met = changed_gradients(problem, name, rule)
    note = f"The way back was changed at {met:,} {'activation' if met == 1 else 'activations'} of the ReLU family."
    if not met:
        note = "This network has no ReLU, where the way back would be changed: these are its plain gradients."
    tokens = ("For tokens, the length of what reaches each token's embedding is shown; it has no sign.",)
    notes = (note, *(tokens if problem.has_tokens else ()), *codes_have_no_slope(problem))
    return Outcome(problem.per_input(gradients, "norm"), notes=notes)
