"""What is imported once for all processes of a test run (`forks`): what an engine's workers begin with, and what the
tests of several folders import besides.

As there, nothing here may run a TensorFlow operation.
"""

import gc
import importlib
import os

import nnviz.engine.preload  # noqa: F401

_BESIDES = (
    *("distributed", "fastapi", "openpyxl", "optuna", "pandas", "PIL.Image", "playwright.sync_api"),
    *("plotly.graph_objects", "pyarrow", "scipy.stats", "sklearn.ensemble", "sklearn.linear_model", "sklearn.metrics"),
    *("sklearn.model_selection", "sklearn.pipeline", "sklearn.preprocessing", "streamlit.testing.v1", "uvicorn"),
)

gc.disable()
for _name in _BESIDES:
    importlib.import_module(_name)
gc.freeze()
gc.enable()
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what engines' workers write; pytest's processes get theirs back
