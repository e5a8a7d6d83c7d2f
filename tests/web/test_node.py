"""The browser modules' own tests, run by Node in one process; `node tests/web/<name>.test.mjs` runs a file alone."""

import re
import subprocess
from pathlib import Path

from tests.node import node

HERE = Path(__file__).parent


def test_modules():
    files = sorted(HERE.glob("*.test.mjs"))
    done = subprocess.run([node(), HERE / "all.mjs", *files], capture_output=True, text=True, timeout=300)
    failed = re.findall(r"^not ok .*?^  \.\.\.$", done.stdout, re.M | re.S)
    assert done.returncode == 0, "\n".join(failed)[-5000:] + done.stderr[-2000:]
    assert len(re.findall(r"^ok ", done.stdout, re.M)) > 2 * len(files)
