"""What is done about classes of different sizes: in training alone, with the training examples' own counts."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.splitting.weighing import own_weights
from nnviz.errors import SpecError
from nnviz.specs import DataSpec


def balanced(training: np.ndarray, raw: Raw, spec: DataSpec) -> tuple[np.ndarray, np.ndarray | None, tuple[str, ...]]:
    """The rows that training sees, the weight of each, and what was done, in sentences.

    Args:
        training: (n,) positions in `raw`.

    Returns:
        Rows, where the smaller classes may be repeated or the larger ones cut; weights float32, (n,) or of labels
        (n, labels), or None.

    Raises:
        SpecError: for data without classes or labels.
    """
    rows, weights, told = _balanced(training, raw, spec)
    own, more = own_weights(rows, raw, spec)
    if own is None:
        return rows, weights, told
    own = own if weights is None or weights.ndim == 1 else own[:, None]
    return rows, own if weights is None else weights * own, told + more


def _balanced(training: np.ndarray, raw: Raw, spec: DataSpec) -> tuple[np.ndarray, np.ndarray | None, tuple[str, ...]]:
    if spec.balance == "none":
        return training, None, ()
    if raw.schema.has_labels:
        return _of_labels(training, raw, spec)
    if not raw.schema.has_classes:
        raise SpecError(
            f"{raw.schema.source} has numbers to predict, and no classes or labels to balance.",
            fix="Balance nothing, on the Prepare tab.",
            where="balance",
        )
    y = np.asarray(raw.y)[training].astype(int)
    if spec.balance == "class_weights":
        weights = class_weights(y, len(raw.schema.class_names))
        return training, weights[y].astype("float32"), (_weighed(weights, raw.schema.class_names),)
    rows = resampled(y, spec.balance, spec.seed)
    counts = np.bincount(y), len(rows)
    verb = "repeated" if spec.balance == "oversample" else "left out"
    note = (
        f"Training sees {counts[1]:,} examples, every class alike often: some of the "
        f"{'smaller classes are' if spec.balance == 'oversample' else 'larger classes are'} {verb}."
    )
    return training[rows], None, (note,)


def _of_labels(training: np.ndarray, raw: Raw, spec: DataSpec):
    """`balanced` for labels: a yes and a no to each weigh alike, or examples of rare labels come more often."""
    from nnviz.data.splitting.balance_labels import label_weights, resampled_labels

    y, names = np.asarray(raw.y)[training].astype(int), raw.schema.class_names
    if spec.balance == "class_weights":
        weights = label_weights(y)
        rarest = int(weights[:, 1].argmax())
        note = (
            "In training, a yes and a no to each label count alike: a yes to "
            f"{names[rarest]} counts {weights[rarest, 1]:.3g} times and a no {weights[rarest, 0]:.3g} times."
        )
        return training, weights[np.arange(len(names)), y].astype("float32"), (note,)
    rows = resampled_labels(y, spec.balance, spec.seed)
    before, after = ([int(own) for own in counts] for counts in (y.sum(axis=0), y[rows].sum(axis=0)))
    few = int(np.argmin(before))
    verb = "repeated" if spec.balance == "oversample" else "left out"
    note = (
        f"Training sees {len(rows):,} examples instead of {len(y):,}; some are {verb}, so that labels are more alike: "
        f"{names[few]} is on {after[few]:,} of them instead of {before[few]:,}. They cannot be quite alike, since an "
        "example has several."
    )
    return training[rows], None, (note,)


def class_weights(y: np.ndarray, classes: int) -> np.ndarray:
    """(classes,) n / (classes there · examples of the class), as scikit-learn's "balanced"; 0 for a class without any.

    >>> class_weights(np.array([0, 0, 0, 1]), 2).round(3).tolist()
    [0.667, 2.0]
    """
    counts = np.bincount(y, minlength=classes)
    there = counts > 0
    return np.where(there, len(y) / (there.sum() * np.maximum(counts, 1)), 0.0)


def resampled(y: np.ndarray, how: str, seed: int) -> np.ndarray:
    """Positions 0 … n − 1 with every class as often as the largest ("oversample") or the smallest ("undersample").

    Every example stands there at least once when oversampled, and at most once when undersampled.
    """
    rng = np.random.default_rng([seed, 6121])
    groups = [np.flatnonzero(y == own) for own in np.unique(y)]
    sizes = [len(group) for group in groups]
    size = max(sizes) if how == "oversample" else min(sizes)
    chosen = []
    for group in groups:
        whole, rest = divmod(size, len(group))
        chosen += [group] * whole + [rng.permutation(group)[:rest]]
    return np.sort(np.concatenate(chosen), kind="stable")


def _weighed(weights: np.ndarray, names: tuple[str, ...]) -> str:
    low, high = int(np.argmin(weights)), int(np.argmax(weights))
    return (
        f"In training, an example of {names[high]} counts {weights[high]:.3g} times and one of {names[low]} "
        f"{weights[low]:.3g} times, so that all classes count alike."
    )
