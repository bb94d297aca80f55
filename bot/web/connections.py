"""Connections to the server: how many there may be, and how long one may stay without a whole request.

Half-open connections cost a stranger nothing and the bot a descriptor each; where those run out, nothing is answered.
"""

import asyncio
import logging
import os
import resource
import socket
from dataclasses import dataclass, field
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 5.0
"""Slack sends the request line and the headers at once."""

BODY_SECONDS = 15.0
"""Longer than a body is waited for, so that a slow one is answered before its connection is closed."""

MOST = 1_000
SHARE = 3
"""One of so many descriptors may be a connection; the others are for Slack, the database and what is being accepted."""

BATCH = 128
BATCH_SHARE = 16
"""asyncio accepts so many before it looks at the first of them, and logs each that it has no descriptor for."""

QUEUE = 2_048
"""So many wait in the kernel to be accepted: whoever finds that full tries again after a second only."""

_ENOUGH = 65_536
log = logging.getLogger("bot.web")


def raise_descriptors() -> int:
    """Raise the limit on open files as far as this process may, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):  # macOS allows less than it says
            return soft
        return wanted
    return min(soft, _ENOUGH) if soft != resource.RLIM_INFINITY else _ENOUGH


@dataclass(slots=True)
class Limits:
    """What holds for all connections of a server. ``waiting`` are those without a whole request, the oldest first."""

    most: int = MOST
    head_seconds: float = HEAD_SECONDS
    body_seconds: float = BODY_SECONDS
    waiting: "dict[BoundedHttp, None]" = field(default_factory=dict)


def limits_for(descriptors: int) -> Limits:
    """Return the limits that leave enough descriptors for everything else."""
    return Limits(most=max(min(descriptors // SHARE, MOST), 1))


def batch_for(descriptors: int) -> int:
    """Return how many connections are accepted in one go."""
    return max(min(descriptors // BATCH_SHARE, BATCH), 1)


def lengthen_queue(listener: int) -> None:
    """Let more connections wait in the kernel than are accepted in one go, which asyncio has one figure for."""
    with socket.socket(fileno=os.dup(listener)) as twin:
        twin.listen(QUEUE)


class BoundedHttp(H11Protocol):
    """Closes a connection that brings no whole request in time, and the oldest of those where there are too many."""

    limits: Limits

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timer: asyncio.TimerHandle | None = None
        self._phase: object = None

    @classmethod
    def within(cls, limits: Limits) -> type["BoundedHttp"]:
        """Return the protocol with these limits."""
        return type(cls.__name__, (cls,), {"limits": limits})

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection in, in place of another one where there are too many."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self.limits.most:
            log.warning("There are too many connections: the oldest that has sent no whole request is closed.")
            next(iter(self.limits.waiting), self).give_way()

    def give_way(self) -> None:
        """Close this connection, so that another one finds room."""
        self._enter(None)
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take bytes in."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._enter(None)

    def _watch(self) -> None:
        phase = self.conn.their_state
        if phase is not self._phase and self in self.connections:
            self._enter(phase)

    def _enter(self, phase: object) -> None:
        """Begin to wait for the rest of a request, or stop waiting."""
        if self._timer is not None:
            self._timer.cancel()
        self._phase, self._timer = phase, None
        self.limits.waiting.pop(self, None)
        if phase in (h11.IDLE, h11.SEND_BODY):
            self.limits.waiting[self] = None
            seconds = self.limits.head_seconds if phase is h11.IDLE else self.limits.body_seconds
            self._timer = self.loop.call_later(seconds, self.transport.abort)
