"""What the lesson on regularization asks of a worker: the weights of a network that was trained with dropout."""

import numpy as np

from nnviz.specs import Experiment, LayerSpec, ModelSpec


def dropout_experiment() -> Experiment:
    """The lesson's moons with 12 hidden units, half of which are left out at every step."""
    from nnviz.concepts.regularization_races import overfitting

    base = overfitting()
    layers = (
        LayerSpec(id="hidden", kind="Dense", settings={"units": 12, "activation": "relu"}),
        LayerSpec(id="dropout", kind="Dropout", settings={"rate": 0.5}),
        LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"}),
    )
    return base.replace(model=ModelSpec(layers=layers), train=base.train.replace(epochs=300))


def learn_dropout() -> dict:
    """The network of `dropout_experiment`, trained once on this machine, for the picture to draw sub-networks of.

    Returns:
        {"kernel": (inputs, units), "bias": (units,), "output": (units,), "offset": a number, "points": (n, 2) training
        examples as the network sees them, "labels": (n,), "domain": [[x from, to], [y from, to]]}, all as lists.
    """
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load

    experiment = dropout_experiment()
    dataset = load(experiment.data)
    kernel, bias, output, offset = trained_once("dropout", experiment, dataset).get_weights()
    points = dataset.train.x
    low, high = points.min(0), points.max(0)
    room = 0.15 * (high - low)
    return {
        "kernel": kernel.tolist(),
        "bias": bias.tolist(),
        "output": output[:, 0].tolist(),
        "offset": float(offset[0]),
        "points": points.tolist(),
        "labels": np.ravel(dataset.train.y).astype(int).tolist(),
        "domain": np.stack([low - room, high + room], 1).tolist(),
    }
