"""A database of PostgreSQL: connections from a pool, one writer for each workspace, news of work to other processes.

A transaction that writes takes a lock on its workspace in its first statement: what it reads after that is newest, and
nobody else decides on the same facts. That is why it is READ COMMITTED: a snapshot could be older than the lock.
"""

import functools
import hashlib
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from weakref import WeakValueDictionary

import structlog

from bot.core.errors import StoreError, StoreUnavailableError
from bot.store.database import Database, too_long
from bot.store.elapsed import Elapsed, seconds_of_boot
from bot.store.people import PEOPLE
from bot.store.session import BUSY_SECONDS, ContradictionError, DamagedError, Dialect, Row, Session, Value

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo
    from psycopg.pq import TransactionStatus
    from psycopg.rows import DictRow, dict_row
    from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

    from bot.store.postgres_schema import MARK, migrate
except ImportError as missing:
    raise StoreError(
        "DATABASE_URL names a database of PostgreSQL, and what speaks with it is not installed:"
        " pip install 'cxbot[postgres]'"
    ) from missing

log = structlog.get_logger()

FORM = "postgresql://user:password@host:5432/database"
_OLDEST = 14
CHANNEL = "cxbot_jobs"
_CONNECTIONS = 20
_CONNECT_SECONDS = 5
_STANDS_STILL_SECONDS = 20
"""What stands still within a transaction, or whose machine is gone, holds its workspace no longer than that."""
# A server that is gone without a word is noticed within a quarter of a minute; the system's own limits are hours.
_NOTICES = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_LIMITS = (
    f"SET LOCAL lock_timeout = {BUSY_SECONDS * 1000};"
    f" SET LOCAL idle_in_transaction_session_timeout = {_STANDS_STILL_SECONDS * 1000};"
)
_READS = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {_LIMITS}"
_WRITES = f"BEGIN ISOLATION LEVEL READ COMMITTED; {_LIMITS}"
_NOW = "SELECT extract(epoch FROM clock_timestamp())::float8 AS now, (SELECT count(*) FROM schema_steps) AS steps"


@functools.lru_cache(maxsize=4096)
def _alone(name: str) -> str:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return f"SELECT pg_advisory_xact_lock({int.from_bytes(digest, 'big', signed=True)})"


def _within(table: str, columns: str, where: str) -> str:
    rows = f"COALESCE(json_agg(json_build_array({columns})), '[]')::text"
    return f"(SELECT {rows} FROM {table} WHERE {where})"  # noqa: S608 -- names of ours


_DIALECT = Dialect(
    tables="SELECT c.relname AS holder, a.attname AS name, COALESCE(array_position(i.indkey::int2[], a.attnum), -1) + 1"
    " AS place FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.oid, a.attnum",
    within=_within,
    unclaimed=" FOR UPDATE SKIP LOCKED",
    alone=_alone,
    after_copy="SELECT setval(pg_get_serial_sequence('jobs', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM jobs",
)
# By SQLSTATE, the longest beginning first.
_PASSES = {
    "53100": "the server's disk is full; make room, then try again",
    "53300": "the server has no connection left; raise its max_connections, or run fewer processes",
    "53": "the server has no room or memory left",
    "55P03": f"another process has been writing for {BUSY_SECONDS} s; nothing was saved",
    "57014": "the server broke the question off",
    "57": "the server is being stopped or started",
    "58": "the server's disk failed to read or write it; check the disk and the room on it",
    "40": "two changes were in each other's way; nothing was saved",
    "25006": "it may only be read, as a standby may; name the server that takes writes",
    "25P03": "the bot stood still for too long; nothing was saved",
    "28": "the server refused the user or the password; check DATABASE_URL",
    "3D": "there is no such database; make it with createdb, or name another one",
    "3F": "there is no schema to make tables in; check the search_path",
    "42501": "the user may not do that; make it the owner of the database",
    "0A000": "another process has just brought it up to date",
    "26": "it seems to stand behind a pooler of transactions; add ?pooled=1 to DATABASE_URL",
    "42P05": "it seems to stand behind a pooler of transactions; add ?pooled=1 to DATABASE_URL",
    "08": "the server does not answer, or the connection to it broke; check that it runs and can be reached",
}
_REFUSED = re.compile(r"FATAL:(.*)")
"""What the server says of whom it does not let in: libpq passes no SQLSTATE on, and the text names the user at most."""
_OTHER = {
    "XX001": (DamagedError, "its data are damaged; stop the bot and restore the last backup"),
    "XX002": (DamagedError, "an index is damaged; stop the bot and run REINDEX, or restore the last backup"),
    "54": (StoreError, "a text is longer than PostgreSQL takes in that place; nothing was saved"),
    "23": (ContradictionError, "it refused a change that contradicts what is recorded"),
    "42P07": (StoreError, "it belongs to another program: give the bot a database of its own"),
}


class UnsureError(StoreUnavailableError):
    """The connection was lost while a change was being saved: it stands or it does not. Whoever asked for it asks anew.

    What arrives from Slack is recorded under its id, and work under its lease, so that none is done twice.
    """


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is, by a URL: ``name`` is for people, without user and password.

    ``pooled`` says that a pooler gives each transaction another connection: nothing may be left for the next one there.
    """

    conninfo: str
    name: str
    pooled: bool
    most: int

    @classmethod
    def of(cls, url: str) -> "Address":
        """Read a URL; StoreError, which never shows it, when it is none of PostgreSQL's."""
        try:
            place, _, query = url.partition("?")
            asked = dict(parse_qsl(query))
            pooled, most = asked.get("pooled") == "1", int(asked.get("connections", _CONNECTIONS))
            # all but our own as it was written: libpq reads a URL otherwise than browsers do
            theirs = [each for each in query.split("&") if not each.startswith(("pooled=", "connections="))]
            known = conninfo_to_dict(f"{place}?{'&'.join(theirs)}")
        except (ValueError, psycopg.Error):
            raise StoreError(f"The database URL cannot be read: write {FORM!r}.") from None
        if most < 1:
            raise StoreError(f"The database URL asks for no connections: write {FORM!r}.")
        found = {
            name: known.get(name) or os.environ.get(variable)
            for name, variable in (("dbname", "PGDATABASE"), ("user", "PGUSER"), ("host", "PGHOST"))
        }
        # a password with an @ in it is cut in two, and its end stands before the host or the database
        bare = {name: str(value or "").rpartition("@")[2] for name, value in found.items()}
        name = f"{bare['dbname'] or bare['user']} on {bare['host'] or 'this machine'}"
        given: dict[str, Any] = {"fallback_application_name": "cxbot", **_NOTICES, **known, "client_encoding": "utf8"}
        return cls(make_conninfo("", **given), name, pooled, most)

    def in_words(self, error: psycopg.Error) -> StoreError:
        """Return the StoreError that says what to do about an error; it holds no value that a person typed."""
        state = error.sqlstate or ("08" if isinstance(error, psycopg.OperationalError) else "")
        what = " ".join(filter(None, (type(error).__name__, error.sqlstate)))
        if (refused := _REFUSED.search(str(error))) is not None and error.sqlstate is None:
            text = f"the server refuses it ({refused[1].strip()}); check DATABASE_URL, and that the database was made"
            return StoreUnavailableError(f"The database {self.name!r} cannot be used: {text}.")
        for length in (5, 2):
            if (why := _PASSES.get(state[:length])) is not None:
                return StoreUnavailableError(f"The database {self.name!r} cannot be used: {why}. ({what})")
            if (known := _OTHER.get(state[:length])) is not None:
                kind, why = known
                cause = f": {error.diag.message_primary}" if kind is ContradictionError else ""
                return kind(f"The database {self.name!r} cannot be used: {why}. ({what}{cause})")
        return StoreError(f"The database {self.name!r} cannot be used: see the cause. ({what})")

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the server or the connection raises into a StoreError."""
        try:
            yield
        except psycopg.Error as error:
            raise self.in_words(error) from error

    def connect(self) -> psycopg.Connection[DictRow]:
        """Open a connection beside the pool's; psycopg's errors come out."""
        return psycopg.connect(self.conninfo, autocommit=True, row_factory=dict_row, prepare_threshold=None)


class _Connection(psycopg.Connection[DictRow]):
    """A connection of the pool, with how many steps the schema had when it was used first; 0 before that."""

    steps = 0


class ServerClock:
    """The seconds since 1970 by the server's clock, as it was read last; between that this machine's time passes."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        """Return the seconds now."""
        return seconds_of_boot() + self._ahead

    def read(self, seconds: float) -> None:
        """Take over what the server's clock just showed."""
        self._ahead = seconds - seconds_of_boot()


class PostgresDatabase(Database):
    """A database for many threads, processes and machines; writers of one workspace wait for each other."""

    one_writes = False

    def __init__(self, address: Address, real_time: Callable[[], float] | None = None) -> None:
        super().__init__()
        self.address = address
        self._clock = ServerClock()
        clock = real_time or self._clock
        # The server's clock has one boot: a moment by it is understood by every process, at any time.
        usual = Elapsed(clock, "postgresql", wall=self._clock)
        self.elapsed = clock if isinstance(clock, Elapsed) else usual
        self._guard = threading.Lock()
        self._turns: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
        self._token = secrets.token_hex(8)  # tells our own news from others'
        self._listener: _Listener | None = None
        self._pool = ConnectionPool(
            address.conninfo,
            kwargs={
                "autocommit": True,
                "row_factory": dict_row,
                "prepare_threshold": None if address.pooled else 5,
            },
            connection_class=_Connection,
            min_size=1,
            max_size=address.most,
            timeout=_CONNECT_SECONDS,
            reconnect_timeout=_CONNECT_SECONDS,
            num_workers=2,
            name="cxbot",
            open=True,
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session(_READS) as (session, _):
            yield session

    @contextmanager
    def _writing(self, workspace: str, *, waits: bool) -> Iterator[Session]:  # noqa: ARG002 -- a workspace has a turn of its own
        """Lend the only write transaction of a workspace; one of no workspace waits for nobody."""
        begin = f"{_WRITES} {_alone(workspace)};" if workspace else _WRITES
        with self._turn(workspace), self._session(begin) as (session, connection):
            yield session
            self._commit(connection, enqueued=session.enqueued)

    @contextmanager
    def _turn(self, workspace: str) -> Iterator[None]:
        """Wait for the other threads here, before a connection is borrowed: a busy workspace has but one at a time."""
        if not workspace:
            yield
            return
        with self._guard:
            turn = self._turns.setdefault(workspace, threading.Lock())
        if not turn.acquire(timeout=BUSY_SECONDS):
            raise too_long("thread")
        try:
            yield
        finally:
            turn.release()

    @contextmanager
    def _session(self, begin: str) -> Iterator[tuple[Session, "_Connection"]]:
        """Lend a transaction, and undo what was not committed of it."""
        connection, now = self._begun(begin + _NOW)
        self._clock.read(now)

        def run(sql: str, values: Sequence[Value]) -> list[Row]:
            with self.address.explained():
                cursor = connection.execute(_marked(sql), values)
                return [*cursor.fetchall()] if cursor.description is not None else []

        session = Session(run, _DIALECT, self.elapsed, announces=self.announces)
        try:
            yield session, connection
        finally:
            session.end()
            self._give_back(connection)

    def _begun(self, begin: str) -> tuple["_Connection", float]:
        """Borrow a connection and begin; one that broke while it was idle is left for the next, and nothing is lost."""
        lost: psycopg.Error | None = None
        for _ in range(self.address.most + 1):
            connection = self._borrow()
            try:
                cursor = connection.execute(begin)
                while cursor.nextset():
                    pass
                (row,) = cursor.fetchall()
            except psycopg.Error as error:
                broke, lost = connection.broken, error
                self._give_back(connection)
                if not broke:
                    break
            else:
                if connection.steps in (0, row["steps"]):
                    connection.steps = row["steps"]
                    return connection, row["now"]
                self._let_go(connection)
        raise self.address.in_words(lost or psycopg.OperationalError())

    def _let_go(self, connection: "_Connection") -> None:
        """Close a connection from before another process brought the schema up to date: its plans fail from then on."""
        with suppress(psycopg.Error):
            connection.execute("ROLLBACK")
        connection.close()
        self._pool.putconn(connection)

    def _borrow(self) -> "_Connection":
        try:
            return self._pool.getconn()
        except PoolClosed as error:
            raise StoreError(f"The database {self.address.name!r} was closed: open it again.") from error
        except PoolTimeout as error:
            raise StoreUnavailableError(
                f"The database {self.address.name!r} gave no connection within {_CONNECT_SECONDS} s:"
                " the server cannot be reached, or has too many connections."
            ) from error

    def _give_back(self, connection: "_Connection") -> None:
        if connection.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN):
            with suppress(psycopg.Error):  # what went wrong before says more
                connection.execute("ROLLBACK")
        self._pool.putconn(connection)

    def _commit(self, connection: psycopg.Connection[DictRow], *, enqueued: bool) -> None:
        if connection.info.transaction_status == TransactionStatus.INERROR:
            raise StoreError("A statement of the transaction failed, so that nothing of it can be saved.")
        try:
            connection.execute(f"NOTIFY {CHANNEL}, '{self._token}'; COMMIT" if enqueued else "COMMIT")
        except psycopg.Error as error:
            if connection.broken:
                raise UnsureError(
                    f"The connection to the database {self.address.name!r} was lost while a change was being saved:"
                    f" it may or may not be saved. ({type(error).__name__})"
                ) from error
            raise self.address.in_words(error) from error
        self.wrote_at = time.monotonic()

    def on_enqueue(self, callback: Callable[[], None]) -> None:
        """Call back after each commit that enqueued work, of this process or another."""
        super().on_enqueue(callback)
        with self._guard:
            if self._listener is None and not self.address.pooled:
                self._listener = _Listener(self.address, self._token, self.tell)
                self._listener.start()

    def _write_nothing(self) -> None:
        with self.writing("") as session:
            session.all("UPDATE jobs SET attempts = attempts WHERE id = 0")
            session.one("SELECT pg_current_xact_id()")  # so that the commit is written to the disk

    def examine(self) -> None:
        """Leave damage to the server, which finds it by its checksums; what it says of it is passed on."""

    def backup(self, path: Path) -> None:
        """Refuse: PostgreSQL's own tools copy a database."""
        raise no_backup(self.address.name, path)

    def wipe(self) -> bool:
        """Have the server free what was deleted. When the room on its disk is written over is the server's to say."""
        try:
            with self.address.explained(), self.address.connect() as connection:
                connection.execute(f"VACUUM {', '.join(PEOPLE)}")
        except StoreUnavailableError:
            return False
        return True

    def close(self) -> None:
        """Close every connection that is not lent; those close when they come back."""
        if self._listener is not None:
            self._listener.end()
        self._pool.close()


class _Listener(threading.Thread):
    """Hears on a connection of its own that another process enqueued work; what it misses, polling finds."""

    def __init__(self, address: Address, own: str, tell: Callable[[], None]) -> None:
        super().__init__(name="work-listener", daemon=True)
        self._address = address
        self._own = own
        self._tell = tell
        self._ended = threading.Event()

    def run(self) -> None:
        again = False
        while not self._ended.is_set():
            try:
                with self._address.connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if again:
                        self._tell()  # for what was enqueued meanwhile
                    self._hear(connection)
            except psycopg.Error as error:
                log.info("work_listener_waits", error=type(error).__name__)
                again = True
                self._ended.wait(1.0)

    def _hear(self, connection: psycopg.Connection[DictRow]) -> None:
        while not self._ended.is_set():
            for news in connection.notifies(timeout=1.0):
                if news.payload != self._own and not self._ended.is_set():
                    self._tell()

    def end(self) -> None:
        """Hear no more; the connection closes within a second."""
        self._ended.set()


@functools.lru_cache(maxsize=1024)
def _marked(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def open_server(url: str, *, real_time: Callable[[], float] | None = None) -> PostgresDatabase:
    """Open the database that a URL names and bring its schema up to date."""
    address = Address.of(url)
    with address.explained(), address.connect() as connection:
        version = connection.info.server_version // 10_000
        if version < _OLDEST:
            raise StoreError(f"PostgreSQL {version} is too old: install {_OLDEST} or newer.")
        (row,) = connection.execute("SHOW server_encoding").fetchall()
        if row["server_encoding"] != "UTF8":
            raise StoreError(
                f"The database {address.name!r} does not keep every text: make it with createdb --encoding=UTF8."
            )
        migrate(connection, address.name)
    return PostgresDatabase(address, real_time)


def has_schema(url: str) -> bool:
    """Return whether the database that a URL names has the bot's tables."""
    address = Address.of(url)
    with address.explained(), address.connect() as connection:
        (row,) = connection.execute("SELECT to_regclass(%s) IS NOT NULL AS known", (MARK,)).fetchall()
        return bool(row["known"])


def no_backup(name: str, path: Path) -> StoreError:
    """Say how a database of PostgreSQL is copied."""
    return StoreError(
        f"The database {name!r} is PostgreSQL's, whose own tools copy it while the bot serves:"
        f' pg_dump --format=custom --file={path} "$DATABASE_URL". docs/storage.md says how it is put back.'
    )
