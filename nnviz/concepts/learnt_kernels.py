"""The tasks of the Learn page on convolutions: kernels that a network has learnt, and a photograph."""

import numpy as np

from nnviz.errors import RunError

_EPOCHS = 8
_MOST_KERNELS = 32
_LARGEST = 5


def learn_kernels(run_id: str | None) -> dict:
    """The first convolution's kernels of a run's network, or of one trained here on the handwritten digits.

    Returns {"kernels": (filters, k, k, channels) float32, "biases": (filters,), "layer": its name, "total": number of
    filters, "accuracy": of the network trained here on validation examples, else None}.

    Raises:
        RunError: the network has no square convolution of 3 or 5 pixels on images with one or three channels.
    """
    if run_id is None:
        return _trained_here()
    from nnviz.training.warm import warm

    model, _ = warm(run_id)
    return _kernels_of(model)


def _trained_here() -> dict:
    from nnviz.concepts.own_networks import trained_once
    from nnviz.data.load import load
    from nnviz.gallery import ready

    experiment = ready("digits")
    experiment = experiment.replace(train=experiment.train.replace(epochs=_EPOCHS, batch_size=32))
    dataset = load(experiment.data)
    model = trained_once("digits", experiment, dataset)
    right = np.asarray(model(dataset.validation.x, training=False)).argmax(1) == dataset.validation.y
    return {**_kernels_of(model), "accuracy": float(right.mean())}


def _kernels_of(model) -> dict:
    import keras

    from nnviz.inspection.weights import kernels

    layer = next((layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)), None)
    if layer is None:
        raise RunError(
            "Your network has no two-dimensional convolution.",
            fix="Train one on images, such as the digits.",
            where="run",
        )
    values = np.moveaxis(kernels(layer), -1, 0)
    filters, height, width, channels = values.shape
    if height != width or height not in (3, _LARGEST) or channels not in (1, 3):
        raise RunError(
            f"The first convolution's kernels are {height} × {width} × {channels}.",
            expected="3 × 3 or 5 × 5 pixels with 1 or 3 channels, which fit into this picture",
            where="run",
        )
    biases = np.asarray(layer.bias) if layer.use_bias else np.zeros(filters)
    return {
        "kernels": values[:_MOST_KERNELS].astype("float32"),
        "biases": biases[:_MOST_KERNELS].astype("float32"),
        "layer": layer.name,
        "total": int(filters),
        "accuracy": None,
    }


def learn_photograph() -> np.ndarray:
    """(48, 48, 3) float32, 0 to 1: scikit-learn's photograph of a palace (Rob Baxter, CC BY), each pixel the mean of a
    square."""
    from sklearn.datasets import load_sample_image

    photograph = load_sample_image("china.jpg")[:, 106:538].astype("float32")
    side = photograph.shape[0] // 48 * 48
    cells = photograph[:side, :side].reshape(48, side // 48, 48, side // 48, 3)
    return cells.mean((1, 3)) / 255
