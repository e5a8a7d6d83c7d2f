"""One example of a run's data as somebody changed it, as its network takes it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.data import plane
from nnviz.data.written import encoded
from nnviz.errors import ExplanationError, unknown_name
from nnviz.explanation.what_if_image import given_as_painted
from nnviz.inspection.of_run import all_inputs
from nnviz.training.given import apart, inputs_beside, together

Changed = Mapping[str, Any]
"""What was changed of an example, where anything was: the `codes` of its row, one a column; its `text`; its painted
`pixels` and their `shades`, and with them the `name` of the image where that stands beside the first input; `tables`,
what stands beside the first input: name → codes."""


def given_as_changed(model, dataset, run_id: str, split: str, index: int, changed: Changed | None = None):
    """(1, …) the example as the network takes it, a list of several inputs.

    Raises:
        NnvizError: for an example that is not there, and for what it cannot be changed to.
    """
    changed = changed or {}
    tables = changed.get("tables") or {}
    if "pixels" in changed:
        painted = changed["pixels"], changed["shades"], tables, changed.get("name", "")
        return given_as_painted(model, dataset, run_id, split, index, *painted)
    if "codes" in changed:
        row, further = np.asarray(changed["codes"], float)[None], dataset.schema.plane_features
        first = dataset.inputs(plane.inputs(row, further) if further else row)
    elif "text" in changed:
        first = encoded(dataset, changed["text"])
    else:
        own = apart(all_inputs(model, dataset, split, index))
        return together([own[0], *inputs_beside(model, dataset, tables, own[1:])])
    return together([first, *inputs_beside(model, dataset, tables)])


def input_called(dataset, name: str):
    """The input of a data set with that name, a `PreparedFurther`; the `Dataset` itself for "", its first input.

    Raises:
        ExplanationError: for a name that none has.
    """
    if not name:
        return dataset
    further = {one.form.name: one for one in dataset.further}
    if name not in further:
        raise unknown_name("input", name, further, kind=ExplanationError)
    return further[name]
