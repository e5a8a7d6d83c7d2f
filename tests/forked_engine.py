"""`python -m nnviz.engine`, whose workers are forked from the process that has imported Keras for all of the test run
(`forks`): they have this one's environment all the same."""

import os
from multiprocessing import forkserver, resource_tracker

import dask

import nnviz.engine.__main__ as engine
from tests.forks import ADDRESS
from tests.sampling import ALL

if __name__ == "__main__":
    own = forkserver._forkserver
    own._forkserver_address = os.environ[ADDRESS]
    own._forkserver_alive_fd = os.pipe()[1]  # which nobody reads: the other end is that of who began
    own.ensure_running = resource_tracker.ensure_running
    dask.config.set({"distributed.nanny.environ": dict(os.environ)})
    dask.config.set({"distributed.worker.preload": [] if ALL else ["tests.lean_tensorflow"]})
    engine.main()
