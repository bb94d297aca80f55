"""Every table says what it holds of people, and what becomes of that when one of them is removed."""

from bot.store.people import NOBODY, PEOPLE
from bot.store.sqlite import open_store

COLUMNS = "SELECT m.name AS holder, c.name AS col FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%only ever added to%'"


def asked(sql: str) -> list[tuple[str, str]]:
    store = open_store("sqlite://")
    try:
        with store.reading() as view:
            return [(str(row[0]), str(row[1])) for row in view._session.all(sql)]
    finally:
        store.close()


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
