"""Layers that make one output of several inputs."""

from nnviz.models.catalog.common import flag, integer, window
from nnviz.models.catalog.kinds import layer

MERGING = "Merging"


def _merge(kind: str, help: str, params=(), inputs=(2, None), **more):
    return layer(kind, MERGING, help, params, inputs=inputs, **more)


KINDS = (
    _merge("Add", "Sum, number by number: the end of a skip connection."),
    _merge(
        "Concatenate",
        "Side by side along one dimension.",
        (integer("axis", -1, "The dimension that grows; -1 is the last.", -8, 8),),
    ),
    _merge("Multiply", "Product, number by number: a gate."),
    _merge("Average", "Mean, number by number."),
    _merge("Maximum", "Largest, number by number."),
    _merge("Minimum", "Smallest, number by number."),
    _merge("Subtract", "First minus second.", inputs=(2, 2)),
    _merge(
        "Dot",
        "Dot products along one dimension: how alike two vectors are.",
        (
            window("axes", 1, "Dimension that is summed over (one for both, or one each), counted from 1.", -8, 8),
            flag("normalize", False, "Whether lengths are taken out first: cosine similarity."),
        ),
        inputs=(2, 2),
        own=("axes",),
    ),
)
