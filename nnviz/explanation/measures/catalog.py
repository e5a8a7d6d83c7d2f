"""What explanations are measured by: what each measure says, what is good, and when it misleads. No framework."""

from dataclasses import dataclass
from typing import Literal

from nnviz.params import lookup

GROUPS = {
    "faithful": "finds what counts",
    "learned": "depends on what was learned",
    "true": "agrees with the known truth",
    "steady": "stays the same for nearly the same input",
}
"""What a measure is about: methods are put in order by the mean of their places in these."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number that says how good an explanation is.

    Attributes:
        name, title: the key, and what people call it.
        function: "module:function" from a `Subject` to one number an example, which only a worker imports.
        better: whether "high" or "low" numbers are better.
        good, bad: from where on it counts as good, and as bad; both NaN where neither can be said.
        group: a name in `GROUPS`; "" where it does not decide about the order of methods.
        chance: what a map that knows nothing would reach; None where that is known with the data alone, or has no
            meaning.
        percent: whether it is told in per cent.
        help: what the number is, in a sentence.
        said: sentences for good, middling and bad.
        outdoes: the sentence where it is known which {share} of maps that know nothing it outdoes; "" for none.
        misleads: when it says less than it seems to.
        reference: the paper.
    """

    name: str
    title: str
    function: str
    better: Literal["high", "low"]
    good: float
    bad: float
    group: str = ""
    chance: float | None = None
    percent: bool = False
    help: str
    said: tuple[str, str, str]
    outdoes: str = ""
    misleads: str
    reference: str


_NAN = float("nan")
_ROOM = "nnviz.explanation.measures"
_PETSIUK = "Petsiuk, Das and Saenko, RISE: Randomized Input Sampling for Explanation of Black-box Models, 2018"
_YEH = "Yeh et al., On the (In)fidelity and Sensitivity of Explanations, 2019"
_ADEBAYO = "Adebayo et al., Sanity Checks for Saliency Maps, 2018"
_ARRAS = "Arras, Osman and Samek, CLEVR-XAI: a benchmark dataset for the ground truth evaluation of neural network "
_ARRAS += "explanations, 2022"
_LIST = (
    Measure(
        name="deletion",
        title="Deletion",
        function=f"{_ROOM}.curves:deletion",
        better="high",
        good=0.05,
        bad=-0.02,
        group="faithful",
        chance=0.0,
        help="How much faster the number falls when parts are covered in the map's order than in a random one: the "
        "area between both curves, as a share of how far the number changes at all.",
        said=(
            "Covering what the map ranks first lowers the number faster than covering parts at random.",
            "Covering what the map ranks first lowers the number about as fast as covering parts at random.",
            "Covering parts at random lowers the number faster than covering what the map ranks first.",
        ),
        outdoes="Covering what the map ranks first lowers the number faster than {share} of the random orders.",
        misleads="Covered examples are unlike any that the network was trained on.",
        reference=_PETSIUK,
    ),
    Measure(
        name="insertion",
        title="Insertion",
        function=f"{_ROOM}.curves:insertion",
        better="high",
        good=0.05,
        bad=-0.02,
        group="faithful",
        chance=0.0,
        help="How much faster the number rises when parts are uncovered in the map's order than in a random one: the "
        "area between both curves, as a share of how far the number changes at all.",
        said=(
            "Uncovering what the map ranks first raises the number faster than uncovering parts at random.",
            "Uncovering what the map ranks first raises the number about as fast as uncovering parts at random.",
            "Uncovering parts at random raises the number faster than uncovering what the map ranks first.",
        ),
        outdoes="Uncovering what the map ranks first raises the number faster than {share} of the random orders.",
        misleads="It depends on what covered parts become: try another one.",
        reference=_PETSIUK,
    ),
    Measure(
        name="infidelity",
        title="Infidelity",
        function=f"{_ROOM}.infidelity:infidelity",
        better="low",
        good=0.3,
        bad=0.8,
        group="faithful",
        chance=1.0,
        percent=True,
        help="Random sets of parts are covered: the share of what that does to the number which the sum of the map's "
        "values does not foretell, with the map on its best scale.",
        said=(
            "The map's values foretell well what covering some parts does to the number.",
            "The map's values foretell in part what covering some parts does to the number.",
            "The map's values hardly foretell what covering some parts does to the number.",
        ),
        outdoes="The map foretells what covering parts does better than {share} of its copies moved at random.",
        misleads="Where parts work together, no sum over single parts can foretell everything.",
        reference=_YEH,
    ),
    Measure(
        name="sensitivity",
        title="Max-sensitivity",
        function=f"{_ROOM}.sensitivity:sensitivity",
        better="low",
        good=0.3,
        bad=1.0,
        group="steady",
        help="The largest change of the map, as a share of its size, when the input moves by at most 2 % of its range.",
        said=(
            "A nearly equal input gets nearly the same map.",
            "A nearly equal input gets a map that differs somewhat.",
            "A nearly equal input gets a very different map.",
        ),
        misleads="A map that never changes is steady and says nothing.",
        reference=_YEH,
    ),
    Measure(
        name="randomization",
        title="Random weights",
        function=f"{_ROOM}.randomization:randomization",
        better="low",
        good=0.25,
        bad=0.35,
        group="learned",
        chance=0.0,
        help="The rank correlation between the map's values and those for the same network as it forgets, from its "
        "last layer on until all weights are random: the median on that way.",
        said=(
            "As the network forgets, the map becomes another one: it shows something that was learned.",
            "As the network forgets, the map stays partly the same: it shows the input too.",
            "As the network forgets, the map stays much the same: it does not show what was learned.",
        ),
        misleads="Where the input alone decides much of the map, as a black border does, it stays alike for that.",
        reference=_ADEBAYO,
    ),
    Measure(
        name="random_labels",
        title="Random labels",
        function=f"{_ROOM}.random_labels:random_labels",
        better="low",
        good=0.25,
        bad=0.35,
        group="learned",
        chance=0.0,
        help="The rank correlation between the map's values and those for the same network trained on "
        "shuffled answers.",
        said=(
            "Trained on shuffled answers, the network gets another map: this one shows what the answers taught.",
            "Trained on shuffled answers, the network gets partly the same map.",
            "Trained on shuffled answers, the network gets much the same map: that is not what the answers taught.",
        ),
        misleads="Both networks may rightly look at the same place, such as the middle of a picture.",
        reference=_ADEBAYO,
    ),
    Measure(
        name="pointing",
        title="Pointing game",
        function=f"{_ROOM}.truth:pointing",
        better="high",
        good=0.2,
        bad=0.05,
        group="true",
        percent=True,
        help="How often the strongest part of the map is one that decides.",
        said=(
            "The strongest part of the map is one that decides.",
            "The strongest part of the map is one that decides a little more often than by chance.",
            "The strongest part of the map is not one that decides.",
        ),
        outdoes="The strongest part decides more often than in {share} of the copies of the map moved at random.",
        misleads="It looks at one part of the map only.",
        reference="Zhang et al., Top-down Neural Attention by Excitation Backprop, 2016",
    ),
    Measure(
        name="mass",
        title="Mass accuracy",
        function=f"{_ROOM}.truth:mass",
        better="high",
        good=0.2,
        bad=0.05,
        group="true",
        percent=True,
        help="The share of the map, by size, that lies on the parts that decide.",
        said=(
            "Much of the map lies on what decides.",
            "A little more of the map lies on what decides than by chance.",
            "No more of the map lies on what decides than by chance.",
        ),
        outdoes="More of the map lies on what decides than of {share} of its copies moved at random.",
        misleads="What decides for the data's maker need not be what this network has learned to use.",
        reference=_ARRAS,
    ),
    Measure(
        name="rank",
        title="Rank accuracy",
        function=f"{_ROOM}.truth:rank",
        better="high",
        good=0.2,
        bad=0.05,
        group="true",
        percent=True,
        help="Of as many strongest parts as there are that decide, the share that does.",
        said=(
            "The strongest parts of the map are mostly those that decide.",
            "The strongest parts of the map are those that decide a little more often than by chance.",
            "The strongest parts of the map are no more those that decide than by chance.",
        ),
        outdoes="More of the strongest parts decide than in {share} of the copies of the map moved at random.",
        misleads="What decides for the data's maker need not be what this network has learned to use.",
        reference=_ARRAS,
    ),
    Measure(
        name="completeness",
        title="Completeness",
        function=f"{_ROOM}.completeness:completeness",
        better="low",
        good=0.01,
        bad=0.05,
        percent=True,
        help="How far the sum of the values is from the difference that it promises to add up to, as a share of it.",
        said=(
            "The values add up to what they promise.",
            "The values nearly add up to what they promise.",
            "The values do not add up to what they promise.",
        ),
        misleads="Values can add up and still lie on the wrong parts.",
        reference="Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017",
    ),
    Measure(
        name="sparsity",
        title="Sparsity",
        function=f"{_ROOM}.sparsity:sparsity",
        better="high",
        good=_NAN,
        bad=_NAN,
        help="The Gini index of the values' sizes: 0 where all parts count the same, near 1 where a few count for all.",
        said=("", "How few parts make up the map; that says how easy it is to read, not whether it is right.", ""),
        misleads="A short answer is not a right one.",
        reference="Chalasani et al., Concise Explanations of Neural Networks using Adversarial Training, 2020",
    ),
)
MEASURES: dict[str, Measure] = {measure.name: measure for measure in _LIST}
TRUTH = ("pointing", "mass", "rank")
"""Measures that need data whose truth is known."""
NEAR, STAGES, SETS, ORDERS = 4, 4, 60, 20
"""Inputs near an example; networks that forget more and more; sets of covered parts; random orders."""


def measure_named(name: str) -> Measure:
    """The measure with that name. Raises SpecError that names the nearest right spelling."""
    return lookup(MEASURES, name, "measure")
