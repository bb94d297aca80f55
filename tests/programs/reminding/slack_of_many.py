"""A Slack of many workspaces that takes posts as fast as Slack does, and answers 429 to what comes faster.

``GET /told`` gives the posts that were taken, and how many calls were refused for coming too fast.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict, deque
from typing import Any

PER_CHANNEL, PER_CHANNEL_SECONDS = 4, 1.5
"""A message a second, a few at once: so many within such a time are too fast for any reading of Slack's words."""
PER_WORKSPACE, MINUTE = 300, 60.0


class Taken:
    """What came in so far."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, str, str, float]] = []
        self.refused = 0
        self._recent: dict[str, deque[float]] = defaultdict(deque)

    def is_too_fast(self, workspace: str, channel: str) -> bool:
        """Take note of a post, and return whether it is one too many."""
        now = time.monotonic()
        places = ((workspace, PER_WORKSPACE, MINUTE), (f"{workspace} {channel}", PER_CHANNEL, PER_CHANNEL_SECONDS))
        for place, most, seconds in places:
            while self._recent[place] and self._recent[place][0] <= now - seconds:
                self._recent[place].popleft()
            if len(self._recent[place]) >= most:
                self.refused += 1
                return True
        for place, _, _ in places:
            self._recent[place].append(now)
        return False


class Connection(asyncio.Protocol):
    """One request and its answer."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        if not end or len(body) < int(fields.get(b"content-length", b"0")):
            return
        path = head.split(b" ", 2)[1].decode()
        if path == "/told":
            self._answer({"posts": self._taken.posts, "refused": self._taken.refused})
        else:
            workspace = fields.get(b"authorization", b"").decode().rpartition("xoxb-")[2].upper()
            self._call(path.rsplit("/", 1)[-1], workspace, json.loads(body) if body[:1] == b"{" else {})

    def _call(self, method: str, workspace: str, asked: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"ok": True, "team_id": workspace, "user_id": "UBOT", "bot_id": "BBOT"}
        answer |= {"url": "https://many.example/", "messages": [], "channel": asked.get("channel")}
        if method == "chat.postMessage":
            if self._taken.is_too_fast(workspace, str(asked["channel"])):
                self._answer({"ok": False, "error": "ratelimited"}, "429 Too Many Requests\r\nretry-after: 1")
                return
            ts = f"{1_780_000_000 + len(self._taken.posts)}.000100"
            key = str(asked["blocks"][0].get("block_id", ""))
            self._taken.posts.append((workspace, str(asked["channel"]), key, time.monotonic()))
            answer |= {"ts": ts, "message": {}}
        self._answer(answer)

    def _answer(self, value: object, status: str = "200 OK") -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        self._transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self._transport.close()


async def _serve() -> None:
    taken = Taken()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(taken), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
