"""One weight under a penalty, in closed form. The browser's twin is nnviz/web/lessons/regularization/penalty.js.

J(w) = ½ (w − w*)² + λ₁ |w| + λ₂ w², with the penalty as `keras.regularizers.L1L2(l1=λ₁, l2=λ₂)` adds it.
Hoerl and Kennard, "Ridge regression" (1970); Tibshirani, "Regression shrinkage and selection via the lasso" (1996).
"""


def cost(w: float, star: float, l1: float = 0.0, l2: float = 0.0) -> float:
    """J(w) for a weight that the data alone would make `star`."""
    return 0.5 * (w - star) ** 2 + l1 * abs(w) + l2 * w**2


def best(star: float, l1: float = 0.0, l2: float = 0.0) -> float:
    """The weight at which J is lowest: sign(w*) · max(|w*| − λ₁, 0) / (1 + 2 λ₂)."""
    left = max(abs(star) - l1, 0.0)
    return (left if star > 0 else -left) / (1 + 2 * l2)
