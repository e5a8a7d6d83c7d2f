"""Schemas that are known before any data is read. Imports no framework.

Each function takes a source's filled settings and returns its `Schema`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nnviz.data import plane as planes
from nnviz.data.column import numbers
from nnviz.data.drawn import classes_of
from nnviz.data.further import FurtherInput
from nnviz.data.parcels import MEASURED, SIZE
from nnviz.data.schema import Schema
from nnviz.data.shapes import SHAPE_NAMES

_PLANE = ("x1", "x2")


def plane(source: str, classes: tuple[str, ...], settings: Mapping[str, Any]) -> Schema:
    """Points of a plane in named classes."""
    return Schema(
        "vector", _task(classes), *_inputs(settings), classes, "class", _outputs(classes), **_further(source, settings)
    )


def numbered(source: str, noun: str, count: int, settings: Mapping[str, Any]) -> Schema:
    """Points of a plane in classes "noun 1", "noun 2", …"""
    return plane(source, tuple(f"{noun} {k + 1}" for k in range(count)), settings)


def _inputs(settings: Mapping[str, Any]) -> tuple[tuple[int], tuple[str, ...]]:
    """Input shape and names: the two coordinates and what the settings add to them."""
    features = _PLANE + planes.names(settings[planes.SETTING])
    return (len(features),), features


def _further(source: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"source": source, "plane_features": planes.names(settings[planes.SETTING])}


def drawn(settings: Mapping[str, Any]) -> Schema:
    """Points that somebody drew, in the classes that they drew."""
    return plane("Drawn points", tuple(f"class {name}" for name in classes_of(settings["points"])), settings)


def surface(settings: Mapping[str, Any]) -> Schema:
    source = f"Surface ({settings['shape']})"
    return Schema("vector", "regression", *_inputs(settings), (), "height", 1, **_further(source, settings))


def curve(settings: Mapping[str, Any]) -> Schema:
    source = f"Curve ({settings['shape']})"
    return Schema("vector", "regression", (1,), ("x",), (), "y", 1, source=source)


def table(source: str, features: tuple[str, ...], classes: tuple[str, ...], target: str) -> Schema:
    """A table whose target is a class, or a number where `classes` is empty."""
    task = _task(classes) if classes else "regression"
    shape = (len(features),)
    return Schema("vector", task, shape, features, classes, target, _outputs(classes), source=source)


def images(source: str, shape: tuple[int, int, int], classes: tuple[str, ...], target: str) -> Schema:
    """Images (height, width, channels) in named classes."""
    return Schema("image", _task(classes), shape, (), classes, target, _outputs(classes), source=source)


def shapes(settings: Mapping[str, Any]) -> Schema:
    size, channels = settings["size"], 3 if settings["colour"] else 1
    return images("Drawn shapes", (size, size, channels), SHAPE_NAMES[: settings["classes"]], "shape")


def shape_sets(settings: Mapping[str, Any]) -> Schema:
    size, labels = settings["size"], SHAPE_NAMES[: settings["kinds"]]
    target = "shapes in the image"
    return Schema("image", "multilabel", (size, size, 1), (), labels, target, len(labels), source="Sets of shapes")


def parcels(settings: Mapping[str, Any]) -> Schema:
    form = images("Parcels", (SIZE, SIZE, 1), ("by belt", "by hand"), "way")
    return replace(form, further=(FurtherInput("table", MEASURED, numbers(MEASURED)),))


def patches(settings: Mapping[str, Any]) -> Schema:
    size = settings["size"]
    return images("Photograph patches", (size, size, 3), ("palace", "flower"), "photograph")


def loans(settings: Mapping[str, Any]) -> Schema:
    columns = ("income (thousand a year)", "debt (thousand)", "age (years)", "years in the job")
    after = ("reminders sent",) if settings["leak"] else ()
    return table("Loans", columns + after, ("not repaid", "repaid"), "outcome")


def _task(names: tuple[str, ...]) -> str:
    return "binary" if len(names) == 2 else "multiclass"


def _outputs(names: tuple[str, ...]) -> int:
    return 1 if len(names) <= 2 else len(names)


IRIS = table(
    "Iris",
    ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
    ("setosa", "versicolor", "virginica"),
    "species",
)

WINE = table(
    "Wine",
    (
        "alcohol",
        "malic acid",
        "ash",
        "alcalinity of ash",
        "magnesium",
        "total phenols",
        "flavanoids",
        "nonflavanoid phenols",
        "proanthocyanins",
        "color intensity",
        "hue",
        "od280/od315 of diluted wines",
        "proline",
    ),
    ("cultivar 1", "cultivar 2", "cultivar 3"),
    "cultivar",
)

_NUCLEUS = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)

MARKED_SHAPES = images("Marked shapes", (16, 16, 1), ("circle", "square"), "shape")

BREAST_CANCER = table(
    "Breast cancer",
    tuple(f"mean {n}" for n in _NUCLEUS)
    + tuple(f"{n} error" for n in _NUCLEUS)
    + tuple(f"worst {n}" for n in _NUCLEUS),
    ("malignant", "benign"),
    "diagnosis",
)

DIABETES = table(
    "Diabetes",
    (
        "age (years)",
        "sex",
        "body mass index",
        "blood pressure",
        "total cholesterol",
        "LDL",
        "HDL",
        "cholesterol / HDL",
        "log triglycerides",
        "blood sugar",
    ),
    (),
    "progression",
)

LINNERUD = Schema(
    "vector",
    "regression",
    (3,),
    ("chin-ups", "sit-ups", "jumps"),
    target_name="weight, waist and pulse",
    outputs=3,
    source="Linnerud",
    target_names=("weight", "waist", "pulse"),
    target_units=("lb", "in", "beats/min"),
)

DIGITS = images("Digits", (8, 8, 1), tuple("0123456789"), "digit")

REDRAWN_DIGITS = Schema(
    "image", "regression", (8, 8, 1), target_name="the same image", outputs=64, source="Digits, redrawn"
)
