"""`python -m nnviz.engine` without Keras, for the tests of who dies, who waits and whose turn it is: a real scheduler,
real workers, real questions about data, and a training that only keeps its run's directory (`light_training`)."""

import sys

import nnviz.engine.__main__ as engine
from nnviz.engine import cluster

COMMAND = (sys.executable, "-m", "tests.engine.light_engine")

if __name__ == "__main__":
    cluster.PRELOAD = "tests.engine.light_preload"
    engine.main()
