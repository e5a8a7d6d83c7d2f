"""The attribution methods: what each takes, what it promises, what it costs. Imports no framework."""

from dataclasses import dataclass

from nnviz.explanation import costs
from nnviz.explanation.costs import Cost
from nnviz.params import Param, fill, lookup

BASELINES = ("zeros", "mean", "blur", "black")
_BASELINE = Param("baseline", "choice", "zeros", "What the example is compared with", choices=BASELINES)
_BLUR = Param("blur_sigma", "float", 4.0, "Width of the blur, in pixels", minimum=0.5, maximum=50.0, advanced=True)
_TOLERANCE = Param(
    "tolerance",
    "float",
    1e-3,
    "Refine the path until the relative residual is below this; 0 never refines",
    minimum=0.0,
    maximum=1.0,
    log=True,
    advanced=True,
)
_MAX_STEPS = Param(
    "max_steps", "int", 1024, "Gradients at most, per path", minimum=1, maximum=100_000, log=True, advanced=True
)
_ROWS = Param(
    "background_rows",
    "int",
    20,
    "How many examples of the training part it compares with.",
    minimum=1,
    maximum=1000,
    label="Background examples",
)
_LIMIT = Param(
    "time_limit",
    "float",
    60.0,
    "Seconds after which it ends with what it has",
    minimum=1.0,
    maximum=3600.0,
    advanced=True,
)


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to explain a prediction.

    Attributes:
        name, title: the key, and what people call it.
        function: "module:function" behind it, which only a worker imports.
        params: its settings.
        completeness: whether its values promise to add up to f(x) − f(baseline).
        needs_background: whether it compares with other examples.
        uses_baseline: whether it compares with one baseline.
        kinds: the kinds of data it applies to.
        cost: the function that counts its passes.
        help: one line for a person.
        guarantee: what its values promise, in one sentence.
        reference: the paper.
    """

    name: str
    title: str
    function: str
    params: tuple[Param, ...]
    completeness: bool
    needs_background: bool
    uses_baseline: bool
    kinds: tuple[str, ...]
    cost: object
    help: str
    guarantee: str
    reference: str


_ALL = ("vector", "image", "sequence", "tokens")
_LIST = (
    Method(
        name="integrated_gradients",
        title="Integrated gradients",
        function="nnviz.explanation.integrated:integrated_gradients",
        params=(
            _BASELINE,
            Param(
                "n_steps", "int", 32, "Gradients along the path, before refinement", minimum=1, maximum=2048, log=True
            ),
            _TOLERANCE,
            _MAX_STEPS,
            _BLUR,
            _LIMIT,
        ),
        completeness=True,
        needs_background=False,
        uses_baseline=True,
        kinds=_ALL,
        cost=costs.integrated_gradients,
        help="Adds up the gradient along the straight path from a baseline to the example.",
        guarantee="The values add up to f(x) − f(baseline); the residual says how nearly.",
        reference="Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017",
    ),
    Method(
        name="expected_gradients",
        title="Expected gradients (SHAP values by gradients)",
        function="nnviz.explanation.integrated:expected_gradients",
        params=(
            _ROWS,
            Param("n_steps", "int", 16, "Gradients a path, before any refinement", minimum=1, maximum=2048, log=True),
            _TOLERANCE,
            _MAX_STEPS,
            _LIMIT,
        ),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=_ALL,
        cost=costs.expected_gradients,
        help="Integrated gradients averaged over background examples instead of one baseline.",
        guarantee="The values add up to f(x) − the mean of f over the background examples. They equal Shapley "
        "values where "
        "the model is additive or multilinear in its inputs, and approximate them elsewhere.",
        reference="Erion et al., Improving performance of deep learning models with axiomatic attribution priors and "
        "expected gradients, 2021",
    ),
    Method(
        name="permutation_shap",
        title="Shapley values by permutation",
        function="nnviz.explanation.shapley:permutation_shap",
        params=(
            _ROWS,
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
            Param(
                "regions",
                "int",
                64,
                "Put an image or a sequence together into at most so many regions; 0 leaves every number alone",
                minimum=0,
                maximum=10_000,
                advanced=True,
            ),
            _LIMIT,
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
    ),
    Method(
        name="shap_library",
        title="Shapley values by the shap package",
        function="nnviz.explanation.shap_library:shap_library",
        params=(
            _ROWS,
            Param("permutations", "int", 10, "Orders of the features to average over", minimum=1, maximum=1000),
        ),
        completeness=True,
        needs_background=True,
        uses_baseline=False,
        kinds=("vector",),
        cost=costs.shap_library,
        help="The explainers of the widely used package: every set of up to 10 inputs, orders of them beyond.",
        guarantee="The values add up to f(x) − the mean of f over the background examples.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
    ),
    Method(
        name="deep_shap",
        title="DeepSHAP",
        function="nnviz.explanation.deep_shap:deep_shap",
        params=(
            _ROWS,
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
        kinds=("vector", "image", "sequence"),
        cost=costs.deep_shap,
        help="Passes differences from background activations back through the network, layer by layer.",
        guarantee="The values add up to f(x) − the mean of f over the background examples, for the layers that "
        "it knows: "
        "plain dense and convolutional ones. It refuses others.",
        reference="Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
    ),
    Method(
        name="gradient",
        title="Gradient",
        function="nnviz.explanation.saliency:gradient",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=_ALL,
        cost=costs.gradient,
        help="How fast the output changes with each input, here and now.",
        guarantee="A slope, not a share: the values need not add up to anything.",
        reference="Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2013",
    ),
    Method(
        name="gradient_x_input",
        title="Gradient × input",
        function="nnviz.explanation.saliency:gradient_x_input",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=_ALL,
        cost=costs.gradient,
        help="The gradient times the input: the share of each input if the model were linear.",
        guarantee="The values add up to f(x) only for models that are linear in their input; elsewhere to nothing.",
        reference="Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation "
        "Differences, 2017",
    ),
    Method(
        name="smoothgrad",
        title="SmoothGrad",
        function="nnviz.explanation.saliency:smoothgrad",
        params=(
            Param("samples", "int", 50, "Noisy copies to average over", minimum=1, maximum=5000, log=True),
            Param("noise", "float", 0.15, "Deviation of the noise, as a share of the range", minimum=0.0, maximum=2.0),
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=_ALL,
        cost=costs.smoothgrad,
        help="The gradient averaged over noisy copies of the example, which calms it.",
        guarantee="A slope, not a share: the values need not add up to anything.",
        reference="Smilkov et al., SmoothGrad: removing noise by adding noise, 2017",
    ),
    Method(
        name="grad_cam",
        title="Grad-CAM",
        function="nnviz.explanation.grad_cam:grad_cam",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=("image",),
        cost=costs.gradient,
        help="Where the last convolution finds what speaks for the answer.",
        guarantee="Never negative, and only as fine as that layer's maps; the values need not add up to anything.",
        reference="Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, "
        "2017",
    ),
    Method(
        name="occlusion",
        title="Occlusion",
        function="nnviz.explanation.occlusion:occlusion",
        params=(
            _BASELINE,
            Param("window", "int", 2, "Edge of the patch, in pixels, steps or features", minimum=1, maximum=512),
            Param("stride", "int", 1, "How far the patch moves each time", minimum=1, maximum=512),
            _BLUR,
            _LIMIT,
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=True,
        kinds=_ALL,
        cost=costs.occlusion,
        help="Covers a patch at a time and sees how far the output falls.",
        guarantee="Each value is a real difference of outputs; they need not add up to anything.",
        reference="Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014",
    ),
)
METHODS: dict[str, Method] = {method.name: method for method in _LIST}


def method_named(name: str) -> Method:
    """The method with that name. Raises SpecError that names the nearest right spelling."""
    return lookup(METHODS, name, "method")


def check_cost(
    method: str, examples: int, shape: tuple[int, ...], orders: int = 10, steps: int = 20, layers: int = 0
) -> Cost:
    """What it costs to check a method with its own settings on some examples.

    Args:
        orders, steps: of deletion and insertion, see `nnviz.deletion_insertion`; 0 orders where that is not asked.
        layers: that get random weights, see `nnviz.randomization_check`; 0 where that is not asked.
    """
    once, curves = cost(method, examples, shape), examples * (orders + 1) * 2 * (steps + 1) if orders else 0
    return costs.repeated(once, layers + 1, curves)


def cost(method: str, examples: int = 1, shape: tuple[int, ...] = (), **settings) -> Cost:
    """How many forward and backward passes a method will make, before it starts.

    Args:
        method: a name in `METHODS`.
        examples: number of examples to explain.
        shape: shape of one example; of several inputs one shape each.
        settings: the method's own settings; defaults stand in for those not given.

    >>> cost("integrated_gradients", n_steps=32).backward
    32
    """
    entry = method_named(method)
    return entry.cost(examples, tuple(shape), fill(entry.params, settings))
