"""The TensorFlow Datasets that have an entry of their own, and what a name of any other may look like.

Imports no framework.
"""

import re

from nnviz.data import known
from nnviz.errors import SpecError

_CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_OBJECTS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_KANA = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")

NAMED: tuple[dict, ...] = (
    {
        "name": "mnist",
        "title": "MNIST",
        "help": "Handwritten digits of 28 by 28 pixels. Downloads 11 MB once.",
        "credit": "Y. LeCun, C. Cortes and C. Burges, 1998",
        "schema": known.images("MNIST", (28, 28, 1), tuple("0123456789"), "digit"),
    },
    {
        "name": "fashion_mnist",
        "title": "Fashion-MNIST",
        "help": "Clothes of ten kinds, 28 by 28 pixels. Downloads 30 MB once.",
        "credit": "H. Xiao, K. Rasul and R. Vollgraf, 2017",
        "schema": known.images("Fashion-MNIST", (28, 28, 1), _CLOTHES, "article"),
    },
    {
        "name": "kmnist",
        "title": "Kuzushiji-MNIST",
        "help": "Ten cursive Japanese characters, 28 by 28 pixels. Downloads 21 MB once.",
        "credit": "T. Clanuwat et al., 2018",
        "schema": known.images("Kuzushiji-MNIST", (28, 28, 1), _KANA, "character"),
    },
    {
        "name": "cifar10",
        "title": "CIFAR-10",
        "help": "Colour photographs of ten kinds of object, 32 by 32 pixels. Downloads 162 MB once.",
        "credit": "A. Krizhevsky, 2009",
        "schema": known.images("CIFAR-10", (32, 32, 3), _OBJECTS, "object"),
    },
)

_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}(/[A-Za-z0-9_.\-]{1,60})?(:\d+\.\d+\.\d+)?")
_SPLIT = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,40}")


def check_name(name: str, split: str) -> None:
    """Refuse what cannot be a TensorFlow Datasets name ("mnist", "glue/cola", "mnist:3.0.1") or split.

    Raises:
        SpecError: for paths, addresses and anything else of another form.
    """
    if not _NAME.fullmatch(name):
        raise SpecError(
            f"Data set: received {name[:80]!r}.",
            expected="a name such as mnist, cifar10 or horses_or_humans",
            fix="The names are listed at tensorflow.org/datasets.",
            where="name",
        )
    if not _SPLIT.fullmatch(split):
        raise SpecError(
            f"Split: received {split[:80]!r}.", expected="the name of a split such as train or test", where="split"
        )
