"""Networks that read whole-number tokens."""

import keras

from tests.zoo.specimen import Draw, compiled, specimen

layers, ops = keras.layers, keras.ops
CLASSES = "sparse_categorical_crossentropy"
WORDS, LENGTH = 20, 7


def tokens(seed: int = 3):
    return Draw(seed).codes(WORDS, LENGTH)


@specimen()
def bag_of_words():
    model = keras.Sequential([layers.Embedding(WORDS, 4), layers.GlobalAveragePooling1D(), layers.Dense(1, "sigmoid")])
    return compiled(model, tokens(), Draw().codes(2), "binary_crossentropy", metrics=["accuracy"])


@specimen()
def bidirectional():
    x = inputs = keras.Input((None,), dtype="int32")
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(layers.Embedding(WORDS, 4)(x))
    x = layers.Bidirectional(layers.LSTM(3))(x)
    return compiled(keras.Model(inputs, layers.Dense(1, "sigmoid")(x)), tokens(), Draw().codes(2),
                    "binary_crossentropy")  # fmt: skip


@specimen()
def padded_gru():
    model = keras.Sequential(
        [keras.Input((LENGTH,), dtype="int32"), layers.Embedding(WORDS, 4, mask_zero=True), layers.GRU(4),
         layers.Dense(3, "softmax")]
    )  # fmt: skip
    x = tokens()
    x[:, 5:] = 0
    return compiled(model, x, Draw().codes(3), CLASSES)


@specimen()
def text_convnet():
    inputs = keras.Input((LENGTH,), dtype="int64")
    x = layers.Dropout(0.3)(layers.Embedding(WORDS, 4)(inputs))
    x = layers.GlobalMaxPooling1D()(layers.Conv1D(5, 3, padding="valid", activation="relu")(x))
    return compiled(keras.Model(inputs, layers.Dense(2, "softmax")(x)), tokens(), Draw().codes(2), CLASSES)


class TokensAndPlaces(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.words, self.places = layers.Embedding(WORDS, width), layers.Embedding(LENGTH, width)

    def call(self, x):
        return self.words(x) + self.places(ops.arange(0, ops.shape(x)[-1]))


class Block(layers.Layer):
    def __init__(self, width, causal=False):
        super().__init__()
        self.causal = causal
        self.attention = layers.MultiHeadAttention(2, width // 2)
        self.feed = keras.Sequential([layers.Dense(6, "relu"), layers.Dense(width)])
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]

    def call(self, x):
        x = self.norms[0](x + self.attention(x, x, use_causal_mask=self.causal))
        return self.norms[1](x + self.feed(x))


@specimen()
def text_transformer():
    inputs = keras.Input((LENGTH,), dtype="int32")
    x = layers.GlobalAveragePooling1D()(Block(4)(TokensAndPlaces(4)(inputs)))
    return compiled(keras.Model(inputs, layers.Dense(2, "softmax")(x)), tokens(), Draw().codes(2), CLASSES)


@specimen()
def small_gpt():
    """The next token at every place."""
    inputs = keras.Input((LENGTH,), dtype="int32")
    outputs = layers.Dense(WORDS)(Block(4, causal=True)(TokensAndPlaces(4)(inputs)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return compiled(keras.Model(inputs, outputs), tokens(), tokens(4), loss)


@specimen()
def named_entities():
    """A subclassed tagger: one class a token."""

    class Tagger(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding, self.block = TokensAndPlaces(4), Block(4)
            self.dropout, self.head = layers.Dropout(0.1), layers.Dense(3, activation="softmax")

        def call(self, x, training=False):
            return self.head(self.dropout(self.block(self.embedding(x)), training=training))

    return compiled(Tagger(), tokens(), Draw().codes(3, LENGTH), CLASSES)


@specimen()
def translation():
    """An encoder and a decoder that attends to it; two inputs by name."""
    source, target = (keras.Input((LENGTH,), dtype="int32", name=name) for name in ("source", "target"))
    told, state = layers.GRU(4, return_sequences=True, return_state=True)(layers.Embedding(WORDS, 4)(source))
    said = layers.GRU(4, return_sequences=True)(layers.Embedding(WORDS, 4)(target), initial_state=state)
    outputs = layers.Dense(WORDS, "softmax")(layers.Concatenate()([said, layers.Attention()([said, told])]))
    x = {"source": tokens(), "target": tokens(5)}
    return compiled(keras.Model({"source": source, "target": target}, outputs), x, tokens(6), CLASSES)


@specimen()
def words_and_numbers():
    words, numbers = keras.Input((LENGTH,), dtype="int32", name="words"), keras.Input((3,), name="numbers")
    x = layers.Concatenate()([layers.Flatten()(layers.Embedding(WORDS, 2)(words)), layers.Dense(2)(numbers)])
    return compiled(keras.Model([words, numbers], layers.Dense(1)(x)), [tokens(), Draw().numbers(3)],
                    Draw().numbers(1))  # fmt: skip
