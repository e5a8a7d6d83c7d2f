"""The tasks of the lesson "What is a neural network?": real networks for its picture. For workers."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.network_kinds import KINDS, NetworkKind
from nnviz.errors import RunError
from nnviz.runs.run import Run
from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

MOST_FEATURES, MOST_UNITS, MOST_LAYERS, MOST_ROWS = 12, 16, 4, 30
_MEANING = ("squash", "offset", "scale", "low", "high", "classes", "shown")
_ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid", "softmax")


def learn_rows(run_id: str | None) -> dict:
    """A trained network of dense layers small enough to be drawn whole, with rows that it has not learnt from.

    Args:
        run_id: of a run to show; None, or one that cannot be drawn so, gives a network that tells irises apart.

    Returns:
        {"title", "own", "why" (a sentence where the run is not shown, or ""), "features": [name], "low", "high",
        "offset", "scale": (features,), "layers": [{"kernel" (in, units), "bias", "activation"}], "meaning": {"squash",
        "offset", "scale", "low", "high", "classes", "shown"}, "names": of what is answered, "target",
        "rows" (n, features) as the network is given them, "truths" (n,) classes or values, "outputs" (n, units) of
        Keras}.
    """
    why = ""
    if run_id:
        try:
            return _own(run_id)
        except RunError as error:
            why = str(error)
    return {**_iris(), "why": why}


def _own(run_id: str) -> dict:
    from nnviz.training.warm import warm

    model, dataset = warm(run_id)
    experiment = Run.open(run_id).experiment
    if dataset.schema.kind != "vector" or dataset.schema.input_shape[0] > MOST_FEATURES:
        raise RunError(f"Your run does not have a table of at most {MOST_FEATURES} inputs, so here is another network.")
    return {**_drawn(model, dataset, experiment), "title": experiment.title or "your run", "own": True, "why": ""}


@lru_cache(maxsize=1)
def _iris() -> dict:
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load

    layers = (
        LayerSpec(id="hidden", kind="Dense", settings={"units": 6, "activation": "tanh"}),
        LayerSpec(id="output", kind="Dense", settings={"units": 3, "activation": "softmax"}),
    )
    experiment = Experiment(
        title="Iris",
        data=DataSpec(source="iris"),
        model=ModelSpec(layers=layers),
        train=TrainSpec(learning_rate=0.01, batch_size=16, epochs=150, seed=3),
    )
    dataset = load(experiment.data)
    model = trained_once("iris", experiment, dataset)
    return {**_drawn(model, dataset, experiment), "title": "Iris flowers", "own": False}


def _drawn(model, dataset, experiment: Experiment) -> dict:
    from nnviz.training.head import meaning_of_model

    meaning = meaning_of_model(model, experiment.train, dataset.schema, dataset.target_scaler)
    part = dataset.validation if len(dataset.validation) else dataset.train
    rows = mixed(part)
    seen = dataset.unscaled(dataset.train.x)
    offset, scale = (
        np.broadcast_to(v, seen.shape[1:]).astype(float) for v in (dataset.scaler.offset, dataset.scaler.scale)
    )
    truths = dataset.unscaled_targets(part.y[rows])
    return {
        "features": list(dataset.schema.feature_names),
        "low": seen.min(0),
        "high": seen.max(0),
        "offset": offset,
        "scale": scale,
        "layers": _layers(model),
        "meaning": {
            name: getattr(meaning, name) for name in ("squash", "offset", "scale", "low", "high", "classes", "shown")
        },
        "names": list(dataset.schema.class_names) or [dataset.schema.target_name],
        "target": dataset.schema.target_name,
        "rows": part.x[rows],
        "truths": np.ravel(truths)[: len(rows)],
        "outputs": np.asarray(model(part.x[rows], training=False)),
    }


def mixed(part) -> np.ndarray:
    """Positions of the rows to show: the first ones, class after class in turn where there are classes."""
    count = min(len(part), MOST_ROWS)
    if part.y.ndim > 1 or part.y.dtype.kind == "f":
        return np.arange(count)
    nth = np.array([np.sum(part.y[:i] == label) for i, label in enumerate(part.y)])
    return np.lexsort((part.y, nth))[:count]


def _layers(model) -> list[dict]:
    """Kernel, bias and activation of every layer that computes something. Raises RunError where they are no chain of
    dense ones, or too large to be drawn."""
    import keras

    chain = []
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dense) and layer.activation.__name__ in _ACTIVATIONS:
            bias = np.asarray(layer.bias) if layer.use_bias else np.zeros(layer.units)
            chain.append({"kernel": np.asarray(layer.kernel), "bias": bias, "activation": layer.activation.__name__})
        elif isinstance(layer, keras.layers.Activation) and chain and chain[-1]["activation"] == "linear":
            chain[-1]["activation"] = layer.activation.__name__
        elif not isinstance(layer, keras.layers.InputLayer | keras.layers.Dropout | keras.layers.GaussianNoise):
            raise RunError(f"Your run has a layer {type(layer).__name__}, so here is a network of Dense layers only.")
    fits = all(one["activation"] in _ACTIVATIONS and one["kernel"].shape[1] <= MOST_UNITS for one in chain)
    widths = [len(one["bias"]) for one in chain]
    follows = all(one["kernel"].shape[0] == before for one, before in zip(chain[1:], widths, strict=False))
    if not (chain and fits and follows and len(chain) <= MOST_LAYERS):
        raise RunError(
            f"Your run's network cannot be drawn unit by unit (at most {MOST_LAYERS} Dense layers of at most "
            f"{MOST_UNITS} units), so here is a smaller one."
        )
    return chain


@lru_cache(maxsize=1)
def learn_kinds() -> list[dict]:
    """The layers of one network of each kind, as Keras measures them.

    Returns:
        [{"name", "input": shape, "layers": [{"title", "kind", "shape", "parameters"}], "parameters"}], in the order of
        `KINDS`.
    """
    return [_of_template(name, kind) if kind.template else _of_generate(name) for name, kind in KINDS.items()]


def _of_template(name: str, kind: NetworkKind) -> dict:
    from nnviz.data.catalog import known_schema
    from nnviz.models.preview import preview

    experiment = kind.experiment()
    seen = preview(experiment.model, known_schema(experiment.data))
    layers = [
        {"title": layer.title, "kind": layer.kind, "shape": layer.output_shape, "parameters": layer.parameters}
        for layer in seen.layers
    ]
    return {"name": name, "input": seen.input_shape, "layers": layers, "parameters": seen.parameters}


def _of_generate(name: str) -> dict:
    """The decoder of the page Generate: from a place on its plane to the ink of 64 pixels."""
    import keras

    from nnviz.concepts.variational import networks

    decoder = networks()[1]
    layers = [
        {
            "title": f"Dense {layer.units}, {layer.activation.__name__}",
            "kind": "Dense",
            "shape": tuple(layer.output.shape[1:]),
            "parameters": layer.count_params(),
        }
        for layer in decoder.layers
        if isinstance(layer, keras.layers.Dense)
    ]
    return {
        "name": name,
        "input": tuple(decoder.input_shape[1:]),
        "layers": layers,
        "parameters": decoder.count_params(),
    }
