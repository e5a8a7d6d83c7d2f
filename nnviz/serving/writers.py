"""A network in each form: written into a folder, from the function that holds its preparation and meaning too."""

import logging
import re
import warnings
from pathlib import Path

import keras
import tensorflow as tf

from nnviz import keras_internals
from nnviz.errors import ServingError
from nnviz.serving import onnx_operations
from nnviz.serving.graph import endpoint


def saved_model(model: keras.Model, recipe: dict, folder: Path, batch: int | None) -> None:
    """model/, TensorFlow's own form, with the signature "serving_default"."""
    holder = tf.Module()
    holder.network, holder.serve = model, endpoint(model, recipe, batch)
    tf.saved_model.save(holder, str(folder / "model"), signatures={"serving_default": holder.serve})


def onnx(model: keras.Model, recipe: dict, folder: Path, batch: int | None) -> None:
    """model.onnx, through tf2onnx."""
    keras_internals.mend_tf2onnx()
    import tf2onnx

    serve = endpoint(model, recipe, batch)
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    onnx_operations.register()
    proto, _ = tf2onnx.convert.from_function(serve, serve.input_signature)
    onnx_operations.check(proto)
    (folder / "model.onnx").write_bytes(proto.SerializeToString())


def litert(model: keras.Model, recipe: dict, folder: Path, batch: int | None) -> None:
    """model.tflite, of LiteRT's own operations alone: others would need TensorFlow beside it."""
    concrete = keras_internals.frozen(endpoint(model, recipe, batch).get_concrete_function())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete])
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
        try:
            (folder / "model.tflite").write_bytes(converter.convert())
        except Exception as error:
            unknown = sorted(set(re.findall(r"'tf\.(\w+)' op is neither", str(error))))
            if not unknown:
                raise
            listed = ", ".join(unknown[:4])
            raise ServingError(f"LiteRT has no operation {listed}, which this network needs.") from error


def keras_file(model: keras.Model, recipe: dict, folder: Path, batch: int | None) -> None:
    """model.keras, the network as it was trained."""
    model.save(folder / "model.keras")
