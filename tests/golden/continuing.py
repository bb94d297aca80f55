"""The database of the old version, continued by today's: what Slack hears of it, and what is recorded in the end."""

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.store.store import open_store
from tests.golden.commands import run
from tests.golden.retelling import Names, retold
from tests.golden.stage import OLD_DATABASE, OLD_SLACK, Told, resumed, slack, tell
from tests.golden.stories import AFTER

_WITH_IDS = ("assessments", "drafts", "actions", "cadences", "ratings")
_UNTOLD = {"deliveries", "jobs", "_sqlite_migrations", "sqlite_sequence", "golden_jobs"}
_TIMED = {"digest": "of words with a time", "lease": "of a run", "boot": "of the machine", "asked_ms": 0}
"""In place of the fingerprint of a message, which is made of the moment too: a changed one shows in the traffic."""
_LOG = (
    "CREATE TABLE golden_jobs (kind TEXT, key TEXT, payload TEXT)",
    """CREATE TRIGGER golden_jobs_log AFTER INSERT ON jobs
        BEGIN INSERT INTO golden_jobs VALUES (new.kind, new.key, new.payload); END""",
)
"""Keeps what work was asked for: a job is deleted when it is done."""
_DRAW_ANEW = (
    "UPDATE posts SET digest = ''",
    """INSERT INTO jobs (kind, key, payload, state, run_at)
        SELECT 'thread', 'thread:' || workspace || ':' || id,
            json_object('workspace', workspace, 'assessment', id), 'waiting', started_at FROM assessments""",
)
"""Has the bot forget what its messages say, and asks for every thread."""


@dataclass(frozen=True, slots=True)
class Continued:
    """The records of one continuation."""

    traffic: str
    facts: str
    jobs: str
    schema: str
    warnings: tuple[str, ...]


@lru_cache
def continued() -> Continued:
    """Let today's version open the old database, and go on with the story."""
    with TemporaryDirectory() as folder, slack() as served:
        database = Path(folder) / "cxbot.db"
        names = _names_of_old()
        with resumed(served, database, _LOG) as stage:
            old = _ids(database)
            story = list(tell(stage, AFTER))
            warnings = tuple(str(each) for each in stage.logs if each["log_level"] in ("warning", "error"))
        now = _ids(database)
        names.rows, names.threads = _new_names(old, now), frozenset(now["assessments"])
        facts, jobs = _facts(database, names), _jobs(database, names)
        return Continued(retold(story, names), facts, jobs, schema(database), warnings)


def redrawn() -> str:
    """Let today's version draw anew all that the old version had shown, from what stands in its database."""
    with TemporaryDirectory() as folder, slack() as served:
        names = _names_of_old()
        with resumed(served, Path(folder) / "cxbot.db", _DRAW_ANEW) as stage:
            return retold([Told("cxbot", "draws everything anew", stage.traffic(), {})], names)


def _names_of_old() -> Names:
    names = Names()
    for messages in json.loads(OLD_SLACK.read_text("utf-8"))["channels"].values():
        for each in messages:
            names.see(each["ts"], each)
    return names


def _ids(database: Path) -> Mapping[str, tuple[str, ...]]:
    with closing(sqlite3.connect(database)) as db:
        return {
            table: tuple(row[0] for row in db.execute(f"SELECT id FROM {table} ORDER BY rowid"))  # noqa: S608  # names of our own
            for table in _WITH_IDS
        }


def _new_names(old: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        new: f"<{table} {place}>"
        for table, ids in now.items()
        for place, new in enumerate(each for each in ids if each not in old[table])
    }


def _facts(database: Path, names: Names) -> str:
    """Return every row of every table but those of the queue, as JSON; the order is that of the letters."""
    with closing(sqlite3.connect(database)) as db:
        return "\n".join(_rows(db, names)) + "\n"


def _rows(db: sqlite3.Connection, names: Names) -> Iterator[str]:
    db.row_factory = sqlite3.Row
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    for table in tables:
        if table not in _UNTOLD:
            rows = [dict(each) for each in db.execute(f"SELECT * FROM {table}")]  # noqa: S608  # as above
            yield f"== {table}, {len(rows)}"
            yield from sorted(names.put(json.dumps(_told(table, each), ensure_ascii=False)) for each in rows)


def _told(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what says nothing: a fingerprint made of the moment, the order of a question's details."""
    if table in ("posts", "notices"):
        return row | _TIMED
    return row | {"detail": json.dumps(json.loads(row["detail"]), sort_keys=True)} if table == "questions" else row


def _jobs(database: Path, names: Names) -> str:
    """Return all work that was asked for, and what still waits with the moment when it is due."""
    with closing(sqlite3.connect(database)) as db:
        asked = db.execute("SELECT kind, key, payload FROM golden_jobs")
        lines = {names.put(_job(row)) for row in asked}
        waits = db.execute(
            "SELECT state, run_at, kind, key, payload FROM jobs WHERE kind != 'tidy' ORDER BY run_at, key"
        )
        waiting = [names.put(_job(row)) for row in waits]
    return "\n".join(["== asked for", *sorted(lines), "== waiting", *waiting]) + "\n"


def _job(row: Sequence[str]) -> str:
    """Return a job as JSON; its payload comes last, in the order of the letters."""
    *about, payload = row
    return json.dumps([*about, json.loads(payload)], ensure_ascii=False, sort_keys=True)


def schema(database: Path) -> str:
    """Return the schema of a database as SQL, each statement on one line: where it was broken means nothing."""
    with closing(sqlite3.connect(database)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        own = (" ".join(sql.split()).replace("( ", "(") for name, sql in rows if not name.startswith("golden_jobs"))
        return "".join(f"{sql};\n" for sql in own)


def fresh_schema() -> str:
    """Return the schema of a new database of today's version."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "cxbot.db"
        open_store(f"sqlite:///{database}").close()
        return schema(database)


def exported(number: int) -> str:
    """Return the export of an assessment of the old database by its number."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "cxbot.db"
        database.write_bytes(gzip.decompress(OLD_DATABASE.read_bytes()))
        with closing(sqlite3.connect(database)) as db:
            (name,) = db.execute("SELECT id FROM assessments WHERE number = ?", (number,)).fetchone()
        code, output = run("export", "--assessment", name, DATABASE_URL=f"sqlite:///{database}")
        assert code == 0, output
        return output
