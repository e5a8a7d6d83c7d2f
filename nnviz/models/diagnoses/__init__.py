"""Mistakes of a network in plain words, and the edits that mend them. Imports no framework.

Four moments, each with its own rules:
    inputs(trace, layer)            before Keras sees a layer: what comes in cannot fit
    refused(trace, layer, message)  Keras refused it
    whole(trace)                    the network as a whole cannot be trained on this data
    warnings(trace)                 legal but unwise
"""

from nnviz.models.diagnoses.inputs import inputs
from nnviz.models.diagnoses.refused import refused
from nnviz.models.diagnoses.warnings import warnings
from nnviz.models.diagnoses.whole import whole

__all__ = ["inputs", "refused", "warnings", "whole"]
