"""Which browser modules a lesson consists of, so that the browser can fetch them all at once, or before."""

import posixpath
import re
from collections import Counter
from functools import cache
from pathlib import Path

_WEB = Path(__file__).parents[1] / "web"
_IMPORT = re.compile(r"""^(?:import\s*|(?:import|export)\b[^;"'=(]*\bfrom\s*)["'](\.{1,2}/[^"']+\.js)["']""", re.M)


def imports(file: str) -> tuple[str, ...]:
    """The modules that a module of nnviz/web imports, both named by their paths in nnviz/web ("base/dom.js")."""
    text = (_WEB / file).read_text(encoding="utf-8")
    folder = posixpath.dirname(file)
    targets = (posixpath.normpath(posixpath.join(folder, target)) for target in _IMPORT.findall(text))
    return tuple(dict.fromkeys(targets))


@cache
def modules(name: str) -> tuple[str, ...]:
    """The files in nnviz/web that a lesson's picture is made of: itself first, then what it imports, nearest first."""
    return _with_imports(f"lessons/{name}/picture.js")


_COMMON = 4  # lessons


@cache
def shared(names: tuple[str, ...]) -> tuple[str, ...]:
    """What every one of these lessons needs, whatever its picture, and what the pictures of several are made of."""
    uses = Counter(file for name in names for file in modules(name))
    common = (file for file, count in uses.items() if count >= _COMMON)
    return tuple(dict.fromkeys((*_with_imports("lesson.js"), *common)))


def _with_imports(file: str) -> tuple[str, ...]:
    files = [file]
    for known in files:
        files += [target for target in imports(known) if target not in files]
    return tuple(files)
