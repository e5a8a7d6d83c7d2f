"""Predictions with LiteRT: `python predict.py example.json`, or `predict(rows)`."""

from pathlib import Path

import prepare
from ai_edge_litert.interpreter import Interpreter

HERE = Path(__file__).parent
RECIPE = prepare.read(HERE / "preparation.json")
INTERPRETER = Interpreter(str(HERE / "model.tflite"))
INPUTS, OUTPUT = INTERPRETER.get_input_details(), INTERPRETER.get_output_details()[0]["index"]


def predict(rows):
    """(n, units) what the network says of rows in the data's own units."""
    return prepare.predict(RECIPE, rows, network)


def network(x):
    given = [(own["index"], x[own["name"].split(":")[0]] if isinstance(x, dict) else x) for own in INPUTS]
    for place, values in given:
        INTERPRETER.resize_tensor_input(place, values.shape)
    INTERPRETER.allocate_tensors()
    for place, values in given:
        INTERPRETER.set_tensor(place, values)
    INTERPRETER.invoke()
    return INTERPRETER.get_tensor(OUTPUT)


if __name__ == "__main__":
    prepare.main(RECIPE, predict)
