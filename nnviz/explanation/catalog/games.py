"""Further ways to Shapley values that look only at outputs, and so hold for any network."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import HIDE, LIMIT, REGIONS, ROWS
from nnviz.params import Param

_APART = "Parts that go together are taken apart: the network sees combinations that never occur."
_SUM = "The values add up to f(x) − the mean of f with every part hidden"
_SETS = Param("sets", "int", 1024, "Sets of parts to try", minimum=16, maximum=100_000, log=True)
_EVALUATIONS = Param("evaluations", "int", 500, "Sets of parts to try", minimum=8, maximum=100_000, log=True)
_ALONE = Param(
    "regions",
    "int",
    0,
    "Put an image or a sequence together into at most so many regions; 0 goes down to pixels and steps",
    minimum=0,
    maximum=10_000,
    advanced=True,
)
_SHARED = {"completeness": True, "needs_background": True, "uses_baseline": False, "kinds": ALL}
PACKAGE = ("auto", "exact", "permutation", "kernel", "sampling", "partition", "deep", "gradient")
"""The shap package's explainers: "auto" tries every set of up to ten parts and walks orders of more; "deep" knows plain
dense and convolutional networks alone; "gradient" draws as many points as `evaluations` says."""

GAMES = (
    Method(
        name="kernel_shap",
        title="Kernel SHAP",
        function="nnviz.explanation.methods.kernel_shap:kernel_shap",
        params=(ROWS, _SETS, REGIONS, HIDE, LIMIT),
        cost=costs.kernel_shap,
        help="Tries sets of revealed parts and fits the line that tells best what each part adds.",
        guarantee=f"{_SUM}. With every set tried they are Shapley values, with fewer they come near them.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
        misleads=_APART,
        **_SHARED,
    ),
    Method(
        name="partition_shap",
        title="Partition SHAP (by hierarchy)",
        function="nnviz.explanation.methods.partition_shap:partition_shap",
        params=(ROWS, _EVALUATIONS, _ALONE, HIDE, LIMIT),
        cost=costs.partition_shap,
        help="Shares the answer out between halves of the example, and the halves of those that count most, and so on.",
        guarantee=f"{_SUM}, whenever it ends. What was not split shares its value evenly.",
        reference="Owen, Values of Games with a Priori Unions, 1977; Lundberg, the shap package",
        misleads="A part far from others of its kind is split off late: its value may still be its neighbours' too.",
        **_SHARED,
    ),
    Method(
        name="sampling_shap",
        title="Shapley values by drawing",
        function="nnviz.explanation.methods.sampling_shap:sampling_shap",
        params=(
            ROWS,
            Param("samples", "int", 100, "Draws a part, on average", minimum=4, maximum=10_000, log=True),
            REGIONS,
            HIDE,
        ),
        cost=costs.sampling_shap,
        help="Draws an order and a background example for one part at a time, and sees what the part adds.",
        guarantee=f"{_SUM}, after what the draws missed was shared out by how uncertain each value is.",
        reference="Štrumbelj and Kononenko, Explaining prediction models and individual predictions with feature "
        "contributions, 2014",
        misleads=f"Few draws are noise. {_APART}",
        **_SHARED,
    ),
    Method(
        name="shap_library",
        title="Shapley values by the shap package",
        function="nnviz.explanation.methods.shap_library:shap_library",
        params=(
            ROWS,
            Param("explainer", "choice", "auto", "Which of the package's explainers", choices=PACKAGE),
            Param("permutations", "int", 10, "Orders of the parts to average over", minimum=1, maximum=1000),
            _EVALUATIONS,
            REGIONS,
            HIDE,
            Param("time_limit", "float", 120.0, "Seconds before it is given up", minimum=5.0, maximum=3600.0,
                  advanced=True),
        ),
        cost=costs.shap_library,
        help="The explainers of the widely used package, in a process of their own.",
        guarantee=f"{_SUM}; those of its gradient explainer within what its draws miss.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
        misleads=_APART,
        **_SHARED,
    ),
)  # fmt: skip
