"""Keras networks that are lent weights for a few steps: put in, taken out again. For workers."""

from collections.abc import Sequence

import keras
import numpy as np

from nnviz.concepts.generative_records import Weights
from nnviz.errors import TrainingError


def variables_of(models: Sequence[keras.Model]) -> list:
    return [variable for model in models for variable in model.variables]


def put(weights: Weights, models: Sequence[keras.Model], optimizers: Sequence[keras.optimizers.Optimizer]) -> None:
    """Gives networks and optimizers these weights. Raises TrainingError for those of other networks."""
    own = [variables_of(models), [variable for optimizer in optimizers for variable in optimizer.variables]]
    for variables, values in zip(own, (weights.networks, weights.optimizers), strict=True):
        if [tuple(variable.shape) for variable in variables] != [np.shape(value) for value in values]:
            raise TrainingError("These weights are of another network.", fix="Start again.", where="state")
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def taken(models: Sequence[keras.Model], optimizers: Sequence[keras.optimizers.Optimizer]) -> Weights:
    return Weights(
        tuple(np.asarray(variable) for variable in variables_of(models)),
        tuple(np.asarray(variable) for optimizer in optimizers for variable in optimizer.variables),
    )


def dense(units: int, activation: str | None, seed: int) -> keras.layers.Dense:
    return keras.layers.Dense(units, activation, kernel_initializer=keras.initializers.GlorotUniform(seed))


def reset(models: Sequence[keras.Model], optimizers: Sequence[keras.optimizers.Optimizer], seed: int, rate: float):
    """First weights as a function of the seed alone, and optimizers that remember nothing."""
    for place, variable in enumerate(variables_of(models)):
        if len(variable.shape) == 2:
            variable.assign(keras.initializers.GlorotUniform(1000 * seed + place)(variable.shape))
        else:
            variable.assign(np.zeros(variable.shape, "float32"))
    for optimizer in optimizers:
        for variable in optimizer.variables:
            variable.assign(np.zeros(variable.shape, variable.dtype))
        optimizer.learning_rate = rate
