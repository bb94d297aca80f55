"""Installations and stays: whose token speaks, and a workspace that the bot left is deleted whole and alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.installations import of_a_workspace
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from bot.use_cases.stays import delete_workspace, wipe_deleted
from bot.use_cases.store_ports import Installation, Stay, Tokens
from tests.databases import file_of, rows_in
from tests.known import peek, sure, write
from tests.store.left_behind import GONE, SAID, SOLO, leave_behind
from tests.store.made import START, enqueue, on_day
from tests.store.test_forgetting import traces

ELSEWHERE = "T2"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[SqlStore]:
    """Give a store in which the same ids and words stand in two workspaces, and one of them has more."""
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    leave_behind(store)
    write(store, "T1").put_stay(Stay("T1", START))
    _copied(store)
    enqueue(store, NewJob("thread", "thread:T2:x", {"workspace": "T2", "assessment": "x"}))
    yield store
    store.close()


def _copied(store: SqlStore) -> None:
    """Put a row of T1 into every table that has none, and copy every row of T1 as one of T2."""
    with store._database.writing("") as session:
        session.all("PRAGMA defer_foreign_keys = ON")
        for table in of_a_workspace(session):
            columns = session.tables()[table].columns
            if not session.has(table, workspace="T1"):
                session.add(table, {each: {"workspace": "T1", "assessment": SOLO}.get(each, 1) for each in columns})
            others = ", ".join(each for each in columns if each != "workspace")
            copied = f"SELECT '{ELSEWHERE}', {others} FROM {table} WHERE workspace = 'T1'"  # noqa: S608 -- own names
            session.all(f"INSERT INTO {table} (workspace, {others}) {copied}")


def _rows(store: SqlStore, workspace: str) -> dict[str, list[str]]:
    with store.reading() as view:
        return rows_in(view._session, workspace)


def tables(store: SqlStore) -> list[str]:
    with store.reading() as view:
        return of_a_workspace(view._session)


def test_every_table_stands_before_those_that_it_refers_to(filled: SqlStore) -> None:
    known = tables(filled)
    with closing(sqlite3.connect(file_of(filled))) as connection:
        for place, table in enumerate(known):
            refers = {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")} - {table}
            assert refers <= set(known[place:]), table


def test_every_row_of_the_workspace_goes_and_none_of_another_one(filled: SqlStore) -> None:
    before = _rows(filled, "T1")
    assert set(before) == {*tables(filled), "jobs"}
    others = _rows(filled, ELSEWHERE)
    deleted = delete_workspace(filled, "T1")
    assert deleted == {table: len(rows) for table, rows in sorted(before.items())}
    assert set(_rows(filled, "T1")) == {"removals"}
    assert _rows(filled, ELSEWHERE) == others
    assert wipe_deleted(filled)
    assert _rows(filled, "T1") == {}
    with closing(sqlite3.connect(file_of(filled))) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert delete_workspace(filled, "T1") == {}


def test_no_byte_of_the_file_knows_what_was_said_once_the_last_workspace_is_deleted(filled: SqlStore) -> None:
    for workspace in ("T1", ELSEWHERE):
        delete_workspace(filled, workspace)
    assert peek(filled).unwiped() == ("T1", ELSEWHERE)
    assert traces(file_of(filled), (GONE, SAID[0])) == {GONE, SAID[0]}
    assert wipe_deleted(filled)
    assert traces(file_of(filled), (GONE, *SAID)) == set()
    assert peek(filled).unwiped() == ()


def test_facts_are_guarded_again_after_a_deletion(filled: SqlStore) -> None:
    delete_workspace(filled, "T1")
    with (
        closing(sqlite3.connect(file_of(filled))) as connection,
        pytest.raises(sqlite3.IntegrityError, match="added to"),
    ):
        connection.execute("DELETE FROM ratings")


def test_work_whose_words_are_broken_goes_with_the_workspace_that_its_key_names(filled: SqlStore) -> None:
    with closing(sqlite3.connect(file_of(filled))) as connection:
        connection.execute("UPDATE jobs SET payload = '{', workspace = '', key = 'share:T1:x' WHERE kind = 'share'")
        connection.execute(
            "INSERT INTO jobs (kind, key, payload, state, run_at) VALUES ('a', 'a:T11', '[', 'waiting', '')"
        )
        connection.commit()
    delete_workspace(filled, "T1")
    with closing(sqlite3.connect(file_of(filled))) as connection:
        assert [row[0] for row in connection.execute("SELECT key FROM jobs ORDER BY key")] == [
            "a:T11",
            "thread:T2:x",
            "tidy",
        ]


def test_a_stay_is_kept_as_it_was_recorded(store: SqlStore) -> None:
    first = Stay("T1", START, "0f", on_day(1), "app_uninstalled", on_day(1), "im:write")
    with store.writing("T1") as tx:
        tx.put_stay(Stay("T2", START))
        tx.put_stay(first)
        tx.put_stay(replace(first, why="returning"))
        assert (tx.stay("T1"), tx.stay("T3")) == (replace(first, why="returning"), None)
        assert [each.workspace for each in tx.stays()] == ["T1", "T2"]


def test_what_rests_for_a_reason_in_one_workspace_is_woken_there_alone(store: SqlStore) -> None:
    for workspace, reason in (("T1", "not_installed"), ("T1", "else"), ("T2", "not_installed")):
        enqueue(store, NewJob("share", f"share:{workspace}:{reason}", {"workspace": workspace}))
        job = sure(store.jobs.claim(START))
        store.jobs.put_back(job, at=on_day(1), reason=reason)
    assert write(store, "T1").wake_work("T1", "not_installed") == 1
    job = sure(store.jobs.claim(START))
    assert job.key == "share:T1:not_installed"
    assert store.jobs.claim(START) is None


ACME = Installation(
    "T1",
    START,
    organisation="E1",
    name="Acme, Ltd",
    url="https://acme.slack.com/",
    app="A1",
    bot_user="U0BOT",
    bot_id="B1",
    scopes=("chat:write", "commands"),
    installed_by="U1",
    tokens=Tokens("sealed-acme", "sealed-again", on_day(1)),
)
WIDE = Installation("E1", START, organisation="E1", tokens=Tokens("sealed-wide"))


def keep(store: SqlStore, *installations: Installation) -> None:
    for each in installations:
        write(store, each.workspace).put_installation(each)


def speaking(store: SqlStore, workspace: str) -> str:
    found = peek(store).speaking_for(workspace)
    return found.tokens.access if found is not None else ""


def test_an_installation_is_read_as_it_was_recorded_and_replaced_by_the_next(store: SqlStore) -> None:
    keep(store, WIDE, ACME)
    with store.reading() as view:
        assert view.installations() == (WIDE, ACME)
        assert (view.installation("T1"), view.installation("T9")) == (ACME, None)
    anew = replace(ACME, tokens=Tokens("sealed-later"), installed_at=on_day(2))
    keep(store, anew)
    assert peek(store).installation("T1") == anew


def test_a_workspaces_own_token_speaks_first_then_that_of_its_organisation(store: SqlStore) -> None:
    keep(store, WIDE, replace(ACME, workspace="T2", organisation="E2"))
    assert [speaking(store, each) for each in ("T1", "E1", "T2", "E2", "")] == [
        "",
        "sealed-wide",
        "sealed-acme",
        "",
        "",
    ]
    write(store, "T1").meet_workspace("T1", "E1", START)
    assert speaking(store, "T1") == "sealed-wide"
    keep(store, ACME)
    assert speaking(store, "T1") == "sealed-acme"


@pytest.mark.parametrize("gone", ["T1", "E1"])
def test_what_was_uninstalled_has_no_token_any_more_until_it_is_installed_again(store: SqlStore, gone: str) -> None:
    keep(store, ACME, WIDE)
    with store.writing(gone) as tx:
        tx.end_installation(gone, on_day(1))
        tx.end_installation(gone, on_day(3))  # Slack says it more than once
    found = sure(peek(store).installation(gone))
    assert (found.tokens, found.uninstalled_at, found.speaks) == (Tokens(), on_day(1), False)
    assert speaking(store, "T1") == ("" if gone == "T1" else "sealed-acme")
    keep(store, replace(found, tokens=Tokens("sealed-back"), uninstalled_at=None))
    assert speaking(store, gone) == "sealed-back"


def test_a_workspace_that_was_in_use_comes_to_its_organisation_again(store: SqlStore) -> None:
    keep(store, ACME, WIDE)
    with store.writing("T1") as tx:
        tx.end_installation("T1", on_day(1))
        tx.meet_workspace("T1", "E1", on_day(2))
    assert speaking(store, "T1") == "sealed-wide"
    found = sure(peek(store).installation("T1"))
    assert (found.name, found.installed_at, found.uninstalled_at) == ("Acme, Ltd", START, None)


@pytest.mark.parametrize("late", [False, True])
def test_one_renews_a_token_and_after_a_crash_another_takes_over(store: SqlStore, *, late: bool) -> None:
    keep(store, ACME)
    first, second = START + timedelta(seconds=60), START + timedelta(seconds=121)
    new, ended = Tokens("sealed-new", "sealed-new-again", on_day(2)), first if late else second
    with store.writing("T1") as tx:
        assert tx.begin_renewal("T1", first, START)
        assert not tx.begin_renewal("T1", second, START + timedelta(seconds=59))
        assert tx.begin_renewal("T1", second, first)
        rekeyed = replace(ACME.tokens, refresh="sealed-otherwise")
        tx.put_tokens("T1", rekeyed)
        assert not tx.end_renewal("T1", first, ACME.tokens, new)
        tx.put_tokens("T1", ACME.tokens)
        assert tx.end_renewal("T1", ended, ACME.tokens, new)  # the first one may be late, and the second refused
        assert not tx.end_renewal("T1", second, ACME.tokens, Tokens("sealed-twice"))
        assert tx.installation("T1") == replace(ACME, tokens=new)
        assert tx.begin_renewal("T1", second, first)
        tx.put_tokens("T1", rekeyed)
        assert tx.end_renewal("T1", second, new, ACME.tokens)


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_installed_anew_or_removed_meanwhile_keeps_what_it_has(store: SqlStore, *, gone: bool) -> None:
    keep(store, ACME)
    until, anew = START + timedelta(seconds=60), replace(ACME, tokens=Tokens("sealed-anew"))
    with store.writing("T1") as tx:
        assert tx.begin_renewal("T1", until, START)
        tx.end_installation("T1", START) if gone else tx.put_installation(anew)
        assert not tx.end_renewal("T1", until, ACME.tokens, Tokens("sealed-late"))
        assert tx.begin_renewal("T1", until, START) is not gone
    assert speaking(store, "T1") == ("" if gone else "sealed-anew")
