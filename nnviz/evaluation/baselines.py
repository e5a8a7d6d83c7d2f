"""`baseline`: a model that is no network, scikit-learn's, fitted on the training part of a run's data and kept with it.

baselines/<name>.npz    its predictions for the held-out parts, and how long it took
"""

import contextlib
import io
import time
import warnings

import numpy as np

from nnviz.data.load import load, shared_out
from nnviz.data.schema import Dataset, Schema
from nnviz.errors import DataError, unknown_name
from nnviz.evaluation.baseline_catalog import (
    BASELINES,
    LOGISTIC_STEPS,
    MOST_PIXELS,
    MOST_WORDS,
    AgainstBaseline,
    offered,
    rounds,
    rows_at_most,
)
from nnviz.evaluation.comparing import at, differences
from nnviz.evaluation.depth import remembered
from nnviz.evaluation.evaluate import scored
from nnviz.evaluation.of_run import MOST
from nnviz.evaluation.records import Evaluation
from nnviz.runs import files
from nnviz.runs.run import Run
from nnviz.training.meaning import OutputMeaning

_PARTS = ("test", "validation")
_HELD_OUT = ("validation", "test")
"""In the order in which data are shared out."""
_VERSION = 1


def baseline(run: Run | str, name: str, part: str = "test") -> Evaluation:
    """A baseline on a part of a run's data; fitted on its training part when it is first asked for.

    Args:
        name: in `nnviz.evaluation.baseline_catalog.BASELINES`; which of them fit, `offered` says.
        part: "test" or "validation".

    Raises:
        DataError: for a baseline that the data cannot have, or a part without examples.

    >>> import nnviz
    >>> run = nnviz.train(nnviz.ready("wine"))  # doctest: +SKIP
    >>> nnviz.baseline(run, "trees", "validation").scores["accuracy"]  # doctest: +SKIP
    """
    run = Run.open(run) if isinstance(run, str) else run
    dataset = load(run.experiment.data)
    known = offered(dataset.schema, run.experiment.data.source)
    if name not in known:
        raise unknown_name("baseline", name, {one: BASELINES[one] for one in known}, kind=DataError)
    split = dataset.split(part)
    if part not in _PARTS or not len(split):
        raise DataError(f"There are no {part} examples to score a baseline on.", where="part")
    shown = _kept(run, name)
    if shown is None:
        shown = _fitted(run, dataset, name)
        _keep(run, name, shown)
    y, own = split.y[:MOST], shown[part]
    truth = dataset.unscaled_targets(y) if dataset.schema.task == "regression" else y
    return scored(own, truth, dataset.schema, _meaning(dataset.schema), part, len(split))


def against_baseline(run: Run | str, name: str, part: str = "test") -> AgainstBaseline:
    """A baseline's scores on a part of a run's data, and how the run's network differs from it there. Raises as
    `baseline`."""
    theirs, ours = baseline(run, name, part), remembered(run, part)
    if ours.size < theirs.size:
        theirs = at(theirs, np.arange(ours.size))
    return AgainstBaseline(theirs.scores, differences([theirs, ours])[0])


def _meaning(schema: Schema) -> OutputMeaning:
    if schema.task == "regression":
        return OutputMeaning("regression", 0, schema.outputs, "value", "numbers")
    count = len(schema.class_names)
    encoding, shares = ("column", False) if schema.has_labels else ("one_hot", True)
    return OutputMeaning(schema.task, count, count, "probability", encoding, shares=shares)


def _fitted(run: Run, dataset: Dataset, name: str) -> dict[str, np.ndarray]:
    """Predictions of a freshly fitted baseline for the held-out parts. In one thread: on small data several wait for
    each other longer than they work."""
    from threadpoolctl import threadpool_limits

    if name == "last":
        return _last_values(run)
    schema = dataset.schema
    x, y = flat_inputs(dataset, "train", name), np.asarray(dataset.train.y)
    chosen = np.random.default_rng(0).permutation(len(x))[: rows_at_most(schema, name)]
    x, y = x[chosen], y[chosen]
    begun = time.perf_counter()
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # a logistic regression that has not settled is what it is
        say = _model(run, dataset, name, x, y)
    shown = {part: say(flat_inputs(dataset, part, name)[:MOST]) for part in _PARTS if len(dataset.split(part))}
    return shown | {"seconds": np.array(time.perf_counter() - begun)}


def _last_values(run: Run) -> dict[str, np.ndarray]:
    """The last number of each window of a series; there is nothing to fit."""
    raw, parts, _ = shared_out(run.experiment.data)
    shown = {
        part: raw.plain[rows][:MOST, None].astype("float32") for part, rows in zip(_HELD_OUT, parts[1:], strict=True)
    }
    return {part: own for part, own in shown.items() if len(own)} | {"seconds": np.array(0.0)}


def _model(run: Run, dataset: Dataset, name: str, x: np.ndarray, y: np.ndarray):
    """What predicts: inputs (n, numbers) → numbers as they are shown."""
    if dataset.schema.reconstructs:
        return _redrawing(run, dataset, name, x)
    if dataset.schema.task == "regression":
        targets = dataset.unscaled_targets(np.reshape(y, (len(y), -1)))
        models = [_regressor(name, targets.shape[1]).fit(x, own) for own in targets.T]
        return lambda inputs: np.stack([model.predict(inputs) for model in models], axis=1).astype("float32")
    if dataset.schema.has_labels:
        models = [_classifier(name, y.shape[1]).fit(x, own) for own in y.T]
        return lambda inputs: np.stack([_share(model, inputs, 2)[:, 1] for model in models], axis=1)
    classes = len(dataset.schema.class_names)
    model = _classifier(name, 1 if classes == 2 else classes).fit(x, y)
    return lambda inputs: _share(model, inputs, classes)


def _share(model, inputs: np.ndarray, classes: int) -> np.ndarray:
    """(n, classes) probabilities; 0 for a class that no training example is of."""
    shown = np.zeros((len(inputs), classes), "float32")
    shown[:, np.asarray(model.classes_, int)] = model.predict_proba(inputs)
    return shown


def _trees(answers: int) -> dict:
    """The settings of boosted trees; with many classes fewer rounds, each of which grows a tree for every class, and
    larger steps."""
    count = rounds(answers)
    return {"max_iter": count, "learning_rate": min(0.3, 10 / count), "random_state": 0}


def _classifier(name: str, classes: int = 1):
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    if name == "majority":
        return DummyClassifier(strategy="prior")
    return (
        LogisticRegression(max_iter=LOGISTIC_STEPS)
        if name == "logistic"
        else HistGradientBoostingClassifier(**_trees(classes))
    )


def _regressor(name: str, answers: int):
    from sklearn.dummy import DummyRegressor
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.linear_model import LinearRegression

    if name == "mean":
        return DummyRegressor()
    return LinearRegression() if name == "linear" else HistGradientBoostingRegressor(**_trees(answers))


def _redrawing(run: Run, dataset: Dataset, name: str, x: np.ndarray):
    """The mean of the training examples, or the way through as many principal components as the network is wide at its
    narrowest layer."""
    offset = x.mean(axis=0)
    directions = np.zeros((0, x.shape[1]))
    if name == "components":
        directions = np.linalg.svd(x - offset, full_matrices=False)[2][: _waist(run)]

    def say(inputs: np.ndarray) -> np.ndarray:
        redrawn = offset + (inputs - offset) @ directions.T @ directions
        return np.reshape(dataset.unscaled_targets(redrawn), (len(inputs), -1)).astype("float32")

    return say


def _waist(run: Run) -> int:
    sizes = [int(np.prod(layer.output.shape[1:])) for layer in run.model().layers if None not in layer.output.shape[1:]]
    return min(sizes)


def flat_inputs(dataset: Dataset, part: str, name: str) -> np.ndarray:
    """(n, numbers) the inputs of a part as a model without layers takes them: texts as counts of their words, large
    images smaller, sequences as all their numbers; what stands beside them, if it is a table; and what is to be redrawn
    as it is to be redrawn."""
    split, schema = dataset.split(part), dataset.schema
    if schema.reconstructs:
        return np.reshape(split.y, (len(split), -1))
    if schema.kind == "tokens" and not schema.is_table:
        own = _counts(split.x, min(schema.vocabulary, MOST_WORDS[name == "trees"]))
    else:
        own = np.asarray(split.x, "float32")
        own = _smaller(own, MOST_PIXELS[name == "trees"]) if schema.kind == "image" else own
    beside = [values for values in split.further.values() if values.ndim == 2]
    together = np.concatenate([own.reshape(len(own), -1), *beside], axis=1) if beside else own.reshape(len(own), -1)
    return np.nan_to_num(together)


def _counts(ids: np.ndarray, words: int) -> np.ndarray:
    """(n, words) how often each of the first words is in each text; what follows a text's end counts as nothing."""
    counts = np.zeros((len(ids), words), "float32")
    rows, places = np.nonzero((ids > 0) & (ids < words))
    np.add.at(counts, (rows, ids[rows, places]), 1.0)
    return counts


def _smaller(images: np.ndarray, most: int) -> np.ndarray:
    """Images of more pixels a side than `most` as the means of blocks."""
    block = max(1, -(-max(images.shape[1:3]) // most))
    height, width = (size // block * block for size in images.shape[1:3])
    parts = images[:, :height, :width].reshape(len(images), height // block, block, width // block, block, -1)
    return parts.mean(axis=(2, 4))


def _keep(run: Run, name: str, shown: dict[str, np.ndarray]) -> None:
    content = io.BytesIO()
    np.savez_compressed(content, version=np.array(_VERSION), **shown)
    with contextlib.suppress(OSError):
        path = run.folder / "baselines" / f"{name}.npz"
        path.parent.mkdir(exist_ok=True)
        files.replace(path, content.getvalue())


def _kept(run: Run, name: str) -> dict[str, np.ndarray] | None:
    try:
        with np.load(run.folder / "baselines" / f"{name}.npz", allow_pickle=False) as content:
            shown = dict(content)
        return shown if int(shown.pop("version")) == _VERSION else None
    except Exception:  # not there, cut off, or of another version: it is fitted again
        return None
