"""The browser modules' own tests, run by Node."""

import subprocess
from pathlib import Path

import pytest

from tests.node import node

HERE = Path(__file__).parent


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_modules(file):
    done = subprocess.run([node(), str(file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
