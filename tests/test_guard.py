"""The guard of the tests themselves: no host but this one."""

import socket

import httpx
import pytest
from conftest import NetworkRefusedError


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com"])
def test_a_host_beyond_this_machine_is_refused_and_named(host: str) -> None:
    with pytest.raises(NetworkRefusedError, match=f"A test tried to reach {host}; tests may only use this machine."):
        socket.create_connection((host, 80), timeout=1)
    with pytest.raises(NetworkRefusedError, match=host):
        httpx.get(f"http://{host}/", trust_env=False)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, pytest.raises(NetworkRefusedError, match=host):
        datagrams.sendto(b"x", (host, 53))


def test_this_machine_is_not_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
