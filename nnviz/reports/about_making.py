"""What a report says of how it came about: versions, the machine, and the lines that do it again."""

import json
import platform
import time
from importlib import metadata
from typing import Any

import nnviz
from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.reports.html import Page
from nnviz.runs.run import Run
from nnviz.training.export import run_script

_LINE = 180
"""Characters of a line of JSON."""
_PACKAGES = ("keras", "tensorflow", "numpy", "scikit-learn", "plotly")


def making(page: Page, run: Run) -> None:
    """Versions, the experiment, and the script of it."""
    page.heading("How to reproduce it", new_sheet=True)
    page.facts({"nnviz": nnviz.__version__, "Python": platform.python_version(), **_versions()})
    page.facts(
        {
            "Run": run.id,
            "Trained": time.strftime("%d %B %Y, %H:%M", time.localtime(run.record.created)),
            "Report made": time.strftime("%d %B %Y, %H:%M"),
            "System": platform.system(),
        }
    )
    page.text("This page again, in Python:")
    page.code(f'import nnviz\n\nnnviz.report({escaping.literal(run.id)}, "report.html")')
    page.text("The same training, from nothing but the experiment below:")
    page.code(
        "import nnviz\n\n"
        'experiment = nnviz.Experiment.from_json(open("experiment.json").read())\nrun = nnviz.train(experiment)'
    )
    page.code(compact(json.loads(run.experiment.to_json())), "experiment.json")
    try:
        page.code(run_script(run), "The same with Keras alone")
    except NnvizError as error:
        page.text(str(error), "note")


def compact(value: Any, indent: str = "") -> str:
    """JSON in which whatever fits on a line stands on one.

    >>> compact({"a": [1, 2]})
    '{"a": [1, 2]}'
    """
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= _LINE or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(name)}: {compact(own, inner)}" for name, own in value.items()]
    else:
        parts = [f"{inner}{compact(own, inner)}" for own in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, ",\n".join(parts), f"{indent}{closing}"])


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
