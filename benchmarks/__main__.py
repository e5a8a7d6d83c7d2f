"""`python -m benchmarks [name …] [--quick]`: each benchmark in a process and a home folder of its own, one after
another.

`--quick` takes few repeats, to see that everything runs; its figures are not for quoting.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = (
    *("training", "playground", "build", "runs", "coach", "app", "data", "lessons", "augmentation", "studies"),
    *("inside", "surface", "units", "explanations", "shap_values", "perturbation", "what_if", "evaluate"),
)
ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Figures of nnviz against named peers.")
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}; all of them when none is named"
    )
    parser.add_argument("--quick", action="store_true", help="few repeats, to see that everything runs")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in NAMES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    failed = [name for name in asked.names or NAMES if _run(name, asked.quick) != 0]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed) > 0


def _run(name: str, quick: bool) -> int:
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="nnviz-bench-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "NNVIZ_HOME": home, "TF_CPP_MIN_LOG_LEVEL": "3", "STREAMLIT_LOGGER_LEVEL": "error"}
        command = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if quick else [])]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
