"""Small networks, trained for two epochs, on a table with everything in it and on images."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pandas as pd
import pytest

import nnviz
from nnviz.specs import DataSpec, Experiment, TrainSpec


def trained(data: DataSpec):
    dataset = nnviz.load_data(data)
    model = nnviz.suggest(dataset.schema, len(dataset.train))
    return nnviz.train(Experiment(data=data, model=model, train=TrainSpec(epochs=2)))


@pytest.fixture(scope="session")
def people():
    """A run on a table of numbers, names, yes and no, and moments, with gaps; it predicts a number."""
    rng, n = np.random.default_rng(0), 150
    age, city = rng.integers(18, 80, n).astype(float), rng.choice(["Oslo", "Rome", "Lima"], n).astype(object)
    age[::9], city[::10] = np.nan, None
    frame = pd.DataFrame({"age (years)": age, "city": city, "member": rng.choice(["yes", "no"], n)})
    frame["joined"] = pd.date_range("2019-12-01", periods=n, freq="31h").strftime("%Y-%m-%d %H:%M:%S")
    frame["spent"] = np.nan_to_num(age) * 2 + (frame["member"] == "yes") * 30
    return trained(nnviz.own_data(frame, target="spent", test_fraction=0.2))


@pytest.fixture(scope="session")
def digits():
    """A run on 8 × 8 images in ten classes."""
    return trained(DataSpec(source="digits", test_fraction=0.1))
