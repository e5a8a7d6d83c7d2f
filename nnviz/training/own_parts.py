"""What a training by other code is about: its examples as data that are kept, its model as a specification."""

from collections.abc import Mapping, Sequence

import numpy as np

from nnviz.data.load import load
from nnviz.data.own.specify import own_data
from nnviz.data.schema import Dataset
from nnviz.errors import TrainingError
from nnviz.models.build import build
from nnviz.models.from_keras import copy_weights, to_spec
from nnviz.specs import DataSpec, Experiment, ModelSpec, TrainSpec
from nnviz.training.catalog import LOSSES, OPTIMIZERS

_MOST_EXAMPLES = 2_000


def kept(examples, validation, title: str, names: Sequence[str]) -> DataSpec | None:
    """The data to look at, under the hash of their content; some of them where there are many."""
    if examples is None or isinstance(examples, DataSpec):
        return examples
    x, y = _some(*examples)
    held = {} if validation is None else {"validation": _some(*validation)}
    classes = {"classes": ", ".join(map(str, names))} if len(names) else {}
    share = {} if validation is not None else {"validation_fraction": 0.0}
    return own_data(x, y, title=title or "A script's data", scaling="none", **held, **classes, **share)


def _some(x, y) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(x), np.asarray(y)
    if x.dtype.kind in "fiub":
        x = x.astype("float32")
    if y.ndim == 2 and y.shape[1] > 1 and np.isin(y, (0, 1)).all() and (y.sum(1) == 1).all():
        y = y.argmax(1)  # one-hot
    rows = np.unique(np.linspace(0, len(x) - 1, min(len(x), _MOST_EXAMPLES)).round().astype(int))
    return (x[rows], y[rows]) if len(x) == len(y) and len(x) else (x, y)


def described(model, data: DataSpec | None, title: str, epochs: int | None) -> tuple[Experiment, Dataset | None]:
    """What the run is said to train. Raises NnvizError for examples that the model does not take."""
    train = as_compiled(model, TrainSpec(epochs=min(10_000, max(1, int(epochs or 1)))))
    dataset = None if data is None else load(data)
    if dataset is not None:
        if not model.built:
            model(dataset.train.x[:1])
        _takes(model, dataset)
    experiment = Experiment(data=data or DataSpec(), model=ModelSpec(), train=train, title=title)
    try:
        imported = to_spec(model)
        if dataset is not None:
            rebuilt = build(imported.spec, dataset.schema, seed=0)
            copy_weights(model, rebuilt, imported)
            if not _same_variables(model, rebuilt):
                return experiment, dataset
        return experiment.replace(model=imported.spec), dataset
    except Exception:  # not only NnvizError: a stranger's layer may not be able to describe itself
        return experiment, dataset  # a network of its own code: curves, weights and its file, no layers to edit


def as_compiled(model, train: TrainSpec) -> TrainSpec:
    """`train` with what a model was compiled with, as far as the catalogs have it."""
    loss = getattr(model, "loss", None) if getattr(model, "compiled", False) else None
    optimizer = type(getattr(model, "optimizer", None)).__name__.lower()
    own = {"loss": _known(loss, LOSSES, "auto"), "optimizer": optimizer if optimizer in OPTIMIZERS else "adam"}
    return train.replace(**own, **_rate(model), loss_settings={}, optimizer_settings={}, schedule="constant",
                         schedule_settings={})  # fmt: skip


def _rate(model) -> dict[str, float]:
    """The learning rate where the optimizer has one number for it."""
    try:
        rate = float(model.optimizer.learning_rate)
    except (AttributeError, TypeError, ValueError):
        return {}
    return {"learning_rate": rate} if 0 < rate <= 100 else {}


def _takes(model, dataset: Dataset) -> None:
    try:
        model(dataset.train.x[:1], training=False)
    except Exception as error:
        line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise TrainingError(
            f"The model cannot be given these examples of the shape {dataset.train.x.shape[1:]}: {line[:200]}",
            fix="Give the recorder x and y as the model gets them.",
            where="examples",
        ) from error


def _same_variables(model, rebuilt) -> bool:
    """Whether the rebuilt network has the same numbers in the same order, so that snapshots of one are the other's;
    seeds apart, which are whole numbers."""
    pairs = list(zip(model.variables, rebuilt.variables, strict=False))
    return len(model.variables) == len(rebuilt.variables) and all(
        own.shape == other.shape and own.dtype == other.dtype and _equal(own, other) for own, other in pairs
    )


def _equal(own, other) -> bool:
    return not own.dtype.startswith("float") or np.array_equal(own.numpy(), other.numpy(), equal_nan=True)


def _known(loss, catalog: Mapping, otherwise: str) -> str:
    name = loss if isinstance(loss, str) else getattr(loss, "name", "") or getattr(loss, "__name__", "")
    short = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}
    return short.get(name, name) if short.get(name, name) in catalog else otherwise
