"""Your own Keras model and your own training loop, written down as a run that the app shows while it trains."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_breast_cancer

import nnviz

x, y = load_breast_cancer(return_X_y=True)
x = ((x - x.mean(0)) / x.std(0)).astype("float32")
train, held = (x[:450], y[:450]), (x[450:], y[450:])

model = keras.Sequential([keras.Input((30,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(1, "sigmoid")])
optimizer, loss = keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy()


@tf.function
def step(rows, targets):
    with tf.GradientTape() as tape:
        value = loss(targets[:, None], model(rows, training=True))
    optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_weights), model.trainable_weights, strict=True))
    return value


with nnviz.Recorder(train, validation_data=held, model=model, title="My loop", epochs=15) as recorder:
    for _ in range(15):
        for rows, targets in tf.data.Dataset.from_tensor_slices(train).shuffle(450).batch(32):
            recorder.batch({"loss": step(rows, targets)})
        recorder.epoch({"val_loss": loss(held[1][:, None], model(held[0]))})

print(f"validation loss {recorder.run.history()['val_loss'][-1]:.3f}, recorded in {recorder.run.folder}")
print(f"accuracy {np.mean((model.predict(held[0], verbose=0)[:, 0] > 0.5) == held[1]):.1%}")
