"""Ports for servers that have to be told theirs."""

import random
import socket


def free_port() -> int:
    """A port of this computer that nobody uses, and that no system hands out by itself in the meantime: those start
    above it."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
