"""Files that a person might bring, made here."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from nnviz import settings


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of its own for kept files."""
    monkeypatch.setenv("NNVIZ_HOME", str(tmp_path))
    settings.get.cache_clear()
    yield tmp_path
    settings.get.cache_clear()


@pytest.fixture
def people() -> pd.DataFrame:
    """240 rows with every kind of column, and gaps."""
    rng = np.random.default_rng(3)
    n = 240
    age = rng.integers(18, 80, n).astype(float)
    age[::7] = np.nan
    city = rng.choice(["Oslo", "Rome", "Lima"], n).astype(object)
    city[::11] = None
    return pd.DataFrame(
        {
            "id": np.arange(1000, 1000 + n),
            "age (years)": age,
            "city": city,
            "member": rng.choice(["yes", "no"], n),
            "joined": pd.date_range("2020-01-01", periods=n).strftime("%Y-%m-%d"),
            "remark": [f"{name} wrote {'very ' * (k % 9)}much" for k, name in enumerate(rng.permutation(n))],
            "bought": rng.choice(["never", "once", "often"], n),
        }
    )


def png(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG")
    return file.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()
