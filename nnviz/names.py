"""Names that people and files give: which characters they may hold, and how a name from data is cleaned.

A person's name with a control character, a line separator, a mark of direction or any other character that
cannot be seen is refused with a sentence. A file's names (columns, classes) are cleaned instead, so that the
file can still be read.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from nnviz.errors import SpecError
from nnviz.words import article

LONGEST = 120
"""Characters that a name from data keeps at most."""

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's categories of control, format, surrogate, line separator and paragraph separator."""
_CONTROLS = {
    "\0": "null character",
    "\t": "tab",
    "\n": "line break",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\r": "carriage return",
    "\x1b": "escape character",
    "\x7f": "delete character",
    "\x85": "next line character",
}
_SPACING = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")


def unseen(text: str) -> str:
    """The first character of `text` that no name may hold, or ""."""
    if text.isprintable():
        return ""
    return next((character for character in text if unicodedata.category(character) in _UNSEEN), "")


def described(character: str) -> str:
    """What a character is called: "carriage return (U+000D)", "right-to-left override (U+202E)"."""
    fallback = "half of a character" if unicodedata.category(character) == "Cs" else "control character"
    name = _CONTROLS.get(character) or unicodedata.name(character, fallback).lower()
    return f"{name} (U+{ord(character):04X})"


def check(text: Any, what: str = "Name", where: str = "") -> Any:
    """`text` as it is; anything but text passes too, for the check of its type to refuse.

    Raises:
        SpecError: it holds a character that cannot be seen; the sentence says which, and where.
    """
    character = unseen(text) if isinstance(text, str) else ""
    if not character:
        return text
    place = text.index(character) + 1
    raise SpecError(
        f"{what}: received {text[:60]!r}, whose character {place} is {article(described(character))}.",
        expected="only characters that can be seen, and spaces",
        fix="Remove that character, or type the name again.",
        where=where,
    )


def layer_name(text: str) -> str:
    """The name of a layer as Keras and TensorFlow take it: letters without accents, digits, "_", "." and "-", the rest
    "_"; "" where no letter or digit is left. `layer_name("Première couche")` → "Premiere_couche".
    """
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", plain.strip()).strip("_.-")[:60]


def clean_line(text: Any) -> str:
    """Text in one line: runs of white space become one space, and characters that cannot be seen go."""
    line = _SPACING.sub(" ", str(text))
    if not line.isprintable():
        line = "".join(character for character in line if unicodedata.category(character) not in _UNSEEN)
    return line.strip()


def clean(text: Any) -> str:
    """A name from data in one line, as `clean_line` makes it, of at most `LONGEST` characters; "…" ends what is cut."""
    line = clean_line(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def clean_all(texts: Iterable[Any], noun: str) -> tuple[str, ...]:
    """Names from data, each cleaned and all different: `clean_all(["a", "a\\n", ""], "column")` → a, a (2), column 3.

    Args:
        noun: what one is called where nothing of its name is left.
    """
    uses: dict[str, int] = {}
    for place, text in enumerate(texts, 1):
        stem = name = clean(text) or f"{noun} {place}"
        while name in uses:
            uses[stem] += 1
            name = f"{stem} ({uses[stem]})"
        uses[name] = 1
    return tuple(uses)
