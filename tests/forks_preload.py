"""What is imported once for all processes of a test run (`forks`): what an engine's workers begin with, and what the
tests of several folders import besides.

As there, nothing here may run a TensorFlow operation.
"""

import gc
import os

import nnviz.engine.preload  # noqa: F401

gc.disable()

import distributed  # noqa: E402, F401
import fastapi  # noqa: E402, F401
import openpyxl  # noqa: E402, F401
import optuna  # noqa: E402, F401
import PIL.Image  # noqa: E402, F401
import playwright.sync_api  # noqa: E402, F401
import plotly.graph_objects  # noqa: E402, F401
import pyarrow  # noqa: E402, F401
import pytest  # noqa: E402, F401
import scipy.stats  # noqa: E402, F401
import sklearn.ensemble  # noqa: E402, F401
import sklearn.linear_model  # noqa: E402, F401
import sklearn.model_selection  # noqa: E402, F401
import sklearn.pipeline  # noqa: E402, F401
import streamlit.testing.v1  # noqa: E402, F401
import uvicorn  # noqa: E402, F401

gc.freeze()
gc.enable()
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what engines' workers write; pytest's processes get theirs back
