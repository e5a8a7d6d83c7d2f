"""Methods that share the answer out as a game shares its worth: Shapley values."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import ENOUGH, GROUPS, HIDE, LIMIT, REGIONS, ROWS, SEGMENTS, regions
from nnviz.params import Param

SHAPLEY = (
    Method(
        name="permutation_shap",
        title="Shapley values by permutation",
        function="nnviz.explanation.methods.shapley:permutation_shap",
        params=(
            ROWS,
            Param("permutations", "int", 10, "Orders of the features to average over", minimum=1, maximum=1000),
            Param(
                "exact_up_to",
                "int",
                10,
                "Try all subsets of at most so many features",
                minimum=0,
                maximum=14,
                advanced=True,
            ),
            REGIONS,
            HIDE,
            LIMIT,
        ),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=("vector", "sequence", "tokens", "image"),
        cost=costs.permutation_shap,
        help="What each feature adds on average as features are revealed one by one; looks only at outputs.",
        guarantee="The values add up to f(x) − the mean of f over the background examples, however few the "
        "permutations.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
        misleads="Features that go together are taken apart: the network sees combinations that never occur.",
        default=("vector", "tokens"),
    ),
    Method(
        name="deep_shap",
        title="DeepSHAP",
        function="nnviz.explanation.methods.deep_shap:deep_shap",
        params=(
            ROWS,
            Param(
                "time_limit",
                "float",
                120.0,
                "Seconds before it is given up",
                minimum=5.0,
                maximum=3600.0,
                advanced=True,
            ),
        ),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.deep_shap,
        help="Passes differences from background activations back through the network, layer by layer.",
        guarantee="The values add up to f(x) − the mean of f over the background examples, whatever the layers.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
        misleads="It splits what several inputs do together by a rule, not by trying them.",
    ),
    Method(
        name="exact_shapley",
        title="Exact Shapley values",
        function="nnviz.explanation.methods.exact_shapley:exact_shapley",
        params=(ROWS, regions(9), SEGMENTS, GROUPS, ENOUGH),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.exact_shapley,
        help="What each part adds on average, over every order in which up to twelve parts can be revealed.",
        guarantee="The values add up to f(x) − the mean of f over the background examples, and none is estimated.",
        reference="Shapley, A Value for n-Person Games, 1953",
        misleads="Parts are put together in ways that no real example has, when columns depend on one another.",
    ),
)
