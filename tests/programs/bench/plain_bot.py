"""The bot that a reader would write himself: Bolt's web server as its tutorials show it, sqlite3, a post by ``say``.

Its listener records the answer with one COMMIT and posts the next question. Bolt has acknowledged by then: in its
default way an event is acknowledged first, and listeners run on ten threads.
"""

import json
import os
import socket
import sqlite3
import sys
import threading
import time
from contextlib import closing
from http.server import HTTPServer
from typing import Any

from slack_bolt import App, Say
from slack_sdk import WebClient

QUESTIONS = ("Strategy", "Journeys", "Data", "Measurement", "People", "Governance")
_DATABASE = os.environ.get("DATABASE_URL", "").removeprefix("sqlite:///")
_TABLE = "CREATE TABLE IF NOT EXISTS answers (thread TEXT, person TEXT, level INTEGER, words TEXT)"


def plain_app() -> App:
    """Build the app."""
    client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
    app.event("message")(record_and_ask)
    return app


def record_and_ask(event: dict[str, Any], say: Say) -> None:
    """Record an answer and post the next question."""
    thread, text = event["thread_ts"], event["text"]
    with closing(sqlite3.connect(_DATABASE)) as connection, connection:
        connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (thread, event["user"], int(text[0]), text))
        answers = connection.execute("SELECT COUNT(*) FROM answers WHERE thread = ?", (thread,)).fetchone()[0]
    say(f"Noted: {text[0]}. And {QUESTIONS[answers % len(QUESTIONS)]}?", thread_ts=thread)


def serve() -> None:
    """Serve until SIGTERM."""
    # five connections wait there: the kernel tries others again after 1, 3, 7 ... s, and that would be measured alone
    HTTPServer.request_queue_size = 128
    with closing(sqlite3.connect(_DATABASE)) as connection, connection:
        connection.execute(_TABLE)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    threading.Thread(target=_tell_when_it_listens, args=(port,), daemon=True).start()
    plain_app().start(port, http_server_logger_enabled=False)


def _tell_when_it_listens(port: int) -> None:
    while True:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.01)
    sys.stderr.write(json.dumps({"port": port}) + "\n")


if __name__ == "__main__":
    serve()
