"""Numbers that Python computed, for the browser's twins of the formulas: tests/web/fixtures/*.json.

A test computes them anew and compares; `NNVIZ_WRITE_FIXTURES=1` writes them.
"""

import json
import os
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "web" / "fixtures"


def hold(name: str, cases: list[dict], tolerance: float = 1e-6) -> None:
    """Holds the cases in <name>.json equal to the ones computed now."""
    path = FOLDER / f"{name}.json"
    if os.environ.get("NNVIZ_WRITE_FIXTURES"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(json.dumps(cases, indent=0))
    stored = json.loads(path.read_text())
    assert len(stored) == len(cases)
    for old, new in zip(stored, cases, strict=True):
        assert old.keys() == new.keys()
        for key, value in new.items():
            if isinstance(value, str):
                assert old[key] == value
            else:
                np.testing.assert_allclose(old[key], value, atol=tolerance)
