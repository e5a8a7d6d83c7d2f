"""Networks for the columns of a table."""

import keras

from tests.zoo.specimen import ROWS, Draw, compiled, specimen

layers, ops = keras.layers, keras.ops


@specimen()
def perceptron():
    x = Draw().numbers(4)
    scaled = layers.Normalization()
    scaled.adapt(x)
    model = keras.Sequential(
        [keras.Input((4,)), scaled, layers.Dense(6), layers.BatchNormalization(), layers.PReLU(), layers.Dropout(0.2),
         layers.Dense(1, "sigmoid", kernel_regularizer="l2")]
    )  # fmt: skip
    return compiled(model, x, Draw().codes(2), "binary_crossentropy", metrics=["auc"])


@specimen()
def wide_and_deep():
    """A dict of columns; one of them category codes that are turned on and off, not looked up."""
    age, city = keras.Input((1,), name="age"), keras.Input((1,), dtype="int32", name="city")
    wide = layers.Concatenate()([age, layers.CategoryEncoding(5, output_mode="one_hot")(city)])
    deep = layers.Dense(4, "relu")(wide)
    outputs = layers.Dense(1, "sigmoid")(layers.Concatenate()([wide, deep]))
    x = {"age": Draw().numbers(1), "city": Draw().codes(5, 1)}
    return compiled(keras.Model({"age": age, "city": city}, outputs), x, Draw().codes(2), "binary_crossentropy")


@specimen()
def coded_columns():
    """Codes of categories as numbers that are compared, beside plain numbers."""
    numbers, codes = keras.Input((2,), name="numbers"), keras.Input((2,), dtype="int32", name="codes")
    hot = layers.Flatten()(ops.one_hot(codes, 4))
    x = layers.Dense(6, "tanh")(layers.Concatenate()([numbers, hot]))
    return compiled(keras.Model([numbers, codes], layers.Dense(1)(x)), [Draw().numbers(2), Draw().codes(4, 2)],
                    Draw().numbers(1))  # fmt: skip


@specimen()
def recommender():
    """Subclassed: people and films in two columns, looked up one by one."""

    class Recommender(keras.Model):
        def __init__(self):
            super().__init__()
            self.people, self.people_bias = layers.Embedding(6, 3), layers.Embedding(6, 1)
            self.films, self.films_bias = layers.Embedding(8, 3), layers.Embedding(8, 1)

        def call(self, x):
            dot = ops.sum(self.people(x[:, 0]) * self.films(x[:, 1]), axis=1, keepdims=True)
            return ops.sigmoid(dot + self.people_bias(x[:, 0]) + self.films_bias(x[:, 1]))

    return compiled(Recommender(), Draw().codes(6, 2), Draw().codes(2).astype("float32"), "binary_crossentropy")


@specimen()
def deep_and_cross():
    inputs = keras.Input((5,))
    cross = inputs
    for _ in range(2):
        cross = inputs * layers.Dense(5)(cross) + cross
    x = layers.Concatenate()([cross, layers.Dense(4, "selu")(inputs)])
    return compiled(keras.Model(inputs, layers.Dense(3, "softmax")(x)), Draw().numbers(5), Draw().codes(3),
                    "sparse_categorical_crossentropy")  # fmt: skip


class Gated(layers.Layer):
    """A gated residual unit."""

    def __init__(self, width):
        super().__init__()
        self.inner = [layers.Dense(width, "elu"), layers.Dense(width)]
        self.gate, self.norm = layers.Dense(width, "sigmoid"), layers.LayerNormalization()

    def call(self, x):
        hidden = self.inner[1](self.inner[0](x))
        return self.norm(x + hidden * self.gate(hidden))


@specimen()
def gated_residual():
    model = keras.Sequential([layers.Dense(4), Gated(4), Gated(4), layers.Dense(2)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return compiled(model, Draw().numbers(3), Draw().codes(2), loss)


@specimen()
def shared_and_nested():
    """One layer called twice, a model inside a model."""
    inner = keras.Input((4,))
    block = keras.Model(inner, layers.Dense(4, "softplus")(inner) + inner)
    inputs, shared = keras.Input((4,)), layers.Dense(4, "tanh")
    outputs = layers.Dense(2)(block(shared(shared(inputs))))
    return compiled(keras.Model(inputs, outputs), Draw().numbers(4), Draw().numbers(2))


@specimen()
def several_answers():
    """A list of outputs, a loss each, weighed."""
    inputs = keras.Input((4,))
    x = layers.Dense(5, "leaky_relu")(inputs)
    model = keras.Model(inputs, [layers.Dense(1, name="size")(x), layers.Dense(3, "softmax", name="kind")(x)])
    return compiled(model, Draw().numbers(4), [Draw().numbers(1), Draw().codes(3)],
                    ["mse", "sparse_categorical_crossentropy"], loss_weights=[1.0, 0.5])  # fmt: skip


@specimen()
def subclassed():
    class Person(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.head = layers.Dense(5, "relu"), layers.Dense(3, "softmax")

        def call(self, x):
            return self.head(self.hidden(x))

    return compiled(Person(), Draw().numbers(4), Draw().codes(3), "sparse_categorical_crossentropy",
                    metrics=["accuracy"])  # fmt: skip


class Penalty:
    """A regularizer that is a plain callable."""

    def __call__(self, weights):
        return 0.01 * ops.sum(ops.abs(weights))


@specimen()
def own_penalty():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, "swish", kernel_regularizer=Penalty()),
                              layers.Dense(1)])  # fmt: skip
    return compiled(model, Draw().numbers(3), Draw().numbers(1))


@specimen()
def mixed_rows():
    """Subtracts the mean of the batch: an answer depends on the rows beside it."""
    inputs = keras.Input((4,))
    x = inputs - ops.mean(inputs, axis=0, keepdims=True)
    return compiled(keras.Model(inputs, layers.Dense(2)(layers.Dense(4, "tanh")(x))), Draw().numbers(4),
                    Draw().numbers(2))  # fmt: skip


@specimen(batch=ROWS)
def memory():
    """Keeps its state from batch to batch."""
    model = keras.Sequential([layers.Input(batch_shape=(ROWS, 5, 2)), layers.GRU(3, stateful=True), layers.Dense(1)])
    return compiled(model, Draw().numbers(5, 2), Draw().numbers(1))
