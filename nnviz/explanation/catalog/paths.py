"""Methods that add up gradients along a path."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR, LIMIT, MAX_STEPS, ROWS, TOLERANCE
from nnviz.params import Param

PATHS = (
    Method(
        name="integrated_gradients",
        title="Integrated gradients",
        function="nnviz.explanation.methods.integrated:integrated_gradients",
        params=(
            BASELINE,
            Param(
                "n_steps", "int", 32, "Gradients along the path, before refinement", minimum=1, maximum=2048, log=True
            ),
            TOLERANCE,
            MAX_STEPS,
            BLUR,
            LIMIT,
        ),
        completeness=True,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.integrated_gradients,
        help="Adds up the gradient along the straight path from a baseline to the example.",
        guarantee="The values add up to f(x) − f(baseline); the residual says how nearly.",
        reference="Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017",
        misleads="What equals the baseline always gets zero, even where its being so decides the answer: black parts "
        "of an image against a black baseline.",
        default=ALL,
    ),
    Method(
        name="expected_gradients",
        title="Expected gradients (SHAP values by gradients)",
        function="nnviz.explanation.methods.integrated:expected_gradients",
        params=(
            ROWS,
            Param("n_steps", "int", 16, "Gradients a path, before any refinement", minimum=1, maximum=2048, log=True),
            TOLERANCE,
            MAX_STEPS,
            LIMIT,
        ),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.expected_gradients,
        help="Integrated gradients averaged over background examples instead of one baseline.",
        guarantee="The values add up to f(x) − the mean of f over the background examples. They equal Shapley "
        "values where "
        "the model is additive or multilinear in its inputs, and approximate them elsewhere.",
        reference="Erion et al., Improving performance of deep learning models with axiomatic attribution priors and "
        "expected gradients, 2021",
        misleads="The path runs through mixtures of examples that never occur; what the network does there counts too.",
        default=ALL,
    ),
)
