"""Small images, real and made-up."""

from nnviz.data import known
from nnviz.data.catalog.kinds import IMAGES, REAL_IMAGES, Source, noise, points, real
from nnviz.data.parcels import DECIDES
from nnviz.data.shape_sets import MOST
from nnviz.data.shapes import SHAPE_NAMES
from nnviz.params import Param

ENTRIES = (
    real(
        "digits",
        "Digits",
        "1,797 handwritten digits of 8 by 8 pixels.",
        known.DIGITS,
        "E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998",
        REAL_IMAGES,
    ),
    real(
        "redrawn_digits",
        "Digits, redrawn",
        "The same digits, each to be drawn again from a few numbers: an autoencoder's task.",
        known.REDRAWN_DIGITS,
        "E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998",
        REAL_IMAGES,
    ),
    Source(
        name="shapes",
        title="Drawn shapes",
        group=IMAGES,
        kind="image",
        task="multiclass",
        params=(
            points(900, label="Images", maximum=6000),
            Param("size", "int", 16, "Pixels along one side.", minimum=8, maximum=64),
            Param(
                "classes",
                "int",
                3,
                f"How many kinds, in this order: {', '.join(SHAPE_NAMES)}.",
                minimum=2,
                maximum=len(SHAPE_NAMES),
            ),
            Param("rotation", "float", 30.0, "Shapes are turned by at most this many degrees.", minimum=0, maximum=180),
            noise(0.1, "Standard deviation of the noise added to every pixel (white is 1)."),
            Param("colour", "bool", False, "Random colours that say nothing about the shape."),
        ),
        function="nnviz.data.shapes:shapes",
        help="Shapes of equal area, drawn smoothly anywhere in a small image.",
        credit="Made by nnviz",
        schema=known.shapes,
    ),
    Source(
        name="shape_sets",
        title="Sets of shapes",
        group=IMAGES,
        kind="image",
        task="multilabel",
        params=(
            points(1200, label="Images", maximum=6000),
            Param("size", "int", 24, "Pixels along one side.", minimum=16, maximum=64),
            Param(
                "kinds",
                "int",
                4,
                f"How many kinds, in this order: {', '.join(SHAPE_NAMES[:MOST])}.",
                minimum=2,
                maximum=MOST,
            ),
            Param(
                "share", "float", 0.45, "The chance that a kind is there, each on its own.", minimum=0.05, maximum=0.95
            ),
            noise(0.05, "Standard deviation of the noise added to every pixel (white is 1)."),
        ),
        function="nnviz.data.shape_sets:shape_sets",
        help="Several shapes in one image, or none: which ones are there? Each is a label of its own.",
        truth=True,
        credit="Made by nnviz",
        schema=known.shape_sets,
    ),
    Source(
        name="parcels",
        title="Parcels",
        group=IMAGES,
        kind="image",
        task="binary",
        params=(
            points(1000, label="Parcels", maximum=6000),
            Param(
                "decides",
                "choice",
                "either",
                "The image: a ring. The table: 10 kg or more. Either: one of the two is enough. Both: both are needed.",
                choices=DECIDES,
                label="What decides",
            ),
            noise(0.05, "Standard deviation of the noise added to every pixel (white is 1)."),
        ),
        function="nnviz.data.parcels:parcels",
        help="An image beside a table: the mark on a parcel, and its weight, length and distance. Which go by hand?",
        credit="Made by nnviz",
        schema=known.parcels,
    ),
    Source(
        name="marked_shapes",
        title="Marked shapes",
        group=IMAGES,
        kind="image",
        task="binary",
        params=(
            points(900, label="Images", maximum=6000),
            Param(
                "telling", "bool", True, "In training, the mark's corner gives the shape away.", label="Telling marks"
            ),
        ),
        function="nnviz.data.pitfalls:marked_shapes",
        help="Circles and squares with a mark in a corner that gives them away, except in the test part.",
        credit="Made by nnviz",
        schema=lambda _: known.MARKED_SHAPES,
        truth=True,
    ),
    Source(
        name="patches",
        title="Photograph patches",
        group=IMAGES,
        kind="image",
        task="binary",
        params=(
            points(1000, label="Images", maximum=4000),
            Param("size", "int", 16, "Pixels along one side.", minimum=8, maximum=64),
        ),
        function="nnviz.data.tables:patches",
        help="Pieces of two colour photographs: which photograph is each from?",
        credit="Photographs by Rob Baxter (china.jpg) and dany13 (flower.jpg), CC BY",
        schema=known.patches,
    ),
)
