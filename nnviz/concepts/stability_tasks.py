"""What the lesson on stability asks of a worker: the loss between two trained networks."""

import numpy as np

from nnviz.specs import DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

FROM, TO, PLACES = -0.25, 1.25, 61
"""The straight line through two networks: 0 is the first, 1 the second."""


def small_network(seed: int) -> Experiment:
    """Two half moons and a network of 2 × 6 hidden units, from a beginning of its own."""
    hidden = tuple(
        LayerSpec(id=f"hidden_{i}", kind="Dense", settings={"units": 6, "activation": "tanh"}) for i in (1, 2)
    )
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"})
    return Experiment(
        data=DataSpec(source="moons", settings={"points": 300, "noise": 0.12}, seed=2),
        model=ModelSpec(layers=(*hidden, output)),
        train=TrainSpec(learning_rate=0.03, batch_size=24, epochs=120, seed=seed),
    )


def reordered(weights: list[np.ndarray], seed: int = 0) -> list[np.ndarray]:
    """The weights of dense layers with the hidden units in another order: the same function, another place.

    Args:
        weights: kernel, bias, kernel, bias, …
    """
    rng, moved = np.random.default_rng(seed), [own.copy() for own in weights]
    for layer in range(0, len(weights) - 2, 2):
        order = rng.permutation(weights[layer].shape[1])
        moved[layer], moved[layer + 1] = moved[layer][:, order], moved[layer + 1][order]
        moved[layer + 2] = moved[layer + 2][order]
    return moved


def learn_between() -> dict:
    """The loss along the straight line from one trained network to another one, and to itself with its units in
    another order.

    Returns:
        {"ways": {"seeds" | "order": {"loss": (61,), "accuracy": (61,)}} over the training examples, "networks":
        {"first", "seeds", "order": [kernel, bias, …]}, "points": (n, 2), "labels": (n,), "domain": [[from, to],
        [from, to]], "places": (61,)}.
    """
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load

    first, second = (small_network(seed) for seed in (0, 1))
    dataset = load(first.data)
    model = trained_once("between-first", first, dataset)
    ends = {
        "first": model.get_weights(),
        "seeds": trained_once("between-second", second, dataset).get_weights(),
        "order": reordered(model.get_weights()),
    }
    places = np.linspace(FROM, TO, PLACES)
    points, labels = dataset.train.x, np.ravel(dataset.train.y).astype(int)
    low, high = points.min(0), points.max(0)
    return {
        "ways": {name: _along(model, ends["first"], ends[name], places, dataset) for name in ("seeds", "order")},
        "networks": {name: [own.tolist() for own in weights] for name, weights in ends.items()},
        "points": points.tolist(),
        "labels": labels.tolist(),
        "domain": np.stack([low - 0.12 * (high - low), high + 0.12 * (high - low)], 1).tolist(),
        "places": places.tolist(),
    }


def _along(model, start, end, places, dataset) -> dict:
    """Loss and accuracy of the network at every place of the line; the model stays as it is."""
    import keras

    from nnviz.inspection.surface.objective import Objective
    from nnviz.inspection.surface.slices import line

    truth, told = dataset.train.y.reshape(-1, 1).astype("float32"), {}
    for name, measure in {"loss": keras.losses.BinaryCrossentropy(), "accuracy": _right}.items():
        objective = Objective(model, dataset.train.x, truth, measure)
        origin, way, _ = line(model, objective, start, end)
        told[name] = objective.along(places[:, None], [way], origin).tolist()
    return told


def _right(truth, answers):
    """1 for a right answer, 0 for a wrong one."""
    from keras import ops

    return ops.cast(ops.equal(answers > 0.5, truth > 0.5), "float32")
