"""Which browser modules a lesson's picture consists of, so that the browser can fetch them all at once."""

import re
from functools import cache
from pathlib import Path

_WEB = Path(__file__).parents[1] / "web"
_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["']\./([\w.]+\.js)["']""", re.M)


@cache
def modules(name: str) -> tuple[str, ...]:
    """The files in nnviz/web that lesson_<name>.js is made of: itself first, then what it imports, nearest first."""
    found = [f"lesson_{name}.js"]
    for file in found:
        text = (_WEB / file).read_text(encoding="utf-8")
        found += [other for other in dict.fromkeys(_IMPORT.findall(text)) if other not in found]
    return tuple(found)
