"""Predictions with ONNX Runtime: `python predict.py example.json`, or `predict(rows)`."""

from pathlib import Path

import onnxruntime
import prepare

HERE = Path(__file__).parent
RECIPE = prepare.read(HERE / "preparation.json")
SESSION = onnxruntime.InferenceSession(HERE / "model.onnx", providers=["CPUExecutionProvider"])


def predict(rows):
    """(n, units) what the network says of rows in the data's own units."""
    return prepare.predict(RECIPE, rows, network)


def network(x):
    inputs = SESSION.get_inputs()
    if not isinstance(x, dict):
        return SESSION.run(None, {inputs[0].name: x})[0]
    return SESSION.run(None, {own.name: x[own.name.split(":")[0]] for own in inputs})[0]


if __name__ == "__main__":
    prepare.main(RECIPE, predict)
