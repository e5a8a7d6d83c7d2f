"""The forms in which a network leaves nnviz. Imports no framework."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One form.

    Attributes:
        name, title: what scripts and people call it.
        file: what holds the network in the zip.
        writer: "module:function" that writes it into a folder.
        takes: what its file may be given, the best first: "columns" (the data's own columns), "units" (one array in the
            data's own units), "prepared" (the numbers that the network was trained on).
        batches: rows at a time, the best first; None is any number.
        package: what runs it.
        help: one line for a person.
        seconds: what making and checking it takes, in words.
    """

    name: str
    title: str
    file: str
    writer: str
    takes: tuple[str, ...]
    batches: tuple[int | None, ...]
    package: str
    help: str
    seconds: str


FORMATS = {
    own.name: own
    for own in (
        Format(
            "saved_model",
            "SavedModel",
            "model/",
            "nnviz.serving.writers:saved_model",
            ("columns", "units"),
            (None,),
            "tensorflow",
            "For TensorFlow and TensorFlow Serving. Takes rows as they are in the data: text, gaps and all.",
            "a few seconds",
        ),
        Format(
            "onnx",
            "ONNX",
            "model.onnx",
            "nnviz.serving.writers:onnx",
            ("units", "prepared"),
            (None,),
            "onnxruntime",
            "For ONNX Runtime: small, quick to start, in many languages and in the browser.",
            "a few seconds",
        ),
        Format(
            "litert",
            "LiteRT",
            "model.tflite",
            "nnviz.serving.writers:litert",
            ("units", "prepared"),
            (None, 1),
            "ai-edge-litert",
            "For phones and small devices; it was called TensorFlow Lite.",
            "a few seconds",
        ),
        Format(
            "keras",
            "Keras",
            "model.keras",
            "nnviz.serving.writers:keras_file",
            ("prepared",),
            (None,),
            "keras",
            "The network itself, to go on with in Python: it can be trained on and looked into.",
            "a few seconds",
        ),
    )
}
"""Name → form."""

TAKES = {
    "columns": "It takes rows as they are in your data, one input a column; preparation is inside.",
    "units": "It takes arrays in your data's own units; preparation is inside.",
    "prepared": "It takes prepared numbers: predict.py, beside it, makes them from your data's own rows with NumPy.",
}
"""What a file takes, in a sentence."""
