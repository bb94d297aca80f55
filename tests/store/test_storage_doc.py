"""`docs/storage.md` says what the code does: its tables, its figures, its forms of URL."""

import re
from contextlib import closing
from pathlib import Path

from bot.jobs import worker
from bot.jobs import worker as backoff
from bot.store import jobs
from bot.store import session as troubles
from bot.store.store import SqlStore, open_store
from tests.known import peek

DOC = (Path(__file__).parents[2] / "docs" / "storage.md").read_text("utf-8")
FIRST_CELL = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
EACH_TABLE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
)


def tables_of(store: SqlStore) -> list[str]:
    return [row["name"] for row in peek(store._database).all(EACH_TABLE)]


def test_the_tables_in_the_documentation_are_those_of_the_schema() -> None:
    with closing(open_store("sqlite://")) as store:
        assert sorted(set(FIRST_CELL.findall(DOC)) - {"DATABASE_URL"}) == tables_of(store)


def test_every_table_of_facts_has_the_workspace_first_in_its_key() -> None:
    with closing(open_store("sqlite://")) as store, store._database.reading() as session:
        first = {
            table: session.all(f"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1")[0]["name"]  # noqa: S608 -- names of the schema
            for table in tables_of(store)
        }
    assert {table for table, column in first.items() if column != "workspace"} == {
        "jobs",
        "_sqlite_migrations",
        "schema_steps",
    }


def test_the_figures_in_the_documentation_are_those_of_the_code() -> None:
    assert f"leased for {jobs.LEASE_SECONDS:.0f} seconds, renewed every {worker.HEARTBEAT_SECONDS:.0f}" in DOC
    assert f"after 1, 2, 4 ... {backoff.LONGEST_SECONDS:.0f} seconds" in DOC
    assert worker.FAILURES == 8
    assert "at the eighth time" in DOC
    assert f"up to {troubles.BUSY_SECONDS} seconds" in DOC
