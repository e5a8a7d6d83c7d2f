"""`python -m nnviz.engine`: runs the local cluster until the process that started it closes our standard input.

Prints one line, the scheduler's address as JSON, once tasks may be sent. A parent that ends in whatever
way, even killed, closes that pipe; so nothing is left behind.
"""

import json
import signal
import sys
import tempfile

from nnviz import settings


def main() -> None:
    from nnviz.engine import cluster

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with tempfile.TemporaryDirectory(prefix="nnviz-engine-", ignore_cleanup_errors=True) as folder:
        running = cluster.start(settings.get(), folder)
        print(json.dumps({"scheduler": running.scheduler_address}), flush=True)
        sys.stdin.read()
        running.close(timeout=5)


if __name__ == "__main__":
    main()
