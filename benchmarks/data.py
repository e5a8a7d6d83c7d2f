"""A person's own table of 200,000 rows and 30 columns: read, profiled and prepared, against `pandas.read_csv` alone;
the Data page with it in hand, and a changed setting's effect there."""

import shutil
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

import nnviz
from benchmarks.browser import ROOT
from benchmarks.report import figure, in_turn, ratios, repeats, told
from nnviz import settings
from nnviz.data.own import parsed
from nnviz.engine import client
from nnviz.specs import DataSpec, Experiment

ROWS, COLUMNS = 200_000, 30
_SECONDS = 120


def write(path: Path) -> None:
    """A table as people have them: numbers with gaps, whole numbers, names, yes and no, days, an identifier."""
    rng = np.random.default_rng(0)
    columns = {f"measure {k}": rng.normal(size=ROWS).round(4) for k in range(COLUMNS - 12)}
    for k in range(0, COLUMNS - 12, 3):
        columns[f"measure {k}"][rng.random(ROWS) < 0.03] = np.nan
    columns |= {f"count {k}": rng.integers(0, 100, ROWS) for k in range(4)}
    columns |= {f"city {k}": rng.choice(["Oslo", "Rome", "Lima", "Bonn", "Paris"], ROWS) for k in range(4)}
    columns["member"] = rng.choice(["yes", "no"], ROWS)
    columns["joined"] = pd.date_range("2000-01-01", periods=ROWS, freq="h").strftime("%Y-%m-%d")
    columns["id"] = np.arange(ROWS)
    score = columns["measure 1"] + (columns["member"] == "yes") + rng.normal(size=ROWS)
    columns["bought"] = np.where(score > 1, "often", np.where(score > -1, "once", "never"))
    pd.DataFrame(columns).to_csv(path, index=False)


def _timed(make) -> float:
    begun = time.perf_counter()
    make()
    return time.perf_counter() - begun


def _forget() -> None:
    """As if this process and this home had never seen the file: only its copy stays."""
    for name in [name for name in sys.modules if name.startswith("nnviz.data.")]:
        for kept in vars(sys.modules[name]).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    shutil.rmtree(parsed.folder(), ignore_errors=True)


def _prepared(spec: DataSpec) -> float:
    _forget()
    return _timed(lambda: nnviz.load_data(spec))


def _profiled(spec: DataSpec) -> float:
    _forget()
    return _timed(lambda: (nnviz.profile(spec), nnviz.load_data(spec)))


def in_process(path: Path, spec: DataSpec) -> None:
    """Reading, profile and preparation, from the file on, with nothing kept."""
    sides = {
        "read_csv": lambda: _timed(lambda: pd.read_csv(path)),
        "prepare": lambda: _prepared(spec),
        "profile": lambda: _profiled(spec),
    }
    for make in sides.values():
        make()
    times = in_turn(sides, repeats(9, 2))
    alone = told(times["read_csv"], " s")
    figure(
        f"read and prepare {ROWS:,} × {COLUMNS} ÷ pandas.read_csv alone ({alone})",
        told(ratios(times["prepare"], times["read_csv"]), "×"),
    )
    figure("the same with its profile", told(ratios(times["profile"], times["read_csv"]), "×"), "3×")


def _opened(experiment: Experiment) -> float:
    """Seconds until a new browser session has the Data page whole, this experiment in hand; headless."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_SECONDS)
    app.run()
    app.query_params["e"] = experiment.key
    seconds = _timed(lambda: app.switch_page("pages/lab/data.py").run())
    if app.exception or f"{ROWS:,}" not in " ".join(
        str(one.value) for one in [*app.get("metric"), *app.markdown, *app.caption, *app.get("html")]
    ):
        raise RuntimeError(app.exception[0].value if app.exception else "the page should show all rows")
    return seconds


def on_the_page(spec: DataSpec) -> None:
    """The Data page in new sessions, on a running engine that has read the file once."""
    experiment = Experiment(data=spec)
    place = settings.get().home / "links" / "mine"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{experiment.key}.json").write_text(experiment.to_json())
    engine = client.get()
    try:
        engine.wait()
        _opened(experiment)
        figure(
            "the Data page with it in hand, in a new session", told(_times(lambda: _opened(experiment)), " s"), "1 s"
        )
        scalings = cycle(("minmax", "robust", "none", "standard"))
        shares = iter(range(201, 500))

        def change() -> float:
            changed = spec.replace(scaling=next(scalings), validation_fraction=next(shares) / 1000)
            return _timed(lambda: engine.call("data_summary", changed, timeout=_SECONDS))

        change()
        figure(
            "another scaling and another share held out, all that the page shows of them",
            told([1000 * one for one in _times(change)], " ms"),
            "500 ms",
        )
        _steps(engine, spec)
    finally:
        engine.close()


def _steps(engine, spec: DataSpec) -> None:
    """Another limit for outliers, seen before and after on the training examples; then the numbers of all examples."""
    limits = iter(range(10, 300))

    def stepped() -> DataSpec:
        outliers = nnviz.StepSpec(name="outliers", settings={"low": next(limits) / 1000})
        others = (nnviz.StepSpec(name=name) for name in ("missing", "categories", "scale"))
        return spec.replace(steps=(outliers, *others))

    def seen() -> float:
        changed = stepped()
        return _timed(lambda: engine.call("prepared_through", changed, timeout=_SECONDS))

    def all_of_it() -> float:
        changed = stepped()
        return _timed(lambda: engine.call("data_summary", changed, timeout=_SECONDS))

    for measure, name in ((seen, "a changed step's effect"), (all_of_it, "all examples through the changed steps")):
        measure()
        figure(name, told([1000 * one for one in _times(measure)], " ms"), "500 ms" if measure is seen else "")


def _times(measure) -> list[float]:
    return [measure() for _ in range(repeats(9, 2))]


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "large.csv"
        write(path)
        spec = nnviz.own_data(path, target="bought", limit=ROWS)
        in_process(path, spec)
        on_the_page(spec)


if __name__ == "__main__":
    main()
