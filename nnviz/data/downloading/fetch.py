"""The process that reads TensorFlow Datasets: `python -m nnviz.data.downloading.fetch '<json order>'`.

It writes examples, the schema and notes as an array file, or prints one JSON object that says what is wrong. While it
works it writes how far it is, and ends where nobody waits for it any more.
"""

import dataclasses
import difflib
import importlib
import json
import signal
import socket
import sys
import urllib.parse
import urllib.request

import numpy as np

from nnviz.data.downloading import fetch_features
from nnviz.data.downloading.fetch_features import Plan, Refused
from nnviz.data.downloading.fetch_watch import Watch
from nnviz.data.schema import Schema

_DOWNLOAD_ERRORS = ("DownloadError", "NonMatchingChecksumError")


def main(order: dict, watch: Watch | None = None) -> dict:
    """Carry out `order`; {} or what went wrong.

    order: name, limit, split, size, input, target; numbers (how many may be held), data_dir (prepared data), scratch
    (downloads), file (what to write), bytes (how many may be downloaded).
    """
    watch = watch or Watch({})
    try:
        stored, schema, count = _examples(order, watch)
    except Refused as refused:
        return refused.args[0]
    notes = [] if count < order["limit"] else [f"The first {count:,} examples of the split were read."]
    facts = json.dumps({**dataclasses.asdict(schema), "columns": ()})
    np.savez(order["file"], schema=np.array(facts), notes=np.array(notes, dtype=str), **stored)
    return {}


def _examples(order: dict, watch: Watch) -> tuple[dict[str, np.ndarray], Schema, int]:
    """What is stored, the schema, and how many examples."""
    import tensorflow_datasets as tfds

    builder = _builder(tfds, order, watch)
    plan = fetch_features.plan_of(tfds, builder.info, order.get("input", ""), order.get("target", ""))
    split = order["split"]
    if split not in builder.info.splits:
        listed = ", ".join(builder.info.splits)
        raise Refused({"problem": f"it has no split {split!r}.", "expected": f"one of {listed}"})
    limit = min(order["limit"], builder.info.splits[split].num_examples)
    rows = tfds.as_numpy(builder.as_dataset(split=f"{split}[:{limit}]", decoders=_only(tfds, plan)))
    if plan.form == "arrays":
        stored = _arrays(rows, plan, order, limit, watch)
    else:
        stored = _texts_or_table(rows, plan, dict(fetch_features.flattened(tfds, builder.info.features)), watch, limit)
    shape = tuple(int(n) for n in stored["x"].shape[1:]) if "x" in stored else (1,)
    return stored, _schema(plan, shape, builder.info.name), len(stored["y"])


def _only(tfds, plan: Plan):
    """Decodes no part that is not read: the other images of an example are left as they are."""
    nested: dict = {}
    for path in (*plan.inputs, plan.target):
        place = nested
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = True
    return tfds.decode.PartialDecoding(nested)


def _arrays(rows, plan: Plan, order: dict, limit: int, watch: Watch) -> dict[str, np.ndarray]:
    x, y = [], []
    for row in rows:
        value = fetch_features.taken(row, plan.inputs[0])
        x.append(_resized(value, order["size"]) if plan.kind == "image" else value)
        y.append(_target(fetch_features.taken(row, plan.target), plan))
        _same_shape(x, plan)
        if len(x) * x[0].size > order["numbers"]:
            raise Refused(
                {
                    "problem": f"{limit:,} examples of shape {x[0].shape} are too many to hold.",
                    "fix": f"Read at most {order['numbers'] // x[0].size:,}, or resize its images.",
                }
            )
        watch.at("reading", len(x), limit)
    return {"x": np.stack(x), "y": np.asarray(y)}


def _texts_or_table(rows, plan: Plan, features: dict, watch: Watch, limit: int) -> dict[str, np.ndarray]:
    examples = []
    for row in rows:
        examples.append(row)
        watch.at("reading", len(examples), limit)
    if plan.form == "table":
        table = fetch_features.columns(examples, plan, features)
        named = {f"column {k}": values for k, values in enumerate(table.values())}
        labels = [name for name in table if getattr(features[tuple(name.split("/"))], "names", None)]
        told = {"target": np.array("/".join(plan.target)), "categories": np.array(labels, str)}
        return {"y": np.zeros(len(examples)), "names": np.array(list(table)), **told, **named}
    texts = [fetch_features.text_of(fetch_features.taken(row, plan.inputs[0])).encode() for row in examples]
    y = np.asarray([_target(fetch_features.taken(row, plan.target), plan) for row in examples])
    ends = np.cumsum([len(text) for text in texts])
    return {"texts": np.frombuffer(b"".join(texts), "uint8"), "ends": ends, "y": y}


def _target(value, plan: Plan) -> np.ndarray:
    """A class or a number; of labels 0 and 1 for each."""
    if not plan.several:
        return np.asarray(value)
    labels = np.zeros(len(plan.classes), "int64")
    labels[np.asarray(value, int)] = 1
    return labels


def _builder(tfds, order: dict, watch: Watch):
    """The builder of a name, its data prepared in data_dir; downloads go to scratch."""
    name = order["name"]
    if name.startswith("nnviz_"):
        importlib.import_module("nnviz.data.builders")  # makes our own names known
    try:
        builder = tfds.builder(name, data_dir=order["data_dir"])
    except tfds.core.registered.DatasetNotFoundError:
        near = difflib.get_close_matches(name.split("/")[0].split(":")[0], tfds.list_builders(), n=1)
        fix = f"Did you mean {near[0]!r}?" if near else "The names are listed at tensorflow.org/datasets."
        raise Refused({"problem": "TensorFlow Datasets has no data set of that name.", "fix": fix}) from None
    except (ValueError, AssertionError, ImportError) as error:
        raise Refused({"problem": _first_line(error)}) from None
    if builder.is_prepared():
        return builder
    _by_hand(builder)
    _reach(builder)
    watch.downloads(_size(builder))
    own = tfds.download.DownloadConfig(try_download_gcs=False)  # what was said to be downloaded, and nothing else
    try:
        builder.download_and_prepare(download_dir=order["scratch"], download_config=own)
    except Exception as error:
        raise _undone(error) from None
    return builder


def _by_hand(builder) -> None:
    if getattr(builder, "MANUAL_DOWNLOAD_INSTRUCTIONS", None):
        raise Refused(
            {
                "problem": "it has to be downloaded by hand, since its authors ask for a login or an agreement.",
                "fix": "Prepare it with TensorFlow Datasets itself and set TFDS_DATA_DIR to its folder, "
                "or choose another one.",
            }
        )


def _undone(error: Exception) -> Refused:
    if isinstance(error, OSError) or type(error).__name__ in _DOWNLOAD_ERRORS:
        return _unreachable(f"it could not be downloaded ({_first_line(error)}).")
    fix = "Choose another data set; its own preparation failed, which a better connection does not mend."
    return Refused({"problem": f"it could not be prepared ({type(error).__name__}: {_first_line(error)}).", "fix": fix})


def _size(builder) -> int:
    return sum(int(info.size or 0) for info in (builder.url_infos or {}).values())


def _reach(builder) -> None:
    """Refuse at once, instead of after minutes of retries, when no host that holds the data answers."""
    if urllib.request.getproxies():
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


def _unreachable(problem: str) -> Refused:
    fix = "Check the connection, or choose a source that needs no download, such as Digits."
    return Refused({"problem": problem, "expected": "a network connection", "fix": fix})


def _schema(plan: Plan, shape: tuple[int, ...], source: str) -> Schema:
    columns = tuple(f"feature {k + 1}" for k in range(shape[0])) if plan.kind == "vector" and len(shape) == 1 else ()
    told = {"kind": plan.kind, "input_shape": shape, "feature_names": columns, "source": source}
    name = plan.target[-1]
    if plan.several:
        return Schema(task="multilabel", class_names=plan.classes, target_name=name, outputs=len(plan.classes), **told)
    if not plan.classes:
        return Schema(task="regression", target_name=name, **told)
    task, outputs = ("binary", 1) if len(plan.classes) == 2 else ("multiclass", len(plan.classes))
    return Schema(task=task, class_names=plan.classes, target_name=name, outputs=outputs, **told)


def _resized(image: np.ndarray, size: int) -> np.ndarray:
    if not size or image.shape[:2] == (size, size):
        return image
    import tensorflow as tf

    return np.clip(tf.image.resize(image, (size, size), antialias=True).numpy(), 0, 255).astype("uint8")


def _same_shape(x: list, plan: Plan) -> None:
    if x[-1].shape != x[0].shape:
        fix = "Set an image size, so that all are resized to it." if plan.kind == "image" else ""
        problem = f"its examples differ in shape, {x[0].shape} and {x[-1].shape}."
        raise Refused({"problem": problem, "fix": fix})


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")


if __name__ == "__main__":
    received = json.loads(sys.argv[1])
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    with Watch(received) as watching:
        result = main(received, watching)
    if result:
        print(json.dumps(result), flush=True)
