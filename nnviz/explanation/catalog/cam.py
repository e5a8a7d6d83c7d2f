"""Methods that look at the maps of a convolution."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import Method
from nnviz.explanation.catalog.shared import BASELINE, BLUR, LIMIT
from nnviz.params import Param

_LAYER = Param(
    "layer", "text", None, "The layer whose maps are looked at: early ones are finer, late ones know more.",
    optional=True, unset="the last convolution",
)  # fmt: skip
_CHANNELS = Param(
    "channels", "int", 256, "Maps that are tried at most, the largest first", minimum=1, maximum=4096, log=True,
    advanced=True,
)  # fmt: skip
_COARSE = "It is coarse, and shows where something was found, not what. What speaks against the answer is not shown."
_NOT_NEGATIVE = "Never negative, and only as fine as that layer's maps; the values need not add up to anything."


def _cam(name: str, title: str, help: str, reference: str, misleads: str = _COARSE, **others) -> Method:
    """A method of this family: where the maps of a layer speak for the answer."""
    own = {
        "function": f"nnviz.explanation.methods.cam:{name}",
        "params": (_LAYER,),
        "cost": costs.gradient,
        "guarantee": _NOT_NEGATIVE,
        "uses_baseline": False,
        "signed": False,
        **others,
    }
    return Method(
        name=name,
        title=title,
        help=help,
        reference=reference,
        misleads=misleads,
        completeness=False,
        needs_background=False,
        kinds=("image",),
        unit="own",
        needs="maps",
        **own,
    )


CAM = (
    _cam(
        "grad_cam",
        "Grad-CAM",
        "Where the last convolution finds what speaks for the answer.",
        "Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017",
        default=("image",),
    ),
    _cam(
        "grad_cam_plus_plus",
        "Grad-CAM++",
        "Grad-CAM that counts every place where a map speaks for the answer: several objects of a class show.",
        "Chattopadhay et al., Grad-CAM++: Generalized Gradient-Based Visual Explanations for Deep Convolutional "
        "Networks, 2018",
        f"{_COARSE} Its weights are never negative: a map that speaks against the answer is left out, not taken off.",
    ),
    _cam(
        "hires_cam",
        "HiResCAM",
        "Each place of the maps times its own gradient: only places that the network used light up.",
        "Draelos and Carin, Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural "
        "networks, 2020",
        guarantee="Never negative. Where the network is linear behind the layer, each place shows what it brings to "
        "the answer.",
    ),
    _cam(
        "xgrad_cam",
        "XGrad-CAM",
        "Grad-CAM whose weights count each place of a map by how strong it is there.",
        "Fu et al., Axiom-based Grad-CAM: Towards Accurate Visualization and Explanation of CNNs, 2020",
    ),
    _cam(
        "layer_cam",
        "LayerCAM",
        "Places of the maps whose gradient speaks for the answer; of early layers too, where it is finer.",
        "Jiang et al., LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, 2021",
        "Of an early layer it shows edges more than what the answer rests on. What speaks against is not shown.",
    ),
    _cam(
        "eigen_cam",
        "Eigen-CAM",
        "What stands out most to a layer, whatever the class.",
        "Muhammad and Yeasin, Eigen-CAM: Class Activation Map using Principal Components, 2020",
        "It asks for no class: it shows the same for every answer, also for a wrong one.",
    ),
    _cam(
        "score_cam",
        "Score-CAM",
        "Shows the network only what each map covers, and weighs the map with the answer to that.",
        "Wang et al., Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks, 2020",
        f"{_COARSE} A picture with most of it hidden is something new to the network.",
        function="nnviz.explanation.methods.cam_by_answers:score_cam",
        params=(_LAYER, BASELINE, _CHANNELS, BLUR, LIMIT),
        uses_baseline=True,
        cost=costs.channels,
    ),
    _cam(
        "ablation_cam",
        "Ablation-CAM",
        "Leaves out one map after the other, and weighs each with how far the answer falls without it.",
        "Ramaswamy et al., Ablation-CAM: Visual Explanations for Deep Convolutional Network via Gradient-free "
        "Localization, 2020",
        f"{_COARSE} What two maps say alike is missed when one of them is left out.",
        function="nnviz.explanation.methods.cam_by_answers:ablation_cam",
        params=(_LAYER, _CHANNELS, LIMIT),
        cost=costs.channels,
    ),
    _cam(
        "guided_grad_cam",
        "Guided Grad-CAM",
        "Guided backpropagation where Grad-CAM lights up.",
        "Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017",
        "It shows edges of the image more than what the answer rests on: with random weights it looks much the same.",
        cost=costs.two_gradients,
        guarantee="As fine as the image; the values need not add up to anything.",
        signed=True,
    ),
)
