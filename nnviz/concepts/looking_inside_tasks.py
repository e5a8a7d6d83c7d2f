"""What the lesson "Looking inside" has workers do: small networks trained on the digits, sound and with a fault."""

from functools import lru_cache

import numpy as np

from nnviz.concepts.chains import chain, flat_chain, whole_chain
from nnviz.concepts.faults import CASES, Case
from nnviz.concepts.kept_arrays import kept_arrays

SHOWN, SEEN = 200, 200
"""Validation and training examples that the picture computes with."""
_FORM = 6
"""Counts up when what is kept changes its form."""
_RATE, _EPOCHS, _BATCH, _SEED = 0.004, 10, 64, 3
_FEW, _BY_HEART = 128, 50
"""Examples, and epochs, of the network that learns by heart."""
_PIXELS = 4000.0


@lru_cache(maxsize=1)
def learn_inside_images() -> dict:
    """The digits that the picture computes with.

    Returns {"new", "seen": (200, 8, 8, 1) float32 from 0 to 1, "new_labels", "seen_labels": (200,) int}.
    """
    x, y, new_x, new_y = images_of_digits()
    return {"new": new_x[:SHOWN], "new_labels": new_y[:SHOWN], "seen": x[:SEEN], "seen_labels": y[:SEEN]}


def learn_inside_network(case: int | None) -> dict:
    """A sound network, or the one of a case in `nnviz.concepts.faults.CASES`; trained once on a machine.

    Returns {"layers": as `nnviz.concepts.chains.chain`, "begun": [{"kernel": its weights before training} of the layers
    that have some], "history": {"loss", "accuracy"}, "factor": by which pixels from 0 to 1
    are multiplied, "seen_labels": the labels it was trained with}.
    """
    own = None if case is None else CASES[case]
    told = kept_arrays("looking_inside", f"{_FORM} {own}", lambda: _flat(_trained(own)))
    return _whole(told)


def _flat(network: dict) -> dict:
    """Without arrays within lists, which no file of arrays can hold."""
    begun = {f"begun/{place}": own["kernel"] for place, own in enumerate(network["begun"])}
    return {**network, **flat_chain(network["layers"]), "begun": len(begun), **begun}


def _whole(told: dict) -> dict:
    rest = {key: value for key, value in told.items() if "/" not in key}
    begun = [{"kernel": told[f"begun/{place}"]} for place in range(told["begun"])]
    return {**rest, "layers": whole_chain(told), "begun": begun}


@lru_cache(maxsize=1)
def images_of_digits() -> tuple[np.ndarray, ...]:
    """(x, y) for training and for validation, pixels from 0 to 1."""
    from nnviz.data.load import load
    from nnviz.specs import DataSpec

    dataset = load(DataSpec(source="digits"))
    parts = dataset.train, dataset.validation
    return tuple(
        array
        for part in parts
        for array in ((dataset.unscaled(part.x) / 16).round(4).astype("float32"), np.asarray(part.y).astype("int32"))
    )


@lru_cache(maxsize=4)
def model_of(case: int | None, trained: bool = True):
    """The Keras network of `learn_inside_network` itself, or as it was before training."""
    model = _network(None if case is None else CASES[case])
    if trained:
        kept = {own["name"]: own["arrays"] for own in learn_inside_network(case)["layers"] if own["arrays"]}
        for layer in model.layers:
            if layer.name in kept:
                layer.set_weights([kept[layer.name]["kernel"], kept[layer.name]["bias"]])
    return model


def _trained(case: Case | None) -> dict:
    import keras

    x, y, new_x, _ = images_of_digits()
    fault, factor = case.fault if case else "", 1.0
    if fault == "memorized":
        x, y = x[:_FEW], np.random.default_rng(_SEED).permutation(y[:_FEW])
    if fault == "unscaled":
        factor = _PIXELS
    model = _network(case)
    begun = [{"kernel": np.asarray(layer.kernel)} for layer in model.layers if hasattr(layer, "kernel")]
    rate = {"exploded": 100 * _RATE}.get(fault, _RATE)
    epochs, batch = (_BY_HEART, _BATCH // 2) if fault == "memorized" else (_EPOCHS, _BATCH)
    model.compile(
        keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=5
    )
    fit = model.fit(factor * x, y, batch, epochs, verbose=0)
    return {
        "layers": chain(model, factor * new_x[:1]),
        "begun": begun,
        "history": {name: [float(value) for value in values] for name, values in fit.history.items()},
        "factor": factor,
        "seen_labels": [int(label) for label in y[:SEEN]],
    }


def _network(case: Case | None):
    """The network before training, with what is wrong with its beginning."""
    import keras

    keras.utils.set_random_seed(_SEED)
    fault, place = (case.fault, case.layer) if case else ("", "")
    activation = {"saturated": "tanh", "exploded": "elu"}.get(fault, "relu")
    names = ("conv_1", "conv_2", "hidden", "output")
    own = {name: _beginning(fault, place, name.replace("_", " ")) for name in names}
    conv = {"kernel_size": 3, "padding": "same", "activation": activation}
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(8, name="conv_1", **conv, **own["conv_1"]),
            keras.layers.MaxPooling2D(2, name="pool"),
            keras.layers.Conv2D(16, name="conv_2", **conv, **own["conv_2"]),
            keras.layers.Flatten(name="flatten"),
            keras.layers.Dense(32, activation, name="hidden", **own["hidden"]),
            keras.layers.Dense(10, "softmax", name="output", **own["output"]),
        ]
    )
    if fault == "bias only":
        for layer in model.layers[:-1]:
            layer.trainable = False
        model.layers[-1].kernel.trainable = False
    return model


def _beginning(fault: str, place: str, name: str) -> dict:
    """The settings by which a layer begins wrongly. Copies stay copies only where what reads them begins alike too."""
    import keras

    if fault == "symmetric" and place == "hidden" and name == "output":
        return {"kernel_initializer": "zeros"}
    if name != place:
        return {}
    return {
        "dead": {"bias_initializer": keras.initializers.Constant(-12.0)},
        "saturated": {"kernel_initializer": keras.initializers.VarianceScaling(625.0, "fan_avg", "uniform")},
        "frozen": {"trainable": False},
        "symmetric": {"kernel_initializer": keras.initializers.Constant(0.02)},
    }[fault]
