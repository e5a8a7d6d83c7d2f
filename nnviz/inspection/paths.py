"""Where each layer lives in a model; the functions are those of `nnviz.models.layer_paths`."""

from nnviz.models.layer_paths import children, find_layer, is_mask, layer_paths

__all__ = ["children", "find_layer", "is_mask", "layer_paths"]
