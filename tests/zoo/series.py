"""Networks that read sequences of numbers."""

import keras

from tests.zoo.specimen import Draw, compiled, specimen

layers, ops = keras.layers, keras.ops
CLASSES = "sparse_categorical_crossentropy"


@specimen()
def forecaster():
    model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(4), layers.Dense(1)])
    return compiled(model, Draw().numbers(9, 2), Draw().numbers(1), "mae")


@specimen()
def wavenet():
    x = inputs = keras.Input((12, 1))
    for rate in (1, 2, 4):
        gated = layers.Conv1D(3, 2, padding="causal", dilation_rate=rate, activation="tanh")(x)
        gated = gated * layers.Conv1D(3, 2, padding="causal", dilation_rate=rate, activation="sigmoid")(x)
        x = layers.Conv1D(3, 1)(gated) + (x if x.shape[-1] == 3 else layers.Conv1D(3, 1)(x))
    return compiled(keras.Model(inputs, layers.Dense(1)(x[:, -1])), Draw().numbers(12, 1), Draw().numbers(1), "huber")


@specimen()
def series_transformer():
    x = inputs = keras.Input((9, 2))
    x = x + layers.MultiHeadAttention(2, 3)(layers.LayerNormalization()(x), x)
    x = layers.GlobalAveragePooling1D(data_format="channels_first")(layers.Conv1D(4, 1, activation="relu")(x))
    return compiled(keras.Model(inputs, layers.Dense(2, "softmax")(x)), Draw().numbers(9, 2), Draw().codes(2), CLASSES)


@specimen()
def anomaly_autoencoder():
    """A sequence out."""
    model = keras.Sequential(
        [keras.Input((8, 1)), layers.Conv1D(4, 3, 2, "same", activation="relu"), layers.Dropout(0.2),
         layers.Conv1DTranspose(1, 3, 2, "same")]
    )  # fmt: skip
    return compiled(model, Draw().numbers(8, 1), Draw().numbers(8, 1))


@specimen()
def adding_numbers():
    """Repeats what it has read and tells it step by step."""
    model = keras.Sequential(
        [keras.Input((6, 3)), layers.LSTM(4), layers.RepeatVector(3), layers.LSTM(4, return_sequences=True),
         layers.TimeDistributed(layers.Dense(4, "softmax"))]
    )  # fmt: skip
    return compiled(model, Draw().numbers(6, 3), Draw().codes(4, 3), CLASSES)


@specimen()
def masked_steps():
    model = keras.Sequential([keras.Input((6, 2)), layers.Masking(), layers.SimpleRNN(4), layers.Dense(2, "softmax")])
    x = Draw().numbers(6, 2)
    x[:, 4:] = 0
    return compiled(model, x, Draw().codes(2), CLASSES)


@specimen()
def film():
    """ConvLSTM over pictures: the next one."""
    x = inputs = keras.Input((3, 5, 5, 1))
    x = layers.BatchNormalization()(layers.ConvLSTM2D(2, 3, padding="same", return_sequences=True)(x))
    outputs = layers.Conv3D(1, 3, padding="same", activation="sigmoid")(x)
    return compiled(keras.Model(inputs, outputs), Draw().pixels(3, 5, 5, 1), Draw().pixels(3, 5, 5, 1),
                    "binary_crossentropy")  # fmt: skip


@specimen()
def film_classes():
    look = keras.Sequential([keras.Input((5, 5, 1)), layers.Conv2D(2, 3, activation="relu"), layers.Flatten()])
    inputs = keras.Input((3, 5, 5, 1))
    x = layers.GRU(3)(layers.TimeDistributed(look)(inputs))
    return compiled(keras.Model(inputs, layers.Dense(2, "softmax")(x)), Draw().pixels(3, 5, 5, 1), Draw().codes(2),
                    CLASSES)  # fmt: skip
