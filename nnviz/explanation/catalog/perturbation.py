"""Methods that change the example and look at the answer."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR, GROUPS, LIMIT, SEGMENTS, regions
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
    Method(
        name="feature_ablation",
        title="Feature ablation",
        function="nnviz.explanation.methods.feature_ablation:feature_ablation",
        params=(BASELINE, regions(64), SEGMENTS, GROUPS, BLUR, LIMIT),
        completeness=False,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.feature_ablation,
        help="Takes away one part at a time (a column, a word, a region) and sees how far the output falls.",
        guarantee="Each part's value is a real difference of outputs; they need not add up to anything.",
        reference="Covert, Lundberg and Lee, Explaining by Removing: A Unified Framework for Model Explanation, 2021",
        misleads="An example without one of its parts is itself something new to the network. What two parts say alike "
        "is found in neither.",
    ),
    Method(
        name="lime",
        title="LIME",
        function="nnviz.explanation.methods.lime:lime",
        params=(
            BASELINE,
            Param("samples", "int", 1000, "Copies with parts hidden at random", minimum=2, maximum=100_000, log=True),
            regions(50),
            SEGMENTS,
            GROUPS,
            Param(
                "kernel_width",
                "float",
                0.25,
                "How near a copy has to be to count; small: only those with little hidden",
                minimum=0.01,
                maximum=10.0,
                advanced=True,
            ),
            Param(
                "ridge",
                "float",
                1.0,
                "How strongly the line's slopes are held back; 0 not at all",
                minimum=0.0,
                maximum=1000.0,
                advanced=True,
            ),
            BLUR,
            LIMIT,
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=True,
        kinds=ALL,
        cost=costs.lime,
        help="Hides parts at random many times, and fits a straight line to the answers; its slopes are shown.",
        guarantee="The slopes of the line that fits best near the example; the details say how well it fits.",
        reference='Ribeiro, Singh and Guestrin, "Why Should I Trust You?": Explaining the Predictions of Any '
        "Classifier, 2016",
        misleads="Another choice of parts, of what near means, or of the seed gives other values.",
    ),
    Method(
        name="rise",
        title="RISE",
        function="nnviz.explanation.methods.rise:rise",
        params=(
            BASELINE,
            Param("masks", "int", 1000, "Random masks", minimum=1, maximum=100_000, log=True),
            Param("cells", "int", 7, "Cells of a mask along each side", minimum=1, maximum=64),
            Param(
                "visible", "float", 0.5, "Share of the cells that is visible", minimum=0.05, maximum=0.95, advanced=True
            ),
            BLUR,
            LIMIT,
        ),
        completeness=False,
        needs_background=False,
        uses_baseline=True,
        kinds=("image", "sequence"),
        cost=costs.rise,
        help="Looks through random masks, and compares the answers while a place was visible with all answers.",
        guarantee="The mean answer while a place is visible, less the mean of all answers; no sum is promised.",
        reference="Petsiuk, Das and Saenko, RISE: Randomized Input Sampling for Explanation of Black-box Models, 2018",
        misleads="With few masks it is noise. It is only as fine as the masks' cells.",
    ),
)
