"""Predictions with Keras: `python predict.py example.json`, or `predict(rows)`."""

from pathlib import Path

import keras
import prepare

HERE = Path(__file__).parent
RECIPE = prepare.read(HERE / "preparation.json")
MODEL = keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


def predict(rows):
    """(n, units) what the network says of rows in the data's own units."""
    return prepare.predict(RECIPE, rows, network)


def network(x):
    return MODEL(list(x.values()) if isinstance(x, dict) else x, training=False)


if __name__ == "__main__":
    prepare.main(RECIPE, predict)
