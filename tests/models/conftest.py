"""Random valid networks, and random settings, for the property tests."""

import random

import pytest

from nnviz import settings
from nnviz.models import edits, templates
from nnviz.models.preview import preview
from nnviz.specs import INPUT, LayerSpec, ModelSpec

_ANYWHERE = (
    "Dense",
    "Dropout",
    "LayerNormalization",
    "Activation",
    "BatchNormalization",
    "Identity",
    "Rescaling",
    "GaussianNoise",
    "UnitNormalization",
    "LeakyReLU",
    "PReLU",
    "ELU",
    "ReLU",
    "Softmax",
)
_BY_RANK = {
    1: ("RepeatVector", "Reshape"),
    2: (
        "Conv1D",
        "LSTM",
        "GRU",
        "SimpleRNN",
        "MaxPooling1D",
        "GlobalAveragePooling1D",
        "MultiHeadAttention",
        "Flatten",
        "Bidirectional",
        "SeparableConv1D",
        "UpSampling1D",
        "TimeDistributed",
        "SpatialDropout1D",
    ),
    3: (
        "Conv2D",
        "MaxPooling2D",
        "SeparableConv2D",
        "DepthwiseConv2D",
        "Conv2DTranspose",
        "ZeroPadding2D",
        "Flatten",
        "GlobalMaxPooling2D",
        "AveragePooling2D",
        "UpSampling2D",
        "SpatialDropout2D",
        "Cropping2D",
    ),
}
_SMALL = {
    "units": (1, 3, 8),
    "filters": (1, 2, 4),
    "kernel_size": (1, 2, 3),
    "num_heads": (1, 2),
    "key_dim": (2, 4),
    "padding": ("same", "valid"),
    "pool_size": (1, 2),
    "n": (2, 3),
    "activation": ("relu", "tanh", "linear"),
    "return_sequences": (True, False),
    "use_bias": (True, False),
}


def random_setting(kind, draw: random.Random):
    """A name and a value that its Param accepts, or that it does not; (None, None) for a kind without settings."""
    if not kind.params:
        return None, None
    param = draw.choice(kind.params)
    if param.kind == "choice":
        return param.name, draw.choice(param.choices)
    if param.kind == "bool":
        return param.name, draw.random() < 0.5
    if param.kind == "ints":
        return param.name, draw.choice([0, 1, 2, 5, [1, 2], [2, 2, 2], "x"])
    if param.kind == "int":
        return param.name, draw.choice([-1, 0, 1, 2, 7, 33])
    return param.name, draw.choice([-1.0, 0.0, 0.5, 2.0])


def _layer(spec: ModelSpec, kind: str, draw: random.Random) -> LayerSpec:
    from nnviz.models.catalog import LAYERS

    names = {param.name for param in LAYERS[kind].params}
    settings = {
        name: draw.choice(values)
        for name, values in _SMALL.items()
        if name in names and (kind != "Activation" or name != "activation")
    }
    return edits.new_layer(spec, kind, **settings)


def random_spec(schema, draw: random.Random, layers: int = 6) -> ModelSpec:
    """A network that Keras accepts: a few layers that fit, a skip connection now and then, the right output."""
    spec = ModelSpec()
    if schema.kind == "tokens":
        spec = edits.add(spec, edits.new_layer(spec, "Embedding", input_dim=schema.vocabulary, output_dim=4))
    for _ in range(draw.randint(1, layers)):
        seen = preview(spec, schema)
        shape = seen.layers[-1].output_shape if seen.layers else schema.input_shape
        kind = draw.choice(_ANYWHERE + 2 * _BY_RANK.get(len(shape), ()))
        alike = [one.id for one in seen.layers if one.output_shape == shape]
        if len(alike) > 1 and draw.random() < 0.4:
            layer = LayerSpec(id=spec.new_id("Add"), kind="Add", inputs=tuple(draw.sample(alike, 2)))
        else:
            layer = _layer(spec, kind, draw)
        longer = edits.add(spec, layer)
        if not preview(longer, schema).errors_of_keras:
            spec = longer
    shape = preview(spec, schema).layers[-1].output_shape if spec.layers else schema.input_shape
    if len(shape) > 1:
        spec = edits.add(spec, edits.new_layer(spec, "Flatten"))
    return edits.insert_after(spec, spec.layers[-1].id if spec.layers else INPUT, templates.output_layer(schema))


@pytest.fixture(name="random_spec")
def _random_spec():
    """`random_spec(schema, draw)`, as a fixture."""
    return random_spec


@pytest.fixture(name="random_setting")
def _random_setting():
    """`random_setting(kind, draw)`, as a fixture."""
    return random_setting


@pytest.fixture(autouse=True)
def _limited(monkeypatch):
    """The same limit on every machine; by default it follows the memory."""
    monkeypatch.setattr(settings.get(), "max_parameters", 30_000_000)
