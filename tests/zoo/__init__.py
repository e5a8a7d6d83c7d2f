"""Small networks in the shapes of common Keras examples, none of them made for nnviz: `SPECIMENS`, by name."""

from tests.zoo import applications, own_steps, series, tables, text, vision
from tests.zoo.specimen import SPECIMENS, Made, Specimen

__all__ = ["SPECIMENS", "Made", "Specimen", "applications", "own_steps", "series", "tables", "text", "vision"]
