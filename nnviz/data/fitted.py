"""What was fitted to the training examples of a data set, as text: numbers and words, for a run to keep."""

import json

import numpy as np

from nnviz.data.preparing.pipeline import Pipeline
from nnviz.data.schema import Dataset, Scaler
from nnviz.data.texts import TextPreparation

_VERSION = 1


def fitted_json(dataset: Dataset) -> str:
    """JSON with "pipeline" (`nnviz.data.preparing.pipeline.Pipeline`), or "inputs" (their offsets and scales) and of
    texts "text" (words, length and how they are split); "further", the pipeline of each further input; and the offset
    and scale of the target."""
    prepared, kept = dataset.preparation, {"version": _VERSION}
    if isinstance(prepared, Pipeline):
        kept["pipeline"] = json.loads(prepared.to_json())
    else:
        kept["inputs"] = _scaler(dataset.scaler)
    if isinstance(prepared, TextPreparation):
        split = {"unit": prepared.unit, "standardize": prepared.standardize, "without": list(prepared.without)}
        kept["text"] = {"words": list(prepared.words), "length": prepared.length, **split}
        kept["text"] |= {"joined": [list(prepared.columns), prepared.between]} if prepared.columns else {}
    if dataset.further:
        kept["further"] = {one.form.name: json.loads(one.pipeline.to_json()) for one in dataset.further}
    if dataset.target_scaler is not None:
        kept["target"] = _scaler(dataset.target_scaler)
    return json.dumps(kept, ensure_ascii=False)


def _scaler(scaler: Scaler) -> dict:
    return {"offset": np.asarray(scaler.offset).tolist(), "scale": np.asarray(scaler.scale).tolist()}
