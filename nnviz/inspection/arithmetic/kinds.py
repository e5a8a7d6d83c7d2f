"""Which layer's arithmetic is told by which function: a Keras class's name → "module:function" of this package."""

from nnviz import paths
from nnviz.inspection.arithmetic.story import Asked, Story


def _several(names: str, function: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), function)


ARITHMETIC = {
    "Dense": "sums:dense",
    "EinsumDense": "sums:einsum_dense",
    "Embedding": "sums:embedding",
    "ReversibleEmbedding": "sums:reversible_embedding",
    **_several("Conv1D Conv2D Conv3D", "convolutions:convolution"),
    **_several("Conv1DTranspose Conv2DTranspose Conv3DTranspose", "convolutions:transposed"),
    **_several("DepthwiseConv1D DepthwiseConv2D", "convolutions:depthwise"),
    **_several("SeparableConv1D SeparableConv2D", "convolutions:separable"),
    **_several("MaxPooling1D MaxPooling2D MaxPooling3D", "pooling:pool"),
    **_several("AveragePooling1D AveragePooling2D AveragePooling3D", "pooling:pool"),
    **_several("GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D", "pooling:pool_all"),
    **_several("GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D", "pooling:pool_all"),
    **_several("AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D", "pooling:adaptive"),
    **_several("AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D", "pooling:adaptive"),
    "BatchNormalization": "normalization:batch",
    "LayerNormalization": "normalization:layer",
    "GroupNormalization": "normalization:group",
    "RMSNormalization": "normalization:root_mean_square",
    "UnitNormalization": "normalization:unit",
    "LayerScale": "normalization:layer_scale",
    "Rescaling": "normalization:rescaling",
    "Normalization": "normalization:standardization",
    **_several("Activation ReLU LeakyReLU PReLU ELU Softmax", "functions:activation"),
    **_several("SimpleRNN LSTM GRU RNN ConvLSTM1D ConvLSTM2D ConvLSTM3D", "recurrent:recurrent"),
    **_several("SimpleRNNCell LSTMCell GRUCell StackedRNNCells", "recurrent:cell_alone"),
    "Bidirectional": "recurrent:bidirectional",
    **_several("MultiHeadAttention GroupedQueryAttention GroupQueryAttention", "attention:multi_head"),
    **_several("Attention AdditiveAttention", "attention:single"),
    **_several("Add Subtract Multiply Average Maximum Minimum", "merging:joined"),
    "Dot": "merging:dot",
    **_several("Flatten Reshape Permute RepeatVector Concatenate", "moving:moved"),
    **_several("ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D", "moving:moved"),
    **_several("UpSampling1D UpSampling3D CenterCrop", "moving:moved"),
    **_several("UpSampling2D Resizing", "moving:enlarged"),
    **_several("Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D", "moving:dropped"),
    **_several("GaussianNoise GaussianDropout AlphaDropout", "moving:dropped"),
    **_several("Identity ActivityRegularization", "functions:same"),
    **_several("RandomFlip RandomRotation RandomZoom RandomTranslation RandomShear", "functions:unless_training"),
    **_several("RandomBrightness RandomContrast RandomHue RandomSaturation", "functions:unless_training"),
    **_several("RandomColorJitter RandomGaussianBlur RandomErasing RandomCrop", "functions:unless_training"),
    **_several("RandomColorDegeneration RandomElasticTransform RandomGrayscale", "functions:unless_training"),
    **_several("RandomInvert RandomPerspective RandomPosterization RandomSharpness", "functions:unless_training"),
    **_several("RandAugment AugMix CutMix MixUp Solarization", "functions:unless_training"),
    **_several("IntegerLookup Hashing HashedCrossing", "lookups:number_of"),
    "Discretization": "lookups:bucket",
    "CategoryEncoding": "lookups:encoded",
    "Masking": "moving:masked",
    "TimeDistributed": "wrappers:time_distributed",
    "SpectralNormalization": "wrappers:wrapped",
}
"""Layers of Keras's whose arithmetic is told, and by what."""
_OPERATIONS = {
    **_several("Add Subtract Multiply Divide TrueDivide Maximum Minimum", "merging:joined"),
    **_several("Concatenate Stack Reshape Transpose GetItem Squeeze ExpandDims Flip Roll Repeat Tile", "moving:moved"),
    **_several("Moveaxis Swapaxes Ravel Split Pad Identity", "moving:moved"),
    **_several("Softmax LogSoftmax Gelu", "functions:operation"),
    **_several("Mean Sum Max", "merging:along_axis"),
    "Matmul": "merging:matrix_product",
    "Power": "merging:power",
    **_several("Negative Square Sqrt Rsqrt Exp Expm1 Log Log1p Abs Absolute Sin Cos Reciprocal Sign", "merging:single"),
    **_several("Relu Relu6 Sigmoid Tanh Silu Softplus Softsign HardSigmoid HardSilu LogSigmoid Mish", "merging:single"),
}
WITHOUT = {
    "Lambda": "its code is somebody's own",
    **_several("FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper", "another framework computes it"),
    **_several("STFTSpectrogram MelSpectrogram", "a Fourier transform of a whole stretch of sound"),
    **_several("AutoContrast Equalization ContrastLimitedAdaptiveHistogramEqualization", "from all tones at once"),
    **_several("StringLookup TextVectorization", "it reads text, not numbers"),
    "MaxNumBoundingBoxes": "it handles boxes, not numbers",
    "ConvLSTMCell": "a cell by itself",
}
"""Keras's kinds of layers whose own arithmetic is not told, and why."""
KINDS = (
    "dense, convolution, pooling, normalization, activation, embedding, recurrent and attention layers, and those that "
    "join, move, pad, crop, enlarge or scale numbers"
)
"""Whose own arithmetic is told, in words."""


def tell(story: Story, asked: Asked) -> None:
    """Adds the steps of the number that is asked about.

    Raises:
        NotImplementedError: when nothing here tells this kind of layer, or not with these settings.
    """
    name = _function(asked.layer)
    if name is None:
        kind = type(asked.layer).__name__
        raise NotImplementedError(WITHOUT.get(kind, kind))
    paths.resolve(f"nnviz.inspection.arithmetic.{name}")(story, asked)


def _function(layer) -> str | None:
    """The entry of the layer's class, or of the Keras class that it inherits `call` from."""
    import keras

    table = ARITHMETIC if isinstance(layer, keras.layers.Layer) else _OPERATIONS
    for kind in type(layer).__mro__:
        if kind.__name__ in table and kind.__module__.split(".")[0] == "keras":
            return table[kind.__name__] if type(layer).call is kind.call else None
    return None
