"""The browser's twins of Python's formulas, run live: what the modules of nnviz/web return for numbers given by
a test."""

import atexit
import functools
import json
import subprocess
import threading
from pathlib import Path

from tests.node import node

WEB = Path(__file__).parents[1] / "nnviz" / "web"
_SECONDS = 180
_ANSWER = """import {{ parentPort, workerData }} from "node:worker_threads";
{imports}
const answer = {expression};
parentPort.postMessage(JSON.stringify(workerData.map(answer)));"""
_THREADS = """import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
const said = (kind, text) => process.stdout.write(`${JSON.stringify({ [kind]: text })}\\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { source, cases } = JSON.parse(line);
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`),
    { workerData: cases, stdout: true });
  let answered = false;
  const once = (kind, text) => { if (!answered) said(kind, text); answered = true; };
  worker.once("message", (text) => once("answers", text));
  worker.once("error", (error) => once("error", String(error.stack ?? error)));
  await new Promise((done) => { worker.once("exit", () => { once("error", "it ended without an answer"); done(); }); });
}"""


def in_browser(modules: dict[str, str], expression: str, cases: list) -> list:
    """What a function of browser modules answers to each case, in modules that nobody has used before.

    Args:
        modules: path in nnviz/web → the names to import from it, as JavaScript writes them: "forward, side".
        expression: a JavaScript function from one case to its answer.
        cases: JSON values.

    Returns:
        One JSON value per case; a typed array comes back as a dict of positions, so spread it: [...values].
    """
    imports = "\n".join(f'import {{ {names} }} from "{(WEB / path).as_uri()}";' for path, names in modules.items())
    source = _ANSWER.format(imports=imports, expression=expression)
    said = _asked({"source": source, "cases": cases})
    assert "answers" in said, said.get("error")
    return json.loads(said["answers"])


def _asked(order: dict) -> dict:
    process = _node()
    late = threading.Timer(_SECONDS, process.kill)
    late.start()
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    finally:
        late.cancel()
    if not line:
        _node.cache_clear()
        return {"error": f"Node.js ended, or did not answer within {_SECONDS} s."}
    return json.loads(line)


@functools.cache
def _node() -> subprocess.Popen:
    """One for all questions of this process: each is answered by a thread of its own, for half of what starting Node
    costs."""
    command = [node(), "--input-type=module", "-e", _THREADS]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.stdin.close)
    return process
