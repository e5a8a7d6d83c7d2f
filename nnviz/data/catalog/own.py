"""What people bring themselves."""

from typing import Any

from nnviz.data.catalog.kinds import OWN, Source
from nnviz.data.schema import Kind
from nnviz.params import Param


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


ENTRIES = (
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
