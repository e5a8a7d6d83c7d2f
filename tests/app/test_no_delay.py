"""What the server writes does not wait for the browser to acknowledge what came before."""

import socket

import psutil
import pytest

from pages.shared import no_delay
from tests.coroutines import finish


@pytest.fixture
def listener():
    with socket.socket(family=socket.AF_INET) as own:  # as Streamlit opens its own
        own.bind(("127.0.0.1", 0))
        own.listen()
        yield own


def delays(listener) -> bool:
    """Whether a connection that comes in holds back small writes."""
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0


def test_connections_are_without_delay_from_the_beginning_of_the_server(listener):
    assert delays(listener)

    async def begun():
        async with no_delay.lifespan(None):
            return delays(listener)

    assert not finish(begun())
    assert listener.fileno() >= 0, "only looked at"


def test_a_system_that_does_not_tell_its_sockets_serves_as_before(listener, monkeypatch):
    def denied(kind):
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "net_connections", lambda self, kind: denied(kind))
    no_delay.set_no_delay()
    assert delays(listener)
