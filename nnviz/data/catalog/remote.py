"""Data sets of TensorFlow Datasets: some by a name of their own, and any by its name."""

from nnviz.data.catalog.kinds import REMOTE, Source
from nnviz.data.downloading.remote_names import NAMED
from nnviz.data.schema import Schema
from nnviz.params import Param

_LIMIT = Param("limit", "int", 5000, "How many examples are read.", minimum=20, maximum=60_000)


def _remote(name: str, title: str, help: str, credit: str, schema: Schema) -> Source:
    return Source(
        name=name,
        title=title,
        group=REMOTE,
        kind=schema.kind,
        task=schema.task,
        params=(_LIMIT,),
        function="nnviz.data.downloading.remote:read",
        help=help,
        credit=credit,
        schema=lambda _: schema,
        fixed={"name": name, "split": "train", "size": 0, "input": "", "target": ""},
    )


ENTRIES = (
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
            Param("input", "text", "", "One of its parts, such as image; empty for what the set says.", advanced=True),
            Param("target", "text", "", "One of its parts, such as label; empty for what the set says.", advanced=True),
        ),
        function="nnviz.data.downloading.remote:read",
        help="Any data set of the TensorFlow Datasets collection, by name.",
        credit="tensorflow.org/datasets; see there for each data set's authors and licence",
    ),
)
