"""Layers of every kind whose arithmetic is told, random weights and inputs: name → (call, shapes of its inputs)."""

import keras
import numpy as np
from keras import layers as kl

WORDS = 3
"""How many words inputs of whole numbers have; word 0 is masked where a mask is made."""


def _masked(layer):
    return lambda x: layer(kl.Embedding(WORDS, 5, mask_zero=True)(x))


def _masked_twice(layer, listed=False):
    def call(x):
        embedded = kl.Embedding(WORDS, 5, mask_zero=True)(x)
        return layer([embedded, embedded]) if listed else layer(embedded, embedded)

    return call


def _activations() -> dict:
    names = (
        "relu softmax gelu silu selu elu mish tanh sigmoid softplus softsign relu6 leaky_relu hard_sigmoid hard_silu "
    )
    names += "hard_tanh exponential log_softmax celu squareplus tanh_shrink soft_shrink hard_shrink sparse_plus "
    names += "sparse_sigmoid log_sigmoid linear"
    dense = {f"dense {name}": (lambda x, name=name: kl.Dense(5, activation=name)(x), [(7,)]) for name in names.split()}
    alone = {f"{name}": (lambda x, name=name: kl.Activation(name)(x), [(2, 7)]) for name in names.split()}
    return dense | alone


def _convolutions() -> dict:
    cases = {}
    settings = (("valid", 1, 1, 1), ("same", 2, 1, 1), ("same", 1, 2, 1), ("same", 3, 1, 2), ("valid", 2, 1, 4))
    for padding, stride, dilation, groups in settings:
        how = {"padding": padding, "strides": stride, "dilation_rate": dilation}
        name = f"{padding} {stride} {dilation} {groups}"
        cases |= {
            f"conv1 {name}": (kl.Conv1D(8, 3, groups=groups, activation="softmax", **how), [(11, 4)]),
            f"conv2 {name}": (kl.Conv2D(8, (3, 2), groups=groups, activation="relu", **how), [(9, 8, 4)]),
            f"conv3 {name}": (kl.Conv3D(4, 2, groups=groups, **how), [(5, 6, 5, 4)]),
            f"depthwise1 {name}": (kl.DepthwiseConv1D(3, depth_multiplier=2, **how), [(11, 4)]),
            f"depthwise2 {name}": (kl.DepthwiseConv2D(3, depth_multiplier=2, activation="softmax", **how), [(9, 8, 4)]),
            f"separable1 {name}": (kl.SeparableConv1D(5, 3, depth_multiplier=2, **how), [(11, 4)]),
            f"separable2 {name}": (kl.SeparableConv2D(5, 3, depth_multiplier=2, activation="tanh", **how), [(9, 8, 4)]),
        }
    cases["causal"] = (kl.Conv1D(3, 3, padding="causal", dilation_rate=2), [(9, 2)])
    cases["channels first"] = (kl.Conv2D(3, 3, data_format="channels_first"), [(2, 6, 7)])
    for padding, stride, dilation, more in (("valid", 1, 1, None), ("same", 2, 1, None), ("valid", 3, 1, None)) + (
        ("same", 1, 2, None),
        ("valid", 1, 2, None),
        ("same", 2, 1, 1),
        ("valid", 2, 1, 1),
        ("same", 3, 1, None),
    ):
        how = {"padding": padding, "strides": stride, "output_padding": more}
        name = f"{padding} {stride} {dilation} {more}"
        cases[f"transposed1 {name}"] = (kl.Conv1DTranspose(3, 4, dilation_rate=dilation, **how), [(5, 2)])
        two = kl.Conv2DTranspose(3, 3, dilation_rate=dilation, activation="softmax", **how)
        cases[f"transposed2 {name}"] = (two, [(4, 5, 2)])
        if dilation == 1:
            cases[f"transposed3 {name}"] = (kl.Conv3DTranspose(3, 2, **how), [(3, 4, 3, 2)])
    return cases


def _pooling() -> dict:
    cases = {}
    for axes, shape in ((1, (9, 3)), (2, (7, 8, 3)), (3, (5, 6, 4, 2))):
        for kind in ("Max", "Average"):
            for padding in ("valid", "same"):
                for stride in (None, 1, 2):
                    size = (3, 2) if axes == 2 else 2
                    layer = getattr(kl, f"{kind}Pooling{axes}D")(size, strides=stride, padding=padding)
                    cases[f"{kind}{axes} {padding} {stride}"] = (layer, [shape])
            for keepdims in (False, True):
                for form in ("channels_last", "channels_first"):
                    layer = getattr(kl, f"Global{kind}Pooling{axes}D")(keepdims=keepdims, data_format=form)
                    cases[f"global {kind}{axes} {keepdims} {form}"] = (layer, [shape])
            if hasattr(kl, f"Adaptive{kind}Pooling{axes}D"):
                cases[f"adaptive {kind}{axes}"] = (getattr(kl, f"Adaptive{kind}Pooling{axes}D")(3), [shape])
    cases["global masked"] = (_masked(kl.GlobalAveragePooling1D()), [(6,)])
    return cases


def _normalization() -> dict:
    known = {"mean": [1.0, 2, 3], "variance": [1.0, 4, 9]}
    return {
        "batch": (kl.BatchNormalization(), [(4, 5, 3)]),
        "batch axis": (kl.BatchNormalization(axis=1, scale=False, center=False), [(4, 5, 3)]),
        "layer": (kl.LayerNormalization(), [(4, 6)]),
        "layer axes": (kl.LayerNormalization(axis=[1, 2], center=False), [(4, 6)]),
        "layer axis": (kl.LayerNormalization(axis=1), [(4, 6)]),
        "group": (kl.GroupNormalization(2), [(4, 5, 6)]),
        "group axis": (kl.GroupNormalization(2, axis=1), [(4, 5, 6)]),
        "instance": (kl.GroupNormalization(-1), [(4, 6)]),
        "rms": (kl.RMSNormalization(), [(4, 6)]),
        "rms axes": (kl.RMSNormalization(axis=[1, 2]), [(4, 6)]),
        "unit": (kl.UnitNormalization(), [(4, 6)]),
        "unit axes": (kl.UnitNormalization(axis=[1, 2]), [(4, 6)]),
        "rescaling": (kl.Rescaling([1, 2, 3.0], offset=[0, 1, 2.0]), [(4, 4, 3)]),
        "normalization": (kl.Normalization(**known), [(3,)]),
        "normalization back": (kl.Normalization(**known, invert=True), [(4, 3)]),
        "normalization of all": (kl.Normalization(axis=None, mean=3.0, variance=2.0), [(4, 3)]),
        "relu": (kl.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.3), [(9,)]),
        "relu threshold": (kl.ReLU(threshold=0.5), [(9,)]),
        "leaky": (kl.LeakyReLU(0.2), [(9,)]),
        "elu layer": (kl.ELU(0.7), [(9,)]),
        "prelu": (kl.PReLU(shared_axes=[1]), [(3, 9)]),
        "softmax layer": (kl.Softmax(axis=1), [(3, 9)]),
        "softmax axes": (kl.Softmax(axis=[1, 2]), [(3, 9)]),
    }


def _joining() -> dict:
    three = [(4, 3)] * 3
    cases = {
        name: (lambda *x, name=name: getattr(kl, name)()(list(x)), three)
        for name in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Concatenate")
    }
    both = lambda layer: lambda *x: layer(list(x))  # noqa: E731
    return cases | {
        "Subtract": (both(kl.Subtract()), [(4,), (4,)]),
        "Add spread": (both(kl.Add()), [(4, 3), (1, 3)]),
        "Multiply ranks": (both(kl.Multiply()), [(4, 3), (3,)]),
        "Concatenate axis": (both(kl.Concatenate(axis=1)), [(4, 3), (2, 3)]),
        "dot": (both(kl.Dot(1)), [(4,), (4,)]),
        "dot cosine": (both(kl.Dot(1, normalize=True)), [(4,), (4,)]),
        "dot rows": (both(kl.Dot((2, 2))), [(3, 4), (5, 4)]),
        "dot rows, columns": (both(kl.Dot((2, 1), normalize=True)), [(3, 4), (4, 5)]),
        "dot ranks": (both(kl.Dot((1, 1))), [(4, 3), (4,)]),
    }


def _moving() -> dict:
    return {
        "flatten": (kl.Flatten(), [(3, 4, 2)]),
        "reshape": (kl.Reshape((4, 6)), [(3, 4, 2)]),
        "permute": (kl.Permute((2, 3, 1)), [(3, 4, 2)]),
        "repeat": (kl.RepeatVector(3), [(4,)]),
        "pad1": (kl.ZeroPadding1D(2), [(4, 3)]),
        "pad2": (kl.ZeroPadding2D(((1, 2), (0, 1))), [(4, 3, 2)]),
        "pad3": (kl.ZeroPadding3D(1), [(2, 3, 2, 2)]),
        "crop1": (kl.Cropping1D(1), [(5, 3)]),
        "crop2": (kl.Cropping2D(1), [(5, 4, 3)]),
        "crop3": (kl.Cropping3D(1), [(3, 4, 4, 2)]),
        "up1": (kl.UpSampling1D(2), [(5, 3)]),
        "up2": (kl.UpSampling2D(2), [(5, 4, 3)]),
        "up2 bilinear": (kl.UpSampling2D(2, interpolation="bilinear"), [(5, 4, 3)]),
        "up3": (kl.UpSampling3D(2), [(2, 3, 2, 2)]),
        "centre": (kl.CenterCrop(3, 3), [(6, 6, 2)]),
        "resize": (kl.Resizing(3, 3), [(6, 6, 2)]),
        "dropout": (kl.Dropout(0.5), [(9,)]),
        "spatial dropout": (kl.SpatialDropout1D(0.5), [(4, 5)]),
        "noise": (kl.GaussianNoise(0.5), [(9,)]),
        "noise times": (kl.GaussianDropout(0.5), [(9,)]),
        "identity": (kl.Identity(), [(9,)]),
        "masking": (kl.Masking(), [(4, 3)]),
        "each step": (kl.TimeDistributed(kl.Dense(4, activation="relu")), [(5, 3)]),
        "each picture": (kl.TimeDistributed(kl.Conv2D(4, 3)), [(3, 5, 5, 2)]),
        "spectral": (kl.SpectralNormalization(kl.Dense(4)), [(5,)]),
        "einsum": (kl.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d"), [(3, 7)]),
        "einsum heads": (kl.EinsumDense("abc,cde->abde", output_shape=(None, 2, 5), bias_axes="de"), [(3, 7)]),
        "einsum joined": (kl.EinsumDense("abde,dec->abc", output_shape=(None, 5), bias_axes="c"), [(3, 2, 4)]),
        "embedding": (kl.Embedding(WORDS, 4), [(6,)]),
        "embedding backwards": (lambda x: _two_ways()(x, reverse=True), [(4, 5)]),
        "embedding backwards, tied": (lambda x: kl.ReversibleEmbedding(7, 5)(x, reverse=True), [(4, 5)]),
        "buckets": (kl.Discretization([-0.5, 0.0, 0.7]), [(6,)]),
        "looked up": (lambda x: kl.IntegerLookup(vocabulary=[2, 1])(kl.Embedding(3, 1)(x)[..., 0] * 0 + x), [(6,)]),
        "counted": (_encoded("count"), [(6,)]),
        "one of several": (_encoded("one_hot"), [(6,)]),
        "any of several": (_encoded("multi_hot"), [(6,)]),
        "not inverted": (kl.RandomInvert(), [(4, 4, 3)]),
    }


def _two_ways():
    return kl.ReversibleEmbedding(7, 5, tie_weights=False, logit_soft_cap=2.0)


def _encoded(mode):
    return lambda x: kl.CategoryEncoding(4, output_mode=mode)(kl.Discretization([-0.5, 0.0, 0.7])(x))


def _recurrent() -> dict:
    cases = {}
    for kind in (kl.SimpleRNN, kl.LSTM, kl.GRU):
        for how in (
            {"return_sequences": True},
            {"go_backwards": True, "return_sequences": True},
            {"go_backwards": True},
            {"use_bias": False, "activation": "relu"},
            {"return_state": True},
        ):
            cases[f"{kind.__name__} {how}"] = (kind(4, **how), [(6, 3)])
        for whole in (True, False):
            cases[f"masked {kind.__name__} {whole}"] = (_masked(kind(4, return_sequences=whole)), [(6,)])
            both = kl.Bidirectional(kind(4, return_sequences=whole))
            cases[f"masked both {kind.__name__} {whole}"] = (_masked(both), [(6,)])
            for merge in ("concat", "sum", "mul", "ave"):
                both = kl.Bidirectional(kind(4, return_sequences=whole), merge_mode=merge)
                cases[f"both {kind.__name__} {whole} {merge}"] = (both, [(6, 3)])
    cases["gru, reset before"] = (kl.GRU(4, reset_after=False, return_sequences=True), [(6, 3)])
    for rank in (1, 2, 3):
        layer, shape = getattr(kl, f"ConvLSTM{rank}D"), (4, *(5, 6, 4)[:rank], 2)
        for how in (
            {"padding": "same", "return_sequences": True},
            {"strides": 2, "return_sequences": True, "go_backwards": True, "recurrent_activation": "hard_sigmoid"},
            {"dilation_rate": 2, "use_bias": False},
            {"padding": "same", "strides": 2, "return_state": True},
        ):
            cases[f"ConvLSTM{rank} {how}"] = (layer(3, 2, **how), [shape])
    cases["ConvLSTM, channels first"] = (
        kl.ConvLSTM2D(3, 2, data_format="channels_first", return_sequences=True),
        [(4, 2, 5, 6)],
    )
    for merge in ("concat", "sum"):
        both = kl.Bidirectional(kl.ConvLSTM1D(3, 2, return_sequences=True), merge_mode=merge)
        cases[f"both ConvLSTM {merge}"] = (both, [(4, 5, 2)])
    stack = lambda: [kl.LSTMCell(4), kl.GRUCell(3, reset_after=False), kl.SimpleRNNCell(5)]  # noqa: E731
    for whole in (True, False):
        cases[f"stacked {whole}"] = (kl.RNN(stack(), return_sequences=whole, return_state=not whole), [(6, 3)])
        cases[f"both stacked {whole}"] = (kl.Bidirectional(kl.RNN(stack(), return_sequences=whole)), [(6, 3)])
        cases[f"masked stacked {whole}"] = (_masked(kl.RNN(stack(), return_sequences=whole)), [(6,)])
    cases["a cell alone"] = (lambda x, h, c: kl.LSTMCell(4)(x, [h, c])[0], [(3,), (4,), (4,)])
    cases["of a cell"] = (kl.RNN(kl.LSTMCell(4), return_sequences=True), [(6, 3)])
    return cases


def _attention() -> dict:
    pair, single = [(5, 4), (6, 4)], [(5, 4)]
    causal = lambda layer: lambda x: layer(x, x, use_causal_mask=True)  # noqa: E731
    both = lambda layer: lambda *x: layer(list(x))  # noqa: E731
    cases = {
        f"attention {how}": (both(kl.Attention(**how)), pair)
        for how in ({}, {"use_scale": True}, {"score_mode": "concat"}, {"score_mode": "concat", "use_scale": True})
    }
    return cases | {
        "heads": (kl.MultiHeadAttention(2, 3), pair),
        "heads causal": (causal(kl.MultiHeadAttention(2, 3, value_dim=2, use_bias=False, output_shape=7)), single),
        "heads dropout": (causal(kl.MultiHeadAttention(2, 3, dropout=0.2)), single),
        "heads masked": (_masked_twice(kl.MultiHeadAttention(2, 3)), [(6,)]),
        "grouped": (kl.GroupQueryAttention(3, 4, 2), pair),
        "heads gated": (kl.MultiHeadAttention(2, 3, use_gate=True), pair),
        "heads over two axes": (lambda x: kl.MultiHeadAttention(2, 3)(x, x), [(2, 3, 4)]),
        "heads over one of two": (lambda x: kl.MultiHeadAttention(2, 3, attention_axes=(2,))(x, x), [(2, 3, 4)]),
        "grouped gated": (kl.GroupQueryAttention(3, 4, 2, use_gate=True), pair),
        "grouped window": (lambda x: kl.GroupQueryAttention(3, 4, 2, sliding_window=2)(x, x), single),
        "grouped causal": (causal(kl.GroupQueryAttention(3, 4, 2)), single),
        "attention causal": (lambda *x: kl.Attention()(list(x), use_causal_mask=True), [(5, 4)] * 3),
        "additive": (both(kl.AdditiveAttention()), pair),
        "additive unscaled": (both(kl.AdditiveAttention(use_scale=False)), pair),
        "attention masked": (_masked_twice(kl.Attention(), listed=True), [(6,)]),
    }


def _operations() -> dict:
    ops = keras.ops
    functions = {
        "a + b": lambda a, b: a + b,
        "a + 3": lambda a, b: a + 3,
        "a × b": lambda a, b: a * b,
        "1 - a": lambda a, b: 1 - a,
        "a ÷ b": lambda a, b: a / b,
        "a²": lambda a, b: a**2,
        "transpose": lambda a, b: ops.transpose(a, (0, 2, 1)),
        "slice": lambda a, b: a[:, 1:],
        "stack": lambda a, b: ops.stack([a, b], 1),
        "split": lambda a, b: ops.split(a, 2, axis=1)[0],
        "op silu": lambda a, b: ops.silu(a),
        "op gelu": lambda a, b: ops.gelu(a),
        "op softmax": lambda a, b: ops.softmax(a),
        "op mean": lambda a, b: ops.mean(a, 1),
        "matmul": lambda a, b: ops.matmul(a, ops.transpose(b, (0, 2, 1))),
    }
    return {name: (function, [(4, 3), (4, 3)]) for name, function in functions.items()}


def cases() -> dict:
    """name → (call, shapes of one example of each input)."""
    return (
        _activations()
        | _convolutions()
        | _pooling()
        | _normalization()
        | _joining()
        | _moving()
        | _recurrent()
        | _attention()
        | _operations()
    )


def made(call, shapes, seed: int = 0):
    """(model, its inputs for three examples) with random weights of either sign."""
    random = np.random.default_rng(seed)
    inputs = [keras.Input(shape) for shape in shapes]
    model = keras.Model(inputs, call(*inputs))
    for variable in model.variables:
        if "seed" in variable.path:
            continue
        values = random.normal(size=variable.shape) * 0.4
        variable.assign(np.abs(values) + 0.3 if "variance" in variable.path else values)
    whole = any(isinstance(layer, kl.Embedding) for layer in model.layers)
    x = [random.integers(0, WORDS, (3, *s)) if whole else random.normal(size=(3, *s)) for s in shapes]
    arrays = [array.astype("float32") for array in x]
    return model, arrays if len(arrays) > 1 else arrays[0]
