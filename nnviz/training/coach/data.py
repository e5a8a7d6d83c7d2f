"""What lies in the data: scales, classes of different sizes, wrong labels. Imports no framework."""

import numpy as np

from nnviz import words
from nnviz.training.coach import mending
from nnviz.training.coach.records import Diagnosis, Evidence, Mend, Recorded

_LARGE, _APART = 10.0, 100.0
_RARE = 5.0
_ODD = 0.05
_SCALING_LAYERS = ("Normalization", "Rescaling", "BatchNormalization", "LayerNormalization")
_MOST_BARS = 12


def unscaled_inputs(run: Recorded) -> Diagnosis | None:
    """Inputs that are large, or of very different sizes, go into the network as they are."""
    facts, layers = run.facts, [own for own in run.experiment.model.layers if own.enabled]
    if facts is None or not facts.means or (layers and layers[0].kind in _SCALING_LAYERS):
        return None
    if run.schema is not None and run.schema.kind == "tokens":
        return None
    means, spreads = np.abs(facts.means), np.asarray(facts.deviations)
    sizes = np.hypot(means, spreads)
    there = spreads[spreads > 1e-9]
    apart = float(there.max() / there.min()) if len(there) else 1.0
    large = float(sizes.max())
    if large < _LARGE and not (apart > _APART and large > 3):
        return None
    order = np.argsort(-sizes)[:_MOST_BARS]
    names = tuple(facts.columns[k] for k in order)
    most = facts.columns[int(sizes.argmax())]
    told = f"The inputs are as large as {words.number(large)} ({most})"
    told += f", and their spreads differ {apart:,.0f} times." if apart > _APART else "."
    mend = None
    if not run.experiment.data.steps and run.experiment.data.scaling == "none":
        mend = mending.prepared(run.experiment, "Inputs scaled to mean 0 and deviation 1", scaling="standard")
    return Diagnosis(
        "unscaled_inputs",
        "The inputs are not scaled",
        told,
        "A weight's gradient grows with its input: one learning rate cannot suit inputs of different sizes, and "
        "large ones drive units to the flat ends of their activation.",
        "stability",
        Evidence("bars", names, {"size": tuple(sizes[order].tolist())}, "Input", "Usual size", large > 100),
        mend,
        0.92,
    )


def class_imbalance(run: Recorded) -> Diagnosis | None:
    """A class is rare in training, and the network hardly ever names it."""
    facts = run.facts
    if facts is None or len(facts.training_counts) < 2 or run.experiment.data.balance != "none":
        return None
    counts = np.asarray(facts.training_counts, float)
    rare = int(counts.argmin())
    if counts[rare] <= 0 or counts.max() / counts[rare] < _RARE:
        return None
    found = _found(run)
    if found is not None and not found[rare] < 0.6:
        return None
    if found is None and not (run.guess and len(run.accuracy) and run.accuracy[-1] < run.guess + 0.02):
        return None
    names = tuple(facts.classes)
    told = f"Of the training examples {words.percent(counts[rare] / counts.sum())} are {names[rare]}"
    if found is not None:
        told += f", and the network finds {words.percent(found[rare])} of those held out"
    shown = {"share of the examples": tuple((counts / counts.sum()).tolist())}
    if found is not None:
        shown |= {"share found": tuple(found.tolist())}
    mend = mending.prepared(run.experiment, "Rare classes count more", balance="class_weights")
    return Diagnosis(
        "class_imbalance",
        "A rare class is passed over",
        f"{told}.",
        "The loss is an average over all examples, so that a few of them hardly count: naming the frequent class "
        "is cheap.",
        "losses",
        Evidence("bars", names[:_MOST_BARS], {k: v[:_MOST_BARS] for k, v in shown.items()}, "Class", "Share"),
        mend,
        0.72,
    )


def _found(run: Recorded) -> np.ndarray | None:
    """(classes,) the share of the held-out examples of each class that are named right; NaN for none of them."""
    if run.confusion is None or not run.confusion.sum():
        return None
    held = run.confusion.sum(axis=1)
    return np.where(held > 0, np.diag(run.confusion) / np.maximum(held, 1), np.nan)


def label_noise(run: Recorded) -> Diagnosis | None:
    """Too many examples stand alone in the midst of another class."""
    facts = run.facts
    if facts is None or not facts.odd >= _ODD:
        return None
    shares = {"training examples": (facts.odd,)}
    return Diagnosis(
        "label_noise",
        "Some labels look wrong",
        f"{words.percent(facts.odd)} of the training examples stand amid examples of another class that agree with "
        "each other.",
        "Where classes merely overlap, neighbours disagree. Examples that stand alone deep inside another class "
        "are more likely mislabelled, and a network that learns them learns mistakes.",
        "regularization",
        Evidence("bars", ("among another class",), shares, "", "Share", limits={"told above this": _ODD}),
        _steadier(run),
        0.74,
    )


def _steadier(run: Recorded) -> Mend | None:
    if run.experiment.train.early_stopping:
        return None
    patience = max(3, min(50, run.experiment.train.epochs // 10))
    told = f"Stop after {patience} epochs without a better validation loss, before mistakes are learnt by heart"
    return mending.trained(run.experiment, told, early_stopping=patience)
