"""The seed of both networks that generate."""

from nnviz.params import Param

SEED = Param("seed", "int", 0, "Of the first weights, the order and the noise.", minimum=0, maximum=2**31 - 1)
