"""Tables in which only some columns matter: the truth is which, and the formula."""

import numpy as np

from nnviz.data.raw import Raw
from nnviz.data.truth import Truth

FORMS = ("curved", "linear", "product")
MOST_TELLING = 5
_WEIGHTS = (2.0, -3.0, 2.5, -1.5, 1.0)


def formula(
    points: int, columns: int, telling: int, form: str, answer: str, correlation: float, noise: float, seed: int
) -> Raw:
    """Columns uniform on [−1, 1], a few of which decide by a formula; which ones depends on the seed.

    curved: 2a − 3b² + 2 sin 3c + 3 |d| + 2e³     linear: 2a − 3b + 2.5c − 1.5d + e     product: 3abc…
    as many terms as there are `telling` columns.

    Args:
        answer: "number" for the formula's value, "class" for whether it is above its median.
        correlation: how much each column that does not matter copies one that does: (1 − c)·own + c·copied.
        noise: deviation of a Gaussian added to the formula's value, in its own deviations.

    Returns:
        Raw: x (points, columns); its truth is the columns of the formula, the same for every example.
    """
    rng = np.random.default_rng(seed)
    telling = min(telling, columns)
    order = rng.permutation(columns)
    chosen = order[:telling]
    x = rng.uniform(-1, 1, (points, columns))
    for place, column in enumerate(order[telling:]):
        x[:, column] = (1 - correlation) * x[:, column] + correlation * x[:, chosen[place % telling]]
    value, words = _value(x[:, chosen], [f"x{k + 1}" for k in chosen], form)
    value = value + noise * value.std() * rng.standard_normal(points)
    y = (value > np.median(value)).astype(int) if answer == "class" else value
    parts = np.zeros((1, columns), bool)
    parts[0, chosen] = True
    names = ", ".join(f"x{k + 1}" for k in sorted(chosen))
    which = f"Only {names} matters" if telling == 1 else f"Only {names} matter"
    middle = f"; the class is high where y is above its median, {np.median(value):.2f}" if answer == "class" else ""
    return Raw(x, y, truth=Truth(f"{which}{middle}.", parts, f"y = {words}", "the columns of the formula"))


def _value(x: np.ndarray, names: list[str], form: str) -> tuple[np.ndarray, str]:
    """The formula's value for the telling columns x (n, k), and its text."""
    if form == "product":
        return 3 * x.prod(1), "3·" + "·".join(names)
    if form == "linear":
        weights = np.array(_WEIGHTS[: len(names)])
        return x @ weights, _sum([f"{weight:g}·{name}" for weight, name in zip(weights, names, strict=True)])
    terms = [term(x[:, k]) for k, (term, _) in enumerate(_TERMS[: len(names)])]
    return np.sum(terms, axis=0), _sum([text.format(name) for (_, text), name in zip(_TERMS, names, strict=False)])


_TERMS = (
    (lambda a: 2 * a, "2·{}"),
    (lambda a: -3 * a**2, "-3·{}²"),
    (lambda a: 2 * np.sin(3 * a), "2·sin(3·{})"),
    (lambda a: 3 * np.abs(a), "3·|{}|"),
    (lambda a: 2 * a**3, "2·{}³"),
)


def _sum(terms: list[str]) -> str:
    return " + ".join(terms).replace("+ -", "− ").replace("-", "−")
