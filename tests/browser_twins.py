"""The browser's twins of Python's formulas, run live: what the modules of nnviz/web return for numbers given by
a test."""

import json
import subprocess
from pathlib import Path

from tests.node import node

WEB = Path(__file__).parents[1] / "nnviz" / "web"
_SCRIPT = """import {{ readFileSync }} from "node:fs";
{imports}
const answer = {expression};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));"""


def in_browser(modules: dict[str, str], expression: str, cases: list) -> list:
    """What a function of browser modules answers to each case; Node starts once for them all.

    Args:
        modules: path in nnviz/web → the names to import from it, as JavaScript writes them: "forward, side".
        expression: a JavaScript function from one case to its answer.
        cases: JSON values.

    Returns:
        One JSON value per case; a typed array comes back as a dict of positions, so spread it: [...values].
    """
    imports = "\n".join(f'import {{ {names} }} from "{(WEB / path).as_uri()}";' for path, names in modules.items())
    command = [node(), "--input-type=module", "-e", _SCRIPT.format(imports=imports, expression=expression)]
    run = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, timeout=180)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
