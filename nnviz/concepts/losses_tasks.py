"""What the lesson on losses asks of a worker: how far off the reader's own network is, example by example."""

import numpy as np

from nnviz.errors import ModelError
from nnviz.runs.run import Run

EXAMPLES = 400
_SUREST = 1e-6


def learn_answers(experiment, run_id: str | None) -> dict:
    """The answers of a run's network, or of an experiment's before its first step, to its first training examples.

    Returns:
        {"title", "trained": bool, "view", "answers": rising}. For a regression view is "line", and the answers are
        errors, in the units that the loss sees; for two classes "output", and they are raw outputs z, turned so that
        the truth is yes; for more classes "classes", and they are the shares given to the truth.

    Raises:
        ModelError: the network's outputs are neither values nor probabilities.
    """
    from nnviz.data.load import load
    from nnviz.models.build import build
    from nnviz.training.head import meaning_of_model
    from nnviz.training.warm import warm

    if run_id:
        experiment = Run.open(run_id).experiment
        model, dataset = warm(run_id)
    else:
        dataset = load(experiment.data)
        model = build(experiment.model, dataset.schema, seed=experiment.train.seed)
    meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
    x, y = dataset.train.x[:EXAMPLES], dataset.train.y[:EXAMPLES]
    view, answers = judged(meaning, np.asarray(model(x, training=False)), y)
    rising = [float(f"{value:.4g}") for value in np.sort(answers)]
    return {"title": experiment.title or "your network", "trained": bool(run_id), "view": view, "answers": rising}


def judged(meaning, outputs: np.ndarray, y: np.ndarray) -> tuple[str, np.ndarray]:
    """(view, one number for each answer), as `learn_answers` says.

    Args:
        meaning: of the outputs.    outputs: (n, units) as the model returns them.    y: (n,) or (n, units) truths.

    Raises:
        ModelError: the outputs are neither values nor probabilities.
    """
    if meaning.task == "regression":
        return "line", (outputs.reshape(len(y), -1) - meaning.encode(y).reshape(len(y), -1)).ravel()
    if meaning.shown != "probability":
        raise ModelError(
            f"Your network's outputs are {meaning.shown}s.",
            expected="probabilities, from a sigmoid or softmax at its end",
            fix="Choose a cross-entropy as its loss.",
            where="model",
        )
    shares = meaning.by_class(meaning.readable(outputs))
    share = shares[np.arange(len(y)), np.ravel(y).astype(int)].astype(float)
    if meaning.classes > 2:
        return "classes", share
    inside = np.clip(share, _SUREST, 1 - _SUREST)
    return "output", np.log(inside / (1 - inside))
