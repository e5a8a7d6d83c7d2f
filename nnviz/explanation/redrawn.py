"""The numbers of what a network redraws, in words. Imports no framework."""

import numpy as np

from nnviz.data.schema import Schema

AXES = {"image": ("row", "column", "channel"), "sequence": ("step", "channel")}


def place_words(part: int, schema: Schema) -> str:
    """One number of what is redrawn: "the redrawn value at row 3, column 4", "the redrawn value of alcohol".

    Args:
        part: its place among all of them, row by row.
        schema: of data whose target is the input itself.
    """
    place = [int(at) + 1 for at in np.unravel_index(part, schema.input_shape)]
    if len(place) < 2:
        names = schema.feature_names
        return f"the redrawn value of {names[part] if names else f'number {place[0]:,}'}"
    named = zip(AXES[schema.kind], place, schema.input_shape, strict=True)
    return f"the redrawn value at {', '.join(f'{axis} {at:,}' for axis, at, size in named if size > 1)}"
