"""Methods that add up gradients along a path."""

from dataclasses import replace

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
            replace(TOLERANCE, default=3e-3),
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
    Method(
        name="blur_integrated_gradients",
        title="Blur integrated gradients",
        function="nnviz.explanation.methods.bent_paths:blur_integrated_gradients",
        params=(
            Param("n_steps", "int", 20, "Blurs on the way", minimum=1, maximum=500, log=True),
            Param("most_blur", "float", 8.0, "Width of the strongest blur, in pixels", minimum=0.5, maximum=100.0),
            TOLERANCE,
            MAX_STEPS,
            LIMIT,
        ),
        completeness=True,
        needs_background=False,
        uses_baseline=False,
        kinds=("image",),
        cost=costs.bent_path,
        help="Adds up the gradient while the image becomes sharp.",
        guarantee="The values add up to f(x) − f(the blurred image); the residual says how nearly.",
        reference="Xu, Venugopalan and Sundararajan, Attribution in Scale and Space, 2020",
        misleads="Large even areas look the same however blurred, and get nothing, even where their colour decides.",
    ),
    Method(
        name="guided_integrated_gradients",
        title="Guided integrated gradients",
        function="nnviz.explanation.methods.bent_paths:guided_integrated_gradients",
        params=(
            BASELINE,
            Param("n_steps", "int", 20, "Turns of the way", minimum=1, maximum=500, log=True),
            Param("share", "float", 0.25, "Share of the numbers that move at a time", minimum=0.01, maximum=1.0),
            TOLERANCE,
            MAX_STEPS,
            BLUR,
            LIMIT,
        ),
        completeness=True,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.guided_path,
        help="Integrated gradients along a way that avoids steep places, where noise gathers.",
        guarantee="The values add up to f(x) − f(baseline); the residual says how nearly.",
        reference="Kapishnikov et al., Guided Integrated Gradients: An Adaptive Path Method for Removing Noise, 2021",
        misleads="The way depends on the network, so that two networks that answer alike may get different values.",
    ),
)
