"""Every data source: its name, settings and credit, and the path of the function that reads it.

Imports no framework: a server lists and checks sources, a worker reads them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnviz.data import known
from nnviz.data.choosing import only_schema
from nnviz.data.drawn import EXAMPLE
from nnviz.data.remote_names import NAMED, check_name
from nnviz.data.schema import Kind, Schema, Task
from nnviz.data.shapes import SHAPE_NAMES
from nnviz.data.toys import CURVES, SURFACES
from nnviz.errors import SpecError
from nnviz.params import Param, fill, lookup
from nnviz.specs import DataSpec

TOY, TABLES, REAL_IMAGES, IMAGES, REMOTE, OWN = (
    "Toy, two dimensions",
    "Real, tables",
    "Real, images",
    "Images",
    "TensorFlow Datasets",
    "Your own",
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One data source.

    Attributes:
        name, title: what specs and people call it.
        group: the heading that it is listed under.
        kind, task: of its examples, at the default settings.
        params: its settings.
        function: "module:function" that takes the settings and `seed` and returns a `Raw`.
        help: one line for a person.
        credit: where the data come from.
        schema: settings → `Schema`, or None where only reading tells.
        fixed: arguments of `function` that nobody sets.
        endings: of the file that a person brings (".csv"); empty where none is brought. Such a source has the settings
            "file" and "title", which an upload sets and no form draws.
        columns: whether a person corrects what its columns are (`DataSpec.columns`).
    """

    name: str
    title: str
    group: str
    kind: Kind
    task: Task
    params: tuple[Param, ...]
    function: str
    help: str
    credit: str
    schema: Callable[[Mapping[str, Any]], Schema] | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    columns: bool = False


def _points(default: int = 500, minimum: int = 20, maximum: int = 10_000, label: str = "Points") -> Param:
    return Param("points", "int", default, "How many examples.", minimum=minimum, maximum=maximum, label=label)


def _noise(default: float, help: str = "Standard deviation of the noise added to both coordinates.") -> Param:
    return Param("noise", "float", default, help, minimum=0, maximum=2, usual=0.5)


def _toy(name, title, help, schema, *params, task="binary", credit="Made by nnviz") -> Source:
    return Source(
        name=name,
        title=title,
        group=TOY,
        kind="vector",
        task=task,
        params=params,
        function=f"nnviz.data.toys:{name}",
        help=help,
        credit=credit,
        schema=schema,
    )


def _real(name, title, help, schema, credit, group=TABLES, params=()) -> Source:
    function = f"nnviz.data.tables:{name}"
    return Source(
        name=name,
        title=title,
        group=group,
        kind=schema.kind,
        task=schema.task,
        params=params,
        function=function,
        help=help,
        credit=credit,
        schema=lambda _: schema,
    )


_TOYS = (
    _toy(
        "blobs",
        "Blobs",
        "Round clouds, the easiest problem: straight lines separate them.",
        lambda s: known.numbered("Blobs", "blob", s["classes"]),
        _points(),
        _noise(0.25),
        Param("classes", "int", 2, "How many clouds.", minimum=2, maximum=6),
    ),
    _toy(
        "circles",
        "Circles",
        "A ring inside a ring: no straight line separates them.",
        lambda s: known.plane("Circles", ("outer", "inner")),
        _points(),
        _noise(0.08),
        Param("factor", "float", 0.5, "The inner radius, as a share of the outer one.", minimum=0.05, maximum=0.95),
    ),
    _toy(
        "moons",
        "Moons",
        "Two half moons that reach into each other.",
        lambda s: known.plane("Moons", ("upper", "lower")),
        _points(),
        _noise(0.1),
    ),
    _toy(
        "xor",
        "XOR",
        "Opposite quarters share a class: the problem that a single neuron cannot solve.",
        lambda s: known.plane("XOR", ("different signs", "same signs")),
        _points(),
        _noise(0.05),
    ),
    _toy(
        "spirals",
        "Spirals",
        "Arms wound around each other: the hardest of the small problems.",
        lambda s: known.numbered("Spirals", "arm", s["arms"]),
        _points(),
        _noise(0.02),
        Param("arms", "int", 2, "How many arms.", minimum=2, maximum=5),
        Param("turns", "float", 1.5, "How many times an arm goes around.", minimum=0.25, maximum=3),
        credit="Made by nnviz, after Lang and Witbrock, 1988",
    ),
    _toy(
        "checkerboard",
        "Checkerboard",
        "Squares of two classes: more of them need more units.",
        lambda s: known.plane("Checkerboard", ("dark", "light")),
        _points(1000),
        _noise(0.0),
        Param("cells", "int", 4, "Squares along one side.", minimum=2, maximum=8),
    ),
    _toy(
        "rings",
        "Rings",
        "Bands around a common centre, one class each.",
        lambda s: known.numbered("Rings", "ring", s["classes"]),
        _points(),
        _noise(0.02),
        Param("classes", "int", 3, "How many bands.", minimum=2, maximum=6),
        task="multiclass",
    ),
    _toy(
        "surface",
        "Surface",
        "Regression: the height of a surface over the plane.",
        known.surface,
        _points(),
        _noise(0.05, "Standard deviation of the noise added to the height."),
        Param("shape", "choice", "hill", "Which surface.", choices=tuple(SURFACES)),
        task="regression",
    ),
    _toy(
        "curve",
        "Curve",
        "Regression: one number from one number, so that a fit can be drawn as a line.",
        known.curve,
        _points(),
        _noise(0.1, "Standard deviation of the noise added to the value."),
        Param("shape", "choice", "wave", "Which curve.", choices=tuple(CURVES)),
        Param("outliers", "float", 0.0, "Share of the points that lie far above.", minimum=0.0, maximum=0.4),
        task="regression",
    ),
)

_DRAWN = Source(
    name="drawn",
    title="Draw it",
    group=TOY,
    kind="vector",
    task="binary",
    params=(Param("points", "text", EXAMPLE, "The points and their classes, as text.", label="Drawn points"),),
    function="nnviz.data.drawn:drawn",
    help="Your own points: choose a class, and draw on the plane.",
    credit="Made by you",
    schema=known.drawn,
)

_TABLES = (
    Source(
        name="loans",
        title="Loans",
        group=TABLES,
        kind="vector",
        task="binary",
        params=(
            _points(800, label="Loans"),
            Param("leak", "bool", True, "A column that is only known once the loan has ended.", label="Reminders sent"),
        ),
        function="nnviz.data.pitfalls:loans",
        help="Made-up loans, repaid or not. One column is from after the end: a leak to find.",
        credit="Made by nnviz",
        schema=known.loans,
    ),
    _real("iris", "Iris", "150 flowers, four lengths, three species.", known.IRIS, "R. A. Fisher, 1936"),
    _real(
        "wine",
        "Wine",
        "178 wines, 13 chemical measurements, three cultivars.",
        known.WINE,
        "M. Forina et al., UCI Machine Learning Repository, 1991",
    ),
    _real(
        "breast_cancer",
        "Breast cancer",
        "569 tumours, 30 measurements of their cell nuclei.",
        known.BREAST_CANCER,
        "W. H. Wolberg, W. N. Street and O. L. Mangasarian, UCI repository, 1995",
    ),
    _real(
        "diabetes",
        "Diabetes",
        "442 patients, ten measurements, the disease's progression after a year.",
        known.DIABETES,
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, 2004",
    ),
)

_IMAGES = (
    _real(
        "digits",
        "Digits",
        "1,797 handwritten digits of 8 by 8 pixels.",
        known.DIGITS,
        "E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998",
        REAL_IMAGES,
    ),
    _real(
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
            _points(900, label="Images", maximum=6000),
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
            _noise(0.1, "Standard deviation of the noise added to every pixel (white is 1)."),
            Param("colour", "bool", False, "Random colours that say nothing about the shape."),
        ),
        function="nnviz.data.shapes:shapes",
        help="Shapes of equal area, drawn smoothly anywhere in a small image.",
        credit="Made by nnviz",
        schema=known.shapes,
    ),
    Source(
        name="marked_shapes",
        title="Marked shapes",
        group=IMAGES,
        kind="image",
        task="binary",
        params=(
            _points(900, label="Images", maximum=6000),
            Param(
                "telling", "bool", True, "In training, the mark's corner gives the shape away.", label="Telling marks"
            ),
        ),
        function="nnviz.data.pitfalls:marked_shapes",
        help="Circles and squares with a mark in a corner that gives them away, except in the test part.",
        credit="Made by nnviz",
        schema=lambda _: known.MARKED_SHAPES,
    ),
    Source(
        name="patches",
        title="Photograph patches",
        group=IMAGES,
        kind="image",
        task="binary",
        params=(
            _points(1000, label="Images", maximum=4000),
            Param("size", "int", 16, "Pixels along one side.", minimum=8, maximum=64),
        ),
        function="nnviz.data.tables:patches",
        help="Pieces of two colour photographs: which photograph is each from?",
        credit="Photographs by Rob Baxter (china.jpg) and dany13 (flower.jpg), CC BY",
        schema=known.patches,
    ),
)

_LIMIT = Param("limit", "int", 5000, "How many examples are read.", minimum=20, maximum=60_000)


def _remote(name: str, title: str, help: str, credit: str, schema: Schema) -> Source:
    return Source(
        name=name,
        title=title,
        group=REMOTE,
        kind=schema.kind,
        task=schema.task,
        params=(_LIMIT,),
        function="nnviz.data.remote:read",
        help=help,
        credit=credit,
        schema=lambda _: schema,
        fixed={"name": name, "split": "train", "size": 0},
    )


_REMOTE = (
    *(_remote(**entry) for entry in NAMED),
    Source(
        name="tfds",
        title="Any of TensorFlow Datasets",
        group=REMOTE,
        kind="image",
        task="multiclass",
        params=(
            Param("name", "text", "mnist", "Its name, such as mnist or horses_or_humans.", label="Data set"),
            _LIMIT,
            Param("split", "text", "train", "Which of its splits is read.", advanced=True),
            Param(
                "size",
                "int",
                0,
                "Images are resized to this many pixels per side; 0 leaves them as they are.",
                minimum=0,
                maximum=256,
                label="Image size",
            ),
        ),
        function="nnviz.data.remote:read",
        help="Any data set of the TensorFlow Datasets collection, by name.",
        credit="tensorflow.org/datasets; see there for each data set's authors and licence",
    ),
)


def _own(name: str, title: str, help: str, kind: Kind, endings: tuple[str, ...], *params: Param, **more: Any) -> Source:
    file = Param("file", "text", "", "Under which it is kept here: the hash of its content.", label="File")
    called = Param("title", "text", "", "What people call these data.", label="Title")
    return Source(
        name=name,
        title=title,
        group=OWN,
        kind=kind,
        task="multiclass",
        params=(file, called, *params),
        function=f"nnviz.data.{name.removesuffix('s')}s:{name.removeprefix('own_')}",
        help=help,
        credit="",
        endings=endings,
        **more,
    )


_OWN = (
    _own(
        "own_table",
        "A table (CSV)",
        "One example per line, with the names of the columns in the first line.",
        "vector",
        (".csv", ".tsv", ".txt"),
        Param("limit", "int", 20_000, "How many rows are read.", minimum=20, maximum=200_000, label="Rows at most"),
        columns=True,
    ),
    _own(
        "own_images",
        "Images (zip)",
        "A zip with one folder of images for each class: cats/1.png, cats/2.png, dogs/1.png",
        "image",
        (".zip",),
        Param("limit", "int", 2_000, "How many images are read.", minimum=20, maximum=50_000, label="Images at most"),
        Param(
            "size", "int", 32, "Every image becomes a square with this many pixels per side.", minimum=8, maximum=128
        ),
        Param(
            "colour",
            "choice",
            "as they are",
            "Grey images have one number per pixel, coloured ones three.",
            choices=("as they are", "grey", "colour"),
        ),
    ),
    _own(
        "own_arrays",
        "Arrays (NPZ)",
        "A NumPy file with the arrays x and y, as a script saves them.",
        "vector",
        (".npz",),
        Param("limit", "int", 20_000, "How many examples are read.", minimum=20, maximum=1_000_000),
        Param("classes", "text", "", "Names of the classes, separated by commas.", label="Class names"),
    ),
)

SOURCES: dict[str, Source] = {s.name: s for s in (*_TOYS, _DRAWN, *_TABLES, *_IMAGES, *_REMOTE, *_OWN)}


def title_of(spec: DataSpec) -> str:
    """What people call the data of `spec`: their own title, else the source's."""
    own = spec.settings.get("title") if spec.source in SOURCES and SOURCES[spec.source].endings else ""
    return str(own) if own else SOURCES[spec.source].title if spec.source in SOURCES else spec.source


def check(spec: DataSpec) -> dict[str, Any]:
    """The source's settings, complete and in range, without reading any data.

    Raises:
        SpecError: for an unknown source, a setting that it does not have, or a value out of range.
    """
    source = lookup(SOURCES, spec.source, "data source")
    settings = fill(source.params, spec.settings)
    if spec.columns and not source.columns:
        raise SpecError(f"{source.title} has no columns to correct.", fix="Leave them out.", where="columns")
    if spec.source == "tfds":
        check_name(settings["name"], settings["split"])
    return settings


def known_schema(spec: DataSpec) -> Schema | None:
    """The schema of `spec`, or None where only reading the data tells. Raises SpecError like `check`,
    and DataError for classes that there are not."""
    settings = check(spec)
    source = SOURCES[spec.source]
    return only_schema(source.schema(settings), spec.only_classes) if source.schema else None
