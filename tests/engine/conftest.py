"""One real engine for all engine tests."""

import pytest

from nnviz.engine.client import Engine


@pytest.fixture(scope="package")
def engine():
    engine = Engine()
    engine.wait()
    yield engine
    engine.close()
