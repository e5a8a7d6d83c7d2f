"""Deep networks of narrow dense layers to train, plain or with what keeps their gradients alive. No framework."""

from nnviz.specs import INPUT, DataSpec, Experiment, LayerSpec, ModelSpec, TrainSpec

DEPTH, WIDTH = 12, 16
CLIP = 1.0


def deep_model(
    activation: str,
    initializer: str = "glorot_uniform",
    *,
    depth: int = DEPTH,
    width: int = WIDTH,
    normalization: str = "",
    skip: bool = False,
) -> ModelSpec:
    """`depth` hidden Dense layers of `width` units, and one sigmoid unit.

    Args:
        activation, initializer: of the hidden layers, by their Keras names.
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


def deep_experiment(title: str, model: ModelSpec, *, source: str = "moons", **train) -> Experiment:
    """Training of a deep network on points of the plane; `train` are settings of TrainSpec."""
    settings = {"optimizer": "sgd", "learning_rate": 0.1, "batch_size": 20, "epochs": 200, **train}
    return Experiment(title=title, data=DataSpec(source=source), model=model, train=TrainSpec(**settings))
