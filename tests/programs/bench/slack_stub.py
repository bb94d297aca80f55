"""A Slack that takes every call at once, or after some seconds, and remembers when; nothing else of Slack is modelled.

One process of its own, so that what it costs is not counted as the bot's. ``GET /calls`` gives what was called since
the last time that was asked.
"""

import asyncio
import json
import sys
import time
from typing import Any

ME = {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT", "team": "Bench", "url": "https://bench.example/"}
_NO_ANSWER_YET = 10_000_000
_UPLOAD = "upload"


class Slack(asyncio.Protocol):
    """One connection; every connection shares the list of calls and the counter that makes each ts."""

    calls: list[tuple[str, str, str, float]] = []  # noqa: RUF012  # shared by all connections on purpose
    delay = 0.0
    counter = _NO_ANSWER_YET

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        if len(body) < int(fields.get(b"content-length", b"0")):
            return
        self.received = b""
        path = head.split(b" ", 2)[1].decode()
        if path == "/calls":
            self._calls()
        else:
            self._method(path.rsplit("/", 1)[-1], body)

    def _calls(self) -> None:
        calls, Slack.calls = Slack.calls, []
        self._send(calls)

    def _method(self, method: str, body: bytes) -> None:
        asked = _json(body)
        if method == _UPLOAD:
            self._send({})  # the bytes of a file are no call
            return
        thread = asked.get("thread_ts") or asked.get("ts") or ""
        Slack.calls.append((method, str(asked.get("channel", "")), str(thread), time.monotonic()))
        Slack.counter += 1
        answer = {
            "ok": True,
            **ME,
            "ts": f"1780000000.{Slack.counter % 1_000_000:06d}",
            "channel": asked.get("channel"),
            "file_id": f"F{Slack.counter}",
            "upload_url": f"http://127.0.0.1:{self.transport.get_extra_info('sockname')[1]}/{_UPLOAD}",
        }
        if method != "auth.test" and Slack.delay:
            asyncio.get_running_loop().call_later(Slack.delay, self._send, answer)
        else:
            self._send(answer)

    def _send(self, value: object) -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def _serve(delay: float) -> None:
    Slack.delay = delay
    server = await asyncio.get_running_loop().create_server(Slack, "127.0.0.1", 0, backlog=1024)
    sys.stderr.write(json.dumps({"port": server.sockets[0].getsockname()[1]}) + "\n")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
