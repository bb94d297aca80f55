"""The way of one process to a server of PostgreSQL: a proxy on loopback that carries bytes, and can be broken."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Literal

HOST = "127.0.0.1"
Break = Literal["cut", "silent", "unanswered", "forgotten"]
BREAKS: tuple[Break, ...] = ("cut", "silent", "unanswered", "forgotten")
"""``cut``: connections end at both sides, and none is made. ``silent``: nothing goes through, then all of it.

``unanswered``: what is asked arrives, the answer does not, and the connections end: nobody knows what was committed.
``forgotten``: the bot's side ends, and the server goes on waiting with whatever it holds for that side.
"""
_AT_ONCE = struct.pack("ii", 1, 0)  # a close that tells of itself with a reset


class Cable:
    """A proxy to a port of this machine; ``port`` is its own."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._loop = asyncio.new_event_loop()
        self._asks, self._answers, self._takes, self._tells = (asyncio.Event() for _ in range(4))
        for each in (self._asks, self._answers, self._takes, self._tells):
            each.set()
        self._near_sides: set[asyncio.StreamWriter] = set()
        self._far_sides: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cable", daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._run(asyncio.start_server(self._carry, HOST, 0)).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def break_off(self, how: Break, seconds: float) -> None:
        """Break it for so many seconds."""
        self._run(self._broken(how, seconds)).result()

    def close(self) -> None:
        """End every connection."""
        self._run(self._close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            _end(self._near_sides | self._far_sides)
            await asyncio.wait(others, timeout=0.1)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _broken(self, how: Break, seconds: float) -> None:
        still = {
            "cut": (self._takes,),
            "silent": (self._asks, self._answers),
            "unanswered": (self._answers,),
            "forgotten": (self._tells,),
        }[how]
        for each in still:
            each.clear()
        ends = set() if how == "silent" else self._near_sides | self._far_sides
        if how in ("cut", "forgotten"):
            _end(ends if how == "cut" else ends - self._far_sides)
        await asyncio.sleep(seconds)
        _end(ends)
        for each in still:
            each.set()

    async def _carry(self, near: asyncio.StreamReader, near_side: asyncio.StreamWriter) -> None:
        if not self._takes.is_set():
            _end({near_side})
            return
        try:
            far, far_side = await asyncio.open_connection(HOST, self._far)
        except OSError:
            _end({near_side})
            return
        self._near_sides.add(near_side)
        self._far_sides.add(far_side)
        asks = self._pump(near, far_side, self._asks)
        answers = self._pump(far, near_side, self._answers)
        await asyncio.gather(asks, answers)
        self._near_sides.discard(near_side)
        self._far_sides.discard(far_side)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, goes: asyncio.Event) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                await goes.wait()
                sink.write(data)
                await sink.drain()
        await self._tells.wait()
        sink.close()


def _end(sides: set[asyncio.StreamWriter]) -> None:
    for each in sides:
        end = each.get_extra_info("socket")
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        each.transport.abort()
