"""The least that could be called an answer: bare Bolt, and the same SQL and COMMIT as an answer's, nothing decided.

No rubric is read, no row is checked, no value is made: what is written is the same for every answer. It shows how much
of bare Bolt's throughput is left for everything else that the bot does, in one process of Python.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt import Ack, BoltRequest

from bot.store.session import Session
from bot.store.sqlite import SqliteDatabase
from bot.web.app import HttpReply, web_app
from tests.programs.bench.bare import Server, bare_app

_AT = "2026-11-22T09:30:00.000000Z"
_EVIDENCE = json.dumps([{"kind": "words", "text": "we map some journeys, for the shops at least"}])


def answer(session: Session, body: Mapping[str, Any]) -> None:
    """Run the statements of one answer; SQLite does for them what it does for an answer's."""
    event = body["event"]
    place = (body["team_id"], event["channel"], event["thread_ts"])
    session.one(
        "INSERT INTO deliveries (workspace, event, taken_at) VALUES (?, ?, ?)"
        " ON CONFLICT (workspace, event) DO NOTHING RETURNING event",
        *(place[0], f"message:{event['channel']}:{event['ts']}", _AT),
    )
    found = session.one("SELECT * FROM assessments WHERE workspace = ? AND channel = ? AND thread = ?", *place)
    if found is None:
        return
    own = (place[0], str(found["id"]))
    for table in ("members", "ratings", "agreed_levels", "questions"):
        session.all(f"SELECT * FROM {table} WHERE workspace = ? AND assessment = ? ORDER BY number", *own)  # noqa: S608  # names of our own tables
    session.one("SELECT since FROM restored WHERE workspace = ? AND assessment = ?", *own)
    _write(session, own, event["ts"])


def _write(session: Session, own: tuple[str, str], said_in: str) -> None:
    last = session.one(
        "SELECT COALESCE(MAX(number), 0) AS last FROM questions WHERE workspace = ? AND assessment = ?", *own
    )
    number = int(last["last"]) if last is not None else 0
    session.all(
        "INSERT INTO ratings (workspace, assessment, number, id, dimension, respondent, round, verdict, level,"
        " reason, evidence, said_at, said_in) VALUES (?, ?,"
        " (SELECT COALESCE(MAX(number), 0) + 1 FROM ratings WHERE workspace = ? AND assessment = ?),"
        " ?, 'd', 'U1', 1, 'level', 2, NULL, ?, ?, ?)",
        *(*own, *own, f"{own[1]}{number}", _EVIDENCE, _AT, said_in),
    )
    session.all(
        "UPDATE questions SET ended = 'answered' WHERE workspace = ? AND assessment = ? AND number = ?"
        " AND ended IS NULL RETURNING number",
        *(*own, number),
    )
    session.all(
        "INSERT INTO questions (workspace, assessment, number, respondent, dimension, wants, because, detail,"
        " said_in, said_at, ended) VALUES (?, ?, ?, 'U1', 'd', 'level', 'next', '{}', ?, ?, NULL)",
        *(*own, number + 1, said_in, _AT),
    )
    session.all(
        "INSERT INTO jobs (kind, key, payload, state, run_at) VALUES ('thread', ?, ?, 'waiting', ?)"
        " ON CONFLICT (key) WHERE state = 'waiting' DO NOTHING",
        *(f"thread:{own[0]}:{own[1]}", json.dumps({"workspace": own[0], "assessment": own[1]}), _AT),
    )


def serve() -> None:
    """Serve until SIGTERM; the database holds the conversations already."""
    database = SqliteDatabase(Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///")))

    def take(ack: Ack, body: dict[str, Any]) -> None:
        with database.writing("") as session:
            answer(session, body)
        ack()

    app = bare_app(os.environ["SLACK_SIGNING_SECRET"], take)

    def dispatch(body: str, headers: Mapping[str, str]) -> HttpReply:
        response = app.dispatch(BoltRequest(body=body, headers=dict(headers)))
        return HttpReply(response.status, {name: values[0] for name, values in response.headers.items()}, response.body)

    Server(
        uvicorn.Config(web_app(dispatch, dict), host="127.0.0.1", port=0, log_level="warning", access_log=False)
    ).run()


if __name__ == "__main__":
    serve()
