"""Whether a Keras config names nothing but Keras's own harmless classes. Imports no framework.

A config is data, but deserializing it runs the constructors that it names. Lambda and its like hold code, and
some layers read files that their config names; whatever is not in the list below is refused.
"""

from typing import Any

from nnviz.errors import ModelError
from nnviz.keras_internals import SOURCE
from nnviz.words import article


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LAYERS = _names("""
Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D
AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention
Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional CategoryEncoding
CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D CustomScaleLayer
ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout ELU
EinsumDense Embedding Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D
GroupNormalization GroupQueryAttention Identity InputLayer LSTM LSTMCell LayerNormalization LayerScale LeakyReLU
LogicalAnd LogicalOr Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum MultiHeadAttention Multiply
Normalization NotEqual
PReLU Permute RMSNormalization RNN RandomBrightness RandomContrast RandomCrop RandomFlip RandomRotation
RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D
SimpleRNN SimpleRNNCell Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization
StackedRNNCells Subtract TimeDistributed TrueDivide UnitNormalization UpSampling1D UpSampling2D UpSampling3D
ZeroPadding1D ZeroPadding2D ZeroPadding3D
""")

OBJECTS = _names("""
Functional Sequential Model DTypePolicy FloatDTypePolicy DTypePolicyMap InputSpec GlorotUniform GlorotNormal
HeUniform HeNormal LecunUniform LecunNormal Zeros Ones Constant RandomNormal RandomUniform TruncatedNormal
VarianceScaling Orthogonal OrthogonalInitializer Identity IdentityInitializer L1 L2 L1L2
OrthogonalRegularizer MaxNorm NonNeg UnitNorm MinMaxNorm __keras_tensor__ __tuple__ __numpy__ __tensor__
slice
""")

FUNCTIONS = _names("""
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus
sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
""")

MODULES = (
    "keras",
    "keras.layers",
    "keras.models",
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "keras.activations",
    "builtins",
    "keras.dtype_policies",
    SOURCE,
    "tensorflow.keras",
    "tf_keras",
)

_CODE = (
    "Lambda",
    "TFSMLayer",
    "TorchModuleWrapper",
    "FlaxLayer",
    "JaxLayer",
    "TFOpLambda",
    "SlicingOpLambda",
    "__lambda__",
    "function",
)
_MAX_DEPTH, _MAX_NODES = 60, 500_000


def check(config: Any) -> int:
    """Walks a config (parsed JSON) and counts its layers.

    Returns:
        the number of layers that it names.

    Raises:
        ModelError: for a class that holds code or that is not Keras's own, and for a config without end.
    """
    layers, nodes, waiting = 0, 0, [(config, 0)]
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > _MAX_DEPTH or nodes > _MAX_NODES:
            raise ModelError("The network's configuration is nested too deeply or is too long to be read.")
        if isinstance(node, dict):
            layers += _one(node)
            waiting.extend((value, depth + 1) for value in node.values())
        elif isinstance(node, list | tuple):
            waiting.extend((value, depth + 1) for value in node)
    return layers


def without_compiling(config: Any) -> Any:
    """The config without its compile state (optimizer, loss, metrics), which is never restored."""
    if isinstance(config, dict):
        return {key: without_compiling(value) for key, value in config.items() if key != "compile_config"}
    return [without_compiling(value) for value in config] if isinstance(config, list) else config


def _one(node: dict[str, Any]) -> bool:
    """Refuses one object of a config, or says whether it is a layer."""
    if "class_name" not in node:
        return False
    name, module, registered = node["class_name"], node.get("module"), node.get("registered_name")
    if name == "function":
        if node.get("config") in FUNCTIONS and _own(module):
            return False
        raise _refusal(f"function {node.get('config')!r}"[:80], module)
    if not isinstance(name, str) or name not in LAYERS | OBJECTS or not _own(module):
        raise _refusal(name, module)
    if registered is not None and registered not in (name, f"Custom>{name}") and registered not in LAYERS | OBJECTS:
        raise _refusal(registered, module)
    return name in LAYERS


def _own(module: Any) -> bool:
    if module is None:
        return True
    return isinstance(module, str) and (module in MODULES or module.startswith((f"{SOURCE}.", "keras.layers.")))


def _refusal(name: Any, module: Any) -> ModelError:
    if name in _CODE:
        return ModelError(
            f"The network contains {article(name)} layer, which holds code that would run when it is opened.",
            fix="Replace it by ordinary layers before saving the network.",
            where=str(name),
        )
    return ModelError(
        f"The network names {str(name)[:60]!r}{f' from {str(module)[:60]!r}' if module else ''}, which is "
        "not one of Keras's own layers.",
        expected="a network of Keras's own layers, without custom classes",
        where=str(name)[:60],
    )
