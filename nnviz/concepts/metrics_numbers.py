"""Questions about errors of predicted numbers."""

import numpy as np

from nnviz.concepts.check import Question, Verdict, number_verdict, plain
from nnviz.concepts.metrics import errors_of


def draw(rng, turn: int) -> dict:
    """Four true numbers and what was predicted of them, off by whole numbers, one of them far."""
    truth = [int(v) for v in rng.choice(np.arange(2, 14), 4, replace=False)]
    off = [int(v) for v in rng.permutation([1, -1, 2, int(rng.choice([6, 8]))])]
    return {
        "truth": truth,
        "said": [t - d for t, d in zip(truth, off, strict=True)],
        "score": ("mae", "mse", "r2")[turn % 3],
    }


def ask(g: dict) -> Question:
    """Four predictions, and one of the three scores."""
    pairs = ", ".join(f"{said} instead of **{truth}**" for truth, said in zip(g["truth"], g["said"], strict=True))
    title = {"mae": "mean absolute error (MAE)", "mse": "mean squared error (MSE)", "r2": "R²"}[g["score"]]
    return Question(f"A network says {pairs}. What is its **{title}**?".replace("-", "−"), {"view": "values"})


def judge(answer: float, g: dict) -> Verdict:
    """The score, or the slip that leads to the number."""
    errors = errors_of(g["truth"], g["said"])
    off = [abs(t - s) for t, s in zip(g["truth"], g["said"], strict=True)]
    squares = [d * d for d in off]
    signed = sum(g["truth"]) - sum(g["said"])
    total = sum((t - np.mean(g["truth"])) ** 2 for t in g["truth"])
    written = {
        "mae": f"({' + '.join(map(str, off))}) / 4 = {plain(errors.mae)}",
        "mse": f"({' + '.join(map(str, squares))}) / 4 = {plain(errors.mse)}",
        "r2": f"1 − {sum(squares)} / {plain(total)} = {plain(errors.r2)}",
    }[g["score"]]
    mistakes = {
        "That is the MAE: distances, not squares.": errors.mae,
        "That is the MSE: squares, not distances.": errors.mse,
        "That is the root of the MSE.": errors.rmse,
        "That is the sum. The mean is wanted: divide by 4.": float(sum(off if g["score"] == "mae" else squares)),
        "That is the share that is left. R² is what is gone: 1 minus it.": 1 - errors.r2,
        "Errors in both directions cancel if you keep their signs. Take each without its sign.": signed / 4,
    }
    truth = getattr(errors, g["score"])
    mistakes = {words: value for words, value in mistakes.items() if abs(value - truth) > 0.012}
    hint = {
        "mae": "How far off is each?",
        "mse": "Square how far off each is.",
        "r2": "Squares to the prediction over squares to the mean.",
    }
    return number_verdict(answer, truth, written, mistakes, hint[g["score"]])
