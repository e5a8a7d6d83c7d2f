"""What a report says of how it came about: versions, the machine, and the lines that do it again."""

import platform
import time
from importlib import metadata

import nnviz
from nnviz import escaping
from nnviz.errors import NnvizError
from nnviz.reports.html import Page
from nnviz.runs.run import Run
from nnviz.training.export import run_script

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
    page.code(run.experiment.to_json(indent=1), "experiment.json")
    try:
        page.code(run_script(run), "The same with Keras alone")
    except NnvizError as error:
        page.text(str(error), "note")


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
