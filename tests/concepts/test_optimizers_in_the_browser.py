"""The browser's twins of the surfaces and the optimizers return what Python's return, and so what Keras's do."""

import numpy as np
import pytest

from nnviz.concepts import optimizers, surfaces
from nnviz.concepts.optimizers import RULES, SCHEDULES
from nnviz.concepts.surfaces import SURFACES
from tests.browser_twins import in_browser

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(2, 20))
GRID = RNG.normal(size=(3, 6, 7))
MODULES = {
    "lessons/gradient_descent/loss_surfaces.js": "SURFACES, gridSurface, lineFit",
    "lessons/gradient_descent/optimizers.js": "learningRate, path",
}
SURFACE = """const surfaces = {{ ...SURFACES,
    line: lineFit(...{rows}), grid: gridSurface({grid}, [3, 6, 7], [-1, 1], [-2, 2]) }};"""


def with_surfaces(function: str) -> str:
    """A JavaScript function that knows the surfaces of this file by the name `surfaces`."""
    surfaces = SURFACE.format(rows=ROWS.tolist(), grid=GRID.ravel().tolist())
    return f"(() => {{ {surfaces} return {function}; }})()"


def made(name):
    return {"line": surfaces.LineFit(*ROWS), "grid": surfaces.GridSurface(GRID, (-1, 1), (-2, 2)), **SURFACES}[name]


def test_surfaces():
    points = RNG.uniform(-1.4, 1.4, (12, 2))
    cases = [{"surface": name, "points": points.tolist(), "batch": None} for name in SURFACES]
    cases += [
        {"surface": name, "points": points.tolist(), "batch": batch}
        for name, batch in (("line", None), ("line", [3, 4, 19]), ("grid", None), ("grid", [2, 0]))
    ]
    function = with_surfaces("""({ surface, points, batch }) => ({
        ...surfaces[surface],
        values: points.map((p) => surfaces[surface].value(...p, batch)),
        slopes: points.map((p) => surfaces[surface].gradient(...p, batch)) })""")
    for case, result in zip(cases, in_browser(MODULES, function, cases), strict=True):
        surface, batch = made(case["surface"]), case["batch"] and np.array(case["batch"])
        assert result["values"] == pytest.approx(surface.value(points, batch), abs=1e-12)
        assert np.array(result["slopes"]) == pytest.approx(surface.gradient(points, batch), abs=1e-12)
        if case["surface"] in SURFACES:
            assert [result[key] for key in ("x", "y", "start", "rate")] == [
                list(surface.x),
                list(surface.y),
                list(surface.start),
                surface.rate,
            ]


def test_rates():
    cases = [{"schedule": s, "rate": 0.3, "step": k, "steps": 40} for s in SCHEDULES for k in (0, 1, 3, 4, 17, 39)]
    function = "(c) => learningRate(c.schedule, c.rate, c.step, c.steps)"
    assert in_browser(MODULES, function, cases) == pytest.approx(
        [optimizers.learning_rate(c["schedule"], 0.3, c["step"], 40) for c in cases]
    )


def test_paths_and_all_that_is_remembered():
    base = {"start": [-1.2, 0.9], "rate": 0.05, "steps": 25, "schedule": "constant", "batch": 0, "settings": {}}
    cases = [{**base, "name": name, "surface": "ravine"} for name in RULES]
    cases += [{**base, "name": name, "surface": "line", "batch": 3} for name in RULES]
    cases += [
        {**base, "name": "adam", "surface": "grid", "batch": 1, "schedule": "warmup", "settings": {"beta_1": 0.5}}
    ]
    examples = {"ravine": 0, "line": 20, "grid": 3}
    function = with_surfaces("""(c) => path(c.name, surfaces[c.surface], c.start, c.rate, c.steps,
        { schedule: c.schedule, batchSize: c.batch, settings: c.settings })""")
    for case, result in zip(cases, in_browser(MODULES, function, cases), strict=True):
        steps = optimizers.path(
            case["name"],
            made(case["surface"]),
            case["start"],
            case["rate"],
            case["steps"],
            schedule=case["schedule"],
            examples=examples[case["surface"]],
            batch_size=case["batch"],
            settings=case["settings"],
        )
        assert np.array(result["weights"][:-1]) == pytest.approx(np.array([s.w for s in steps]), abs=1e-9)
        assert result["rate"] == pytest.approx([s.rate for s in steps])
        assert result["loss"][:-1] == pytest.approx([s.loss for s in steps], abs=1e-9)
        for theirs, ours in zip(
            zip(result["gradient"], result["update"], result["state"], strict=True), steps, strict=True
        ):
            assert theirs[0] == pytest.approx(ours.gradient, abs=1e-9)
            assert theirs[1] == pytest.approx(ours.update, abs=1e-9)
            assert {k: pytest.approx(v) for k, v in theirs[2].items()} == {k: list(v) for k, v in ours.state.items()}
