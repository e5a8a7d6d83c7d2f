"""Testing with concept activation vectors: does an answer rise in the direction of a concept?"""

import warnings
from dataclasses import dataclass

import keras
import numpy as np

from nnviz import progress
from nnviz.errors import ExplanationError
from nnviz.explanation.changes.leads import Leads
from nnviz.explanation.concepts.records import ConceptTest
from nnviz.inspection.at_layer import at_layer
from nnviz.inspection.inputs import as_batch
from nnviz.inspection.space import layer_vectors
from nnviz.training.meaning import OutputMeaning

FEWEST, SETS = 5, 24
_HELD_OUT, _DECAY, _BATCH = 1 / 3, 0.1, 64


def tcav(
    model,
    x,
    concept,
    others,
    target: int,
    layer: str,
    *,
    sets: int = SETS,
    seed: int = 0,
    names: tuple[str, str] = ("the concept", ""),
    meaning: OutputMeaning | None = None,
) -> ConceptTest:
    """Whether a class's number rises when a layer's output moves in the direction of a concept (Kim et al.,
    "Interpretability beyond feature attribution: quantitative testing with concept activation vectors", 2018).

    Args:
        model: any Keras 3 model with one output, a number for each class; it is left as found.
        x: (n, …) examples of the class, or any others, whose answers are looked at.
        concept: (m, …) examples that show the concept, at least 5.
        others: (k, …) examples that its random counterparts are drawn from, at least twice 5.
        target: the class, label or output.
        layer: its path or name.
        sets: of random counterparts: each gives a direction of the concept, and one between two random groups.
        seed: of the draws.
        names: what the concept and the class are called.
        meaning: what the outputs mean; what their end suggests when None.

    Raises:
        ExplanationError: for groups that are too small, a class that is not there, or a layer without a gradient.
    """
    shown, pool = (layer_vectors(model, one, layer) for one in (concept, others))
    return concept_test(Sensitivity.of(model, x, target, layer, meaning), shown, pool, layer, sets, seed, names)


@dataclass(frozen=True)
class Sensitivity:
    """(n, numbers) slopes of a class's number in a layer's output, one example a row."""

    slopes: np.ndarray

    @classmethod
    def of(cls, model, x, target: int, layer: str, meaning: OutputMeaning | None = None) -> "Sensitivity":
        """Raises ExplanationError as `tcav`."""
        batch, _ = as_batch(model, x)
        leads = Leads(model, batch, meaning)
        if not 0 <= target < len(leads.parts):
            raise ExplanationError(
                f"There is no class or output {target}.", expected=f"0 to {len(leads.parts) - 1}", where="target"
            )
        pieces, count = [], len(keras.tree.flatten(batch)[0])
        for start in range(0, count, _BATCH):
            part = keras.tree.map_structure(lambda own: own[start : start + _BATCH], batch)  # noqa: B023
            flat, points = keras.tree.flatten(part), leads.function.points(part)
            weights = leads.weights(np.full(len(flat[0]), target), np.ones(len(flat[0])))
            _, gradient = at_layer(leads.function, layer, points, flat, weights.astype("float32"))
            pieces.append(gradient.reshape(len(gradient), -1))
        return cls(np.concatenate(pieces))

    def share(self, direction: np.ndarray) -> float:
        """Of the examples whose number rises in a direction (numbers,); one without any slope counts half."""
        along = self.slopes @ direction
        return float((along > 0).mean() + 0.5 * (along == 0).mean())


def concept_test(
    sensitivity: Sensitivity,
    shown: np.ndarray,
    pool: np.ndarray,
    layer: str,
    sets: int = SETS,
    seed: int = 0,
    names: tuple[str, str] = ("the concept", ""),
) -> ConceptTest:
    """As `tcav`, of what the layer makes of the concept's examples (m, numbers) and of the others (k, numbers)."""
    from scipy import stats

    if len(shown) < FEWEST or len(pool) < 2 * FEWEST:
        raise ExplanationError(
            f"Received {len(shown)} examples of the concept and {len(pool)} others.",
            expected=f"at least {FEWEST} and {2 * FEWEST}",
            fix="Take a wider condition, or pick more examples.",
            where="concept",
        )
    if not (np.isfinite(shown).all() and np.isfinite(pool).all() and np.isfinite(sensitivity.slopes).all()):
        raise ExplanationError(f"{layer} gives numbers that are not finite.", where="layer")
    rng, size = np.random.default_rng(seed), min(len(shown), len(pool) // 2)
    scores, chance, right = [], [], []
    for drawn in range(max(2, sets)):
        progress.tell(drawn / max(2, sets))
        order = rng.permutation(len(pool))
        one, other = pool[order[:size]], pool[order[size : 2 * size]]
        own = shown[rng.permutation(len(shown))[:size]]
        scores.append(sensitivity.share(direction(own, one)))
        chance.append(sensitivity.share(direction(other, one)))
        right.append(_told_apart(own, one))
    scores, chance = np.array(scores), np.array(chance)
    if np.ptp(scores) == 0 and np.ptp(chance) == 0:
        p = 1.0 if scores[0] == chance[0] else 0.0
    else:
        with warnings.catch_warnings():  # of scores that are all but the same
            warnings.simplefilter("ignore", RuntimeWarning)
            p = float(np.nan_to_num(stats.ttest_ind(scores, chance, equal_var=False).pvalue, nan=1.0))
    return ConceptTest(names[0], layer, names[1] or "the answer", scores, chance, p, float(np.mean(right)), len(shown),
                       len(sensitivity.slopes))  # fmt: skip


def direction(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(numbers,) the unit normal, towards `own` (m, numbers), of the plane that ridge regression puts between both."""
    x, y = np.concatenate([own, others]).astype(float), np.repeat([1.0, -1.0], [len(own), len(others)])
    x, y = x - x.mean(0), y - y.mean()
    products = x @ x.T
    spread = _DECAY * np.trace(products) / len(x)
    normal = x.T @ np.linalg.solve(products + (spread or 1.0) * np.eye(len(x)), y)
    return normal / max(float(np.linalg.norm(normal)), 1e-30)


def _told_apart(own: np.ndarray, others: np.ndarray) -> float:
    """The share of a held-out third of both that the plane of the rest puts on the right side."""
    cuts = [max(1, round(len(one) * _HELD_OUT)) for one in (own, others)]
    fitted = own[cuts[0] :], others[cuts[1] :]
    normal = direction(*fitted)
    middle = (fitted[0].mean(0) + fitted[1].mean(0)) @ normal / 2
    right = (own[: cuts[0]] @ normal > middle).mean(), (others[: cuts[1]] @ normal < middle).mean()
    return float(np.mean(right))
