"""Methods that walk back through the network by rules of their own."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR
from nnviz.params import Param

_ALIKE = "It draws edges of the example almost whatever the network learned: with random weights it hardly changes."

RULES = (
    Method(
        name="deep_lift",
        title="DeepLIFT",
        function="nnviz.explanation.methods.deep_lift:deep_lift",
        params=(BASELINE, BLUR),
        completeness=True,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.walk_of_two,
        help="Walks the difference from a baseline back through the network, and loses nothing on the way.",
        guarantee="The values add up to f(x) − f(baseline), in one pass forth and back, whatever the layers.",
        reference="Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation "
        "Differences, 2017",
        misleads="What several inputs do together is shared by a fixed rule, so that two networks that answer alike "
        "may get different values.",
        default=("vector", "image", "sequence"),
    ),
    Method(
        name="guided_backpropagation",
        title="Guided backpropagation",
        function="nnviz.explanation.methods.modified:guided_backpropagation",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.gradient,
        help="The gradient, of which every ReLU passes on only what speaks for the answer.",
        guarantee="Crisp pictures, and no promise: the values add up to nothing.",
        reference="Springenberg et al., Striving for Simplicity: The All Convolutional Net, 2014",
        misleads=_ALIKE,
        unit="own",
    ),
    Method(
        name="deconvolution",
        title="Deconvolution",
        function="nnviz.explanation.methods.modified:deconvolution",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.gradient,
        help="What speaks for the answer, walked back through every ReLU as if it were open.",
        guarantee="No promise: the values add up to nothing.",
        reference="Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014",
        misleads=_ALIKE,
        unit="own",
    ),
    Method(
        name="relevance",
        title="Layer-wise relevance (LRP)",
        function="nnviz.explanation.methods.relevance:relevance",
        params=(
            Param(
                "rule",
                "choice",
                "composite",
                "How a layer with weights shares out what its result is worth",
                choices=("composite", "zero", "epsilon", "gamma", "alpha_beta", "z_plus"),
            ),
            Param("epsilon", "float", 0.05, "Against noise: more of it, and less is kept", minimum=0.0, maximum=10.0),
            Param("gamma", "float", 0.25, "How much more counts what speaks for it", minimum=0.0, maximum=100.0),
            Param(
                "alpha",
                "float",
                2.0,
                "What speaks for it counts α, what speaks against it α − 1",
                minimum=1.0,
                maximum=10.0,
                advanced=True,
            ),
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.gradient,
        help="Hands what the answer is worth back from layer to layer, down to the input.",
        guarantee="Each layer hands on what it was given, less what its biases are worth. Before a softmax, it "
        "explains the number that the softmax reads.",
        reference="Bach et al., On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance "
        "Propagation, 2015",
        misleads="Other rules give other maps of the same network; rules that favour what speaks for the answer "
        "hide what speaks against it.",
        from_logits=True,
    ),
)
