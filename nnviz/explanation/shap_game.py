"""The shap package's explainers in a process of their own, which asks here what sets of revealed parts are worth.

That process imports shap and no TensorFlow, so that whatever shap does to one cannot reach this process; the model
stays here, so that any model will do.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np

from nnviz.errors import ExplanationError
from nnviz.explanation.coalitions import Coalitions
from nnviz.explanation.shap_messages import ASK, DONE, FAILED, message, packed, received, unpacked

COMMAND = (sys.executable, "-m", "nnviz.explanation.shap_game_process")
"""The other process."""


def played(game: Coalitions, examples: int, request: dict, time_limit: float) -> tuple[np.ndarray, np.ndarray]:
    """(n, players) values by shap, and (n,) what nothing is worth.

    Args:
        request: as `nnviz.explanation.shap_game_process` reads it.

    Raises:
        ExplanationError: when shap fails, or takes longer than `time_limit` seconds.
    """
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen(
        COMMAND, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    late = threading.Timer(time_limit, process.kill)
    late.start()
    try:
        process.stdin.write(json.dumps({**request, "players": game.players, "examples": examples}).encode() + b"\n")
        process.stdin.flush()
        return _answered(process, game)
    except (BrokenPipeError, EOFError):
        reason = f"took longer than {time_limit:g} s and was ended" if not late.is_alive() else "ended unexpectedly"
        raise ExplanationError(
            f"The shap package {reason}.", fix="Choose fewer background examples or orders.", where="time_limit"
        ) from None
    finally:
        late.cancel()
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def _answered(process, game: Coalitions) -> tuple[np.ndarray, np.ndarray]:
    while True:
        kind, body = received(process.stdout)
        if kind == FAILED:
            raise ExplanationError(f"The shap package cannot explain this: {body.decode()}", where="method")
        arrays = unpacked(body)
        if kind == DONE:
            return arrays["values"], arrays["base"]
        worth = game.worth(int(arrays["example"]), arrays["known"])
        process.stdin.write(message(ASK, packed(worth=worth)))
        process.stdin.flush()
