"""`python -m nnviz.explanation.shap_game_process`: the shap package plays a game whose worths another process knows.

The first line of the standard input is the request as JSON: `explainer`, `examples`, `players`, `permutations`,
`evaluations`, `seed`, and for a partition its `linkage`. Then sets to be valued are written and their worths read, see
`nnviz.explanation.shap_messages`, until the values are written.
"""

import json
import os
import sys
import warnings

import numpy as np

from nnviz.explanation.shap_messages import ASK, DONE, FAILED, message, packed, received, unpacked
from nnviz.explanation.shap_package import package


def main() -> int:
    """Exit status 0 when values were written, 1 when a sentence was."""
    warnings.filterwarnings("ignore")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what shap prints must not come between the messages
    request = json.loads(sys.stdin.buffer.readline())

    def worth(example: int, known: np.ndarray) -> np.ndarray:
        out.write(message(ASK, packed(example=np.array(example), known=np.asarray(known) > 0.5)))
        out.flush()
        return unpacked(received(sys.stdin.buffer)[1])["worth"]

    try:
        body = packed(**explained(package(), request, worth))
    except Exception as error:  # whatever shap raises is told, not printed
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        out.write(message(FAILED, (lines[0] if lines else type(error).__name__)[:300].encode()))
        out.flush()
        return 1
    out.write(message(DONE, body))
    out.flush()
    return 0


def explained(shap, request: dict, worth) -> dict[str, np.ndarray]:
    """`values` (n, players) and `base` (n,) of each example's game, in which a player is 1 where it is known.

    Args:
        worth: (example, sets (m, players) as 0 and 1) → (m,).
    """
    players = request["players"]
    one, zero = np.ones((1, players)), np.zeros((1, players))
    explain = {"kernel": _kernel, "sampling": _sampling}.get(request["explainer"], _masked)
    values, base = [], []
    for example in range(request["examples"]):
        own = explain(shap, request, lambda known, example=example: worth(example, known), one, zero)
        values.append(np.ravel(own))
        base.append(worth(example, zero)[0])
    return {"values": np.array(values), "base": np.array(base)}


def _kernel(shap, request, worth, one, zero):
    np.random.seed(request["seed"])
    explainer = shap.KernelExplainer(worth, zero)
    return explainer.shap_values(one, nsamples=request["evaluations"], l1_reg=False, silent=True)


def _sampling(shap, request, worth, one, zero):
    np.random.seed(request["seed"])
    return shap.SamplingExplainer(worth, zero).shap_values(one, nsamples=request["evaluations"], silent=True)


def _masked(shap, request, worth, one, zero):
    name, players = request["explainer"], one.shape[1]
    if name == "exact":
        return shap.explainers.Exact(worth, shap.maskers.Independent(zero))(one).values
    if name == "permutation":
        explainer = shap.explainers.Permutation(worth, shap.maskers.Independent(zero), seed=request["seed"])
        return explainer(one, max_evals=request["permutations"] * (2 * players + 1), silent=True).values
    masker = shap.maskers.Partition(zero, clustering=np.array(request["linkage"]))
    return shap.explainers.Partition(worth, masker)(one, max_evals=request["evaluations"], silent=True).values


if __name__ == "__main__":
    sys.exit(main())
