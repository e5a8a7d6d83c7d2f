"""What the server writes leaves at once.

Streamlit opens its socket in a way that keeps asyncio from setting TCP_NODELAY on the connections. An answer is two
small writes, so its second half would wait until the browser has acknowledged the first, 40 ms on Linux, for each of
the some fifty files of a page. Connections inherit the option from the socket that listens.
"""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil


@asynccontextmanager
async def lifespan(app) -> AsyncIterator[None]:
    """For `st.App`: begins once the server listens, before the first visitor."""
    set_no_delay()
    yield


def set_no_delay() -> None:
    """On the sockets on which this process listens; without effect where the system does not tell which they are."""
    try:
        listening = [own.fd for own in psutil.Process().net_connections("tcp") if own.status == psutil.CONN_LISTEN]
    except psutil.Error:
        return
    for number in listening:
        if number >= 0:
            with socket.socket(fileno=os.dup(number)) as listener:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
