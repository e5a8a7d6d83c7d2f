"""Which browser modules a lesson's picture consists of, so that the browser can fetch them all at once."""

import posixpath
import re
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
    files = [f"lessons/{name}/picture.js"]
    for file in files:
        files += [target for target in imports(file) if target not in files]
    return tuple(files)
