"""Evaluations without a network: predictions as they are."""

import numpy as np

from nnviz.data.schema import Schema
from nnviz.evaluation.evaluate import scored
from nnviz.evaluation.records import Evaluation
from nnviz.training.meaning import OutputMeaning


def binary(shares, truth) -> Evaluation:
    schema = Schema("vector", "binary", (1,), ("x",), ("no", "yes"))
    meaning = OutputMeaning("binary", 2, 1, "probability", "column", shares=True)
    return scored(np.reshape(shares, (-1, 1)).astype("float32"), np.asarray(truth), schema, meaning)


def multiclass(shares, truth) -> Evaluation:
    count = np.shape(shares)[1]
    names = tuple(f"class {k}" for k in range(count))
    schema = Schema("vector", "multiclass", (1,), ("x",), names, outputs=count)
    meaning = OutputMeaning("multiclass", count, count, "probability", "index", shares=True)
    return scored(np.asarray(shares, "float32"), np.asarray(truth), schema, meaning)


def labels(shares, truth) -> Evaluation:
    count = np.shape(shares)[1]
    schema = Schema("vector", "multilabel", (1,), ("x",), tuple(f"label {k}" for k in range(count)), outputs=count)
    meaning = OutputMeaning("multilabel", count, count, "probability", "column")
    return scored(np.asarray(shares, "float32"), np.asarray(truth), schema, meaning)


def numbers(shown, truth, names: tuple[str, ...] = ()) -> Evaluation:
    shown = np.asarray(shown, "float32").reshape(len(truth), -1)
    schema = Schema("vector", "regression", (1,), ("x",), target_names=names, outputs=shown.shape[1])
    meaning = OutputMeaning("regression", 0, shown.shape[1], "value", "numbers")
    return scored(shown, np.asarray(truth), schema, meaning)


def softmax(logits) -> np.ndarray:
    powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def some_classes(count: int = 60, classes: int = 3, seed: int = 0) -> Evaluation:
    random = np.random.default_rng(seed)
    truth = random.integers(classes, size=count)
    return multiclass(softmax(random.normal(size=(count, classes)) + 2 * np.eye(classes)[truth]), truth)
