"""The values that a search over a grid tries: of each range so many, evenly spaced. Imports no framework."""

from typing import Any

import numpy as np

from nnviz.params import Param


def spaced(param: Param, values: tuple, count: int) -> list[Any]:
    """`count` values from the lowest to the highest, both among them; fewer where whole numbers coincide; choices as
    they are.

    >>> spaced(Param("rate", "float", 0.01, log=True), (0.001, 0.1), 3)
    [0.001, 0.01, 0.1]
    """
    if param.kind not in ("int", "float"):
        return list(values)
    low, high = values
    space = np.geomspace if param.log and low > 0 else np.linspace
    inner = [float(f"{value:.3g}") for value in space(low, high, count)[1:-1]]
    every = [low, *(min(max(value, low), high) for value in inner), high]
    every = map(round, every) if param.kind == "int" else map(float, every)
    return list(dict.fromkeys(every))
