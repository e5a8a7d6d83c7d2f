"""Made-up points, of two dimensions or one."""

from nnviz.data import known
from nnviz.data.catalog.kinds import FURTHER_INPUTS, TOY, Source, noise, points
from nnviz.data.drawn import EXAMPLE
from nnviz.data.toys import CURVES, SURFACES
from nnviz.params import Param


def _toy(name, title, help, schema, *params, task="binary", credit="Made by nnviz", plane=True) -> Source:
    return Source(
        name=name,
        title=title,
        group=TOY,
        kind="vector",
        task=task,
        params=(*params, FURTHER_INPUTS) if plane else params,
        function=f"nnviz.data.toys:{name}",
        help=help,
        credit=credit,
        schema=schema,
        plane=plane,
    )


_TOYS = (
    _toy(
        "blobs",
        "Blobs",
        "Round clouds, the easiest problem: straight lines separate them.",
        lambda s: known.numbered("Blobs", "blob", s["classes"], s),
        points(),
        noise(0.25),
        Param("classes", "int", 2, "How many clouds.", minimum=2, maximum=6),
    ),
    _toy(
        "circles",
        "Circles",
        "A ring inside a ring: no straight line separates them.",
        lambda s: known.plane("Circles", ("outer", "inner"), s),
        points(),
        noise(0.08),
        Param("factor", "float", 0.5, "The inner radius, as a share of the outer one.", minimum=0.05, maximum=0.95),
    ),
    _toy(
        "moons",
        "Moons",
        "Two half moons that reach into each other.",
        lambda s: known.plane("Moons", ("upper", "lower"), s),
        points(),
        noise(0.1),
    ),
    _toy(
        "xor",
        "XOR",
        "Opposite quarters share a class: the problem that a single neuron cannot solve.",
        lambda s: known.plane("XOR", ("different signs", "same signs"), s),
        points(),
        noise(0.05),
    ),
    _toy(
        "spirals",
        "Spirals",
        "Arms wound around each other: the hardest of the small problems.",
        lambda s: known.numbered("Spirals", "arm", s["arms"], s),
        points(),
        noise(0.02),
        Param("arms", "int", 2, "How many arms.", minimum=2, maximum=5),
        Param("turns", "float", 1.5, "How many times an arm goes around.", minimum=0.25, maximum=3),
        credit="Made by nnviz, after Lang and Witbrock, 1988",
    ),
    _toy(
        "checkerboard",
        "Checkerboard",
        "Squares of two classes: more of them need more units.",
        lambda s: known.plane("Checkerboard", ("dark", "light"), s),
        points(1000),
        noise(0.0),
        Param("cells", "int", 4, "Squares along one side.", minimum=2, maximum=8),
    ),
    _toy(
        "rings",
        "Rings",
        "Bands around a common centre, one class each.",
        lambda s: known.numbered("Rings", "ring", s["classes"], s),
        points(),
        noise(0.02),
        Param("classes", "int", 3, "How many bands.", minimum=2, maximum=6),
        task="multiclass",
    ),
    _toy(
        "surface",
        "Surface",
        "Regression: the height of a surface over the plane.",
        known.surface,
        points(),
        noise(0.05, "Standard deviation of the noise added to the height."),
        Param("shape", "choice", "hill", "Which surface.", choices=tuple(SURFACES)),
        task="regression",
    ),
    _toy(
        "curve",
        "Curve",
        "Regression: one number from one number, so that a fit can be drawn as a line.",
        known.curve,
        points(),
        noise(0.1, "Standard deviation of the noise added to the value."),
        Param("shape", "choice", "wave", "Which curve.", choices=tuple(CURVES)),
        Param("outliers", "float", 0.0, "Share of the points that lie far above.", minimum=0.0, maximum=0.4),
        task="regression",
        plane=False,
    ),
)

_DRAWN = Source(
    name="drawn",
    title="Draw it",
    group=TOY,
    kind="vector",
    task="binary",
    params=(
        Param("points", "text", EXAMPLE, "The points and their classes, as text.", label="Drawn points"),
        FURTHER_INPUTS,
    ),
    function="nnviz.data.drawn:drawn",
    help="Your own points: choose a class, and draw on the plane.",
    credit="Made by you",
    schema=known.drawn,
    plane=True,
)

ENTRIES = (*_TOYS, _DRAWN)
