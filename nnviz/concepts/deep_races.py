"""What the lessons on deep networks train side by side: activations and remedies, and beginnings. No framework."""

from nnviz.errors import SpecError
from nnviz.models import edits
from nnviz.specs import INPUT, DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec
from nnviz.studies.knobs import KNOBS, hidden_layers
from nnviz.studies.race import Race

DEPTH, WIDTH = 12, 16
_MOST_EPOCHS = 60
"""Of the reader's own network, which may be larger."""
_DRAWS, _FRAMES = 3, 15
"""Of the race with several draws: its many networks are recorded at fewer moments."""


def deep_model(
    activation: str,
    initializer: str | dict = "glorot_uniform",
    *,
    depth: int = DEPTH,
    width: int = WIDTH,
    normalization: str = "",
    skip: bool = False,
) -> ModelSpec:
    """`depth` hidden Dense layers of `width` units, and one sigmoid unit.

    Args:
        activation: of the hidden layers, by its Keras name.
        initializer: of their kernels, by its Keras name or as Keras's own serialized form.
        normalization: "", or "BatchNormalization" or "LayerNormalization", between a layer's sums and its activation.
        skip: adds what goes into a hidden layer to what comes out, from the second one on: the first one brings the
            data to the width.
    """
    layers, given = [], INPUT
    for place in range(1, depth + 1):
        start, fused = given, not normalization
        settings = {"units": width, "kernel_initializer": initializer, "activation": activation if fused else "linear"}
        given = f"dense_{place}"
        layers.append(LayerSpec(id=given, kind="Dense", settings=settings, inputs=(start,)))
        if normalization:
            layers.append(LayerSpec(id=f"norm_{place}", kind=normalization, inputs=(given,)))
            given = f"bend_{place}"
            bend = {"activation": activation}
            layers.append(LayerSpec(id=given, kind="Activation", settings=bend, inputs=(f"norm_{place}",)))
        if skip and place > 1:
            layers.append(LayerSpec(id=f"add_{place}", kind="Add", inputs=(given, start)))
            given = f"add_{place}"
    output = LayerSpec(id="output", kind="Dense", settings={"units": 1, "activation": "sigmoid"}, inputs=(given,))
    return ModelSpec(layers=(*layers, output))


def deep_experiment(title: str, model: ModelSpec, **train) -> Experiment:
    """Training of a deep network on two half moons by plain gradient descent; `train` are settings of TrainSpec."""
    settings = {"optimizer": "sgd", "learning_rate": 0.02, "batch_size": 20, "epochs": 60, **train}
    return Experiment(title=title, data=DataSpec(source="moons"), model=model, train=TrainSpec(**settings))


def depths(own: Experiment | None = None) -> Race:
    """Twelve layers with other activations and remedies; or the reader's own network with each."""
    if own is not None:
        base = _shortened(own)
        activations = [(name, KNOBS["activation"].turn(base, name)) for name in ("sigmoid", "tanh", "relu")]
        normalized = KNOBS["batch_normalization"].turn(base, True)
        return Race("depths", (("as it is", base), *activations, ("batch norm", normalized)))
    models = {
        "sigmoid": deep_model("sigmoid"),
        "tanh": deep_model("tanh"),
        "ReLU, He": deep_model("relu", "he_normal"),
        "sigmoid, batch norm": deep_model("sigmoid", normalization="BatchNormalization"),
        "sigmoid, skips": deep_model("sigmoid", skip=True),
        "ReLU, He, skips": deep_model("relu", "he_normal", skip=True),
    }
    return Race(
        "depths", tuple((label, deep_experiment(f"Twelve layers: {label}", own)) for label, own in models.items())
    )


def normal(spread: float) -> dict:
    """The initializer that draws weights of this spread around 0, in Keras's serialized form."""
    config = {"mean": 0.0, "stddev": spread, "seed": None}
    return {"module": "keras.initializers", "class_name": "RandomNormal", "config": config, "registered_name": None}


STARTS = {
    "zeros": "zeros",
    "too small, 0.01": normal(0.01),
    "Glorot": "glorot_normal",
    "He": "he_normal",
    "orthogonal": "orthogonal",
    "too large, 1": normal(1.0),
}
"""Beginning → the initializer of every hidden kernel."""


def starts(own: Experiment | None = None) -> Race:
    """Ten layers of ReLU from six beginnings; or the reader's own network from each."""
    if own is not None:
        base = _shortened(own)
        return Race("starts", tuple((label, _begun(base, initializer)) for label, initializer in STARTS.items()))
    return Race(
        "starts",
        tuple(
            (label, deep_experiment(f"Ten layers: {label}", deep_model("relu", initializer, depth=10)))
            for label, initializer in STARTS.items()
        ),
    )


def draws(own: Experiment | None = None) -> Race:
    """The same six beginnings, each drawn three times: what differs is the seed of weights and order."""
    return Race(
        "draws",
        tuple(
            (f"{label} ({seed + 1})", one.replace(train=one.train.replace(seed=one.train.seed + seed)))
            for label, one in starts(own).variants
            for seed in range(_DRAWS)
        ),
        frames=_FRAMES,
    )


def _shortened(own: Experiment) -> Experiment:
    return own.replace(train=own.train.replace(epochs=min(own.train.epochs, _MOST_EPOCHS), early_stopping=0))


def _begun(experiment: Experiment, initializer: str | dict) -> Experiment:
    model = experiment.model
    layers = hidden_layers(experiment)
    if not layers:
        raise SpecError("The network has no hidden layer.", fix="Add one on the Build page.", where="network")
    for layer in layers:
        model = edits.set_settings(model, layer.id, kernel_initializer=initializer)
    return experiment.replace(model=model)


RACES = {"depths": depths, "starts": starts, "draws": draws}
"""Name → the race, of the reader's own experiment where one is given."""
