"""`cxbot forget` on the database of an older version: no byte knows the person, and every command goes on."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.databases import ON_POSTGRESQL, put_file, rows_of
from tests.golden.stage import OLD_DATABASE

WORKSPACE, DANA, SAM, RILEY = "T0ACME0001", "U0DANA0001", "U0SAM00001", "U0RILEY001"
SAID = (
    ("ratings", "evidence", "respondent"),
    ("ratings", "reason", "respondent"),
    ("action_updates", "note", "said_by"),
    ("drafts", "hint", "asked_by"),
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cxbot.db"
    put_file(gzip.decompress(OLD_DATABASE.read_bytes()), path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    return path


def asked(database: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Ask the database as it stands; an SQLite file is not brought up to date by that."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(sql, values).fetchall()
    with closing(open_store(f"sqlite:///{database}")) as store, store._database.reading() as session:
        return [tuple(dict(row).values()) for row in session.all(sql, *values)]


def words_of(database: Path, person: str) -> set[str]:
    """Give what a person said, as it stands in the file; short words, and those of a framework, are everybody's."""
    found: set[str] = set()
    wordings = str(asked(database, "SELECT wording FROM frameworks"))
    for table, column, by in SAID:
        for (text,) in asked(database, f"SELECT {column} FROM {table} WHERE {by} = ?", person):  # noqa: S608 -- own names
            found |= {each for _, each in json.loads(text)} if column == "evidence" else {text or ""}
    return {each for each in found if len(each.split()) > 2 and each not in wordings}


def content(database: Path) -> bytes:
    """Give every byte of the file; of PostgreSQL, whose files are its own, every row."""
    if ON_POSTGRESQL:
        with closing(open_store(f"sqlite:///{database}")) as store:
            return str(rows_of(store)).encode()
    return b"\0".join(each.read_bytes() for each in database.parent.glob("cxbot.db*"))


@pytest.mark.parametrize("person", [DANA, SAM, RILEY])
def test_no_byte_of_an_older_file_knows_the_person_any_more(database: Path, person: str) -> None:
    words = words_of(database, person)
    assert person.encode() in content(database)
    told = cxbot("forget", person, "--workspace", WORKSPACE, "--json")
    fields = json.loads(told.output)
    assert (told.exit_code, fields["outcome"], fields["wiped"]) == (0, "forgotten", True)
    assert fields["waits_for_a_running_bot"]
    assert [each for each in (person, *words) if each.encode() in content(database)] == []
    again = cxbot("forget", person, "--workspace", WORKSPACE)
    assert (again.exit_code, again.output.startswith(f"Nothing is known of {person}")) == (0, True)


def test_every_command_goes_on_without_the_person(database: Path, tmp_path: Path) -> None:
    words = words_of(database, DANA)
    assert len(words) > 1
    cxbot("forget", DANA, "--workspace", WORKSPACE)
    ids = [key for (key,) in asked(database, "SELECT id FROM assessments WHERE workspace = ?", WORKSPACE)]
    assert ids
    written = []
    for key in ids:
        export, report = tmp_path / f"{key}.json", tmp_path / f"{key}.html"
        assert cxbot("export", "--assessment", key, "--output", str(export)).exit_code == 0
        assert cxbot("score", str(export)).exit_code == 0
        assert cxbot("report", key, "--to", str(report)).exit_code == 0
        page = report.read_text("utf-8")
        assert "gone-" not in page
        written += [export.read_text("utf-8"), page]
    for command in (("jobs", "--json"), ("jobs",), ("portfolio", "--json", "--workspace", WORKSPACE)):
        written.append(cxbot(*command).output)
    tables = tmp_path / "all.csv"
    assert cxbot("data", "--workspace", WORKSPACE, "--to", str(tables)).exit_code == 0
    written += [each.read_text("utf-8") for each in tmp_path.glob("all*.csv")]
    assert [each for each in (DANA, *words) for text in written if each in text] == []


def test_a_dry_run_counts_and_changes_nothing(database: Path) -> None:
    cxbot("jobs")  # brings the file up to date
    before = content(database)
    dry = json.loads(cxbot("forget", DANA, "--workspace", WORKSPACE, "--dry-run", "--json").output)
    assert content(database) == before
    done = json.loads(cxbot("forget", DANA, "--workspace", WORKSPACE, "--json").output)
    assert (dry["outcome"], dry["rows"], dry["enqueued"]) == ("would_be_forgotten", done["rows"], done["enqueued"])
    told = cxbot("forget", SAM, "--workspace", WORKSPACE, "--dry-run")
    assert (told.exit_code, "Nothing was changed" in told.output) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("U0NOBODY01", "--workspace", WORKSPACE), 1, "Nothing is known of U0NOBODY01 in workspace T0ACME0001."),
        ((DANA, "--workspace", "T0ELSEWHERE"), 1, f"Nothing is known of {DANA} in workspace T0ELSEWHERE."),
        ((DANA,), 2, "--workspace"),
        (("dana banks", "--workspace", WORKSPACE), 2, "is no person's id"),
        (("gone-abcdefghij", "--workspace", WORKSPACE), 2, "is no person's id"),
    ],
)
def test_who_is_not_known_and_wrong_use_are_told_apart(
    database: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    told = cxbot("forget", *arguments)
    assert (told.exit_code, said in told.output) == (code, True)
    assert DANA.encode() in content(database)
