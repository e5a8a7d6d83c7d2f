"""Shapley values by the shap package's own explainers, which play the game of revealed parts in a process of their own.

What the parts are and what stands in for hidden ones is the same as for our own methods, so that the two can be
compared; the model is asked here, so that any model will do.
"""

from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.hiding import Rows, hiding
from nnviz.explanation.hierarchy import hierarchy
from nnviz.explanation.methods.shap_of_model import NAMES, by_model_explainer
from nnviz.explanation.problem import Outcome, Problem
from nnviz.explanation.shap_game import played

_MOST_EXACT = 10
"""Parts up to which every set of them is tried, where nothing else is asked for."""
_MOST = {"exact": 16, "kernel": 500, "partition": 500, "permutation": 2_000, "sampling": 500}
"""Parts that each explainer takes at most."""


def shap_library(
    problem: Problem,
    background_rows: int = 20,
    explainer: str = "auto",
    permutations: int = 10,
    evaluations: int = 500,
    regions: int = 64,
    hide: str = "background",
    time_limit: float = 120.0,
) -> Outcome:
    """Shapley values by `shap.explainers.Exact`, `.Permutation`, `.Partition`, `shap.KernelExplainer`,
    `.SamplingExplainer`, or by `.DeepExplainer` and `.GradientExplainer`, which alone are given the model, as a file.

    Their sum is F(x) − E F(background).
    Lundberg and Lee, "A Unified Approach to Interpreting Model Predictions" (2017).

    Raises:
        ExplanationError: for more parts than the explainer takes; when the package fails or takes too long.
    """
    if explainer in NAMES:
        return by_model_explainer(problem, explainer, background_rows, evaluations, time_limit)
    game = Coalitions(problem, hiding(problem, hide, background_rows), regions)
    name = explainer
    if explainer == "auto":
        name = "exact" if game.players <= _MOST_EXACT else "permutation"
    if game.players > _MOST[name]:
        raise ExplanationError(
            f"The shap package's {name} explainer is offered for up to {_MOST[name]:,} parts; these examples have "
            f"{game.players:,}.",
            fix="Choose expected gradients.",
            where="explainer",
        )
    request = {"explainer": name, "permutations": permutations, "evaluations": evaluations, "seed": problem.seed}
    if name == "partition":
        tree = hierarchy(game.of, game.hidden.rows if isinstance(game.hidden, Rows) else None)
        request["linkage"] = tree.linkage().tolist()
    values, base = played(game, len(problem), request, time_limit)
    how = {"exact": "every set of the inputs", "permutation": f"{permutations:,} orders of the inputs, both ways"}
    told = how.get(name, f"about {evaluations:,} sets of the inputs with its {name} explainer")
    return game.outcome(values, base, f"The shap package tried {told}.")
