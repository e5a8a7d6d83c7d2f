"""Who may import whom: the layers of the code, read from its imports; and what the server must never load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"tensorflow", "keras", "shap", "sklearn", "tensorflow_datasets"}
EVERYWHERE = {"errors", "escaping", "names", "params", "paths", "progress", "settings", "whole_files", "words"}
_DATA = {"specs", "data"}
_TRAINING = {*_DATA, "models", "runs", "training", "keras_internals"}
_INSIDE = {*_TRAINING, "inspection", "evaluation"}
_ALL = {*_INSIDE, "explanation", "studies"}
BELOW = {
    "errors": set(),
    "paths": set(),
    "whole_files": set(),
    "words": set(),
    "names": {"errors", "words"},
    "progress": {"words"},
    "escaping": {"names", "errors", "words"},
    "params": {"names", "errors", "words"},
    "settings": {"errors", "machine"},
    "machine": set(),
    "versions": {"errors"},
    "spec_form": {"names", "errors", "words", "versions"},
    "specs": {"params", "errors", "spec_form"},
    "data": {"specs"},
    "keras_internals": set(),
    "models": {*_DATA, "keras_internals"},
    "runs": {*_DATA, "versions"},
    "training": _TRAINING,
    "inspection": {*_TRAINING, "plots"},  # a record draws its own figure
    "evaluation": _TRAINING,
    "explanation": {*_INSIDE, "plots"},
    "studies": {*_TRAINING, "evaluation", "versions"},
    "serving": _ALL,
    "reports": {*_ALL, "plots"},
    "concepts": {*_ALL, "serving", "gallery"},
    "plots": set(),
    "glossary": set(),
    "views": {"plots", "glossary"},
    "gallery": {"data", "models", "specs"},
    "cases": {"data", "models", "specs"},
    "engine": {*_ALL, "serving", "concepts", "gallery", "reports"},
    "cli": {*_ALL, "serving", "concepts", "gallery", "plots", "views", "engine"},
}


PAGES = {
    "nnviz",  # its public names
    *(f"nnviz.{room}" for room in (*EVERYWHERE, "specs", "engine", "plots", "views", "gallery", "cases", "glossary")),
    # The catalogs: what there is to choose from
    *(f"nnviz.{room}.catalog" for room in ("data", "models", "training", "explanation")),
    *("nnviz.models.blocks", "nnviz.models.templates", "nnviz.concepts.convolution", "nnviz.concepts.surfaces"),
    # The records: what tasks return
    *(f"nnviz.{room}.records" for room in ("data", "models", "evaluation", "explanation", "inspection")),
    *(
        "nnviz.data.schema",
        "nnviz.data.own.collection",
        *("nnviz.data.column", "nnviz.data.further"),
        "nnviz.data.drawn",
        "nnviz.data.ink",
        *("nnviz.data.downloading.downloads", "nnviz.data.downloading.fetching", "nnviz.data.downloading.tfds_list"),
        "nnviz.data.augmentations",
        "nnviz.data.own.handmade",
        "nnviz.data.own.standing_beside",
        "nnviz.data.own.typed",
        "nnviz.data.preparing.step_catalog",
        "nnviz.data.preparing.steps",
        "nnviz.data.preparing.step_edits",
        "nnviz.data.preparing.step_records",
        "nnviz.data.own.files",
        "nnviz.data.own.zips",
        *(f"nnviz.data.profiling.{name}" for name in ("records", "kinds", "found")),
        "nnviz.data.own.reading",
        *(
            f"nnviz.evaluation.{name}"
            for name in ("label_records", "calibration", "slices", "fairness", "group_records")
        ),
        *(f"nnviz.evaluation.{name}" for name in ("baseline_catalog", "comparison_records")),
        "nnviz.data.previews",
        "nnviz.evaluation.augmentation_records",
        "nnviz.inspection.arithmetic.records",
        "nnviz.inspection.attention_measures",
        "nnviz.inspection.examples",
        "nnviz.inspection.gradient_records",
        "nnviz.inspection.gradient_mends",
        "nnviz.inspection.chain_records",
        "nnviz.inspection.slope_records",
        "nnviz.inspection.slow_layer_records",
        "nnviz.inspection.slow_motion_records",
        "nnviz.inspection.own_records",
        "nnviz.inspection.picture_records",
        "nnviz.inspection.space_records",
        "nnviz.inspection.unit_records",
        "nnviz.inspection.weight_records",
        "nnviz.inspection.sequence_records",
        "nnviz.inspection.surface.records",
        "nnviz.inspection.surface.price",
        "nnviz.explanation.compared",
        "nnviz.explanation.what_if_records",
        *(f"nnviz.explanation.{name}.records" for name in ("changes", "concepts", "examples")),
        *(f"nnviz.explanation.{name}" for name in ("changes.goal", "changes.price", "examples.price")),
        "nnviz.explanation.shap_records",
        "nnviz.explanation.shap_whole",
        *("nnviz.explanation.kept", "nnviz.explanation.shap_kept"),
        "nnviz.explanation.cohorts",
        "nnviz.explanation.redrawn",
        "nnviz.explanation.trust_records",
        "nnviz.explanation.scoreboard",
        "nnviz.reports.kept",
        *(f"nnviz.explanation.measures.{name}" for name in ("board", "catalog", "price", "records")),
        "nnviz.explanation.truth_records",
        "nnviz.explanation.columns.records",
        *("nnviz.explanation.costs", "nnviz.explanation.pace"),
        "nnviz.explanation.uncertainty_records",
        "nnviz.explanation.target",
        "nnviz.explanation.background",
        "nnviz.models.files",
        "nnviz.training.opened_records",
        "nnviz.serving.catalog",
        "nnviz.serving.records",
        "nnviz.serving.rows",
        "nnviz.serving.local",
        "nnviz.serving.log",
        "nnviz.serving.drift_records",
        "nnviz.training.thresholds",
        "nnviz.concepts.check",
        "nnviz.concepts.generative_records",
        "nnviz.concepts.generative_code",
        "nnviz.concepts.asked",
    ),
    # Runs and their index, studies and what they came to
    "nnviz.runs",
    *(f"nnviz.studies.{name}" for name in ("augmentation_gap", "knobs", "spec", "store", "results", "race", "told")),
    *(f"nnviz.studies.{name}" for name in ("any_knob", "lattice", "spread", "suggested", "winner", "search_records")),
    "nnviz.data.splitting.fold_ways",
    # From a specification to another one, to words, to a description or to code, without a worker
    *(
        f"nnviz.models.{name}"
        for name in (
            "adapting",
            "edits",
            "compare",
            "described",
            "titles",
            "diagram",
            "codegen",
            "wiring",
            "throughout",
        )
    ),
    "nnviz.models.throughout",
    "nnviz.training.changes_code",
    "nnviz.training.codegen",
    *("nnviz.training.coach.gather", "nnviz.training.coach.live", "nnviz.training.coach.records"),
    "nnviz.training.differences",
    *(f"nnviz.training.{name}" for name in ("loss_shapes", "rate_record", "rates", "stopping", "tuned")),
    "nnviz.training.export",
    "nnviz.training.tensorboard",
    "nnviz.training.meaning",
    "nnviz.training.transferred",
    "nnviz.models.pretrained_catalog",
    # The experiments that lessons train, alone or side by side
    "nnviz.concepts.metrics_networks",
    "nnviz.concepts.interpreting",
    *("nnviz.concepts.deploying", "nnviz.concepts.deploying_year"),
    "nnviz.concepts.hyperparameters",
    *(f"nnviz.concepts.{file.stem}" for file in (ROOT / "nnviz/concepts").glob("*_races.py")),
    # The questions of the course and the judging of their answers, what pictures may ask, and what they are told
    *(f"nnviz.concepts.{file.stem}" for end in ("check", "asked") for file in ROOT.glob(f"nnviz/concepts/*_{end}.py")),
    *(f"nnviz.concepts.{name}" for name in ("recordings", "recurrent_networks", "attention")),
    *(
        f"nnviz.concepts.{name}"
        for name in ("network_kinds", "learning_rate", "task_to_network", "batches", "overfitting_own", "faults")
    ),
}
"""What pages and app may import of nnviz: these modules, and those inside them."""


def may_be_shown(name: str) -> bool:
    """Whether pages may import that module."""
    parts = name.split(".")
    return parts[0] != "nnviz" or name == "nnviz" or any(".".join(parts[:n]) in PAGES for n in range(2, len(parts) + 1))


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in it that stands."""
    modules = set()
    for node in _statements(ast.parse(path.read_text()).body):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {_module(node.module, alias.name) for alias in node.names}
    return modules


def _statements(block: list) -> Iterator[ast.AST]:
    """All statements in it, and in the blocks that they open; expressions hold none."""
    for node in block:
        yield node
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, part, ())
            yield from _statements(inner if isinstance(inner, list) else ())


def _module(package: str, name: str) -> str:
    """What `from package import name` loads: the module of that name where there is one, else the package."""
    file = ROOT.joinpath(*package.split("."), name)
    is_module = file.with_suffix(".py").is_file() or (file / "__init__.py").is_file()
    return f"{package}.{name}" if is_module or package in ("nnviz", "pages") else package


def trespasses(root: Path) -> list[str]:
    """The imports under `root` that the rooms forbid, as "file imports module"."""
    wrong = []
    for path in sorted((root / "nnviz").rglob("*.py")):
        parts = path.relative_to(root / "nnviz").with_suffix("").parts
        room = parts[0]
        if room == "__init__":
            continue
        allowed = BELOW[room] | {room} | EVERYWHERE if room not in EVERYWHERE else BELOW[room]
        for name in imports(path):
            if (
                name.startswith("nnviz.")
                and name.split(".")[1] not in allowed
                or name.split(".")[0] in ("streamlit", "pages")
            ):
                wrong.append(f"{path.relative_to(root)} imports {name}")
            if room in ("plots", "views") and name.split(".")[0] not in sys.stdlib_module_names | {
                "numpy",
                "plotly",
                "nnviz",
            }:
                wrong.append(f"{path.relative_to(root)} imports {name}")
    for path in [root / "app.py", *sorted((root / "pages").rglob("*.py"))]:
        for name in imports(path) if path.exists() else ():
            if name.split(".")[0] in HEAVY:
                wrong.append(f"{path.relative_to(root)} imports {name}")
            if name.startswith("pages.") and not name.startswith("pages.shared"):
                wrong.append(f"{path.relative_to(root)} imports {name}")
            if not may_be_shown(name):
                wrong.append(f"{path.relative_to(root)} imports {name}")
    return wrong


def test_every_import_goes_downwards():
    assert trespasses(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("nnviz/data/bad.py", "from nnviz.runs.run import Run"),
        ("nnviz/specs.py", "def late():\n    from nnviz.models import catalog"),
        ("nnviz/plots/bad.py", "import pandas"),
        ("nnviz/views/bad.py", "from nnviz.specs import Experiment"),
        ("nnviz/runs/bad.py", "from nnviz.training.loop import ArrayLoop"),
        ("nnviz/training/bad.py", "import streamlit"),
        ("pages/lab/bad.py", "import keras"),
        ("pages/lab/bad.py", "from pages.start import home"),
        ("pages/lab/bad.py", "from nnviz.models.build import build"),
        ("pages/lab/bad.py", "from nnviz.models import symbolic"),
        ("pages/shared/bad.py", "from nnviz.training import train"),
        ("pages/shared/bad.py", "import nnviz.keras_internals"),
        ("app.py", "from nnviz.inspection.capture import capture"),
    ],
)
def test_a_trespass_is_found(tmp_path, file, line):
    target = tmp_path / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(line + "\n")
    assert len(trespasses(tmp_path)) == 1


def heavy_after(code: str) -> set[str]:
    """Which of the heavy packages a fresh interpreter holds after running `code`."""
    script = f"{code}\nimport sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(ast.literal_eval(done.stdout.strip().splitlines()[-1]))


def test_what_the_server_uses_imports_without_a_framework():
    modules = (
        "nnviz",
        "nnviz.specs",
        "nnviz.gallery",
        "nnviz.engine.client",
        "nnviz.engine.tasks",
        "nnviz.inspection.arithmetic.records",
        "nnviz.inspection.examples",
        "nnviz.inspection.gradient_records",
        "nnviz.explanation.compared",
        "nnviz.explanation.what_if_records",
        *(f"nnviz.explanation.{name}.records" for name in ("changes", "concepts", "examples")),
        *(f"nnviz.explanation.{name}" for name in ("changes.goal", "changes.price", "examples.price")),
        *(
            f"nnviz.evaluation.{name}"
            for name in ("records", "curve_records", "calibration", "slices", "group_records")
        ),
        *(f"nnviz.evaluation.{name}" for name in ("baseline_catalog", "comparison_records")),
        "nnviz.serving.catalog",
        "nnviz.serving.records",
        "nnviz.explanation.shap_game_process",
        "nnviz.explanation.shap_package",
        *("nnviz.explanation.kept", "nnviz.explanation.shap_kept"),
        "nnviz.explanation.trust_records",
        "nnviz.explanation.scoreboard",
        "nnviz.reports.kept",
        *(f"nnviz.explanation.measures.{name}" for name in ("board", "catalog", "price", "records")),
        "nnviz.explanation.truth_records",
        "nnviz.explanation.columns.records",
        "nnviz.explanation.costs",
        "nnviz.explanation.uncertainty_records",
        "nnviz.runs.run",
        "nnviz.training.catalog",
        "nnviz.models.catalog",
        "nnviz.models.templates",
        "nnviz.models.edits",
        "nnviz.data.catalog",
        "nnviz.data.profiling.records",
        "nnviz.explanation.catalog",
        "nnviz.explanation.records",
        "nnviz.inspection.records",
        "nnviz.views.live",
        "nnviz.plots.data",
    )
    assert heavy_after(f"import {', '.join(modules)}") == set()


def test_the_check_above_can_fail():
    assert "sklearn" in heavy_after("import nnviz.data.tables")
