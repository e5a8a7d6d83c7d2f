"""What people bring themselves."""

from typing import Any

from nnviz.data.catalog.kinds import OWN, Source
from nnviz.data.own import reading
from nnviz.data.own.reading import GUESSED
from nnviz.data.schema import Kind
from nnviz.params import Param


def _own(
    name: str,
    title: str,
    help: str,
    kind: Kind,
    endings: tuple[str, ...],
    *params: Param,
    function: str = "",
    **more: Any,
) -> Source:
    file = Param("file", "text", "", "Under which it is kept here: the hash of its content.", label="File")
    short = name.removeprefix("own_")
    called = Param("title", "text", "", "What people call these data.", label="Title")
    return Source(
        name=name,
        title=title,
        group=OWN,
        kind=kind,
        task="multiclass",
        params=(file, called, *params),
        function=function or f"nnviz.data.own.{short.removesuffix('s')}s:{short}",
        help=help,
        credit="",
        endings=endings,
        **more,
    )


def _read(name: str, label: str, help: str, choices: tuple[str, ...]) -> Param:
    return Param(name, "choice", GUESSED, help, choices=(GUESSED, *choices), label=label)


FORMS = ("label, tab, text", "text, tab, label", "__label__name text", "no label: the next character")
"""How a line of a text file says its label."""
READING = (
    _read("separator", "Between values", "The mark between two values of a line.", tuple(reading.SEPARATORS)),
    _read("encoding", "Encoding", "How letters are written as bytes.", tuple(reading.ENCODINGS)),
    _read("header", "First line", "Whether it names the columns or is an example already.", reading.HEADERS),
    _read("decimal", "Decimal mark", "Between whole and tenths.", tuple(reading.DECIMALS)),
    _read("dates", "Dates", "The order of day, month and year.", reading.DATES),
    Param("sheet", "text", "", "Of a workbook; empty for the first that holds a table.", label="Sheet"),
)
"""How a table is read: guessed from the file, each guess to be corrected."""
BETWEEN = ("|", "/", "&", "next")
"""What may stand between several texts of a row; a word stays also where marks are left out."""
_BETWEEN = _read(
    "between",
    "Between texts",
    "Where several columns are texts they are read one after the other; this stands between them, so that the network "
    "can tell where one ends.",
    BETWEEN,
)
_SIZE = Param("size", "int", 32, "Every image becomes a square with this many pixels per side.", minimum=8, maximum=128)
_COLOUR = Param(
    "colour",
    "choice",
    "as they are",
    "Grey images have one number per pixel, coloured ones three.",
    choices=("as they are", "grey", "colour"),
)

HELD_OUT = ("by chance", "as their folders say")
"""Which images of a zip validate and test."""

ENTRIES = (
    _own(
        "own_table",
        "A table",
        "CSV, TSV, Excel (.xlsx) or Parquet: one example per row, the names of the columns in the first. Columns of "
        "texts can be an input too, the others beside them.",
        "vector",
        (".csv", ".tsv", ".txt", ".xlsx", ".parquet"),
        Param("limit", "int", 20_000, "How many rows are read.", minimum=20, maximum=200_000, label="Rows at most"),
        *READING,
        _BETWEEN,
        columns=True,
        reading=tuple(param.name for param in (*READING, _BETWEEN)),
    ),
    _own(
        "own_images",
        "Images",
        "A zip with one folder of images for each class: cats/1.png, cats/2.png, dogs/1.png",
        "image",
        (".zip",),
        Param("limit", "int", 2_000, "How many images are read.", minimum=20, maximum=50_000, label="Images at most"),
        _SIZE,
        _COLOUR,
        Param(
            "held_out",
            "choice",
            HELD_OUT[0],
            "Or those in folders called validation and test.",
            choices=HELD_OUT,
            label="Held out",
        ),
    ),
    _own(
        "own_beside",
        "Images beside a table",
        "A zip of images with a table (labels.csv): a column names each row's image, one is to be predicted, and the "
        "others stand beside the image. A second column that names images makes a second image; a column of texts that "
        "is made an input comes first, the images beside it.",
        "image",
        (".zip",),
        Param("limit", "int", 2_000, "How many images are read.", minimum=20, maximum=50_000, label="Images at most"),
        _SIZE,
        _COLOUR,
        _BETWEEN,
        function="nnviz.data.own.beside:beside",
        columns=True,
        reading=("between",),
    ),
    _own(
        "collected",
        "Collect images",
        "Take pictures of each class with the camera, or add files.",
        "image",
        (".zip",),
        Param("limit", "int", 3_000, "How many images are read.", minimum=20, maximum=3_000, label="Images at most"),
        _SIZE,
        _COLOUR,
        function="nnviz.data.own.collected:collected",
    ),
    _own(
        "own_texts",
        "Texts",
        "A text file with a line for each text: its label, a tab, the text; or without labels, to learn what comes "
        "next. Or a zip with one folder of .txt files for each class: praise/1.txt, blame/1.txt",
        "tokens",
        (".txt", ".tsv", ".zip"),
        Param("limit", "int", 5_000, "How many texts are read.", minimum=20, maximum=100_000, label="Texts at most"),
        _read("form", "Lines", "Where a line says its label.", FORMS),
        _read("encoding", "Encoding", "How letters are written as bytes.", tuple(reading.ENCODINGS)),
        reading=("form", "encoding"),
    ),
    _own(
        "own_series",
        "Sequences in a table",
        "A table with several rows for each sequence: a column says which sequence a row is of (id), one when it comes "
        "(time), and one is to be predicted.",
        "sequence",
        (".csv", ".tsv", ".xlsx", ".parquet"),
        Param("limit", "int", 5_000, "How many sequences are read.", minimum=20, maximum=100_000, label="At most"),
        function="nnviz.data.own.series:series",
        columns=True,
    ),
    _own(
        "own_arrays",
        "Arrays",
        "A NumPy file with the arrays x and y, as a script saves them; or one array whose last column is the target. "
        "An array called beside_table, of rows, sequences or images, stands beside x.",
        "vector",
        (".npz", ".npy"),
        Param("limit", "int", 20_000, "How many examples are read.", minimum=20, maximum=1_000_000),
        Param("inputs", "text", "", "The name of the array that a network is given.", label="Inputs"),
        Param("targets", "text", "", "The name of the array that is to be predicted.", label="Targets"),
        Param("classes", "text", "", "Names of the classes, separated by commas.", label="Class names"),
        reading=("inputs", "targets"),
    ),
)
