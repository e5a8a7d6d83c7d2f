"""The one place where text that is data is made safe for where it goes: each function returns text that reads as it
was.

`markdown` for Streamlit and notebooks, `html` for pages, `figure` for plotly (which reads tags in every label),
`literal`, `comment` and `docstring` for generated Python, `csv_cell` for tables and `file_name` for downloads.
"""

import re
from html import escape
from typing import Any

from nnviz import names, words
from nnviz.errors import SpecError

_JOINER = "\u2060"
"""Has no width and parts no words. It stands where Streamlit replaces plain text after Markdown was read."""
_MARKS = re.compile(r"([\\`*_\[\]$<>&~|:])")
_BLOCK = re.compile(r"^([#+=-]|\d+(?=[.)]))")
_REPLACED = re.compile(r"(?<=:)(?=[\w+/-])|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_ARROWS = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def markdown(text: Any) -> str:
    """Text that Streamlit's Markdown, a notebook's and a label's show letter by letter, in one line.

    Besides Markdown's own marks these are mathematics, coloured text, icons, emoji and addresses; the last ones
    are replaced after Markdown was read, so that a joiner without width is what stops them.
    """
    line = names.clean_line(text)
    line = _ARROWS.sub(lambda match: match[1][0] + _JOINER + match[1][1:], line)
    line = _REPLACED.sub(_JOINER, line)
    line = _MARKS.sub(r"\\\1", line)
    line = _BLOCK.sub(lambda match: f"{match[1]}\\" if match[1].isdecimal() else f"\\{match[1]}", line)
    return line or _JOINER  # so that marks of ours around nothing are still marks


def html(text: Any) -> str:
    """Text for HTML, between tags and inside quoted attributes alike."""
    return escape(names.clean_line(text), quote=True)


def figure(text: Any) -> str:
    """Text for any label of a plotly figure, and for what its hover templates show.

    Tags, a template's %{…} and mathematics between dollar signs stay text.
    """
    line = escape(names.clean_line(text), quote=False)
    return line.replace("%{", "%&#123;").replace("$", "&#36;")


def literal(value: Any) -> str:
    """A value of a specification as a Python expression that equals it; texts in double quotes where they can be.

    Raises:
        SpecError: for a value of no plain type.
    """
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, float):
        return repr(value) if abs(value) < float("inf") else f'float("{value}")'
    if isinstance(value, str):
        return repr(value) if '"' in value else '"' + repr("'" + value)[2:]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    raise SpecError(
        f"Received {words.article(type(value).__name__)}.", expected="text, numbers, lists and dictionaries of them"
    )


def comment(text: Any) -> str:
    """Text for a Python comment: one line, whatever a reader of Python takes for the end of a line."""
    return names.clean_line(text)


def docstring(text: Any) -> str:
    '''Text for the inside of a Python docstring in """: one line, without quotes or backslashes of its own meaning.'''
    return names.clean_line(text).replace("\\", "\\\\").replace('"', '\\"')


def csv_cell(value: Any) -> Any:
    """A cell that a spreadsheet takes for text: one that would be read as a formula gets an apostrophe before it.

    Numbers, and texts that are numbers, stay as they are.
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or _is_number(value):
        return value
    return f"'{value}"


def file_name(text: Any, fallback: str = "file") -> str:
    """A file name that every system takes: letters, digits, dots and hyphens, at most 80 characters."""
    name = re.sub(r"[^\w.]+", "-", names.clean_line(text))
    name = re.sub(r"\.{2,}", ".", name)[:80].strip("-._")
    return fallback if not name or _RESERVED.fullmatch(name) else name


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
