"""`nnviz`: what can be done from a terminal."""

import argparse
import json
import sys
import urllib.error
import urllib.request

from nnviz.errors import EngineError, NnvizError
from nnviz.serving.command import serve


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 when it ended well, 1 with a sentence on standard error otherwise."""
    parser = argparse.ArgumentParser(prog="nnviz", description="See a neural network think, and put it to use.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_health(commands)
    given = vars(parser.parse_args(arguments))
    command = given.pop("command")
    try:
        command(**given)
    except NnvizError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _add_serve(commands) -> None:
    parser = commands.add_parser("serve", help="answer predictions of a trained network over HTTP")
    parser.add_argument("run", metavar="RUN", help="the id of a run, or its directory")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines ask (%(default)s)")
    parser.add_argument("--port", type=int, default=8600, help="0 takes a free one (%(default)s)")
    parser.add_argument("--most-rows", type=int, default=1_000, help="rows of one request (%(default)s)")
    parser.add_argument("--most-bytes", type=int, default=10_000_000, help="bytes of one request (%(default)s)")
    parser.add_argument("--no-log", dest="log", action="store_false", help="remember nothing of what is asked")
    parser.add_argument("--ready", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(command=serve)


def _add_health(commands) -> None:
    parser = commands.add_parser("health", help="say whether an app works, by its /nnviz/health")
    parser.add_argument("address", metavar="ADDRESS", help="such as http://127.0.0.1:8501/nnviz/health")
    parser.set_defaults(command=_health)


def _health(address: str) -> None:
    """Prints the engine's state. Raises EngineError where the app does not answer or its engine is not ready."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            print(json.loads(answer.read(10_000))["engine"])
    except urllib.error.HTTPError as error:
        raise EngineError(
            f"The app answers, its engine does not: {error.read(10_000).decode(errors='replace')}"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"No app answers at {address} ({error}).") from None


if __name__ == "__main__":
    sys.exit(main())
