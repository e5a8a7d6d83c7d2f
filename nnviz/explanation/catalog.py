"""The attribution methods: what each takes, what it promises, what it costs. Imports no framework."""

from dataclasses import dataclass

from nnviz.explanation import costs
from nnviz.explanation.costs import Cost
from nnviz.params import Param, fill, lookup

BASELINES = ("zeros", "mean", "blur", "black")
_BASELINE = Param("baseline", "choice", "zeros", "What the example is compared with", choices=BASELINES)
_BLUR = Param("blur_sigma", "float", 4.0, "Width of the blur, in pixels", 0.5, 50.0, advanced=True)
_TOLERANCE = Param(
    "tolerance",
    "float",
    1e-3,
    "Refine the path until the relative residual is below this; 0 never refines",
    0.0,
    1.0,
    log=True,
    advanced=True,
)
_MAX_STEPS = Param("max_steps", "int", 1024, "Gradients at most, per path", 1, 100_000, log=True, advanced=True)
_ROWS = Param("background_rows", "int", 20, "Background examples to compare with", 1, 1000)


@dataclass(frozen=True)
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
        "integrated_gradients",
        "Integrated gradients",
        "nnviz.explanation.integrated:integrated_gradients",
        (
            _BASELINE,
            Param("n_steps", "int", 32, "Gradients along the path, before refinement", 1, 2048, log=True),
            _TOLERANCE,
            _MAX_STEPS,
            _BLUR,
        ),
        True,
        False,
        True,
        _ALL,
        costs.integrated_gradients,
        "Adds up the gradient along the straight path from a baseline to the example.",
        "The values add up to f(x) − f(baseline); the residual says how nearly.",
        "Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017",
    ),
    Method(
        "expected_gradients",
        "Expected gradients (SHAP values by gradients)",
        "nnviz.explanation.integrated:expected_gradients",
        (
            _ROWS,
            Param("n_steps", "int", 16, "Gradients a path, before any refinement", 1, 2048, log=True),
            _TOLERANCE,
            _MAX_STEPS,
        ),
        True,
        True,
        False,
        _ALL,
        costs.expected_gradients,
        "Integrated gradients averaged over background examples instead of one baseline.",
        "The values add up to f(x) − the mean of f over the background rows. They equal Shapley values where "
        "the model is additive or multilinear in its inputs, and approximate them elsewhere.",
        "Erion et al., Improving performance of deep learning models with axiomatic attribution priors and "
        "expected gradients, 2021",
    ),
    Method(
        "permutation_shap",
        "Shapley values by permutation",
        "nnviz.explanation.shapley:permutation_shap",
        (
            _ROWS,
            Param("permutations", "int", 10, "Orders of the features to average over", 1, 1000),
            Param("exact_up_to", "int", 10, "Try all subsets of at most so many features", 0, 14, advanced=True),
        ),
        True,
        True,
        False,
        ("vector", "sequence", "tokens", "image"),
        costs.permutation_shap,
        "What each feature adds on average as features are revealed one by one; looks only at outputs.",
        "The values add up to f(x) − the mean of f over the background rows, however few the permutations.",
        "Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
    ),
    Method(
        "deep_shap",
        "DeepSHAP",
        "nnviz.explanation.deep_shap:deep_shap",
        (_ROWS, Param("time_limit", "float", 120.0, "Seconds before it is given up", 5.0, 3600.0, advanced=True)),
        True,
        True,
        False,
        ("vector", "image", "sequence"),
        costs.deep_shap,
        "Passes differences from background activations back through the network, layer by layer.",
        "The values add up to f(x) − the mean of f over the background rows, for the layers that it knows: "
        "plain dense and convolutional ones. It refuses others.",
        "Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
    ),
    Method(
        "gradient",
        "Gradient",
        "nnviz.explanation.saliency:gradient",
        (),
        False,
        False,
        False,
        _ALL,
        costs.gradient,
        "How fast the output changes with each input, here and now.",
        "A slope, not a share: the values need not add up to anything.",
        "Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2013",
    ),
    Method(
        "gradient_x_input",
        "Gradient × input",
        "nnviz.explanation.saliency:gradient_x_input",
        (),
        False,
        False,
        False,
        _ALL,
        costs.gradient,
        "The gradient times the input: the share of each input if the model were linear.",
        "The values add up to f(x) only for models that are linear in their input; elsewhere to nothing.",
        "Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation "
        "Differences, 2017",
    ),
    Method(
        "smoothgrad",
        "SmoothGrad",
        "nnviz.explanation.saliency:smoothgrad",
        (
            Param("samples", "int", 50, "Noisy copies to average over", 1, 5000, log=True),
            Param("noise", "float", 0.15, "Deviation of the noise, as a share of the range", 0.0, 2.0),
        ),
        False,
        False,
        False,
        _ALL,
        costs.smoothgrad,
        "The gradient averaged over noisy copies of the example, which calms it.",
        "A slope, not a share: the values need not add up to anything.",
        "Smilkov et al., SmoothGrad: removing noise by adding noise, 2017",
    ),
    Method(
        "occlusion",
        "Occlusion",
        "nnviz.explanation.occlusion:occlusion",
        (
            _BASELINE,
            Param("window", "int", 2, "Edge of the patch, in pixels, steps or features", 1, 512),
            Param("stride", "int", 1, "How far the patch moves each time", 1, 512),
            _BLUR,
        ),
        False,
        False,
        True,
        _ALL,
        costs.occlusion,
        "Covers a patch at a time and sees how far the output falls.",
        "Each value is a real difference of outputs; they need not add up to anything.",
        "Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014",
    ),
)
METHODS: dict[str, Method] = {method.name: method for method in _LIST}


def method_named(name: str) -> Method:
    """The method with that name. Raises SpecError that names the nearest right spelling."""
    return lookup(METHODS, name, "method")


def cost(method: str, examples: int = 1, shape: tuple[int, ...] = (), **settings) -> Cost:
    """How many forward and backward passes a method will make, before it starts.

    Args:
        method: a name in `METHODS`.
        examples: number of examples to explain.
        shape: shape of one example.
        settings: the method's own settings; defaults stand in for those not given.

    >>> cost("integrated_gradients", n_steps=32).backward
    32
    """
    entry = method_named(method)
    return entry.cost(examples, tuple(shape), fill(entry.params, settings))
