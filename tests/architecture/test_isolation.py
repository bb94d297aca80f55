"""No test reaches beyond this machine: the block that pyproject.toml sets up is really there."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_test_cannot_call_out() -> None:
    refusal = pytest.warns(UserWarning, match="192.0.2.1")  # the block warns as well as raises
    with socket.socket() as call, refusal, pytest.raises(SocketConnectBlockedError):
        call.connect(("192.0.2.1", 443))  # an address reserved for examples: nobody answers there


def test_a_test_can_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as call:
        assert call.getpeername() == server.getsockname()
