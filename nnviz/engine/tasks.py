"""How a task travels: by name, so that the sender needs none of the imports behind it."""

import importlib
from functools import cache

from nnviz.params import lookup
from nnviz.paths import resolve

_BELOW = ("data", "models", "training", "evaluation", "inspection", "explanation", "studies")
ROOMS = (*_BELOW, "serving", "concepts", "reports")


@cache
def tasks() -> dict[str, str]:
    """{name: "package.module:function"} of every room."""
    tables = [importlib.import_module(f"nnviz.{room}.tasks").TASKS for room in ROOMS]
    own = {"watched": "nnviz.engine.watched:answered"}
    return own | {name: path for table in tables for name, path in table.items()}


def run_task(task: str, *arguments):
    """Runs a task in a worker. Raises SpecError for a name that is no task."""
    return resolve(lookup(tasks(), task, "task"))(*arguments)
