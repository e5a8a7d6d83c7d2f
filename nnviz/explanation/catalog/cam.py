"""Methods that look at the maps of a convolution."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import Method

CAM = (
    Method(
        name="grad_cam",
        title="Grad-CAM",
        function="nnviz.explanation.methods.grad_cam:grad_cam",
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
        misleads="It is coarse, and shows where something was found, not what. What speaks against the answer is not "
        "shown.",
        signed=False,
        unit="own",
        default=("image",),
    ),
)
