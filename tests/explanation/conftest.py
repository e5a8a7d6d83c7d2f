"""For the tests of explanations: networks on built-in data, trained once for all of them."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from functools import cache

import pytest


@pytest.fixture(scope="session")
def trained():
    """`trained("iris")`: (run, dataset) of a suggested network after two epochs."""
    import nnviz

    @cache
    def of(source: str):
        data = nnviz.DataSpec(source=source)
        dataset = nnviz.load_data(data)
        model = nnviz.suggest(dataset.schema, len(dataset.train))
        return nnviz.train(nnviz.Experiment(data=data, model=model, train=nnviz.TrainSpec(epochs=2))), dataset

    return of
