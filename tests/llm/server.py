"""A stand-in for a model server on loopback: it keeps what it was asked, and misbehaves in the ways it is told."""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next reply of the server's list; the last one again when it is used up."""

    protocol_version = "HTTP/1.1"
    server: "ModelServer"

    def do_POST(self) -> None:  # the name that http.server calls
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(
            {
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": json.loads(body),
            }
        )
        replies = self.server.replies
        replies[min(len(self.server.asked), len(replies)) - 1](self)

    def send(self, body: bytes, headers: Mapping[str, str], *, status: int, length: int | None) -> None:
        self.send_response(status)
        usual = {"Content-Type": "application/json", "Content-Length": str(len(body) if length is None else length)}
        for name, value in {**usual, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
        """Say nothing: a test's output is its own."""


class ModelServer(ThreadingHTTPServer):
    """Holds the replies to give and the requests that came; ``released`` ends the waiting of slow replies."""

    daemon_threads = True

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies = replies
        self.asked: list[Mapping[str, Any]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that gives up is what some tests are about."""


@contextmanager
def model_server(*replies: Reply) -> Iterator[ModelServer]:
    """Serve until the block ends."""
    server = ModelServer(replies)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def completion(content: str | None, *, finish: str = "stop", **message: object) -> bytes:
    """Give the body of a chat completion; the message's own fields may be added to."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    usage = {"prompt_tokens": 120, "completion_tokens": 34, "total_tokens": 154}
    made = {"id": "c1", "object": "chat.completion", "created": 1, "model": "stand-in", "choices": [choice]}
    return json.dumps({**made, "usage": usage}).encode()


def says(content: str | None, *, finish: str = "stop", **message: object) -> Reply:
    """Answer as a model that is well."""
    return sends(completion(content, finish=finish, **message))


def sends(
    body: bytes, headers: Mapping[str, str] | None = None, *, status: int = 200, length: int | None = None
) -> Reply:
    """Answer with these bytes; a ``length`` of one's own makes the body half a body."""

    def reply(handler: Handler) -> None:
        handler.send(body, headers or {}, status=status, length=length)
        handler.close_connection = True

    return reply


def fails(status: int, headers: Mapping[str, str] | None = None) -> Reply:
    """Refuse as the interface refuses, with words that must not reach any log."""
    return sends(json.dumps({"error": {"message": "Acme said so", "code": None}}).encode(), headers, status=status)


def resets(handler: Handler) -> None:
    """Break the connection off instead of answering."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def waits(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.released.wait(30)


def trickles(handler: Handler) -> None:
    """Send a blank now and then, for ever: no single read waits long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.released.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def floods(handler: Handler) -> None:
    """Send more than anybody wants to read."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.released.is_set():
        handler.wfile.write(b" " * 65_536)
