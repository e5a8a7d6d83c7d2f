"""Mistakes of a network in plain words, and the edits that mend them. Imports no framework.

Keras decides what is a mistake; the rules here say why, and what to do. Four moments:
    inputs(trace, layer)            before Keras sees a layer: it is fed by too few or too many layers
    unsuitable(trace, layer, error) the catalog refuses a setting
    refused(trace, layer, message)  Keras refuses the layer
    whole(trace)                    the network as a whole cannot be built, or trained on this data
    warnings(trace)                 legal but unwise
A rule is a function (trace, layer, …) → Diagnosis or None; the first that finds something speaks.
"""

from nnviz.models.diagnoses.counts import inputs
from nnviz.models.diagnoses.refused import refused
from nnviz.models.diagnoses.settings import unsuitable
from nnviz.models.diagnoses.warnings import warnings
from nnviz.models.diagnoses.whole import whole

__all__ = ["inputs", "refused", "unsuitable", "warnings", "whole"]
