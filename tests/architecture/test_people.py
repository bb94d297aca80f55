"""Every table says what it holds of people, and what becomes of that when one of them is removed."""

import re
from contextlib import closing
from itertools import takewhile
from pathlib import Path

from bot.slack.views.forgetting import as_fields
from bot.store.people import NOBODY, PEOPLE
from bot.store.store import open_store
from bot.use_cases.forget import ForgetOutcome, ForgetReport

COLUMNS = "SELECT m.name AS holder, c.name AS col FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%only ever added to%'"


def asked(sql: str) -> list[tuple[str, str]]:
    with closing(open_store("sqlite://")) as store, store.reading() as view:
        return [(str(one), str(other)) for one, other in (dict(row).values() for row in view._session.all(sql))]


def test_each_column_of_text_says_what_becomes_of_people_in_it() -> None:
    known = asked(f"{COLUMNS} WHERE m.type = 'table' AND c.type = 'TEXT'")
    silent = [f"{table}.{name}" for table, name in known if name not in PEOPLE.get(table, {}) and name not in NOBODY]
    assert silent == [], "say in bot/store/people.py what becomes of these when a person is removed"
    declared = [(table, name) for table, held in PEOPLE.items() for name in held]
    assert [each for each in declared if each not in known] == []
    assert set(NOBODY) <= {name for _, name in known}


def test_every_guard_lets_the_removal_of_a_person_pass() -> None:
    guards = asked(GUARDS)
    assert guards
    assert [name for name, sql in guards if "WHEN NOT EXISTS (SELECT 1 FROM forgetting)" not in sql] == []


def test_the_privacy_page_names_every_table_and_every_field_of_a_removal() -> None:
    page = (Path(__file__).parents[2] / "docs/privacy.md").read_text("utf-8")
    tables = {name for name, _ in asked(TABLES)}
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells(page, "| tables | hold of people |")))) == tables
    fields = as_fields(ForgetReport(ForgetOutcome.UNKNOWN), "U1", "T1")
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells(page, "| field | is |")))) == set(fields)
    assert [each for each in ForgetOutcome if f"`{each}`" not in page] == []


def first_cells(page: str, heading: str) -> list[str]:
    """Give the first cells of the table that begins with a heading."""
    rows = page[page.index(heading) :].splitlines()[2:]
    return [each.split("|")[1] for each in takewhile(lambda row: row.startswith("|"), rows)]
