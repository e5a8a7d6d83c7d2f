"""`nnviz`: what can be done from a terminal."""

import argparse
import sys

from nnviz.errors import NnvizError
from nnviz.serving.command import serve


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 when it ended well, 1 with a sentence on standard error otherwise."""
    parser = argparse.ArgumentParser(prog="nnviz", description="See a neural network think, and put it to use.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
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


if __name__ == "__main__":
    sys.exit(main())
