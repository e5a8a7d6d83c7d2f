"""Predictions with LiteRT: `python predict.py example.json`, or `predict(rows)`."""

from pathlib import Path

import prepare
from ai_edge_litert.interpreter import Interpreter

HERE = Path(__file__).parent
RECIPE = prepare.read(HERE / "preparation.json")
INTERPRETER = Interpreter(str(HERE / "model.tflite"))
INPUT, OUTPUT = (details()[0]["index"] for details in (INTERPRETER.get_input_details, INTERPRETER.get_output_details))


def predict(rows):
    """(n, units) what the network says of rows in the data's own units."""
    return prepare.predict(RECIPE, rows, network)


def network(x):
    if tuple(INTERPRETER.get_input_details()[0]["shape"]) != x.shape:
        INTERPRETER.resize_tensor_input(INPUT, x.shape)
    INTERPRETER.allocate_tensors()
    INTERPRETER.set_tensor(INPUT, x)
    INTERPRETER.invoke()
    return INTERPRETER.get_tensor(OUTPUT)


if __name__ == "__main__":
    prepare.main(RECIPE, predict)
