"""Methods that look at slopes where the example is."""

from nnviz.explanation import costs
from nnviz.explanation.catalog.method import ALL, Method
from nnviz.params import Param

SAMPLES = Param("samples", "int", 50, "Noisy copies to average over", minimum=1, maximum=5000, log=True)
NOISE = Param("noise", "float", 0.15, "Deviation of the noise, as a share of the range", minimum=0.0, maximum=2.0)

GRADIENTS = (
    Method(
        name="gradient",
        title="Gradient",
        function="nnviz.explanation.methods.saliency:gradient",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.gradient,
        help="How fast the output changes with each input, here and now.",
        guarantee="A slope, not a share: the values need not add up to anything.",
        reference="Simonyan, Vedaldi and Zisserman, Deep Inside Convolutional Networks, 2013",
        misleads="Where the answer is certain, a sigmoid or softmax is flat and every slope is nearly zero. In deep "
        "networks it is noisy.",
        unit="slope",
        default=("tokens",),
    ),
    Method(
        name="gradient_x_input",
        title="Gradient × input",
        function="nnviz.explanation.methods.saliency:gradient_x_input",
        params=(),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.gradient,
        help="The gradient times the input: the share of each input if the model were linear.",
        guarantee="The values add up to f(x) only for models that are linear in their input; elsewhere to nothing.",
        reference="Shrikumar, Greenside and Kundaje, Learning Important Features Through Propagating Activation "
        "Differences, 2017",
        misleads="An input of zero always gets zero, even where its being zero decides the answer.",
        default=("vector", "sequence", "tokens"),
    ),
    Method(
        name="smoothgrad",
        title="SmoothGrad",
        function="nnviz.explanation.methods.saliency:smoothgrad",
        params=(SAMPLES, NOISE),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.smoothgrad,
        help="The gradient averaged over noisy copies of the example, which calms it.",
        guarantee="A slope, not a share: the values need not add up to anything.",
        reference="Smilkov et al., SmoothGrad: removing noise by adding noise, 2017",
        misleads="With much noise it explains examples that nobody ever sees.",
        unit="slope",
        default=("image", "sequence"),
    ),
    Method(
        name="vargrad",
        title="VarGrad",
        function="nnviz.explanation.methods.saliency:vargrad",
        params=(SAMPLES, NOISE),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.smoothgrad,
        help="How much the gradient differs between noisy copies of the example.",
        guarantee="Never negative: it says that an input counts, not for what.",
        reference="Adebayo et al., Local Explanation Methods for Deep Neural Networks Lack Sensitivity to Parameter "
        "Values, 2018",
        misleads="Where the network is linear the gradient never changes: an input that decides everything gets zero.",
        signed=False,
        unit="own",
    ),
    Method(
        name="squaregrad",
        title="SquareGrad",
        function="nnviz.explanation.methods.saliency:squaregrad",
        params=(SAMPLES, NOISE),
        completeness=False,
        needs_background=False,
        uses_baseline=False,
        kinds=ALL,
        cost=costs.smoothgrad,
        help="The square of the gradient, averaged over noisy copies of the example.",
        guarantee="Never negative: it says that an input counts, not for what.",
        reference="Hooker et al., A Benchmark for Interpretability Methods in Deep Neural Networks, 2019",
        misleads="Squares make the largest slopes stand out and hide all others.",
        signed=False,
        unit="own",
    ),
)
