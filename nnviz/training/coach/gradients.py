"""Gradients that vanish or explode on their way back, layer by layer. Imports no framework."""

import numpy as np

from nnviz import words
from nnviz.training.coach import mending
from nnviz.training.coach.reading import layers_over_epochs, learnt
from nnviz.training.coach.records import Diagnosis, Mend, Recorded

_VANISHING, _EXPLODING = 1e-3, 1e3
_SATURATING = ("sigmoid", "tanh", "hard_sigmoid", "softsign", "hard_tanh")
_OUTPUT = 2
"""Which of the readings is ∂loss/∂output."""


def _hidden_gradients(run: Recorded) -> np.ndarray | None:
    """(t, hidden layers) sizes of ∂loss/∂output, the layer that gives the answer left out; None for fewer than two."""
    if run.gradients is None or not len(run.gradients.steps) or len(run.gradients.layers) < 3:
        return None
    return run.gradients.readings[:, :-1, _OUTPUT].astype(float)


def vanishing_gradients(run: Recorded) -> Diagnosis | None:
    """Less than a thousandth of what the last hidden layer gets comes back to the first."""
    sizes = _hidden_gradients(run)
    if sizes is None or not np.isfinite(sizes).all() or not (sizes[:, -1] > 0).any() or learnt(run) > 0.9:
        return None
    sizes = sizes[sizes[:, -1] > 0]
    shares = sizes / sizes[:, -1:]
    weak = np.median(shares, axis=0) < _VANISHING
    if not weak.any() or shares[-1].min() > 3 * _VANISHING:
        return None
    names = [path for path, _ in run.gradients.layers[:-1]]
    few = [name for name, own in zip(names, weak, strict=True) if own]
    middle = float(np.median(shares.min(axis=1)))
    smaller = "nothing" if middle == 0 else f"one part in {1 / middle:,.0f}"
    return Diagnosis(
        "vanishing_gradients",
        "The gradient vanishes",
        f"Of the gradient at {names[-1]}, {smaller} comes back to {names[0]}: {words.few(few)} hardly "
        f"{'learns' if len(few) == 1 else 'learn'}.",
        "On its way back the gradient is multiplied by the slope of every activation and by every layer's weights. "
        "Where these are below 1, little is left after some layers.",
        "vanishing_gradients",
        _evidence(run, names),
        _mend(run),
        0.95,
    )


def _mend(run: Recorded) -> Mend | None:
    found = {own.keras_name for own in run.experiment.model.layers if own.settings.get("activation") in _SATURATING}
    return mending.activated(run.experiment, found, "relu", "ReLU and He initial weights")


def _evidence(run: Recorded, names):
    sizes = _hidden_gradients(run)
    return layers_over_epochs(run.gradients.epochs, names, sizes, "∂loss/∂output", log=True)


def exploding_gradients(run: Recorded) -> Diagnosis | None:
    """It grows on its way back, or is so large that a step of any usual length leads far away."""
    sizes = _hidden_gradients(run)
    if sizes is None:
        return None
    finite = np.isfinite(sizes).all(axis=1)
    if not finite.any():
        return None
    sizes, slopes = sizes[finite], run.gradients.readings[finite, :, 1].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        grows = float(np.nanmax(np.where(sizes[:, -1] > 0, sizes.max(axis=1) / sizes[:, -1], 0)))
    largest = float(np.nanmax(slopes))
    if grows < _EXPLODING and largest < _EXPLODING:
        return None
    names = [path for path, _ in run.gradients.layers]
    at = names[int(np.nanmax(slopes, axis=0).argmax())]
    told = f"The gradient of the weights of {at} reaches {words.number(largest)}"
    told += f", and it grows {grows:,.0f} times on its way back." if grows >= _EXPLODING else "."
    mend = None
    if not any(
        run.experiment.train.optimizer_settings.get(one) for one in ("clipnorm", "clipvalue", "global_clipnorm")
    ):
        settings = {**run.experiment.train.optimizer_settings, "global_clipnorm": 1.0}
        mend = mending.trained(run.experiment, "Clip gradients at a length of 1", optimizer_settings=settings)
    return Diagnosis(
        "exploding_gradients",
        "The gradient explodes",
        told,
        "Large weights, or large inputs, multiply the gradient at every layer. One step along it throws all that "
        "was learnt away.",
        "vanishing_gradients",
        _evidence(run, names[:-1]),
        mend,
        0.97,
    )
