"""Trained networks of somebody else's, made in no time: their last layer is scikit-learn's."""

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression

layers = keras.layers


def knowing(model, x, y, loss="sparse_categorical_crossentropy"):
    """`model` compiled, its last layer that of scikit-learn's logistic regression on what comes before."""
    before = keras.Model(model.inputs, model.layers[-1].input)
    seen = np.asarray(before(np.asarray(x, "float32"), training=False))
    known = LogisticRegression(max_iter=300).fit(seen, y)
    model.layers[-1].set_weights([known.coef_.T, known.intercept_])
    model.compile(keras.optimizers.Adam(0.02), loss)
    return model


def simple(units=3):
    inputs = keras.Input((4,))
    hidden = layers.BatchNormalization()(layers.Dense(4, kernel_initializer="identity")(inputs))
    return keras.Model(inputs, layers.Dense(units, "softmax")(hidden))
