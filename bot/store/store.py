"""The port ``Store`` over either database, and how one is opened by its URL."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.core.errors import StoreError
from bot.core.framework import Framework
from bot.store.database import Database
from bot.store.file import COMES_BACK, UNFIT, UNSURE
from bot.store.jobs import LEASE_SECONDS, SqlJobs
from bot.store.moving import Differing, move
from bot.store.paces import SqlPaces
from bot.store.rows import MOMENT, or_null, time_text
from bot.store.sqlite import SqliteDatabase, has_file, open_file, path_in
from bot.store.transaction import HeldStore, SqlReads, SqlTransaction
from bot.use_cases.ports import EVERY_WORKSPACE, Job, Store


class SqlStore(Store):
    """Every fact in one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._frameworks: dict[tuple[str, str], Framework] = {}
        self.jobs = SqlJobs(database, lease_seconds=lease_seconds)
        self.paces = SqlPaces(database)

    def check(self) -> None:
        """Raise StoreError when nothing can be read or written now, or the database was found damaged or gone."""
        self._database.check()

    def examine(self) -> None:
        self._database.examine()

    def backup(self, path: Path) -> None:
        """Copy the database as it stands now into a new file, while it serves; StoreError when that exists."""
        self._database.backup(path)

    def mark_restored(self) -> int:
        """Mark every assessment as one that comes back from a backup, as a copy is marked; give their number."""
        with self._database.writing(EVERY_WORKSPACE) as session:
            for statement in (COMES_BACK, UNFIT, UNSURE):
                session.all(statement)
            return len(session.all("SELECT 1 FROM restored"))

    def move_to(self, other: "SqlStore", differing: Differing) -> Mapping[str, int]:
        """Copy everything into another store, which is empty, whole or not at all; give the rows of each table."""
        return move(self._database, other._database, differing)  # noqa: SLF001 -- of its own kind

    def wipe(self) -> bool:
        return self._database.wipe()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[SqlReads]:
        with self._database.reading() as session:
            yield SqlReads(session, self._frameworks)

    @contextmanager
    def writing(self, workspace: str) -> Iterator[SqlTransaction]:
        with self._database.writing(workspace) as session:
            yield SqlTransaction(session, self._frameworks)

    def held(self, job: Job) -> HeldStore:
        """Return the store in the hands of one run of a job."""
        return HeldStore(self.jobs, job, self._database, self._frameworks)

    def last_delivery(self) -> datetime | None:
        with self._database.reading() as session:
            row = session.one("SELECT MAX(taken_at) AS at FROM deliveries")
        return or_null(MOMENT).read(row["at"]) if row is not None else None

    def forget_deliveries(self, before: datetime) -> int:
        with self._database.writing(EVERY_WORKSPACE) as session:
            return len(session.all("DELETE FROM deliveries WHERE taken_at < ? RETURNING event", time_text(before)))

    def forget_unused_budgets(self) -> None:
        self.paces.forget_unused()


def open_store(
    url: str,
    *,
    real_time: Callable[[], float] | None = None,
    lease_seconds: float = LEASE_SECONDS,
    exists: bool = False,
    announces: bool = False,
) -> SqlStore:
    """Open the store that a URL names and bring its schema up to date; a missing SQLite file is made, with its folder.

    With ``exists`` nothing is made, and a missing one is refused. ``real_time`` (as ``Elapsed`` counts it) and
    ``lease_seconds`` rule the leases of jobs. ``announces`` has other systems told of what happens. Raises StoreError.
    """
    if exists:
        must_exist(url)
    database: Database
    if is_postgresql(url):
        from bot.store.postgres import open_server  # noqa: PLC0415  # an extra, loaded where it is used

        database = open_server(url, real_time=real_time)
    else:
        database = open_file(url, real_time=real_time)
    database.announces = announces
    return SqlStore(database, lease_seconds=lease_seconds)


def back_up(url: str, path: Path) -> None:
    """Copy the database that a URL names, whether a bot serves it or not, and change nothing in it. Raises StoreError.

    It is not brought up to date, so that a newer version can copy it before it takes over.
    """
    must_exist(url)
    if is_postgresql(url):
        from bot.store.postgres import Address, no_backup  # noqa: PLC0415  # as above

        raise no_backup(Address.of(url).name, path)
    database = SqliteDatabase(Path(path_in(url)))
    try:
        database.backup(path)
    finally:
        database.close()


def must_exist(url: str) -> None:
    """Raise StoreError unless the database is there already."""
    if not has_database(url):
        if is_postgresql(url):
            from bot.store.postgres import Address  # noqa: PLC0415  # as below

            raise StoreError(
                f"The database {Address.of(url).name!r} has none of the bot's tables: check that DATABASE_URL names the"
                " bot's own. Nothing was made."
            )
        raise StoreError(
            f"There is no database {path_in(url)!r}. Check that DATABASE_URL names the bot's own, and that the command"
            " runs in the folder that the bot runs in. Nothing was made."
        )


def has_database(url: str) -> bool:
    """Return whether the database that a URL names is there, with something of the bot's in it."""
    if is_postgresql(url):
        from bot.store.postgres import has_schema  # noqa: PLC0415  # as above

        return has_schema(url)
    return has_file(url)


def is_postgresql(url: str) -> bool:
    """Return whether a URL names a database of PostgreSQL."""
    return url.startswith(("postgresql://", "postgres://"))
