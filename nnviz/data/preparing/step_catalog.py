"""Every step of preparation: what it does to which kinds of columns, and its settings. Imports no framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.params import Param

MOST_CATEGORIES = 50
"""Values of one column that get an input each, if nothing is said; rarer ones share none."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One way to prepare columns.

    Attributes:
        name, title: what specs and people call it.
        suits: the kinds of column that it changes; "image", "sequence" and "text" stand for examples that are one.
        params: its settings; the first, "how", says which way where there are several.
        only: setting → the ways ("how") that it belongs to; the others belong to all.
        function: "module:function" that fits it, see `nnviz.data.preparing.fitting`.
        help: one line for a person.
        ways: way → one line for a person.
    """

    name: str
    title: str
    suits: tuple[str, ...]
    params: tuple[Param, ...]
    function: str
    help: str
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)

    def drawn(self, settings: Mapping[str, Any]) -> tuple[Param, ...]:
        """The settings that mean something beside those that are chosen."""
        how = settings.get("how", self.params[0].default if self.params else None)
        return tuple(param for param in self.params if how in self.only.get(param.name, (how,)))


def _how(default: str, *others: str, label: str = "How") -> Param:
    return Param("how", "choice", default, "", choices=(default, *others), label=label)


def _share(name: str, default: float, help: str, label: str) -> Param:
    return Param(name, "float", default, help, minimum=0.0, maximum=1.0, label=label)


def _yes(name: str, default: bool, help: str, label: str = "") -> Param:
    return Param(name, "bool", default, help, label=label)


def _pixels(name: str, default: int, help: str = "In pixels.") -> Param:
    return Param(name, "int", default, help, minimum=1, maximum=512, usual=128)


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            name="missing",
            title="Missing values",
            suits=("number", "date", "boolean", "category"),
            params=(
                _how("median", "mean", "mode", "constant", "neighbours", "drop"),
                Param("value", "text", "0", "What takes the place of a missing value.", label="Constant"),
                Param(
                    "neighbours",
                    "int",
                    5,
                    "Training rows whose mean is taken.",
                    minimum=1,
                    maximum=50,
                    usual=15,
                    label="Nearest rows",
                ),
                _yes("indicator", False, "One more input: 1 where the value was missing.", "Say what was missing"),
            ),
            only={
                "value": ("constant",),
                "neighbours": ("neighbours",),
                "indicator": ("median", "mean", "mode", "constant", "neighbours"),
            },
            function="nnviz.data.preparing.fitting.missing:fit",
            help="A network cannot be given a gap.",
            ways={
                "median": "The middle value of the training examples; of yes-or-no columns the more frequent one.",
                "mean": "The mean of the training examples; of yes-or-no columns the more frequent one.",
                "mode": "The most frequent value of the training examples, names included.",
                "constant": "A value that you choose.",
                "neighbours": "The mean of the training rows that are nearest in the other number columns.",
                "drop": "Examples that lack a value are left out of every part.",
            },
        ),
        Step(
            name="outliers",
            title="Outliers",
            suits=("number", "sequence"),
            params=(
                _how("quantiles", "quartiles", label="Limits from"),
                _share("low", 0.01, "Smaller values become this quantile.", "Lower quantile"),
                _share("high", 0.99, "Larger values become this quantile.", "Upper quantile"),
                Param(
                    "factor",
                    "float",
                    1.5,
                    "Quartile ranges beyond the quartiles.",
                    minimum=0.0,
                    maximum=10.0,
                    usual=5.0,
                    label="Quartile ranges",
                ),
            ),
            only={"low": ("quantiles",), "high": ("quantiles",), "factor": ("quartiles",)},
            function="nnviz.data.preparing.fitting.values:fit_limits",
            help="Values beyond the limits are moved to the nearest limit (clipped).",
            ways={
                "quantiles": "The limits are two quantiles of the training examples.",
                "quartiles": "The limits lie some quartile ranges beyond the quartiles, as in a box plot.",
            },
        ),
        Step(
            name="dates",
            title="Dates",
            suits=("date",),
            params=(
                _how("cyclic", "parts", label="As"),
                _yes("year", True, "The year, as a number."),
                _yes("month", True, "From 1 to 12."),
                _yes("weekday", True, "From Monday, 0, to Sunday, 6."),
                _yes("day_of_the_month", False, "From 1 to 31."),
                _yes("day_of_the_year", False, "From 1 to 366."),
                _yes("hour", False, "From 0 to 24."),
            ),
            function="nnviz.data.preparing.fitting.names:fit_dates",
            help="A day becomes parts of the calendar, in which patterns repeat.",
            ways={
                "cyclic": "Each part as sine and cosine, so that December is next to January; the year as a number.",
                "parts": "Each part as a number.",
            },
        ),
        Step(
            name="categories",
            title="Categories",
            suits=("category",),
            params=(
                _how("one_hot", "ordinal", "hashing", "embedding"),
                Param(
                    "most",
                    "int",
                    MOST_CATEGORIES,
                    "Names that get an input of their own, the most frequent.",
                    minimum=1,
                    maximum=500,
                    usual=100,
                    label="At most",
                ),
                _yes("other", False, "One more input for names that have none of their own.", "An input for others"),
                Param("buckets", "int", 16, "Inputs that all names share.", minimum=2, maximum=500, usual=100),
            ),
            only={"most": ("one_hot",), "other": ("one_hot",), "buckets": ("hashing",)},
            function="nnviz.data.preparing.fitting.names:fit_categories",
            help="A network takes numbers, not names.",
            ways={
                "one_hot": "One input for each name: 1 for this one, 0 for the others.",
                "ordinal": "One input: the place of the name. Only where the names have an order.",
                "hashing": "A fixed number of inputs; a formula says which one a name gets, also a new name.",
                "embedding": "One whole number for an Embedding layer; other columns become a second input.",
            },
        ),
        Step(
            name="text",
            title="Text",
            suits=("text",),
            params=(
                _how("words", "characters", label="Read by"),
                Param(
                    "standardize",
                    "choice",
                    "marks",
                    "Marks: small letters, and every mark a word of its own. Strip: small letters without punctuation. "
                    "Lower: small letters. None: as it is written.",
                    choices=("marks", "strip", "lower", "none"),
                    label="Letters and marks",
                ),
                Param(
                    "vocabulary",
                    "int",
                    5_002,
                    "With the two for unknown words and for a text's end.",
                    minimum=3,
                    maximum=50_000,
                ),
                Param(
                    "length",
                    "int",
                    None,
                    "Longer texts are cut. Where nothing is said, 95 % of them fit.",
                    minimum=2,
                    maximum=1_000,
                    optional=True,
                ),
                Param(
                    "least",
                    "int",
                    None,
                    "Rarer words are unknown; 2 where there are many, if nothing is said.",
                    minimum=1,
                    maximum=100,
                    optional=True,
                    label="Least often",
                ),
                Param(
                    "without",
                    "text",
                    "",
                    "Words that are passed over, with spaces between them, such as one that gives the class away.",
                    label="Leave out",
                ),
            ),
            function="nnviz.data.texts:fit_step",
            help="Each word or character becomes a number; the vocabulary is that of the training texts.",
            ways={
                "words": "Every word is a number.",
                "characters": "Every character is a number: few of them, and long texts.",
            },
        ),
        Step(
            name="cover",
            title="Cover an area",
            suits=("image",),
            params=(
                _pixels("row", 1, "The first, from the top."),
                _pixels("column", 1, "The first, from the left."),
                _pixels("height", 3),
                _pixels("width", 3),
            ),
            function="nnviz.data.preparing.fitting.images:fit_cover",
            help="One colour, that which the area has on average: what stands there cannot give the answer away.",
        ),
        Step(
            name="resize",
            title="Size",
            suits=("image",),
            params=(_how("stretch", "crop", "pad"), _pixels("height", 32), _pixels("width", 32)),
            function="nnviz.data.preparing.fitting.images:fit_size",
            help="Images of another size: fewer pixels train faster, and show less.",
            ways={
                "stretch": "The image is stretched to the new shape.",
                "crop": "What does not fit the new shape is cut off at the edges.",
                "pad": "The whole image stays, with black at its edges where the shape differs.",
            },
        ),
        Step(
            name="crop",
            title="Middle of the image",
            suits=("image",),
            params=(_pixels("height", 24), _pixels("width", 24)),
            function="nnviz.data.preparing.fitting.images:fit_crop",
            help="Only the middle of each image is kept.",
        ),
        Step(
            name="grey",
            title="Grey",
            suits=("image",),
            params=(),
            function="nnviz.data.preparing.fitting.images:fit_grey",
            help="One brightness in the place of three colours.",
        ),
        Step(
            name="rescale",
            title="Range of the pixels",
            suits=("image",),
            params=(_how("unit", "signed", "bytes", "imagenet", "imagenet_bgr", label="From"),),
            function="nnviz.data.preparing.fitting.images:fit_rescale",
            help="Pixels as small numbers. White is 255, or the brightest that training has where that is far off.",
            ways={
                "unit": "From 0 for black to 1 for white.",
                "signed": "From −1 for black to 1 for white.",
                "bytes": "From 0 for black to 255 for white, for a network that scales them itself.",
                "imagenet": "From 0 to 1, each colour less ImageNet's mean and divided by its deviation (DenseNet).",
                "imagenet_bgr": "From 0 to 255, blue first, each colour less ImageNet's mean (VGG, ResNet).",
            },
        ),
        Step(
            name="scale",
            title="Scaling",
            suits=("number", "date", "image", "sequence"),
            params=(
                _how("standard", "minmax", "robust", "log", "quantile"),
                Param(
                    "output",
                    "choice",
                    "uniform",
                    "Even from 0 to 1, or bell-shaped around 0.",
                    choices=("uniform", "normal"),
                    label="Spread",
                ),
                Param("quantiles", "int", 100, "Marks that are kept of the training values.", minimum=2, maximum=1000),
            ),
            only={"output": ("quantile",), "quantiles": ("quantile",)},
            function="nnviz.data.preparing.fitting.values:fit_scale",
            help="Numbers of a similar size are easier to learn from.",
            ways={
                "standard": "Mean 0 and deviation 1.",
                "minmax": "The smallest becomes 0 and the largest 1.",
                "robust": "Median 0 and quartile range 1: outliers count little.",
                "log": "The logarithm of 1 + |x|, with the sign of x: large differences shrink.",
                "quantile": "Each value becomes its rank among the training values.",
            },
        ),
    )
}


WAYS = {
    "neighbours": "nearest neighbours",
    "minmax": "min–max",
    "one_hot": "one-hot",
    "drop": "leave out",
    "unit": "0 to 1",
    "signed": "−1 to 1",
    "bytes": "0 to 255",
    "imagenet": "as ImageNet, by deviations",
    "imagenet_bgr": "as ImageNet, blue first",
    "crop": "cut to shape",
    "pad": "whole, with edges",
}
"""What ways are called where it is not their own name."""
