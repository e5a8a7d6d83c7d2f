"""What the lesson on metrics has workers do: real cases with what a network says of them, and a few real patients."""

import numpy as np

from nnviz.concepts.metrics_networks import PEOPLE, POSITIVE, TESTS
from nnviz.errors import RunError
from nnviz.params import lookup

_MOST_CASES, _MOST_POINTS = 1000, 30
_PATIENTS = 14


def learn_cases(name: str) -> dict:
    """What one of the lesson's networks, trained here once, says of cases that it has not learnt from.

    Returns {"numbers": (n,) how likely each is malignant, in [0, 1], "truth": (n,) 1 for malignant, else 0, "facts":
    a sentence on each of the first, who are in the waiting room}.
    """
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load

    experiment = lookup(TESTS, name, "test").experiment()
    dataset = load(experiment.data)
    model = trained_once(f"metrics-{name}", experiment, dataset)
    yes = np.asarray(model(dataset.test.x, training=False), float)[:, 0]
    malignant = dataset.schema.class_names.index(POSITIVE)
    return {
        "numbers": (yes if malignant else 1 - yes).tolist(),
        "truth": (np.ravel(dataset.test.y) == malignant).astype(int).tolist(),
        "facts": _facts(dataset, dataset.test.x[:PEOPLE]),
    }


def _facts(dataset, x: np.ndarray) -> list[str]:
    """Of each row its first two measurements, as they were taken."""
    names, rows = dataset.schema.feature_names[:2], dataset.unscaled(x)
    return [", ".join(f"{name} {value:.3g}" for name, value in zip(names, row, strict=False)) for row in rows]


def learn_own_cases(run_id: str, positive: int) -> dict:
    """What the reader's own network says of its held-out examples.

    Returns for classes {"kind": "classes", "title", "part", "names", "positive": counted around, "numbers", "truth"}
    as `learn_cases`, "above"; of a regression {"kind": "values", "title", "part", "name", "said": (n,) predictions,
    "truth": (n,) targets, both in the target's unit}.

    Raises:
        RunError: for a run without held-out examples or finite predictions, or whose answers are neither.
    """
    from nnviz.evaluation.of_run import evaluation_of_run, parts_of_run
    from nnviz.runs.run import Run

    counts = parts_of_run(run_id)
    part = next((name for name in ("validation", "test") if counts[name]), None)
    if part is None:
        raise RunError(
            "This run has no held-out examples.", fix="Set a validation share on the Data page.", where="run"
        )
    judged = evaluation_of_run(run_id, part)
    if not np.isfinite(judged.shown).all():
        raise RunError("Some predictions of your network are not numbers.", fix="Train it again.", where="run")
    told = {"title": Run.open(run_id).experiment.title or "Your run", "part": part}
    if judged.schema.task == "regression":
        return told | _values(judged)
    return told | _classes(judged, positive)


def _classes(judged, positive: int) -> dict:
    names = list(judged.schema.class_names)
    positive %= len(names)
    is_so, numbers = judged.against(positive)
    is_so, numbers = np.ravel(is_so)[:_MOST_CASES], np.ravel(numbers)[:_MOST_CASES]
    low, high = float(judged.meaning.low), float(judged.meaning.high)
    return {
        "kind": "classes",
        "names": [str(name) for name in names],
        "positive": positive,
        "numbers": ((numbers.astype(float) - low) / ((high - low) or 1)).clip(0, 1).tolist(),
        "truth": is_so.astype(int).tolist(),
    }


def _values(judged) -> dict:
    truth, said = (np.asarray(own, float).reshape(judged.size, -1)[:, 0] for own in (judged.truth, judged.shown))
    chosen = np.unique(np.linspace(0, len(truth) - 1, min(len(truth), _MOST_POINTS)).round().astype(int))
    schema = judged.schema
    return {
        "kind": "values",
        "name": schema.target_name,
        "said": said[chosen].tolist(),
        "truth": truth[chosen].tolist(),
    }


def learn_patients() -> dict:
    """A few of scikit-learn's diabetes patients: {"x": body-mass index, "y": progression of the illness a year on}."""
    from sklearn.datasets import load_diabetes

    data = load_diabetes(scaled=False)
    chosen = np.random.default_rng(14).choice(len(data.target), _PATIENTS, replace=False)
    chosen = chosen[np.argsort(data.data[chosen, 2])]
    return {"x": data.data[chosen, 2].tolist(), "y": data.target[chosen].tolist()}
