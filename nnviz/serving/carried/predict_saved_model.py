"""Predictions with TensorFlow's SavedModel: `python predict.py example.json`, or `predict(rows)`."""

from pathlib import Path

import prepare
import tensorflow as tf

HERE = Path(__file__).parent
RECIPE = prepare.read(HERE / "preparation.json")
MODEL = tf.saved_model.load(str(HERE / "model"))


def predict(rows):
    """(n, units) what the network says of rows in the data's own units."""
    return prepare.predict(RECIPE, rows, network)


def network(x):
    inputs = x if isinstance(x, dict) else {"x": x}
    return MODEL.signatures["serving_default"](**{name: tf.constant(own) for name, own in inputs.items()})["shown"]


if __name__ == "__main__":
    prepare.main(RECIPE, predict)
