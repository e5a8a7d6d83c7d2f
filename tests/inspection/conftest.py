import os

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(scope="session")
def spirals_run():
    """A run of a small network, trained for a few epochs and recorded after each of the first ones."""
    import nnviz

    experiment = nnviz.ready("spirals")
    return nnviz.train(experiment.replace(train=experiment.train.replace(epochs=4)))
