"""Methods that walk back through the network by rules of their own."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR

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
)
