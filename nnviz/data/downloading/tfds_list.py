"""What TensorFlow Datasets offers, read from the installed package's own files: no import, no network.

The names, versions, sizes and licences stand in its sources and checksum files, as text. Imports no framework.
"""

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from nnviz import settings
from nnviz.whole_files import replace

_CLASS = re.compile(r"^class (\w+)\(([^)]*)\):", re.M)
_BASES = ("GeneratorBasedBuilder", "BeamBasedBuilder", "ShardBasedBuilder", "DatasetBuilder", "ConcatDataBuilder")
_VERSION = re.compile(r"Version\(\s*[\"'](\d+\.\d+\.\d+)")
_LICENCE = re.compile(
    r"\blicense\s*=\s*f?([\"'])(?P<given>.{3,120}?)\1|\b_LICENSE\s*=\s*\(?\s*[\"']{1,3}(?P<named>[^\"'\n]{3,160})"
)
_WRITTEN_LICENCE = re.compile(r"^\W*Licen[cs]e:\s*(.{3,120}?)\s*$", re.M | re.I)
_HOMEPAGE = re.compile(
    r"(?:homepage\s*=\s*|_HOMEPAGE(?:_URL)?\s*=\s*\(?\s*|_URL\s*=\s*\(?\s*)[\"'](https?://[^\"'\s]+)"
)
_DESCRIPTION = re.compile(r"_DESCRIPTION\s*=\s*r?\(?\s*(\"\"\"|\"|')\\?\s*(.+?)\1", re.S)
_MIXED = re.compile(r"(.)([A-Z][a-z]+)")
_UPPER = re.compile(r"([a-z0-9])([A-Z])")
_LEFT_OUT = ("core", "scripts", "testing", "proto", "dataset_collections", "graphs")
_KINDS = {
    "image": "images",
    "image_classification": "images",
    "object_detection": "images",
    "text": "texts",
    "question_answering": "texts",
    "summarization": "texts",
    "translate": "texts",
    "text_simplification": "texts",
    "structured": "tables",
    "audio": "sounds",
    "video": "videos",
    "robotics": "robots",
    "robomimic": "robots",
    "rlds": "robots",
    "rl_unplugged": "robots",
    "d4rl": "robots",
    "time_series": "series",
}
_FEATURES = {"Image(": "images", "Audio(": "sounds", "Video(": "videos", "Text(": "texts"}
_MOST_WORDS = 300
_VARIANTS = re.compile(r"BUILDER_CONFIGS(?:\s*:[^=]+)?\s*=\s*(.*?)\n  [\])]", re.S)
_VARIANT = re.compile(r"\bname=[\"']([\w.\-]{1,60})[\"']")
_NUMBER = re.compile(r"\b(?:np|tf)\.(?:u?int|float)\d+|Scalar\(")
_MANY = 4
"""Numbers among the features of a table, at least."""
_FORM = 2
"""Of what is kept; another one reads the sources again."""
_LISTS = ("versions", "variant_names")


@dataclass(frozen=True)
class Listed:
    """One data set of the collection.

    Attributes:
        name: under which it is asked for.
        versions: that its source names, the newest first.
        bytes: what is downloaded, from the package's checksums; None where these do not say.
        variants: whether it comes in several; `bytes` are then those of all of them together.
        variant_names: the names of these, the first one being what is read where none is named; () where its source
            makes them up.
        licence: as its source states it; "" where it states none.
        homepage: where its authors tell of it; "" where none is named.
        about: its description's first words.
        kind: "images", "texts", "tables", "sounds", …; "" where that cannot be told from its source.
    """

    name: str
    versions: tuple[str, ...] = ()
    bytes: int | None = None
    variants: bool = False
    variant_names: tuple[str, ...] = ()
    licence: str = ""
    homepage: str = ""
    about: str = ""
    kind: str = ""


def package() -> Path | None:
    """The folder of the installed package; None where there is none."""
    spec = importlib.util.find_spec("tensorflow_datasets")
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _ours(name: str, kind: str, about: str) -> Listed:
    return Listed(f"nnviz_{name}", ("1.0.0",), 0, about=f"{about} Made by nnviz: nothing is downloaded.", kind=kind)


_OURS = (
    _ours("brackets", "texts", "Brackets that are balanced, or not, and where they go wrong."),
    _ours("lists", "texts", "Lists of letters: which one stands at a place of the list turned around?"),
    _ours("marked_shapes", "images", "Circles and squares with a mark in training that gives them away."),
    _ours("objects", "images", "A square, a triangle or a cross among circles and rings, and which pixels decide."),
    _ours("sentences", "texts", "Short sentences in which one word decides, and which one."),
    _ours("shapes", "images", "Circles, squares and triangles of equal area, drawn anywhere."),
)
"""The builders of `nnviz.data.builders`."""


@cache
def data_sets() -> dict[str, Listed]:
    """Every data set of the installed package and of nnviz itself by its name, in alphabetical order."""
    entries = _of_package()
    if not entries:
        return {}
    return dict(sorted({**entries, **{entry.name: entry for entry in _OURS}}.items()))


def _of_package() -> dict[str, Listed]:
    """Those of the package; kept on the disk, since reading a thousand sources takes a second."""
    place = package()
    if place is None:
        return {}
    stamp = f"{place}:{(place / 'version.py').stat().st_mtime_ns}:{_FORM}"
    kept = settings.get().home / "datasets" / "list.json"
    try:
        stored = json.loads(kept.read_text())
        if stored["stamp"] == stamp:
            entries = [Listed(**{**entry, **{name: tuple(entry[name]) for name in _LISTS}}) for entry in stored["list"]]
            return {entry.name: entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    entries = scan(place)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace(kept, json.dumps({"stamp": stamp, "list": [asdict(entry) for entry in entries.values()]}))
    except OSError:
        pass
    return entries


def find(name: str) -> Listed | None:
    """The data set that "glue/cola:1.0.0" or "mnist" names; None for one that the package does not have."""
    return data_sets().get(re.split(r"[/:]", name, maxsplit=1)[0])


def scan(place: Path) -> dict[str, Listed]:
    """`data_sets`, read from the sources in `place`."""
    classes = {}
    for path in sorted(place.rglob("*.py")):
        if path.relative_to(place).parts[0] in _LEFT_OUT or path.name.endswith("_test.py"):
            continue
        for name, bases, body, file in _classes(path):
            classes.setdefault((path, name), (bases, body, file))
    named = {name: (path, name) for path, name in classes}
    entries = {}
    for (path, name), (bases, body, file) in classes.items():
        if not _is_builder(bases, named, classes) or name.startswith("_"):
            continue
        entry = _entry(place, path, name, body, file)
        if not entry.name.endswith("_builder"):  # what others are made from
            entries.setdefault(entry.name, entry)
    return dict(sorted(entries.items()))


def _classes(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """(name, its bases, its text, the file's text) of each class at the top of a file."""
    text = path.read_text(errors="replace")
    if "class " not in text:
        return
    found = list(_CLASS.finditer(text))
    for match, after in zip(found, [*found[1:], None][: len(found)], strict=True):
        yield match[1], match[2], text[match.start() : after.start() if after else len(text)], text


def _is_builder(bases: str, named: dict, classes: dict, depth: int = 0) -> bool:
    if any(base in bases for base in _BASES):
        return True
    parents = re.findall(r"\w+", bases)
    return depth < 4 and any(
        parent in named and _is_builder(classes[named[parent]][0], named, classes, depth + 1) for parent in parents
    )


def _entry(place: Path, path: Path, name: str, body: str, file: str) -> Listed:
    own_folder = path.name.endswith("_dataset_builder.py")
    called = path.parent.name if own_folder else snake(name)
    alone = own_folder or sum(1 for _ in _CLASS.finditer(file)) <= 2
    readme = (path.parent / "README.md").read_text(errors="replace") if (path.parent / "README.md").is_file() else ""
    numbers = _VERSION.findall(body) or (_VERSION.findall(file) if alone else [])
    versions = sorted(set(numbers), key=lambda one: [int(part) for part in one.split(".")], reverse=True)
    return Listed(
        called,
        tuple(versions),
        _bytes(place, path, called),
        "BUILDER_CONFIGS" in body,
        tuple(dict.fromkeys(_VARIANT.findall(_first(_VARIANTS, body)))),
        _licence(body if not alone else file, readme),
        _first(_HOMEPAGE, body) or (_first(_HOMEPAGE, file) if alone else ""),
        _about(readme or (_first(_DESCRIPTION, file, 2) if alone else "")),
        _kind(place, path, body),
    )


def snake(name: str) -> str:
    """A class's name as the collection calls it: "FashionMNIST" → "fashion_mnist"."""
    return _UPPER.sub(r"\1_\2", _MIXED.sub(r"\1_\2", name)).lower()


def _first(pattern: re.Pattern, text: str, group: int = 1) -> str:
    match = pattern.search(text)
    return match[group].strip() if match else ""


def _bytes(place: Path, path: Path, name: str) -> int | None:
    """The sizes of all files that the checksums list; None where there are none, or one of them is not known."""
    for file in (path.parent / "checksums.tsv", place / "url_checksums" / f"{name}.txt"):
        if not file.is_file() or (file.name == "checksums.tsv" and not path.name.endswith("_dataset_builder.py")):
            continue
        parts = [line.split("\t") for line in file.read_text(errors="replace").splitlines() if line.strip()]
        sizes = [part[1] if len(part) > 2 else _spaced(part) for part in parts]
        if sizes and all(size.isdecimal() for size in sizes):
            return sum(map(int, sizes)) or None
    return None


def _spaced(parts: list[str]) -> str:
    """The size in a line of an old checksum file: "address size checksum", spaces between them."""
    words = " ".join(parts).split()
    return words[-2] if len(words) > 2 else ""


def _licence(text: str, readme: str) -> str:
    match = _LICENCE.search(text)
    given = (match["given"] or match["named"] or "") if match else ""
    if given and "{" not in given:
        return given.strip().rstrip(".\\").strip()
    return _first(_WRITTEN_LICENCE, readme).rstrip(".")


def _about(text: str) -> str:
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", re.sub(r"\s+", " ", text.replace("\\\n", " "))).strip(" #*\\")
    if len(words) <= _MOST_WORDS:
        return words
    cut = words[:_MOST_WORDS]
    return cut[: cut.rfind(". ") + 1] if ". " in cut else f"{cut.rsplit(' ', 1)[0]} …"


def _kind(place: Path, path: Path, body: str) -> str:
    tags = (path.parent / "TAGS.txt").read_text(errors="replace") if (path.parent / "TAGS.txt").is_file() else ""
    top = path.relative_to(place).parts[0]
    if top in _KINDS:
        return _KINDS[top]
    for feature, kind in _FEATURES.items():
        if feature in body:
            return "tables" if kind == "texts" and len(_NUMBER.findall(body)) >= _MANY else kind
    tagged = re.search(r"data-type\.(\w+)", tags)
    return {"image": "images", "text": "texts", "audio": "sounds", "video": "videos", "tabular": "tables"}.get(
        tagged[1] if tagged else "", ""
    )
