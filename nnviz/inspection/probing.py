"""What a linear model can read off a layer."""

import numpy as np

_COMPONENTS = 50
"""Principal components that a probe is given of a layer with more numbers: it is to be simple, and quick."""


def linear_probe(train: np.ndarray, train_y: np.ndarray, held_out: np.ndarray, held_out_y: np.ndarray) -> float:
    """How well a linear model tells the answer from a layer's output, on examples that it was not fitted to.

    Logistic regression for classes, ridge regression for numbers, on standardized principal components (Alain and
    Bengio, "Understanding intermediate layers using linear classifier probes", 2016). That an answer can be read off a
    layer does not say that the network uses it.

    Args:
        train, held_out: (n, numbers) and (m, numbers) float, a layer's output, flattened.
        train_y, held_out_y: (n,) and (m,) whole numbers for classes; (n, outputs) float for numbers.

    Returns:
        The share that is right; for numbers R², which is below 0 where the mean would be nearer.
    """
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    components = min(_COMPONENTS, len(train) - 1, train.shape[1])
    classes = np.issubdtype(np.asarray(train_y).dtype, np.integer)
    if classes and len(np.unique(train_y)) < 2:
        return float((held_out_y == train_y[0]).mean())
    last = LogisticRegression(max_iter=300) if classes else Ridge(1.0)
    model = make_pipeline(PCA(components, random_state=0), StandardScaler(), last)
    return float(model.fit(train, train_y).score(held_out, held_out_y))
