"""PostgreSQL alone: how it is opened, what is said when it cannot be used, and many who write at once."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store import postgres as backend
from bot.store.postgres import PostgresDatabase, UnsureError
from bot.store.store import SqlStore, back_up, open_store
from bot.use_cases.ports import NewJob
from tests import postgres
from tests.databases import rows_of
from tests.effort import effort
from tests.known import as_a, peek, sure, write
from tests.store.made import START, asked, counts, enqueue, keep, made, on_day, rated, whole

ROOT = Path(__file__).parents[2]


@contextmanager
def opened(url: str) -> Iterator[SqlStore]:
    with closing(open_store(url)) as store:
        yield store


def run_in(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for each in statements:
            connection.execute(each)


@pytest.fixture
def wire(postgresql: str) -> Iterator[postgres.Wire]:
    found = postgres.Wire(postgresql)
    yield found
    found.close()


# --- who may open what ---


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://bot:pass@secret@127.0.0.1:1/cx", "'cx on 127.0.0.1' cannot be used"),
        ("postgresql://bot:secret@127.0.0.1:1/cx", "'cx on 127.0.0.1' cannot be used: the server does not answer"),
        ("postgresql://bot:secret@db.example/cx?nonsense=secret", "cannot be read"),
        ("postgresql://bot:secret@127.0.0.1:port/cx", "cannot be used"),
        ("postgres://bot:secret@db.example/cx?connections=many", "cannot be read"),
        ("postgresql://bot:secret@db.example/cx?connections=0", "asks for no connections"),
    ],
)
def test_what_cannot_be_opened_is_named_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refusal:
        open_store(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("postgresql:///cx?pooled=1&host=/run/postgresql", {"host": "/run/postgresql", "dbname": "cx"}),
        ("postgresql://u@h/cx?options=-c%20search_path%3Dcx&connections=5", {"options": "-c search_path=cx"}),
        ("postgresql://u:a+b%2Bc%25?#@h/cx?application_name=my%20bot+1", {"password": "a+b+c%?#", "user": "u"}),
        ("postgresql://u@a:1,b:2/cx?target_session_attrs=read-write", {"host": "a,b", "port": "1,2"}),
    ],
)
def test_a_url_says_to_the_bot_what_it_says_to_the_tools_of_postgresql(url: str, read: dict[str, str]) -> None:
    known = psycopg.conninfo.conninfo_to_dict(backend.Address.of(url).conninfo)
    assert {name: known[name] for name in read} == read


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "bot.store.postgres")
    with pytest.raises(StoreError, match=r"pip install 'cxbot\[postgres\]'"):
        open_store("postgresql://127.0.0.1/cx")


def test_a_file_needs_nothing_of_postgresql() -> None:
    asked = "from bot.store.store import open_store; open_store('sqlite://').close()"
    said = "import sys; print([each for each in sys.modules if 'psycopg' in each])"
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}; {said}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("CREATE TABLE members (name text)", "belongs to another program"),
        ("CREATE TABLE schema_steps (name text)", "see the cause"),
    ],
)
def test_a_database_of_another_program_is_left_as_it_is(postgresql: str, statement: str, said: str) -> None:
    url = postgres.new_database("template0")
    run_in(url, statement)
    with pytest.raises(StoreError, match=said):
        open_store(url)
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql)_'")
        assert len(found.fetchall()) == 1
    postgres.drop_database(url)
    assert url != postgresql


def test_a_command_that_makes_nothing_refuses_a_database_without_tables(postgresql: str) -> None:
    url = postgres.new_database("template0")
    with pytest.raises(StoreError, match="has none of the bot's tables"):
        open_store(url, exists=True)
    postgres.drop_database(url)
    open_store(postgresql, exists=True).close()


def test_a_user_who_may_not_make_tables_and_a_missing_database_are_named(postgresql: str) -> None:
    elsewhere = f"{postgresql.rpartition('/')[0]}/nowhere"
    with pytest.raises(StoreError, match=r'the server refuses it .database "nowhere" does not exist'):
        open_store(elsewhere)


def test_a_backup_is_left_to_the_tools_of_postgresql(postgresql: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump --format=custom"):
        back_up(postgresql, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


# --- many who write at once ---

DECIDE = """
import sys
from bot.core.conversation.talk import Because, Question, Wants
from bot.store.store import open_store
store = open_store(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with store.writing("T1") as tx:
        number = len(tx.questions("T1", "a1")) + 1
        tx.add_question("T1", "a1", Question(number, "U1", "first", Wants.LEVEL, Because.NEXT))
store.close()
"""


def test_processes_that_decide_by_what_they_read_lose_nothing(postgresql: str) -> None:
    times, several = effort(20, 250), effort(2, 4)
    with opened(postgresql) as store:
        keep(store, made())
        command = [sys.executable, "-c", DECIDE, postgresql, str(times)]
        processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(several)]
        assert {each.wait(100) for each in processes} == {0}
        assert [each.number for each in peek(store).questions("T1", "a1")] == list(range(1, several * times + 1))


@pytest.mark.parametrize("stores", [1, 2], ids=["in one process", "as in two processes"])
def test_workspaces_do_not_wait_for_each_other_and_writers_of_one_do(postgresql: str, stores: int) -> None:
    with opened(postgresql) as one, opened(postgresql) as other:
        second = one if stores == 1 else other
        keep(one, made())
        keep(one, made("b1", workspace="T2"))
        seen: list[int] = []

        def follow() -> None:
            with second.writing("T1") as tx:
                found = tx.assessment("T1", "a1")
                seen.append(len(found.ratings) if found is not None else -1)

        waiting = threading.Thread(target=follow)
        with one.writing("T1") as tx:
            tx.add_rating("T1", "a1", rated("r1"))
            waiting.start()

            def elsewhere() -> None:
                write(second, "T2").add_rating("T2", "b1", rated("r2"))

            with ThreadPoolExecutor(1) as pool:
                pool.submit(elsewhere).result(60)
            assert len(whole(one, "b1", workspace="T2").ratings) == 1
            assert seen == []
        waiting.join(60)
        assert seen == [1]


def test_text_is_ordered_by_byte_whatever_the_database_was_made_with(postgresql: str, tmp_path: Path) -> None:
    people = ["Zoe", "adam", "Émile", "_x", "Adam", "z", "ß", "é", "1", "a b", "a-b", "ab"]
    orders = []
    for url in (postgresql, f"sqlite:///{tmp_path / 'x.db'}"):
        with opened(url) as store:
            with store.writing("T1") as tx:
                for person in people:
                    tx.add_home("T1", person)
            orders.append(peek(store).home_people("T1"))
    assert orders[0] == orders[1] == tuple(sorted(people, key=str.encode))


def test_of_one_queue_each_job_is_claimed_once_and_no_more_of_a_kind_than_may_be(postgresql: str) -> None:
    with opened(postgresql) as one, opened(postgresql) as other:
        enqueue(one, *(NewJob("k", f"k:{number}") for number in range(40)))
        enqueue(one, *(NewJob("draft", f"draft:{number}") for number in range(12)))

        def take(store: SqlStore) -> list[tuple[int, str]]:
            found = []
            while (job := store.jobs.claim(START, {"draft": 3})) is not None:
                found.append((job.id, job.kind))
            return found

        with ThreadPoolExecutor(4) as pool:
            taken = [each for found in pool.map(take, (one, other, one, other)) for each in found]
        assert len(set(taken)) == len(taken)
        assert Counter(kind for _, kind in taken) == Counter(k=40, draft=3)


def test_work_is_put_back_although_more_of_its_key_came_meanwhile(postgresql: str) -> None:
    with opened(postgresql) as store:
        for _ in range(effort(5, 200)):
            enqueue(store, NewJob("k", "key"))
            job = sure(store.jobs.claim(START))
            with ThreadPoolExecutor(2) as pool:
                put = pool.submit(store.jobs.put_back, job)
                pool.submit(enqueue, store, NewJob("k", "key")).result(60)
                put.result(60)
            assert counts(store.jobs) == Counter(waiting=1)


# --- news of work ---


def test_work_that_another_process_enqueues_is_told_of_at_once(postgresql: str) -> None:
    with opened(postgresql) as one, opened(postgresql) as other:
        told = threading.Semaphore(0)
        one.jobs.on_enqueue(told.release)
        wait_until_heard(postgresql)
        for each in (other, one, other, other):  # news come in their order: what is told twice is told before the last
            enqueue(each, NewJob("k", "key"))
        assert [told.acquire(timeout=60) for _ in range(4)] == [True] * 4
        assert not told.acquire(blocking=False), "its own news are told once"


def wait_until_heard(url: str) -> None:
    """Wait until a process hears of work: its listener has a connection of its own, which takes a moment."""
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'"
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        while not connection.execute(asked).fetchall():
            time.sleep(0.01)


def test_behind_a_pooler_nothing_is_left_on_a_connection(postgresql: str) -> None:
    with opened(f"{postgresql}?pooled=1&connections=3") as store:
        store.jobs.on_enqueue(lambda: None)
        database = as_a(PostgresDatabase, store._database)
        assert (database._listener, database.address.most) == (None, 3)
        for _ in range(8):
            keep(store, made(f"a{_}", subject=f"Subject {_}"))
        with database._pool.connection() as connection:
            assert connection.execute("SELECT name FROM pg_prepared_statements").fetchall() == []


# --- what breaks ---


def test_connections_that_broke_while_they_were_idle_cost_nothing(postgresql: str) -> None:
    with opened(postgresql) as store:
        keep(store, made())
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: whole(store), range(8)))
        run_in(postgresql, postgres.ALONE)
        write(store, "T1").add_rating("T1", "a1", rated("r1"))
        store.check()
        assert len(whole(store).ratings) == 1


def test_a_server_that_is_gone_is_said_at_once_and_found_again(wire: postgres.Wire) -> None:
    with opened(wire.url) as store:
        keep(store, made())
        wire.cut()
        assert isinstance(store._database, PostgresDatabase)
        store._database._pool.timeout = 0.5  # not before: on a busy machine the first connection may take longer
        for ask in (store.check, lambda: whole(store), lambda: keep(store, made("a2"))):
            with pytest.raises(StoreUnavailableError, match="no connection within"):
                ask()
        wire.mend()
        answers = False
        while not answers:  # it is looked for again after a second
            with suppress(StoreUnavailableError):
                store.check()
                answers = True
        assert whole(store) == made()


@pytest.mark.parametrize("passes", [True, False], ids=["the server hears it", "the server does not"])
def test_a_connection_lost_while_saving_says_that_it_may_be_saved(wire: postgres.Wire, *, passes: bool) -> None:
    with opened(wire.url) as store:
        keep(store, made())
        wire.cut_at(b"COMMIT\0", passes=passes)
        with pytest.raises(UnsureError, match="may or may not be saved"), store.writing("T1") as tx:
            tx.is_new("T1", "e1", START)
        wire.mend()
        is_new: bool | None = None
        while is_new is None:  # as Slack repeats it; the wire may still be coming up
            with suppress(StoreUnavailableError), store.writing("T1") as tx:
                is_new = tx.is_new("T1", "e1", START)
        assert is_new is not passes


def test_what_stands_still_within_a_transaction_holds_up_nobody(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(postgresql) as still, opened(postgresql) as other:
        keep(other, made())
        with monkeypatch.context() as patch:
            patch.setattr(backend, "_WRITES", backend._WRITES.replace("20000", "50"))
            with pytest.raises(StoreUnavailableError), still.writing("T1") as tx:  # noqa: PT012 -- it ends in between
                patch.undo()  # the other one has all the time it needs
                write(other, "T1").add_rating("T1", "a1", rated("r1"))
                tx.add_rating("T1", "a1", rated("r2"))
        assert [each.id for each in whole(other).ratings] == ["r1"]


def test_a_statement_that_failed_takes_all_with_it_also_where_that_was_overheard(postgresql: str) -> None:
    with opened(postgresql) as store:
        keep(store, made())

        def overhear() -> None:
            with store.writing("T1") as tx:
                tx.add_rating("T1", "a1", rated("r1"))
                with pytest.raises(StoreError, match="contradicts what is recorded"):
                    tx.add_rating("T1", "a1", rated("r1"))

        with pytest.raises(StoreError, match="nothing of it can be saved"):
            overhear()
        assert whole(store).ratings == ()


def test_an_error_repeats_nothing_that_people_typed(postgresql: str) -> None:
    with opened(postgresql) as store:
        with pytest.raises(StoreError) as refusal, store.writing("T1") as tx:
            tx.add_rating("T1", "nowhere", rated("r1"))
        assert "nowhere" not in str(refusal.value)
        assert "foreign key" in str(refusal.value)


def test_a_database_that_may_only_be_read_does_not_pass_its_check(postgresql: str) -> None:
    with opened(postgresql) as store, closing(psycopg.connect(postgresql, autocommit=True)) as connection:
        store.check()
        name = postgresql.rpartition("/")[2]
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        with opened(postgresql) as store, pytest.raises(StoreUnavailableError, match="may only be read"):
            store.check()
    finally:
        with psycopg.connect(postgres.shared(), autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


def test_what_was_deleted_is_freed_by_the_server(postgresql: str) -> None:
    with opened(postgresql) as store:
        keep(store, made())
        assert store.wipe()
        assert [text for table, text in rows_of(store) if table == "all_assessments"] != []


def test_leases_go_by_the_clock_of_the_server(postgresql: str) -> None:
    with opened(postgresql) as store:
        enqueue(store, NewJob("k", "key"))
        assert store.jobs.claim(on_day(0)) is not None
        with psycopg.connect(postgresql) as connection:
            found = connection.execute(
                "SELECT lease_until / 1000.0 - extract(epoch FROM clock_timestamp()), boot FROM jobs"
            ).fetchone()
        assert found is not None
        assert 15 < found[0] <= 20.1
        assert found[1] == "postgresql"
        asked(1)
