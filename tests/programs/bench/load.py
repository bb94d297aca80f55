"""A load generator: so many connections, each sends its next request when the last one is answered."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: when it was sent and when its answer was whole (monotonic seconds), and the answer."""

    sent: float
    ended: float
    status: int
    body: bytes

    @property
    def seconds(self) -> float:
        """Give how long the answer took."""
        return self.ended - self.sent


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one burst of requests."""

    answers: tuple[Answered, ...]
    seconds: float

    @property
    def per_second(self) -> float:
        """Give the throughput."""
        return len(self.answers) / self.seconds

    def quantile(self, share: float) -> float:
        """Give the latency in seconds below which that share of the answers came."""
        return quantile([each.seconds for each in self.answers], share)


def quantile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least that share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self.requests = requests
        self.done = done
        self.answers: list[Answered] = []
        self.received = b""
        self.sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.done.set_result(None)
            self.transport.close()
            return
        self.sent = time.monotonic()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self.received = b""
        self.answers.append(Answered(self.sent, time.monotonic(), int(head[9:12]), body))
        self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed a connection in use"))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def send(port: int, requests: Sequence[bytes], *, connections: int) -> Run:
    """Send every request once, in their order, over so many connections at a time."""
    return asyncio.run(_send(port, requests, connections))


def send_anew(port: int, requests: Sequence[bytes], *, connections: int) -> Run:
    """Send every request over a connection of its own, to a server that closes each; so many are open at a time."""
    return asyncio.run(_send_anew(port, requests, connections))


async def _send_anew(port: int, requests: Sequence[bytes], connections: int) -> Run:
    shared, answers = iter(requests), list[Answered]()

    async def line() -> None:
        for request in shared:
            sent = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            received = await reader.read()
            writer.close()
            body = received.partition(b"\r\n\r\n")[2]
            answers.append(Answered(sent, time.monotonic(), int(received[9:12]), body))

    began = time.monotonic()
    await asyncio.gather(*(line() for _ in range(connections)))
    return Run(tuple(answers), time.monotonic() - began)


async def _send(port: int, requests: Sequence[bytes], connections: int) -> Run:
    loop = asyncio.get_running_loop()
    shared = iter(requests)
    lines = [_Connection(shared, loop.create_future()) for _ in range(connections)]
    for line in lines:
        await loop.create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc]  # mypy infers no type for it
    began = time.monotonic()
    for line in lines:
        line.next()
    await asyncio.gather(*(line.done for line in lines))
    seconds = time.monotonic() - began
    return Run(tuple(answer for line in lines for answer in line.answers), seconds)
