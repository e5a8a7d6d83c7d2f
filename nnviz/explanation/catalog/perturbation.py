"""Methods that change the example and look at the answer."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR, LIMIT
from nnviz.params import Param

PERTURBATION = (
    Method(
        name="occlusion",
        title="Occlusion",
        function="nnviz.explanation.methods.occlusion:occlusion",
        params=(
            BASELINE,
            Param("window", "int", 2, "Edge of the patch, in pixels, steps or features", minimum=1, maximum=512),
            Param("stride", "int", 1, "How far the patch moves each time", minimum=1, maximum=512),
            BLUR,
            LIMIT,
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.occlusion,
        help="Covers a patch at a time and sees how far the output falls.",
        guarantee="Each value is a real difference of outputs; they need not add up to anything.",
        reference="Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, 2014",
        misleads="A covered patch is itself something new to the network. What two patches say alike is found in "
        "neither.",
        default=ALL,
    ),
)
