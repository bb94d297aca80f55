"""The way to the server that the crash run cuts: what is asked, what is answered, and what either side learns of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.programs.crash.cable import HOST, Break, Cable

PATIENCE = 30.0


class Far:
    """A server that answers each message with itself, and remembers what it heard and which sides ended."""

    def __init__(self) -> None:
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with self._listener, suppress(OSError):
            while True:
                side, _ = self._listener.accept()
                self._answer(side)

    def _answer(self, side: socket.socket) -> None:
        with side, suppress(OSError):
            while data := side.recv(100):
                self.heard.append(data)
                side.sendall(data)
        self.ended.set()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()


@pytest.fixture
def far() -> Iterator[Far]:
    far = Far()
    yield far
    far.close()


@pytest.fixture
def cable(far: Far) -> Iterator[Cable]:
    cable = Cable(far.port)
    yield cable
    cable.close()


def near(cable: Cable) -> socket.socket:
    side = socket.create_connection((HOST, cable.port), PATIENCE)
    side.sendall(b"one")
    assert side.recv(100) == b"one"
    return side


def broken(cable: Cable, how: Break, seconds: float) -> threading.Thread:
    breaking = threading.Thread(target=cable.break_off, args=(how, seconds))
    breaking.start()
    return breaking


def ends(side: socket.socket) -> bool:
    try:
        return side.recv(100) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("how", ["cut", "forgotten"])
def test_the_near_side_ends_at_once_and_another_one_can_be_made_later(far: Far, cable: Cable, how: Break) -> None:
    with near(cable) as side:
        breaking = broken(cable, how, 0.1)
        assert ends(side)
        assert how == "cut" or not far.ended.is_set(), "the server was told"
        breaking.join()
        assert far.ended.wait(PATIENCE)
    near(cable).close()


def test_what_is_asked_in_the_silence_is_answered_after_it(cable: Cable) -> None:
    with near(cable) as side:
        breaking = broken(cable, "silent", 0.1)
        side.sendall(b"two")
        assert side.recv(100) == b"two"
        breaking.join()


def test_what_is_asked_arrives_and_its_answer_never_does(far: Far, cable: Cable) -> None:
    with near(cable) as side:
        breaking = broken(cable, "unanswered", 0.2)
        while cable._answers.is_set():
            pass
        side.sendall(b"two")
        assert ends(side)
        breaking.join()
    assert far.heard == [b"one", b"two"]
