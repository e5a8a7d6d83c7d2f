"""One process imports TensorFlow for a whole test run: pytest's processes are forked from it, and the workers of the
engines that they share (`forked_engine`).

To import everything takes up to ten seconds of a processor, to fork it a few hundredths of one. That is for a run of
several pytest processes, on Linux; one alone imports for itself, and its engine too. From Python 3.14 on such a process
answers only the one that began it; until that is seen to here, they all import for themselves.
"""

import atexit
import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.connection import Connection

import execnet.gateway_base
import execnet.gateway_io

ADDRESS = "NNVIZ_TESTS_FORKS"
"""The environment variable that names the address of that process."""
_CAN = sys.platform == "linux" and sys.version_info < (3, 14)
_FORKS = multiprocessing.get_context("forkserver") if _CAN else None


def begin() -> None:
    """In the process that distributes the tests: from now on those which run them are forked, not started."""
    if _FORKS is not None:
        _FORKS.set_forkserver_preload(["tests.forks_preload"])
        forkserver.ensure_running()
        execnet.gateway_io.create_io = lambda spec, execmodel: _Forked(execmodel)


class _Forked(execnet.gateway_base.Popen2IO):
    """The pipes to a pytest process, as execnet has them to one that it has started."""

    def __init__(self, execmodel):
        (orders, our_orders), (our_answers, answers) = _FORKS.Pipe(duplex=False), _FORKS.Pipe(duplex=False)
        messages = Connection(os.dup(2))
        address = forkserver._forkserver._forkserver_address
        self._process = _FORKS.Process(target=_serve, args=(orders, answers, messages, address))
        self._process.start()
        for theirs in (orders, answers, messages):
            theirs.close()
        super().__init__(_file(our_orders, "w"), _file(our_answers, "r"), execmodel=execmodel)

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()


def _file(connection: Connection, mode: str):
    return os.fdopen(os.dup(connection.fileno()), mode + "b", closefd=True)


def _serve(orders: Connection, answers: Connection, messages: Connection, address: str) -> None:
    """As `python -c` with the line that execnet gives it."""
    for number, theirs in enumerate((orders, answers, messages)):
        os.dup2(theirs.fileno(), number)
        theirs.close()
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, closefd=False) for number, mode in enumerate("rww"))
    multiprocessing.set_start_method(None, force=True)  # which is this platform's own again
    os.environ.pop("NNVIZ_IN_WORKER", None)
    os.environ[ADDRESS] = address
    try:
        exec(eval(sys.stdin.readline()), {"__name__": "__main__"})
    finally:
        atexit._run_exitfuncs()  # which multiprocessing leaves out
