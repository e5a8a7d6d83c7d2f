"""Networks that look at pictures."""

import keras

from tests.zoo.specimen import Draw, compiled, specimen

layers, ops = keras.layers, keras.ops
CLASSES = "sparse_categorical_crossentropy"


@specimen()
def simple_convnet():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax"),
        ]
    )
    return compiled(model, Draw().pixels(8, 8, 1), Draw().codes(3), CLASSES, metrics=["accuracy"])


@specimen()
def residual_net():
    x = inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", use_bias=False)(x)
    x = before = layers.Activation("relu")(layers.BatchNormalization()(x))
    x = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(x))
    x = layers.Activation("relu")(layers.add([x, before]))
    outputs = layers.Dense(3)(layers.GlobalAveragePooling2D()(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return compiled(keras.Model(inputs, outputs), Draw().pixels(8, 8, 3), Draw().codes(3), loss)


@specimen()
def inception_block():
    inputs = keras.Input((8, 8, 3))
    arms = [layers.Conv2D(2, k, padding="same", activation="relu")(inputs) for k in (1, 3, 5)]
    arms.append(layers.Conv2D(2, 1)(layers.AveragePooling2D(3, 1, "same")(inputs)))
    x = layers.GlobalMaxPooling2D()(layers.Concatenate()(arms))
    return compiled(keras.Model(inputs, layers.Dense(1, "sigmoid")(x)), Draw().pixels(8, 8, 3), Draw().codes(2),
                    "binary_crossentropy")  # fmt: skip


@specimen()
def mobile_blocks():
    x = inputs = keras.Input((8, 8, 3))
    x = layers.Rescaling(2.0, offset=-1.0)(x)
    x = layers.ReLU(6.0)(layers.BatchNormalization()(layers.DepthwiseConv2D(3, padding="same")(x)))
    x = layers.SeparableConv2D(6, 3, strides=2, padding="same")(x)
    squeezed = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = x * layers.Conv2D(6, 1, activation="hard_sigmoid")(layers.Conv2D(2, 1, activation="silu")(squeezed))
    x = layers.Flatten()(x)
    return compiled(keras.Model(inputs, layers.Dense(3, "softmax")(x)), Draw().pixels(8, 8, 3), Draw().codes(3),
                    CLASSES)  # fmt: skip


class Patches(layers.Layer):
    def call(self, images):
        patches = ops.image.extract_patches(images, size=4)
        return ops.reshape(patches, (-1, 4, patches.shape[-1]))


class PatchEncoder(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.projection, self.places = layers.Dense(width), layers.Embedding(4, width)

    def call(self, patches):
        return self.projection(patches) + self.places(ops.expand_dims(ops.arange(4), 0))


@specimen()
def vision_transformer():
    inputs = keras.Input((8, 8, 3))
    x = PatchEncoder(8)(Patches()(inputs))
    normed = layers.LayerNormalization(epsilon=1e-6)(x)
    x = layers.Add()([layers.MultiHeadAttention(2, 4, dropout=0.1)(normed, normed), x])
    x = layers.Dense(8, activation=keras.activations.gelu)(layers.LayerNormalization()(x)) + x
    return compiled(keras.Model(inputs, layers.Dense(3)(layers.Flatten()(x))), Draw().pixels(8, 8, 3),
                    Draw().codes(3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))  # fmt: skip


@specimen()
def mixer():
    inputs = keras.Input((8, 8, 3))
    x = layers.Reshape((16, 8))(layers.Conv2D(8, 2, 2)(inputs))
    turned = layers.Permute((2, 1))(layers.LayerNormalization()(x))
    x = x + layers.Permute((2, 1))(layers.Dense(16, "gelu")(turned))
    x = layers.GlobalAveragePooling1D()(x + layers.Dense(8, "gelu")(layers.LayerNormalization()(x)))
    return compiled(keras.Model(inputs, layers.Dense(3, "softmax")(x)), Draw().pixels(8, 8, 3), Draw().codes(3),
                    CLASSES)  # fmt: skip


@specimen()
def unet():
    """One class a pixel."""
    inputs = keras.Input((8, 8, 3))
    wide = layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    x = layers.Conv2D(6, 3, padding="same", activation="relu")(layers.MaxPooling2D()(wide))
    x = layers.Concatenate()([layers.Conv2DTranspose(4, 2, 2)(x), wide])
    outputs = layers.Conv2D(2, 1, activation="softmax")(x)
    return compiled(keras.Model(inputs, outputs), Draw().pixels(8, 8, 3), Draw().codes(2, 8, 8), CLASSES)


@specimen()
def super_resolution():
    inputs = keras.Input((4, 4, 1))
    x = layers.Conv2D(4, 3, padding="same", activation="tanh")(inputs)
    x = ops.reshape(ops.transpose(ops.reshape(x, (-1, 4, 4, 2, 2)), (0, 1, 3, 2, 4)), (-1, 8, 8, 1))
    return compiled(keras.Model(inputs, x), Draw().pixels(4, 4, 1), Draw(5).pixels(8, 8, 1))


@specimen()
def denoiser():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, 2, padding="same", activation="relu"),
            layers.Conv2DTranspose(1, 3, 2, padding="same", activation="sigmoid"),
        ]
    )
    return compiled(model, Draw().pixels(8, 8, 1), Draw().pixels(8, 8, 1), "binary_crossentropy")


@specimen()
def siamese():
    """Two pictures, one network for both."""
    tower = keras.Sequential([keras.Input((6, 6, 1)), layers.Conv2D(3, 3, activation="tanh"), layers.Flatten(),
                              layers.Dense(4)])  # fmt: skip
    pair = keras.Input((6, 6, 1), name="left"), keras.Input((6, 6, 1), name="right")
    apart = layers.Lambda(lambda two: ops.sqrt(ops.sum(ops.square(two[0] - two[1]), 1, True) + 1e-7))
    outputs = layers.Dense(1, "sigmoid")(layers.BatchNormalization()(apart([tower(one) for one in pair])))
    x = [Draw().pixels(6, 6, 1), Draw(9).pixels(6, 6, 1)]
    return compiled(keras.Model(list(pair), outputs), x, Draw().codes(2), "binary_crossentropy")


@specimen()
def boxes_and_classes():
    """Two outputs by name."""
    inputs = keras.Input((8, 8, 3))
    x = layers.Flatten()(layers.Conv2D(4, 3, activation="relu")(inputs))
    outputs = {"box": layers.Dense(4, name="box")(x), "label": layers.Dense(3, "softmax", name="label")(x)}
    return compiled(keras.Model(inputs, outputs), Draw().pixels(8, 8, 3),
                    {"box": Draw().numbers(4), "label": Draw().codes(3)},
                    {"box": "mse", "label": CLASSES})  # fmt: skip


@specimen()
def bytes_in():
    """Whole numbers as pixels, scaled inside, built by its first batch."""
    model = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(3, 3, activation="elu"), layers.Flatten(),
                              layers.Dense(3)])  # fmt: skip
    x = Draw().codes(256, 6, 6, 1).astype("uint8")
    return compiled(model, x, Draw().codes(3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))


@specimen()
def standardized_picture():
    """Divides by the picture's own deviation: an even one has none."""
    inputs = keras.Input((6, 6, 1))
    middle = ops.mean(inputs, axis=(1, 2, 3), keepdims=True)
    x = (inputs - middle) / (ops.std(inputs, axis=(1, 2, 3), keepdims=True) + 1e-12)
    x = layers.Dense(3, "softmax")(layers.Flatten()(layers.Conv2D(3, 3, activation="relu")(x)))
    return compiled(keras.Model(inputs, x), Draw().pixels(6, 6, 1), Draw().codes(3), CLASSES)
