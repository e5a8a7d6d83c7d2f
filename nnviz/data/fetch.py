"""The process that reads TensorFlow Datasets: `python -m nnviz.data.fetch '<json order>'`.

It writes x, y, the schema and notes as an array file, or prints one JSON object that says what is wrong.
"""

import dataclasses
import difflib
import importlib
import json
import math
import signal
import socket
import sys
import urllib.parse
import urllib.request

import numpy as np

from nnviz.data.schema import Schema


class _Refused(Exception):
    """args[0] is a dict with problem, expected and fix."""


def main(order: dict) -> dict:
    """Carry out `order`; {} or what went wrong.

    order: name, limit, split, size; numbers (how many may be held), data_dir (prepared data), scratch
    (downloads), file (what to write).
    """
    try:
        x, y, schema = _examples(**{k: v for k, v in order.items() if k not in ("file", "seconds")})
    except _Refused as refused:
        return refused.args[0]
    notes = [] if len(x) < order["limit"] else [f"The first {len(x):,} examples of the split were read."]
    facts = json.dumps({**dataclasses.asdict(schema), "columns": ()})
    np.savez(order["file"], x=x, y=y, schema=np.array(facts), notes=np.array(notes, dtype=str))
    return {}


def _examples(name: str, limit: int, split: str, size: int, numbers: int, data_dir: str, scratch: str):
    import tensorflow_datasets as tfds

    builder = _builder(tfds, name, data_dir, scratch)
    features = builder.info.features
    keys = builder.info.supervised_keys
    if not keys or len(keys) != 2 or not all(isinstance(k, str) for k in keys):
        raise _Refused(
            {
                "problem": "it does not say which of its parts are input and target.",
                "fix": "Choose a data set for classification or regression.",
            }
        )
    schema = _schema(tfds, builder, features[keys[0]], features[keys[1]], size)
    if split not in builder.info.splits:
        listed = ", ".join(builder.info.splits)
        raise _Refused({"problem": f"it has no split {split!r}.", "expected": f"one of {listed}"})
    limit = min(limit, builder.info.splits[split].num_examples)
    parts, x, y = builder.as_dataset(split=f"{split}[:{limit}]", as_supervised=True), [], []
    for image, target in tfds.as_numpy(parts):
        x.append(_resized(image, size) if schema.kind == "image" else image)
        y.append(target)
        _same_shape(x, schema)
        if len(x) * x[0].size > numbers:
            raise _Refused(
                {
                    "problem": f"{limit:,} examples of shape {x[0].shape} are too many to hold.",
                    "fix": f"Read at most {numbers // x[0].size:,}, or resize its images.",
                }
            )
    x, y = np.stack(x), np.asarray(y)
    return x, y, dataclasses.replace(schema, input_shape=tuple(int(n) for n in x.shape[1:]))


def _builder(tfds, name: str, data_dir: str, scratch: str):
    """The builder of `name`, its data prepared in `data_dir`; downloads go to `scratch`."""
    if name.startswith("nnviz_"):
        importlib.import_module("nnviz.data.builders")  # makes our own names known
    try:
        builder = tfds.builder(name, data_dir=data_dir)
    except tfds.core.registered.DatasetNotFoundError:
        near = difflib.get_close_matches(name.split("/")[0].split(":")[0], tfds.list_builders(), n=1)
        fix = f"Did you mean {near[0]!r}?" if near else "The names are listed at tensorflow.org/datasets."
        raise _Refused({"problem": "TensorFlow Datasets has no data set of that name.", "fix": fix}) from None
    except (ValueError, AssertionError) as error:
        raise _Refused({"problem": _first_line(error)}) from None
    _reach(builder)
    try:
        builder.download_and_prepare(download_dir=scratch)
    except Exception as error:
        raise _unreachable(f"it could not be downloaded ({_first_line(error)}).") from None
    return builder


def _reach(builder) -> None:
    """Refuse at once, instead of after minutes of retries, when no host that holds the data answers."""
    if builder.is_prepared() or urllib.request.getproxies():
        return
    hosts = sorted({_address(url) for url in builder.url_infos or ()})
    for address in hosts:
        try:
            socket.create_connection(address, timeout=5).close()
            return
        except OSError:
            continue
    if hosts:
        names = " and ".join(host for host, _ in hosts[:3])
        raise _unreachable(f"it is not stored here, and {names} cannot be reached.")


def _address(url: str) -> tuple[str, int]:
    parts = urllib.parse.urlsplit(url)
    return parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)


def _unreachable(problem: str) -> _Refused:
    fix = "Check the connection, or choose a source that needs no download, such as Digits."
    return _Refused({"problem": problem, "expected": "a network connection", "fix": fix})


def _schema(tfds, builder, feature, target, size: int) -> Schema:
    """The schema of (feature, target), its input shape still open where images vary."""
    classes = tuple(target.names) if isinstance(target, tfds.features.ClassLabel) else ()
    whole = not classes and target.shape == () and np.issubdtype(target.np_dtype, np.integer)
    if whole or (not classes and not np.issubdtype(target.np_dtype, np.floating)):
        raise _Refused(
            {"problem": f"its target is {_described(target)}.", "expected": "a class label or a real number"}
        )
    if isinstance(feature, tfds.features.Image):
        kind = "image"
    elif _is_number(feature) and len(feature.shape or ()) in (1, 2):
        kind = "vector" if len(feature.shape) == 1 else "sequence"
    else:
        raise _Refused(
            {
                "problem": f"its input is {_described(feature)}.",
                "expected": "images, or numbers of one or two dimensions",
            }
        )
    shape = tuple(int(n or 0) for n in feature.shape)
    columns = tuple(f"feature {k + 1}" for k in range(shape[0])) if kind == "vector" else ()
    if not classes:
        outputs = max(1, int(np.prod(target.shape)))
        return Schema(kind, "regression", shape, columns, (), "target", outputs, source=builder.info.name)
    task, outputs = ("binary", 1) if len(classes) == 2 else ("multiclass", len(classes))
    return Schema(kind, task, shape, columns, classes, "class", outputs, source=builder.info.name)


def _resized(image: np.ndarray, size: int) -> np.ndarray:
    if not size or image.shape[:2] == (size, size):
        return image
    import tensorflow as tf

    return np.clip(tf.image.resize(image, (size, size), antialias=True).numpy(), 0, 255).astype("uint8")


def _same_shape(x: list, schema: Schema) -> None:
    if x[-1].shape != x[0].shape:
        fix = "Set an image size, so that all are resized to it." if schema.kind == "image" else ""
        problem = f"its examples differ in shape, {x[0].shape} and {x[-1].shape}."
        raise _Refused({"problem": problem, "fix": fix})


def _is_number(feature) -> bool:
    return np.issubdtype(getattr(feature, "np_dtype", object), np.number)


def _described(feature) -> str:
    return f"of the form {type(feature).__name__}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")


if __name__ == "__main__":
    received = json.loads(sys.argv[1])
    if hasattr(signal, "alarm"):  # ends this process on time even if nobody waits for it any more
        signal.alarm(math.ceil(received["seconds"]) + 5)
    result = main(received)
    if result:
        print(json.dumps(result), flush=True)
