"""`nnviz serve RUN`: a prediction server for a run's network, until it is ended."""

import json
import os
import socket
import sys
import threading
from pathlib import Path

from nnviz.errors import NnvizError, ServingError
from nnviz.runs.run import Run

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(run: str, host: str, port: int, *, log: bool = True, most_rows: int, most_bytes: int, ready: bool = False):
    """Serves until it is ended.

    Args:
        run: a run's id, or its directory.
        port: 0 for a free one.
        ready: print one line of JSON once it answers, {"address": …} or {"error": …}, and end when standard input does:
            for whoever started it.

    Raises:
        NnvizError: for a run that is not there or has no trained network, or a port that is taken.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if ready:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        sock = _listening(host, port)
        app = _app(_found(run), log, most_rows, most_bytes, host in _LOOPBACK)
    except NnvizError as error:
        if ready:
            print(json.dumps({"error": str(error)}), flush=True)
        raise
    address = f"http://{host}:{sock.getsockname()[1]}"
    print(
        json.dumps({"address": address}) if ready else f"Answers at {address}/predict; see {address}/docs", flush=True
    )
    import uvicorn

    uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_keep_alive=5, limit_concurrency=64)).run(
        sockets=[sock]
    )


def _app(run: Run, log: bool, most_rows: int, most_bytes: int, only_here: bool):
    from nnviz.serving.log import ServedLog
    from nnviz.serving.server import create_app
    from nnviz.serving.service import Service

    return create_app(Service(run, ServedLog(run) if log else None, most_rows), most_bytes, only_here)


def _found(run: str) -> Run:
    folder = Path(run)
    return Run.open(folder.name, folder.resolve().parents[1]) if folder.is_dir() else Run.open(run)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named: else asyncio leaves Nagle's delay on
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        raise ServingError(
            f"Nothing can listen at {host}, port {port} ({error.strerror}).", fix="Choose another --port.", where="port"
        ) from None
    return sock


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)
